// Messages that are answered as the bytes they are kept in.
#pragma once

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/protobuf/descriptor.h"

namespace amparo::rpc {

// A `Message`, serialized: what a handler answers that has the bytes at hand, so that they are not parsed only to be
// serialized again. Whoever makes one of bytes vouches that they are such a message.
template <typename Message>
class Encoded {
 public:
  explicit Encoded(std::string bytes) : bytes_(std::move(bytes)) {}

  // A handler may answer the message itself.
  Encoded(const Message& message) : bytes_(message.SerializeAsString()) {}

  // What the contract calls it.
  static const google::protobuf::Descriptor* descriptor() { return Message::descriptor(); }

  const std::string& bytes() const& { return bytes_; }
  std::string bytes() && { return std::move(bytes_); }

  // The message, for who must look into it; INTERNAL when the bytes are none.
  absl::StatusOr<Message> Decode() const {
    absl::StatusOr<Message> message(absl::in_place);
    if (!message->ParseFromString(bytes_)) return absl::InternalError("an encoded message is malformed");
    return message;
  }

 private:
  std::string bytes_;
};

}  // namespace amparo::rpc
