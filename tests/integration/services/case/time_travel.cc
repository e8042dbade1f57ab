#include "tests/integration/services/case/time_travel.h"

#include <gtest/gtest.h>

#include <memory>
#include <utility>
#include <vector>

#include "common/rpc/etag.h"
#include "common/testing/raw_call.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "services/case/convert/sealed.h"
#include "services/case/convert/values.h"
#include "tests/integration/services/access_table.h"
#include "tests/integration/services/case/sample_story.h"
#include "tests/integration/services/case/status_matchers.h"

namespace amparo::cases {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;
using testing::ContractServices;
using testing::NewMessage;
using testing::RawAnswer;
using testing::RawCall;

using CallerChannel = std::shared_ptr<grpc::Channel>;

// The Gets that take a read_time, by the full names of the messages that they answer.
std::map<std::string, const MethodDescriptor*> GetsAtATime() {
  std::map<std::string, const MethodDescriptor*> gets;
  for (const ServiceDescriptor* service : ContractServices("amparo.cases.v1")) {
    for (int i = 0; i < service->method_count(); ++i) {
      const MethodDescriptor* method = service->method(i);
      const bool plain = method->name() == "Get" + method->output_type()->name();
      if (!plain || method->input_type()->FindFieldByName("read_time") == nullptr) continue;
      gets[method->output_type()->full_name()] = method;
    }
  }
  return gets;
}

// Every change there was, as who may know of all is told it.
std::vector<feed::v1::Event> ChangesTold(const CallerChannel& channel) {
  const MethodDescriptor* watch =
      DescriptorPool::generated_pool()->FindMethodByName("amparo.cases.v1.FeedService.Watch");
  std::vector<feed::v1::Event> changes;
  const RawAnswer answer = RawCall(channel, *watch, {feed::v1::WatchRequest().SerializeAsString()});
  EXPECT_THAT(answer.status, IsOk());
  for (const std::string& bytes : answer.responses) {
    feed::v1::WatchResponse page;
    EXPECT_TRUE(page.ParseFromString(bytes));
    changes.insert(changes.end(), page.events().begin(), page.events().end());
  }
  return changes;
}

absl::StatusOr<std::unique_ptr<Message>> ReadAtTime(const CallerChannel& channel, const MethodDescriptor& get,
                                                    const std::string& name, absl::Time at) {
  const std::unique_ptr<Message> request = NewMessage(*get.input_type());
  const auto& reflection = *request->GetReflection();
  reflection.SetString(request.get(), get.input_type()->FindFieldByName("name"), name);
  auto* read_time = reflection.MutableMessage(request.get(), get.input_type()->FindFieldByName("read_time"));
  google::protobuf::Timestamp stamp;
  SetTimestamp(at, &stamp);
  EXPECT_TRUE(read_time->ParseFromString(stamp.SerializeAsString()));
  const RawAnswer answer = RawCall(channel, get, {request->SerializeAsString()});
  if (!answer.status.ok()) return answer.status;
  std::unique_ptr<Message> read = NewMessage(*get.output_type());
  EXPECT_TRUE(read->ParseFromString(answer.responses.at(0)));
  return read;
}

// As a Get tells of the record after a change: BASIC, with its etag.
std::unique_ptr<Message> AsGetTells(const feed::v1::Event& change, const Descriptor& type) {
  std::unique_ptr<Message> record = NewMessage(type);
  EXPECT_TRUE(change.resource().UnpackTo(record.get()));
  const auto& reflection = *record->GetReflection();
  if (const SealedField sealed = FindSealed(type)) reflection.ClearField(record.get(), sealed.sealed);
  reflection.SetString(record.get(), type.FindFieldByName("etag"), rpc::ToEtag(change.version()));
  return record;
}

// What a record says, but for what is worked out on reading.
std::string SaidOfRecord(Message& record) {
  const Descriptor& type = *record.GetDescriptor();
  if (type.full_name() == "amparo.cases.v1.Task") {
    record.GetReflection()->ClearField(&record, type.FindFieldByName("overdue"));
  }
  return record.ShortDebugString();
}

void ExpectReadAs(const feed::v1::Event& change, const CallerChannel& channel, const MethodDescriptor& get,
                  absl::Time at) {
  const auto read = ReadAtTime(channel, get, change.name(), at);
  ASSERT_THAT(read, IsOk()) << change.name() << " at " << at;
  const std::unique_ptr<Message> told = AsGetTells(change, *get.output_type());
  EXPECT_EQ(SaidOfRecord(**read), SaidOfRecord(*told)) << change.name() << " at " << at;
}

}  // namespace

std::map<std::string, int> TravelThroughTime(CaseService& service, const std::set<std::string>& passed_over) {
  const auto gets = GetsAtATime();
  const CallerChannel channel = service.server().Channel("everyone");
  std::map<std::string, std::vector<feed::v1::Event>> by_name;
  std::map<std::string, int> travelled;
  for (feed::v1::Event& change : ChangesTold(channel)) {
    const std::string& url = change.resource().type_url();
    if (passed_over.contains(change.kind()) || !gets.contains(url.substr(url.find('/') + 1))) continue;
    ++travelled[change.kind()];
    const std::string name = change.name();
    by_name[name].push_back(std::move(change));
  }
  const absl::Time now = service.clock().Now();
  for (const auto& [name, changes] : by_name) {
    const std::string& url = changes.front().resource().type_url();
    const MethodDescriptor& get = *gets.at(url.substr(url.find('/') + 1));
    const absl::Time entered = TimeFrom(changes.front().change_time());
    EXPECT_EQ(ReadAtTime(channel, get, name, entered - absl::Microseconds(1)).status().code(),
              absl::StatusCode::kNotFound)
        << name;
    for (std::size_t i = 0; i < changes.size(); ++i) {
      const bool last = i + 1 == changes.size();
      const absl::Time from = TimeFrom(changes[i].change_time());
      const absl::Time until = last ? now : TimeFrom(changes[i + 1].change_time()) - absl::Microseconds(1);
      // Of changes of one moment the last is what was there.
      if (until < from) continue;
      ExpectReadAs(changes[i], channel, get, from);
      ExpectReadAs(changes[i], channel, get, until);
    }
  }
  return travelled;
}

}  // namespace amparo::cases
