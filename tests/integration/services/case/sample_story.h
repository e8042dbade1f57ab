// Tells the story of the samples to a service: builds each request from its sample and from the names of its fields,
// calls it, and keeps what was said and answered.
#pragma once

#include <grpcpp/channel.h>

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "common/testing/raw_call.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "tests/integration/services/case/case_service.h"
#include "tests/integration/services/case/samples.h"

namespace amparo::cases {

// One call that was made, serialized.
struct ToldCall {
  const google::protobuf::MethodDescriptor* method = nullptr;
  std::string caller;
  // When, by the service's clock: no two calls of a story are made at one moment.
  absl::Time time;
  std::vector<std::string> requests;
  testing::RawAnswer answer;
};

// What a story is told with.
struct StoryOptions {
  // Stands in every sensitive text: small letters, so that what is folded for a search is found too.
  std::string canary = "qvzxjkanarie";
  // Are on the need-to-know list of every operation, as its keepers: names of callers.
  std::vector<std::string> readers = {};
  // Gives every call that may have one a request id of its own.
  bool request_ids = false;
};

// The story, told to one service.
//
// What a sample leaves out is filled in by the names of fields: `name` and `parent` by the kind of the answer, the name
// in the resource of an update, `request_id`, and every sensitive field that is not output only, unless the sample is
// plain.
class SampleStory {
 public:
  // `service` must outlive it, and have no office yet.
  SampleStory(CaseService& service, StoryOptions options);

  // Makes every call; a test fails where one is not answered as its sample says.
  void Tell();

  // All calls, in order.
  const std::vector<ToldCall>& told() const { return told_; }
  // The first call of a method; null when it has no sample.
  const ToldCall* FirstOf(const google::protobuf::MethodDescriptor& method) const;
  // The name that was kept under a key.
  const std::string& NameOf(const std::string& key) const { return names_.at(key); }
  // A channel for a caller, the same for the same.
  const std::shared_ptr<grpc::Channel>& ChannelOf(const std::string& caller);

 private:
  void Call(const Sample& sample);
  std::string Expand(std::string_view text);
  std::string ValueOf(const std::string& token);
  void Fill(const Sample& sample, const google::protobuf::MethodDescriptor& method, google::protobuf::Message& request);
  void FillNames(const google::protobuf::MethodDescriptor& method, google::protobuf::Message& request);
  void Keep(const Sample& sample, const ToldCall& call);

  CaseService& service_;
  const StoryOptions options_;
  std::vector<ToldCall> told_;
  std::map<std::string, std::string> names_;
  std::map<std::string, std::string> ids_;
  std::map<std::string, std::string> etags_;
  std::map<std::string, std::shared_ptr<grpc::Channel>> channels_;
};

}  // namespace amparo::cases
