// Messages and gRPC's byte buffers.
#pragma once

#include <grpcpp/support/byte_buffer.h>

#include <string>

#include "google/protobuf/message_lite.h"

namespace amparo::rpc {

// Parses `bytes` into `message`; false when they are not such a message (invalid UTF-8 in a string field included).
bool ParseMessage(const grpc::ByteBuffer& bytes, google::protobuf::MessageLite& message);

// `message` as bytes.
grpc::ByteBuffer SerializeMessage(const google::protobuf::MessageLite& message);

// A message that is serialized already, without a copy.
grpc::ByteBuffer WrapBytes(std::string serialized);

}  // namespace amparo::rpc
