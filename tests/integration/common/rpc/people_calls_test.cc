// Calls of people that are under way, and what ends them: a grant that is revoked or over, a token that expires, a key
// that is withdrawn, grants that may be stale. Whatever a handler then does, no answer leaves.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "common/base/identity_names.h"
#include "common/errors/errors.h"
#include "people_server.h"

namespace amparo::rpctest {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;

constexpr char kPerson[] = "b.worker";

// What ends the calls of a person who has this grant.
struct Ending {
  const char* name = "";
  // How long the grant is for.
  absl::Duration lasts;
  void (*make)(PeopleServer& server, const std::string& grant) = nullptr;
  absl::StatusCode code = absl::StatusCode::kOk;
  std::string_view reason;
};

std::vector<Ending> Endings() {
  using absl::StatusCode;
  const absl::Duration ever = absl::InfiniteDuration();
  return {{"the grant is revoked", ever, [](PeopleServer& server, const std::string& grant) { server.Revoke(grant); },
           StatusCode::kPermissionDenied, "GRANT_REVOKED"},
          {"the grant is over", absl::Minutes(10),
           [](PeopleServer& server, const std::string&) { server.clock.Advance(absl::Minutes(10)); },
           StatusCode::kPermissionDenied, "GRANT_REVOKED"},
          {"the token expires", ever,
           [](PeopleServer& server, const std::string&) { server.clock.Advance(absl::Minutes(31)); },
           StatusCode::kUnauthenticated, errors::kTokenExpired},
          {"the key is withdrawn", ever, [](PeopleServer& server, const std::string&) { server.people.WithdrawKey(); },
           StatusCode::kUnauthenticated, "KEY_WITHDRAWN"},
          {"the grants may be stale", ever, [](PeopleServer& server, const std::string&) { server.people.Forget(); },
           StatusCode::kUnavailable, "GRANTS_STALE"}};
}

// One ending, met by a person on a server of their own.
struct EndingWorld {
  explicit EndingWorld(const Ending& one)
      : ending(one), grant(server.GiveIntake(kPerson, "cebu", server.clock.Now() + one.lasts)) {}

  void End() { ending.make(server, grant); }

  void ExpectReason(const absl::Status& status) const {
    EXPECT_EQ(status.code(), ending.code) << ending.name << ": " << status;
    EXPECT_EQ(errors::Reason(status), ending.reason) << ending.name << ": " << status;
  }

  // The log has it, and who it was, even where the caller was only told CANCELLED.
  void ExpectLogged() {
    EXPECT_TRUE(testing::Eventually([this] {
      return server.fixture.LogText().find(StrCat(R"("reason":")", ending.reason, "\"")) != std::string::npos;
    })) << ending.name;
    EXPECT_THAT(server.fixture.LogText(), HasSubstr(StrCat(kPeoplePrefix, kPerson)));
  }

  PeopleServer server;
  const Ending ending;
  const std::string grant;
};

// A call of Wait that goes on in the background.
class PersonWaiting {
 public:
  PersonWaiting(std::unique_ptr<EchoService::Stub> stub, std::unique_ptr<grpc::ClientContext> context,
                const std::string& text = "")
      : stub_(std::move(stub)), context_(std::move(context)), status_(std::async(std::launch::async, [this, text] {
          EchoRequest request;
          request.set_text(text);
          EchoResponse response;
          const grpc::Status status = stub_->Wait(context_.get(), request, &response);
          answered_ = response.text();
          return errors::FromGrpc(status);
        })) {}

  absl::Status Status() { return status_.get(); }
  // What it was answered; after Status.
  const std::string& answered() const { return answered_; }

 private:
  const std::unique_ptr<EchoService::Stub> stub_;
  const std::unique_ptr<grpc::ClientContext> context_;
  std::string answered_;
  std::future<absl::Status> status_;
};

EchoRequest ManyMessages() {
  EchoRequest request;
  request.set_count(1'000'000);
  request.set_size(64 << 10);
  return request;
}

TEST(CallsOfPeople, AreEndedWhileAHandlerWaits) {
  for (const Ending& ending : Endings()) {
    EndingWorld world(ending);
    PersonWaiting call(world.server.Stub(), world.server.ContextOf(kPerson));
    ASSERT_TRUE(world.server.api.gate.waiting.try_acquire_for(kPatience));
    world.End();
    world.ExpectReason(call.Status());
    world.ExpectLogged();
    EXPECT_TRUE(world.server.AwaitNoneInFlight());
  }
}

// The handler does not notice, and says that all is well.
TEST(CallsOfPeople, AreNotAnsweredWhatComesTooLate) {
  for (const Ending& ending : Endings()) {
    EndingWorld world(ending);
    PersonWaiting call(world.server.Stub(), world.server.ContextOf(kPerson), "deaf");
    ASSERT_TRUE(world.server.api.gate.waiting.try_acquire_for(kPatience));
    world.End();
    ASSERT_TRUE(world.server.api.over.try_acquire_for(kPatience)) << ending.name;
    world.server.api.gate.Open();
    world.ExpectReason(call.Status());
    EXPECT_EQ(call.answered(), "") << ending.name;
    EXPECT_TRUE(world.server.AwaitNoneInFlight());
  }
}

TEST(StreamsOfPeople, AreEndedWhileTheyAreSilent) {
  for (const Ending& ending : Endings()) {
    EndingWorld world(ending);
    const auto stub = world.server.Stub();
    const auto context = world.server.ContextOf(kPerson);
    const auto reader = stub->Watch(context.get(), EchoRequest());
    EchoResponse response;
    ASSERT_TRUE(reader->Read(&response));
    ASSERT_TRUE(world.server.api.gate.waiting.try_acquire_for(kPatience));
    world.End();
    EXPECT_FALSE(reader->Read(&response)) << ending.name;
    world.ExpectReason(errors::FromGrpc(reader->Finish()));
    EXPECT_TRUE(world.server.AwaitNoneInFlight());
  }
}

// Only gRPC can end a write that nobody reads, and then tells the caller no reason.
TEST(StreamsOfPeople, AreEndedWhileNobodyReads) {
  for (const Ending& ending : Endings()) {
    EndingWorld world(ending);
    const auto stub = world.server.Stub();
    const auto context = world.server.ContextOf(kPerson);
    const auto reader = stub->Count(context.get(), ManyMessages());
    EchoResponse response;
    ASSERT_TRUE(reader->Read(&response));
    world.End();
    ASSERT_TRUE(world.server.api.ended.try_acquire_for(kPatience)) << ending.name;
    EXPECT_FALSE(world.server.api.last_end.ok());
    world.ExpectLogged();
    while (reader->Read(&response)) {
    }
    EXPECT_THAT(errors::FromGrpc(reader->Finish()).code(), AnyOf(absl::StatusCode::kCancelled, ending.code));
    EXPECT_TRUE(world.server.AwaitNoneInFlight());
  }
}

TEST(StreamsOfPeople, AreEndedWhileTheCallerSendsNothing) {
  for (const Ending& ending : Endings()) {
    EndingWorld world(ending);
    const auto stub = world.server.Stub();
    const auto context = world.server.ContextOf(kPerson);
    EchoResponse response;
    const auto writer = stub->Collect(context.get(), &response);
    ASSERT_TRUE(writer->Write(EchoRequest()));
    ASSERT_TRUE(testing::Eventually([&world] { return world.server.api.collected == 1; }));
    world.End();
    ASSERT_TRUE(world.server.api.ended.try_acquire_for(kPatience)) << ending.name;
    EXPECT_FALSE(world.server.api.last_end.ok());
    world.ExpectLogged();
    EXPECT_THAT(errors::FromGrpc(writer->Finish()).code(), AnyOf(absl::StatusCode::kCancelled, ending.code));
    EXPECT_TRUE(world.server.AwaitNoneInFlight());
  }
}

// Returns when everything that was under way has been looked at since: whoever comes and loses their grant twice has
// lost it the second time in a look that began after the first.
void AwaitALook(PeopleServer& server) {
  for (int i = 0; i < 2; ++i) {
    const std::string grant = server.GiveIntake("a.witness");
    PersonWaiting call(server.Stub(), server.ContextOf("a.witness"));
    ASSERT_TRUE(server.api.gate.waiting.try_acquire_for(kPatience));
    server.Revoke(grant);
    ASSERT_EQ(errors::Reason(call.Status()), "GRANT_REVOKED");
  }
}

TEST(CallsOfPeople, GoOnWhenNothingIsTakenThatTheyNeed) {
  PeopleServer server;
  const std::string first = server.GiveIntake(kPerson, "cebu");
  server.GiveIntake(kPerson, "cebu");
  const std::string other_role = server.people.Give(kPerson, options::v1::ROLE_AUDITOR, "cebu");
  const std::string of_another = server.GiveIntake("c.worker", "cebu");
  PersonWaiting call(server.Stub(), server.ContextOf(kPerson));
  ASSERT_TRUE(server.api.gate.waiting.try_acquire_for(kPatience));
  for (const std::string& grant : {first, other_role, of_another}) server.Revoke(grant);
  server.GiveIntake(kPerson, "la-paz");
  ASSERT_NO_FATAL_FAILURE(AwaitALook(server));
  server.api.gate.Open();
  EXPECT_TRUE(call.Status().ok());
}

TEST(CallsOfWorkloads, AreNeverEndedForWhatPeopleLose) {
  PeopleServer server;
  server.GiveIntake(kPerson);
  PersonWaiting of_desk(server.Stub(), Context(std::chrono::milliseconds(60'000)), "of the desk");
  PersonWaiting of_intake(server.Stub("intake"), Context(std::chrono::milliseconds(60'000)), "of intake");
  PersonWaiting of_person(server.Stub(), server.ContextOf(kPerson));
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(server.api.gate.waiting.try_acquire_for(kPatience));
  server.people.Forget();
  EXPECT_EQ(errors::Reason(of_person.Status()), "GRANTS_STALE");
  server.people.WithdrawKey();
  server.clock.Advance(absl::Hours(24));
  EXPECT_TRUE(EchoIn(*server.Stub(), *Context()).ok());
  server.api.gate.Open();
  EXPECT_TRUE(of_desk.Status().ok());
  EXPECT_EQ(of_desk.answered(), "of the desk");
  EXPECT_TRUE(of_intake.Status().ok());
}

TEST(StreamsOfPeople, EndInOrderWhenTheServerDoes) {
  PeopleServer server;
  server.GiveIntake(kPerson);
  const auto stub = server.Stub();
  const auto context = server.ContextOf(kPerson);
  const auto reader = stub->Watch(context.get(), EchoRequest());
  EchoResponse response;
  ASSERT_TRUE(reader->Read(&response));
  ASSERT_TRUE(server.api.gate.waiting.try_acquire_for(kPatience));
  server.fixture.server().Shutdown();
  ASSERT_TRUE(reader->Read(&response));
  EXPECT_EQ(response.text(), "resume token");
  EXPECT_FALSE(reader->Read(&response));
  EXPECT_EQ(errors::Reason(errors::FromGrpc(reader->Finish())), errors::kShuttingDown);
}

}  // namespace
}  // namespace amparo::rpctest
