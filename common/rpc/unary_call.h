// A unary call on gRPC's callback API, for all methods of all services: bytes in, bytes out.
#pragma once

#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>

#include "common/rpc/call.h"

namespace amparo::rpc {

// The reactor of one call.
class UnaryCall final : public grpc::ServerUnaryReactor, public Call {
 public:
  // Makes the reactor of a call and starts its handler. It frees itself.
  static grpc::ServerUnaryReactor* Start(Method& method, grpc::CallbackServerContext& context,
                                         const grpc::ByteBuffer& request, grpc::ByteBuffer& response);

  // Answers the call, once: with `response` (not null), which is taken, when `status` is OK.
  void Complete(const absl::Status& status, grpc::ByteBuffer* response);

 private:
  UnaryCall(Method& method, grpc::CallbackServerContext& context, grpc::ByteBuffer& response)
      : Call(method, context), response_(response) {}

  void OnDone() override { Unref(); }
  void OnCancel() override { Cancel(); }
  // Our reactions are short, so gRPC need not hand them to a further thread.
  bool InternalInlineable() override { return true; }

  grpc::ByteBuffer& response_;
};

}  // namespace amparo::rpc
