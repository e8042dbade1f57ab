#include "common/rpc/handler_runner.h"

#include "common/errors/errors.h"

namespace amparo::rpc {

absl::Status MalformedRequest() {
  return errors::Make(absl::StatusCode::kInvalidArgument, "MALFORMED_REQUEST",
                      "the request is no well-formed message of the type this method takes");
}

bool ParseRequest(UnaryCall& call, const grpc::ByteBuffer& bytes, google::protobuf::MessageLite& request) {
  if (ParseMessage(bytes, request)) return true;
  call.Complete(MalformedRequest(), nullptr);
  return false;
}

}  // namespace amparo::rpc
