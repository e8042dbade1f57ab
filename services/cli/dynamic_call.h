// Calls an RPC known by its descriptor only.
#pragma once

#include <grpcpp/grpcpp.h>

#include <functional>
#include <memory>

#include "absl/status/status.h"
#include "google/protobuf/message.h"
#include "services/cli/methods.h"

namespace amparo::cli {

// The next message to send; null when there is none.
using NextRequest = std::function<std::unique_ptr<google::protobuf::Message>()>;

// Told of each answer.
using TakeResponse = std::function<void(const google::protobuf::Message&)>;

// An empty request of the RPC.
std::unique_ptr<google::protobuf::Message> NewRequest(const Method& method);

// Sends what `next` gives (all of it for a client stream, one message otherwise), takes the answers, and says how the
// call ended. `context` is a fresh one.
absl::Status CallDynamically(std::shared_ptr<grpc::Channel> channel, const Method& method, grpc::ClientContext& context,
                             const NextRequest& next, const TakeResponse& take);

}  // namespace amparo::cli
