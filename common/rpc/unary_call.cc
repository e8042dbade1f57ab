#include "common/rpc/unary_call.h"

namespace amparo::rpc {

grpc::ServerUnaryReactor* UnaryCall::Start(Method& method, grpc::CallbackServerContext& context,
                                           const grpc::ByteBuffer& request, grpc::ByteBuffer& response) {
  auto* call = new UnaryCall(method, context, response);
  if (absl::Status status = call->Begin(); status.ok()) {
    method.bound().start_unary(*call, request);
  } else {
    call->Complete(status, nullptr);
  }
  // Not freed yet, even when it is complete: gRPC binds it first.
  return call;
}

void UnaryCall::Complete(const absl::Status& status, grpc::ByteBuffer* response) {
  if (status.ok()) response_.Swap(response);
  // After Finish gRPC may free this object on another thread.
  Finish(End(status));
}

}  // namespace amparo::rpc
