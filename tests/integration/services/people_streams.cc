#include "tests/integration/services/people_streams.h"

#include <gtest/gtest.h>

#include <memory>
#include <sstream>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "amparo/options/v1/options.pb.h"
#include "common/base/strings.h"
#include "common/errors/errors.h"
#include "common/testing/eventually.h"
#include "common/testing/raw_call.h"
#include "tests/integration/services/access_table.h"

namespace amparo::testing {
namespace {

using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;

// True for a stream that does not end by itself: of what the caller sends, or of what is told as it comes.
bool GoesOn(const MethodDescriptor& method) {
  return method.client_streaming() || method.output_type()->FindFieldByName("caught_up") != nullptr;
}

// What ends the streams of people.
struct Cut {
  std::string name;
  std::function<void()> make;
  // Why the streams end, and why the next call is refused.
  absl::StatusCode code = absl::StatusCode::kOk;
  std::string reason;
  std::string reason_of_next;
};

// A person and their stream.
struct PersonsStream {
  const MethodDescriptor* method = nullptr;
  std::string grant;
  std::string token;
  // Null when it ended by itself before the cut.
  std::unique_ptr<OpenCall> call;
};

class StreamTable {
 public:
  explicit StreamTable(StreamWorld world)
      : world_(std::move(world)),
        streams_(StreamsOf(world_.package)),
        front_desk_(world_.server.Channel(TestPeople::kFrontDesk)) {}

  void ExpectAll() {
    ASSERT_NO_FATAL_FAILURE(OpenByWorkload());
    for (const Cut& cut : Cuts()) {
      const ::testing::ScopedTrace trace(__FILE__, __LINE__, cut.name);
      ExpectToEnd(cut);
    }
    // Those of the workload go on until it leaves.
    std::string response;
    for (const auto& call : by_workload_) {
      call->Leave();
      while (call->Read(response)) {
      }
      EXPECT_EQ(call->Finish().code(), absl::StatusCode::kCancelled);
    }
  }

 private:
  std::vector<Cut> Cuts() {
    using absl::StatusCode;
    // The last is for good.
    return {{"a grant is revoked", [this] { RevokeAll(); }, StatusCode::kPermissionDenied, "GRANT_REVOKED",
             std::string(errors::kPermissionDenied)},
            {"a token expires", [this] { world_.clock.Advance(absl::Minutes(31)); }, StatusCode::kUnauthenticated,
             std::string(errors::kTokenExpired), std::string(errors::kTokenExpired)},
            {"the grants are not known to be fresh", [this] { world_.people.Forget(); }, StatusCode::kUnavailable,
             "GRANTS_STALE", "GRANTS_STALE"},
            {"a key is withdrawn", [this] { world_.people.WithdrawKey(); }, StatusCode::kUnauthenticated,
             "KEY_WITHDRAWN", "TOKEN_KEY"}};
  }

  void OpenByWorkload() {
    const auto channel = world_.server.Channel(world_.workload);
    std::string response;
    for (const MethodDescriptor* method : streams_) {
      if (!GoesOn(*method)) continue;
      auto call = std::make_unique<OpenCall>(channel, *method);
      ASSERT_TRUE(call->Write(world_.request_of(*method))) << method->full_name();
      if (!method->client_streaming()) {
        call->WritesDone();
        ASSERT_TRUE(call->Read(response)) << method->full_name() << ": " << call->Finish();
      }
      by_workload_.push_back(std::move(call));
    }
    ASSERT_TRUE(AwaitInFlight(0)) << "those of the workload are open";
  }

  void ExpectToEnd(const Cut& cut) {
    if (!world_.people.board().Fresh()) HoldNone(world_.people);
    opened_.clear();
    for (const MethodDescriptor* method : streams_) ASSERT_NO_FATAL_FAILURE(Open(*method));
    std::size_t open = 0;
    for (const PersonsStream& stream : opened_) open += stream.call != nullptr ? 1 : 0;
    ASSERT_TRUE(AwaitInFlight(open)) << open << " streams are open";
    const std::size_t logged = LinesWith(cut.reason);
    cut.make();
    for (PersonsStream& stream : opened_) {
      if (stream.call != nullptr) ExpectEnd(*stream.method, *stream.call, cut);
    }
    // The handlers have ended too, each for this reason, and nothing of the workload's.
    EXPECT_TRUE(AwaitInFlight(0));
    EXPECT_TRUE(Eventually([&] { return LinesWith(cut.reason) == logged + open; })) << (LinesWith(cut.reason) - logged);
    for (const PersonsStream& stream : opened_) ExpectRefused(stream, cut);
  }

  void Open(const MethodDescriptor& method) {
    const auto role = RoleThatMay(method.options().GetExtension(options::v1::authz));
    ASSERT_TRUE(role.has_value()) << method.full_name() << " is for services only: say how it is tested";
    const std::string subject = StrCat("stream-", ++people_);
    PersonsStream stream;
    stream.method = &method;
    stream.grant = world_.people.Give(subject, *role, world_.office);
    stream.token = world_.people.Token(subject);
    stream.call = std::make_unique<OpenCall>(front_desk_, method, stream.token);
    ASSERT_TRUE(stream.call->Write(world_.request_of(method))) << method.full_name();
    if (!method.client_streaming()) {
      stream.call->WritesDone();
      ExpectAnswers(method, stream.call);
    }
    opened_.push_back(std::move(stream));
  }

  // The first answer of a stream that goes on; all of them, and the end, of one that does not.
  static void ExpectAnswers(const MethodDescriptor& method, std::unique_ptr<OpenCall>& call) {
    std::string response;
    if (GoesOn(method)) {
      ASSERT_TRUE(call->Read(response)) << method.full_name() << ": " << call->Finish();
      return;
    }
    while (call->Read(response)) {
    }
    const absl::Status ended = call->Finish();
    EXPECT_TRUE(AnsweredGate(ended) == rpc::Gate::kPassed) << method.full_name() << ": " << ended;
    call.reset();
  }

  // The reason, or CANCELLED where gRPC had to end a read or write for us. A stream that nothing ended would come to
  // its deadline.
  static void ExpectEnd(const MethodDescriptor& method, OpenCall& call, const Cut& cut) {
    std::string response;
    while (call.Read(response)) {
    }
    const absl::Status ended = call.Finish();
    if (ended.code() == absl::StatusCode::kCancelled) return;
    EXPECT_EQ(ended.code(), cut.code) << method.full_name() << ": " << ended;
    EXPECT_EQ(errors::Reason(ended), cut.reason) << method.full_name() << ": " << ended;
  }

  // Whether it was open or had ended, the same token opens it no more.
  void ExpectRefused(const PersonsStream& stream, const Cut& cut) {
    const std::string request = world_.request_of(*stream.method);
    ExpectRefusal(RawCall(front_desk_, *stream.method, {request}, stream.token), cut.code, cut.reason_of_next,
                  stream.method->full_name());
  }

  void RevokeAll() {
    for (const PersonsStream& stream : opened_) world_.people.Revoke(stream.grant);
  }

  // Waits until so many calls are under way besides those of the workload.
  bool AwaitInFlight(std::size_t people) {
    return Eventually([this, people] { return InFlight() == by_workload_.size() + people; });
  }

  std::size_t InFlight() {
    std::istringstream text(world_.server.registry().Text());
    std::size_t sum = 0;
    for (std::string line; std::getline(text, line);) {
      if (!line.starts_with("amparo_calls_in_flight{")) continue;
      std::size_t value = 0;
      EXPECT_TRUE(absl::SimpleAtoi(line.substr(line.rfind(' ') + 1), &value)) << line;
      sum += value;
    }
    return sum;
  }

  // Calls that ended for this reason, as the log has them.
  std::size_t LinesWith(const std::string& reason) {
    const std::string text = world_.server.LogText();
    const std::string field = StrCat(R"("reason":")", reason, "\"");
    std::size_t lines = 0;
    for (std::size_t at = text.find(field); at != std::string::npos; at = text.find(field, at + 1)) ++lines;
    return lines;
  }

  const StreamWorld world_;
  const std::vector<const MethodDescriptor*> streams_;
  const std::shared_ptr<grpc::Channel> front_desk_;
  std::vector<std::unique_ptr<OpenCall>> by_workload_;
  std::vector<PersonsStream> opened_;
  int people_ = 0;
};

}  // namespace

std::vector<const MethodDescriptor*> StreamsOf(std::string_view package) {
  std::vector<const MethodDescriptor*> streams;
  for (const ServiceDescriptor* service : ContractServices(package)) {
    EXPECT_NE(service, nullptr) << "a service of the contract is not in this program";
    if (service == nullptr) continue;
    for (int i = 0; i < service->method_count(); ++i) {
      const MethodDescriptor* method = service->method(i);
      if (method->client_streaming() || method->server_streaming()) streams.push_back(method);
    }
  }
  return streams;
}

void ExpectStreamsToEnd(StreamWorld world) {
  StreamTable(std::move(world)).ExpectAll();
}

}  // namespace amparo::testing
