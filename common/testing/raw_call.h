// Calls any RPC by its descriptor, with requests that are serialized already: for tests that go through all of them.
#pragma once

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/completion_queue.h>
#include <grpcpp/generic/generic_stub.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace amparo::testing {

// A message of this type, empty.
std::unique_ptr<google::protobuf::Message> NewMessage(const google::protobuf::Descriptor& type);

// A call under way, each step of which is waited for. One that goes on for two minutes is over then.
class OpenCall {
 public:
  // Begins it. `token` is that of the person whose call it is; empty = it is the workload's own.
  OpenCall(const std::shared_ptr<grpc::Channel>& channel, const google::protobuf::MethodDescriptor& method,
           std::string_view token = {});
  // Leaves it, if it is not over.
  ~OpenCall();
  OpenCall(const OpenCall&) = delete;
  OpenCall& operator=(const OpenCall&) = delete;

  // Sends a request; false when the call was over before.
  bool Write(const std::string& request);
  // Says that no request follows.
  void WritesDone();
  // Waits for the next response; false when there is none any more.
  bool Read(std::string& response);
  // Cancels it.
  void Leave();
  // Waits for its end, once: what it was answered, with its details, as errors::Reason reads them.
  absl::Status Finish();

 private:
  // Waits for the one step that was begun; false when it failed.
  bool Step();

  grpc::GenericStub stub_;
  grpc::ClientContext context_;
  grpc::CompletionQueue queue_;
  std::unique_ptr<grpc::GenericClientAsyncReaderWriter> stream_;
  bool finished_ = false;
};

// What a call was answered.
struct RawAnswer {
  // With its details, as errors::Reason reads them.
  absl::Status status;
  // Serialized, in order.
  std::vector<std::string> responses;
};

// Sends `requests` (one, or those of a client stream) and reads what comes. A stream that says that it has caught up is
// left then, and counts as answered OK: it would never end by itself. `token` as for OpenCall.
RawAnswer RawCall(const std::shared_ptr<grpc::Channel>& channel, const google::protobuf::MethodDescriptor& method,
                  const std::vector<std::string>& requests, std::string_view token = {});

}  // namespace amparo::testing
