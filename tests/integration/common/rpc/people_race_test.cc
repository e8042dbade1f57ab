// Many calls of people while what they may do changes: each is answered by some moment of its own, none goes on by what
// was taken, and nothing is left of any.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <cstdint>
#include <future>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "common/base/identity_names.h"
#include "common/errors/errors.h"
#include "people_server.h"

namespace amparo::rpctest {
namespace {

constexpr int kThreads = 4;

// Runs `body` on that many threads at once, each with its number.
template <typename Body>
void OnThreads(int count, const Body& body) {
  std::vector<std::thread> threads;
  for (int number = 0; number < count; ++number) threads.emplace_back([&body, number] { body(number); });
  for (std::thread& thread : threads) thread.join();
}

// True for what a person without the role is told, before or during the call.
bool IsRefusal(const absl::Status& status) {
  return status.code() == absl::StatusCode::kPermissionDenied &&
         (errors::Reason(status) == errors::kPermissionDenied || errors::Reason(status) == "GRANT_REVOKED");
}

// A grant that is put onto the board by its versions, so that the board does not grow.
access::Grant GrantOf(std::string_view person) {
  access::Grant grant;
  grant.name = StrCat("offices/cebu/grants/of-", person);
  grant.principal = StrCat(kPeoplePrefix, person);
  grant.office = "cebu";
  grant.role = options::v1::ROLE_INTAKE;
  return grant;
}

void PutVersion(PeopleServer& server, access::Grant grant, int64_t version, bool revoked) {
  grant.version = version;
  grant.revoked = revoked;
  server.people.board().Apply({grant});
}

// Waits until it is ended.
absl::Status WaitOn(EchoService::Stub& stub, grpc::ClientContext& context) {
  EchoResponse response;
  return errors::FromGrpc(stub.Wait(&context, EchoRequest(), &response));
}

// Reads until it is ended.
absl::Status WatchOn(EchoService::Stub& stub, grpc::ClientContext& context) {
  const auto reader = stub.Watch(&context, EchoRequest());
  EchoResponse response;
  while (reader->Read(&response)) {
  }
  return errors::FromGrpc(reader->Finish());
}

TEST(RacesOfPeople, WhatWasGivenHoldsAtOnceAndWhatWasTakenDoesNot) {
  PeopleServer server;
  const auto stub = server.Stub();
  std::atomic<int> wrong{0};
  OnThreads(kThreads, [&](int number) {
    const std::string person = StrCat("worker-", number);
    for (int round = 0; round < 100; ++round) {
      const std::string grant = server.GiveIntake(person);
      if (!EchoIn(*stub, *server.ContextOf(person)).ok()) ++wrong;
      server.Revoke(grant);
      if (!IsRefusal(EchoIn(*stub, *server.ContextOf(person)))) ++wrong;
    }
  });
  EXPECT_EQ(wrong, 0);
  EXPECT_TRUE(server.AwaitNoneInFlight());
}

TEST(RacesOfPeople, ThousandsOfCallsWhileGrantsChange) {
  constexpr int kCalls = 500;
  PeopleServer server;
  const auto stub = server.Stub();
  std::atomic<int> callers{kThreads};
  std::atomic<int> let_in{0};
  std::atomic<int> refused{0};
  // Those who call share one person, whose only grant comes and goes; so does that of somebody else.
  OnThreads(kThreads + 2, [&](int number) {
    if (number >= kThreads) {
      const access::Grant grant = GrantOf(number == kThreads ? "shared" : "somebody");
      for (int64_t version = 1; callers > 0; ++version) PutVersion(server, grant, version, version % 2 == 0);
      PutVersion(server, grant, std::numeric_limits<int64_t>::max(), true);
      return;
    }
    for (int i = 0; i < kCalls; ++i) {
      const absl::Status status = EchoIn(*stub, *server.ContextOf("shared"));
      if (status.ok()) ++let_in;
      if (IsRefusal(status)) ++refused;
    }
    --callers;
  });
  EXPECT_EQ(let_in + refused, kThreads * kCalls);
  EXPECT_TRUE(IsRefusal(EchoIn(*stub, *server.ContextOf("shared"))));
  server.GiveIntake("shared");
  EXPECT_TRUE(EchoIn(*stub, *server.ContextOf("shared")).ok());
  EXPECT_TRUE(server.AwaitNoneInFlight());
}

// However a revocation meets the beginning of a call, the call ends: it would go on for ever if it had been let in
// before and was not yet among those under way when they were looked at.
TEST(RacesOfPeople, ACallThatBeginsWhileItsGrantGoesDoesNotStay) {
  constexpr int kRounds = 24;
  PeopleServer server;
  const auto stub = server.Stub();
  std::atomic<int> wrong{0};
  OnThreads(kThreads, [&](int number) {
    const std::string person = StrCat("worker-", number);
    for (int round = 0; round < kRounds; ++round) {
      const std::string grant = server.GiveIntake(person);
      const auto context = server.ContextOf(person);
      const bool stream = round % 2 == 0;
      auto call =
          std::async(std::launch::async, [&] { return stream ? WatchOn(*stub, *context) : WaitOn(*stub, *context); });
      // A little later each time.
      for (int spin = 0; spin < round * 40; ++spin) std::this_thread::yield();
      server.Revoke(grant);
      const absl::Status status = call.get();
      // gRPC may have been writing to the stream.
      if (!IsRefusal(status) && !(stream && status.code() == absl::StatusCode::kCancelled)) {
        ++wrong;
        ADD_FAILURE() << status;
      }
    }
  });
  EXPECT_EQ(wrong, 0);
  EXPECT_TRUE(server.AwaitNoneInFlight());
}

TEST(RacesOfPeople, AllThatIsOpenEndsWhenGrantsMayBeStale) {
  PeopleServer server;
  const auto stub = server.Stub();
  std::vector<std::unique_ptr<grpc::ClientContext>> contexts;
  std::vector<std::future<absl::Status>> calls;
  // As many as the bounds of their classes let in: 16 of batch work, and feeds.
  for (int i = 0; i < 32; ++i) {
    const std::string person = StrCat("worker-", i);
    server.GiveIntake(person);
    contexts.push_back(server.ContextOf(person));
    grpc::ClientContext& context = *contexts.back();
    calls.push_back(std::async(std::launch::async, [&stub, &context, i] {
      return i % 2 == 0 ? WatchOn(*stub, context) : WaitOn(*stub, context);
    }));
  }
  for (int i = 0; i < 32; ++i) ASSERT_TRUE(server.api.gate.waiting.try_acquire_for(kPatience));
  server.people.Forget();
  for (std::future<absl::Status>& call : calls) EXPECT_EQ(errors::Reason(call.get()), "GRANTS_STALE");
  EXPECT_TRUE(server.AwaitNoneInFlight());
}

}  // namespace
}  // namespace amparo::rpctest
