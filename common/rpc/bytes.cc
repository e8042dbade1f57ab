#include "common/rpc/bytes.h"

#include <grpcpp/support/proto_buffer_reader.h>
#include <grpcpp/support/proto_buffer_writer.h>

#include <utility>

namespace amparo::rpc {

bool ParseMessage(const grpc::ByteBuffer& bytes, google::protobuf::MessageLite& message) {
  if (!bytes.Valid()) return false;
  // Nearly every request arrives as one slice and is parsed where it lies.
  grpc::Slice slice;
  if (bytes.TrySingleSlice(&slice).ok()) {
    return message.ParseFromArray(slice.begin(), static_cast<int>(slice.size()));
  }
  grpc::ByteBuffer copy(bytes);
  grpc::ProtoBufferReader reader(&copy);
  return reader.status().ok() && message.ParseFromZeroCopyStream(&reader);
}

grpc::ByteBuffer SerializeMessage(const google::protobuf::MessageLite& message) {
  const std::size_t size = message.ByteSizeLong();
  grpc::Slice slice(size);
  message.SerializeWithCachedSizesToArray(const_cast<uint8_t*>(slice.begin()));
  return {&slice, 1};
}

grpc::ByteBuffer WrapBytes(std::string serialized) {
  auto* owner = new std::string(std::move(serialized));
  grpc::Slice slice(
      owner->data(), owner->size(), [](void* text) { delete static_cast<std::string*>(text); }, owner);
  return {&slice, 1};
}

}  // namespace amparo::rpc
