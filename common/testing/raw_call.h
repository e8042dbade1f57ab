// Calls any RPC by its descriptor, with requests that are serialized already: for tests that go through all of them.
#pragma once

#include <grpcpp/channel.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace amparo::testing {

// A message of this type, empty.
std::unique_ptr<google::protobuf::Message> NewMessage(const google::protobuf::Descriptor& type);

// What a call was answered.
struct RawAnswer {
  // With its details, as errors::Reason reads them.
  absl::Status status;
  // Serialized, in order.
  std::vector<std::string> responses;
};

// Sends `requests` (one, or those of a client stream) and reads what comes. A stream that says that it has caught up is
// left then, and counts as answered OK: it would never end by itself.
RawAnswer RawCall(const std::shared_ptr<grpc::Channel>& channel, const google::protobuf::MethodDescriptor& method,
                  const std::vector<std::string>& requests);

}  // namespace amparo::testing
