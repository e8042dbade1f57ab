// A server with EchoService that people may call, and short ways to call it.
#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "common/base/strings.h"
#include "common/errors/grpc_status.h"
#include "common/testing/eventually.h"
#include "common/testing/fake_clock.h"
#include "common/testing/people.h"
#include "common/testing/rpc_server.h"
#include "echo_service.h"

namespace amparo::rpctest {

// Its callers are "front-desk" (speaks for people, and may call everything itself, in all offices), "intake" (may call,
// sees all, speaks for nobody), and the people who are given roles.
class PeopleServer {
 public:
  PeopleServer()
      : fixture({api.Binding()}, {Desk(), testing::MakePrincipal("intake", {options::v1::ROLE_INTAKE})}, {}, &clock,
                &people.people()) {}

  // The workload that people come through, with a role of its own that must never be theirs.
  static config::v1::Principal Desk() {
    config::v1::Principal desk = testing::MakePrincipal(testing::TestPeople::kFrontDesk, {options::v1::ROLE_INTAKE});
    desk.set_speaks_for_people(true);
    return desk;
  }

  // A stub on the channel of a workload, the same channel for the front desk.
  std::unique_ptr<EchoService::Stub> Stub(std::string_view workload = testing::TestPeople::kFrontDesk) {
    if (workload != testing::TestPeople::kFrontDesk) return EchoService::NewStub(fixture.Channel(workload));
    if (desk_ == nullptr) desk_ = fixture.Channel(workload);
    return EchoService::NewStub(desk_);
  }

  // Gives a person what lets them call; the grant. It and Revoke may be called from many threads.
  std::string GiveIntake(std::string_view person, std::string_view office = "cebu",
                         absl::Time end = absl::InfiniteFuture()) {
    const std::lock_guard lock(mutex_);
    return people.Give(person, options::v1::ROLE_INTAKE, office, end);
  }
  // Takes a grant back.
  void Revoke(const std::string& grant) {
    const std::lock_guard lock(mutex_);
    people.Revoke(grant);
  }

  // A context of a call by a person, with a token made now.
  std::unique_ptr<grpc::ClientContext> ContextOf(std::string_view person) const {
    auto context = Context(std::chrono::milliseconds(60'000));
    people.CallAs(person, *context);
    return context;
  }

  // True when no call is under way any more, at last.
  bool AwaitNoneInFlight() {
    return testing::Eventually([this] {
      const std::string text = fixture.registry().Text();
      for (const std::string_view of : {"interactive", "batch", "feed"}) {
        const std::string none = StrCat("amparo_calls_in_flight{work_class=\"", of, "\"} 0");
        if (text.find(none) == std::string::npos) return false;
      }
      return true;
    });
  }

  testing::FakeClock clock;
  testing::TestPeople people{clock};
  EchoApi api;
  testing::RpcServer fixture;

 private:
  std::mutex mutex_;
  std::shared_ptr<grpc::Channel> desk_;
};

// Echo about an office.
inline absl::Status EchoIn(EchoService::Stub& stub, grpc::ClientContext& context, const std::string& office = "cebu") {
  EchoRequest request;
  request.set_text(office);
  EchoResponse response;
  return errors::FromGrpc(stub.Echo(&context, request, &response));
}

}  // namespace amparo::rpctest
