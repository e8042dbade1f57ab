// Calls that prepare a measurement, and requests as they are sent in one.
#pragma once

#include <google/protobuf/message.h>
#include <grpcpp/grpcpp.h>

#include <stdexcept>

namespace amparo::bench {

// A request as it is sent.
inline grpc::ByteBuffer BufferOf(const google::protobuf::Message& message) {
  const grpc::Slice slice(message.SerializeAsString());
  return grpc::ByteBuffer(&slice, 1);
}

// One call; what exists already is as good as made. Throws std::runtime_error.
template <class Stub, class Request, class Response>
Response Call(Stub& stub, grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
              const Request& request) {
  grpc::ClientContext context;
  Response response;
  const grpc::Status status = (stub.*method)(&context, request, &response);
  if (!status.ok() && status.error_code() != grpc::StatusCode::ALREADY_EXISTS) {
    throw std::runtime_error(status.error_message());
  }
  return response;
}

}  // namespace amparo::bench
