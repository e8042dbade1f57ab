// How cases end without a verdict, and how they begin again.
#include <thread>

#include "amparo/cases/v1/lifecycle.grpc.pb.h"
#include "tests/integration/services/case/charge_fixture.h"

namespace amparo::cases {
namespace {

using CaseStub = v1::CaseService::Stub;
using LifecycleStub = v1::LifecycleService::Stub;

class CaseEndTest : public ChargeTest {
 protected:
  // The case in prosecution, disposed of with one conviction.
  void DisposeOfIt() {
    Done(*charges_, &ChargeStub::RecordVerdict, Verdict(Charged().name()));
    Move(&CaseStub::DisposeCase, prosecuted_);
  }

  // Asks for the closing of a case that was not disposed of, or approves what was asked for.
  absl::StatusOr<v1::Case> AskToEnd(const std::string& name, v1::ClosureReason reason) {
    v1::ClosureActRequest request;
    request.set_name(name);
    request.set_reason("nobody can be brought to court");
    request.set_closure_reason(reason);
    return Call(*attorney_, &LifecycleStub::RequestClosure, request);
  }
  absl::StatusOr<v1::Case> ApproveEnd(const std::string& name, LifecycleStub& stub) {
    v1::ClosureActRequest request;
    request.set_name(name);
    return Call(stub, &LifecycleStub::ApproveClosure, request);
  }

  absl::StatusOr<v1::Case> Reopen(const std::string& name,
                                  v1::ReopenReason reason = v1::REOPEN_REASON_FURTHER_ACCUSED) {
    v1::CaseActRequest request;
    request.set_name(name);
    request.set_reason("one more of the ring was arrested");
    request.set_reopen_reason(reason);
    return Call(service_.cases(), &CaseStub::ReopenCase, request);
  }

  // What is counted of the charges of the case in prosecution.
  std::string CountsOfProsecuted() {
    return service_.Sql("SELECT charges || ' ' || without_verdict FROM \"case\" WHERE id = '" +
                        prosecuted_.substr(prosecuted_.rfind('/') + 1) + "'");
  }

  std::unique_ptr<LifecycleStub> everyone_ = service_.StubOf<v1::LifecycleService>();
  std::unique_ptr<LifecycleStub> attorney_ = service_.StubOf<v1::LifecycleService>("attorney");
  std::unique_ptr<LifecycleStub> supervisor_ = service_.StubOf<v1::LifecycleService>("supervisor");
};

// --- Cases that end without a verdict ---

TEST_F(CaseEndTest, ACaseWithoutASuspectIsClosedForACodedReasonByTwoPeople) {
  EXPECT_THAT(AskToEnd(case_, v1::CLOSURE_REASON_UNSPECIFIED), FailsWith(kRefused, "CLOSURE_REASON_NEEDED"));
  EXPECT_THAT(AskToEnd(case_, static_cast<v1::ClosureReason>(99)), IsInvalidIn("closure_reason"));
  const auto asked = AskToEnd(case_, v1::CLOSURE_REASON_NO_SUSPECT_IDENTIFIED);
  ASSERT_THAT(asked, IsOk());
  EXPECT_EQ(asked->stage(), v1::CASE_STAGE_INVESTIGATION);
  EXPECT_EQ(asked->closure_requests(0).closure_reason(), v1::CLOSURE_REASON_NO_SUSPECT_IDENTIFIED);
  v1::ClosureActRequest coded;
  coded.set_name(case_);
  coded.set_closure_reason(v1::CLOSURE_REASON_OTHER);
  EXPECT_THAT(Call(*supervisor_, &LifecycleStub::ApproveClosure, coded), IsInvalidIn("closure_reason"));
  EXPECT_THAT(ApproveEnd(case_, *attorney_), FailsWith(absl::StatusCode::kPermissionDenied, "PERMISSION_DENIED"));
  const auto closed = ApproveEnd(case_, *supervisor_);
  ASSERT_THAT(closed, IsOk());
  EXPECT_EQ(closed->stage(), v1::CASE_STAGE_CLOSED);
  EXPECT_EQ(closed->stage_changes().rbegin()->closure_reason(), v1::CLOSURE_REASON_NO_SUSPECT_IDENTIFIED);
  // It goes on where it was left: nobody was charged in it.
  EXPECT_THAT(Reopen(case_), FailsWith(kRefused, "NEVER_PROSECUTED"));
  const auto reopened = Reopen(case_, v1::REOPEN_REASON_UNSPECIFIED);
  ASSERT_THAT(reopened, IsOk());
  EXPECT_EQ(reopened->stage(), v1::CASE_STAGE_INVESTIGATION);
}

TEST_F(CaseEndTest, NobodyEndsACaseAloneAlsoWithoutAVerdict) {
  v1::ClosureActRequest request;
  request.set_name(case_);
  request.set_reason("nobody can be brought to court");
  request.set_closure_reason(v1::CLOSURE_REASON_SURVIVORS_WISH);
  ASSERT_THAT(Call(*supervisor_, &LifecycleStub::RequestClosure, request), IsOk());
  EXPECT_THAT(ApproveEnd(case_, *supervisor_), FailsWith(kRefused, "OWN_CLOSURE_REQUEST"));
  EXPECT_THAT(ApproveEnd(case_, *everyone_), IsOk());
}

TEST_F(CaseEndTest, WhatIsProsecutedIsClosedWhenNoChargeWaitsForAVerdict) {
  const std::string charge = Charged().name();
  const v1::ClosureReason reason = v1::CLOSURE_REASON_PROSECUTION_DECLINED;
  EXPECT_THAT(AskToEnd(prosecuted_, reason), FailsWith(kRefused, "CHARGES_WITHOUT_VERDICT"));
  Done(*charges_, &ChargeStub::RecordVerdict, Verdict(charge, v1::VERDICT_OUTCOME_WITHDRAWN));
  ASSERT_THAT(AskToEnd(prosecuted_, reason), IsOk());
  // The request does not keep anybody from being charged; whoever is, keeps the case from being closed.
  const std::string late = Charged().name();
  EXPECT_THAT(ApproveEnd(prosecuted_, *supervisor_), FailsWith(kRefused, "CHARGES_WITHOUT_VERDICT"));
  Done(*charges_, &ChargeStub::RecordVerdict, Verdict(late, v1::VERDICT_OUTCOME_WITHDRAWN));
  const auto closed = ApproveEnd(prosecuted_, *supervisor_);
  ASSERT_THAT(closed, IsOk());
  EXPECT_EQ(closed->stage(), v1::CASE_STAGE_CLOSED);
  EXPECT_THAT(Call(*charges_, &ChargeStub::CreateCharge, Request()), FailsWith(kRefused, "CASE_NOT_IN_PROSECUTION"));
  ASSERT_THAT(Reopen(prosecuted_, v1::REOPEN_REASON_UNSPECIFIED), IsOk());
  Charged();
  EXPECT_EQ(CountsOfProsecuted(), "3 1");
}

TEST_F(CaseEndTest, NoCaseIsClosedOverAChargeHoweverCloselyTheTwoMeet) {
  for (int round = 0; round < 20; ++round) {
    ASSERT_THAT(AskToEnd(prosecuted_, v1::CLOSURE_REASON_INSUFFICIENT_EVIDENCE), IsOk());
    absl::StatusOr<v1::Charge> charged = absl::UnknownError("not called");
    absl::Status closed;
    std::thread one([&] { charged = Call(*charges_, &ChargeStub::CreateCharge, Request()); });
    std::thread two([&] { closed = ApproveEnd(prosecuted_, *supervisor_).status(); });
    one.join();
    two.join();
    ASSERT_EQ(int{charged.ok()} + int{closed.ok()}, 1) << charged.status() << closed;
    if (charged.ok()) {
      Done(*charges_, &ChargeStub::RecordVerdict, Verdict(charged->name(), v1::VERDICT_OUTCOME_WITHDRAWN));
      ASSERT_THAT(ApproveEnd(prosecuted_, *supervisor_), IsOk());
    }
    ASSERT_THAT(Reopen(prosecuted_, v1::REOPEN_REASON_UNSPECIFIED), IsOk());
  }
}

// --- Further accused ---

TEST_F(CaseEndTest, WhoIsArrestedAfterTheDisposalIsCharged) {
  DisposeOfIt();
  EXPECT_THAT(Call(*charges_, &ChargeStub::CreateCharge, Request()), FailsWith(kRefused, "CASE_NOT_IN_PROSECUTION"));
  EXPECT_THAT(Reopen(prosecuted_, v1::REOPEN_REASON_UNSPECIFIED), FailsWith(kRefused, "CASE_STAGE"));
  ASSERT_THAT(AskToEnd(prosecuted_, v1::CLOSURE_REASON_UNSPECIFIED), IsOk());
  const auto reopened = Reopen(prosecuted_);
  ASSERT_THAT(reopened, IsOk());
  EXPECT_EQ(reopened->stage(), v1::CASE_STAGE_PROSECUTION);
  EXPECT_EQ(reopened->stage_changes().rbegin()->reopen_reason(), v1::REOPEN_REASON_FURTHER_ACCUSED);
  EXPECT_EQ(reopened->closure_requests(0).state(), v1::CLOSURE_STATE_WITHDRAWN);
  const std::string further = Charged().name();
  EXPECT_EQ(CountsOfProsecuted(), "2 1");
  EXPECT_THAT(service_.Act(&CaseStub::DisposeCase, prosecuted_), FailsWith(kRefused, "CHARGES_WITHOUT_VERDICT"));
  Done(*charges_, &ChargeStub::RecordVerdict, Verdict(further));
  Move(&CaseStub::DisposeCase, prosecuted_);
  EXPECT_EQ(CountsOfProsecuted(), "2 0") << "no verdict stands twice";
}

TEST_F(CaseEndTest, AClosedCaseIsReopenedWhereItWasOrForFurtherAccused) {
  DisposeOfIt();
  ASSERT_THAT(service_.Close(prosecuted_), IsOk());
  const auto back = Reopen(prosecuted_, v1::REOPEN_REASON_UNSPECIFIED);
  ASSERT_THAT(back, IsOk());
  EXPECT_EQ(back->stage(), v1::CASE_STAGE_DISPOSED);
  ASSERT_THAT(service_.Close(prosecuted_), IsOk());
  const auto further = Reopen(prosecuted_);
  ASSERT_THAT(further, IsOk());
  EXPECT_EQ(further->stage(), v1::CASE_STAGE_PROSECUTION);
  v1::CaseActRequest other;
  other.set_name(prosecuted_);
  other.set_reopen_reason(v1::REOPEN_REASON_FURTHER_ACCUSED);
  EXPECT_THAT(Call(service_.cases(), &CaseStub::DisposeCase, other), IsInvalidIn("reopen_reason"));
}

}  // namespace
}  // namespace amparo::cases
