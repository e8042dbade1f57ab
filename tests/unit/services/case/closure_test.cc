// The closing of a case: two people, and one request at a time.
#include "services/case/domain/closure.h"

#include "services/case/domain/case_clock.h"
#include "tests/unit/services/case/rules_matchers.h"
#include "tests/unit/services/case/values.h"

namespace amparo::cases {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// The day of the report: the clock begins.
const absl::CivilDay kFirstDay(2014, 1, 10);
const absl::CivilDay kDisposed(2014, 11, 20);
constexpr char kAttorney[] = "spiffe://amparo/people/an.attorney";
constexpr char kClosingSupervisor[] = "spiffe://amparo/people/a.supervisor";

// A case with one conviction, disposed of.
Case Disposed() {
  Case value;
  value.report_date = kFirstDay;
  BeginCase(kNow, value);
  for (const CaseAct act : {CaseAct::kScreen, CaseAct::kStartInvestigation, CaseAct::kStartProsecution}) {
    EXPECT_FALSE(ApplyCaseAct({act, kFirstDay, ""}, {1, 0}, kNow, value).has_value());
  }
  EXPECT_FALSE(ApplyCaseAct({CaseAct::kDispose, kDisposed, ""}, {1, 0}, kNow, value).has_value());
  return value;
}

ClosureInput By(const char* actor, absl::CivilDay date = kToday) {
  return {.date = date, .reason = "nothing is left to do", .actor = actor};
}

// The same case, its closing asked for by the attorney on 1 December.
Case ClosureAsked() {
  return RequestClosure(Disposed(), By(kAttorney, absl::CivilDay(2014, 12, 1)), {1, 0}, kNow).value();
}

TEST(ClosureTest, ASupervisorClosesWhatAnotherAskedFor) {
  const Case asked = ClosureAsked();
  EXPECT_EQ(asked.stage, Stage::kDisposed);
  ASSERT_NE(PendingClosure(asked), nullptr);
  EXPECT_EQ(PendingClosure(asked)->request.actor, kAttorney);
  const Decision<Case> closed = ApproveClosure(asked, By(kClosingSupervisor), {1, 0}, kNow);
  ASSERT_TRUE(closed.ok());
  EXPECT_EQ(closed.value().stage, Stage::kClosed);
  EXPECT_EQ(PendingClosure(closed.value()), nullptr);
  ASSERT_EQ(closed.value().closure_requests.size(), 1u);
  EXPECT_EQ(closed.value().closure_requests[0].state, ClosureState::kApproved);
  EXPECT_EQ(closed.value().closure_requests[0].decision->actor, kClosingSupervisor);
  EXPECT_EQ(closed.value().stage_changes.back().effective_date, kToday);
}

TEST(ClosureTest, NobodyDecidesOnTheirOwnRequest) {
  EXPECT_THAT(ApproveClosure(ClosureAsked(), By(kAttorney), {1, 0}, kNow), IsRefusedBy("OWN_CLOSURE_REQUEST"));
  EXPECT_THAT(RejectClosure(ClosureAsked(), By(kAttorney), kNow), IsRefusedBy("OWN_CLOSURE_REQUEST"));
}

TEST(ClosureTest, WithoutARequestNothingIsDecided) {
  EXPECT_THAT(ApproveClosure(Disposed(), By(kClosingSupervisor), {1, 0}, kNow), IsRefusedBy("CLOSURE_NOT_REQUESTED"));
  EXPECT_THAT(RejectClosure(Disposed(), By(kClosingSupervisor), kNow), IsRefusedBy("CLOSURE_NOT_REQUESTED"));
  EXPECT_THAT(WithdrawClosure(Disposed(), By(kAttorney), kNow), IsRefusedBy("CLOSURE_NOT_REQUESTED"));
}

TEST(ClosureTest, OneRequestAtATimeOfACaseThatIsDisposedOf) {
  EXPECT_THAT(RequestClosure(ClosureAsked(), By(kClosingSupervisor), {1, 0}, kNow), IsRefusedBy("CLOSURE_PENDING"));
  Case open;
  open.report_date = kFirstDay;
  BeginCase(kNow, open);
  EXPECT_THAT(RequestClosure(open, By(kAttorney), {1, 0}, kNow), IsRefusedBy("CASE_STAGE"));
}

TEST(ClosureTest, ARejectedRequestLeavesTheCaseAndCanBeMadeAgain) {
  const Decision<Case> rejected = RejectClosure(ClosureAsked(), By(kClosingSupervisor), kNow);
  ASSERT_TRUE(rejected.ok());
  EXPECT_EQ(rejected.value().stage, Stage::kDisposed);
  EXPECT_EQ(rejected.value().closure_requests[0].state, ClosureState::kRejected);
  const Decision<Case> again = RequestClosure(rejected.value(), By(kAttorney), {1, 0}, kNow);
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again.value().closure_requests.size(), 2u);
}

TEST(ClosureTest, ARequestIsTakenBackByWhoMadeIt) {
  EXPECT_THAT(WithdrawClosure(ClosureAsked(), By(kClosingSupervisor), kNow), IsRefusedBy("OTHERS_CLOSURE_REQUEST"));
  const Decision<Case> back = WithdrawClosure(ClosureAsked(), By(kAttorney), kNow);
  ASSERT_TRUE(back.ok());
  EXPECT_EQ(back.value().closure_requests[0].state, ClosureState::kWithdrawn);
}

TEST(ClosureTest, WhatMovesTheCaseWithdrawsTheRequest) {
  Case value = ClosureAsked();
  CaseActInput lodge{CaseAct::kLodgeAppeal, kToday, ""};
  lodge.actor = kClosingSupervisor;
  ASSERT_FALSE(ApplyCaseAct(lodge, {1, 0}, kNow, value).has_value());
  EXPECT_EQ(PendingClosure(value), nullptr);
  const ClosureRequest& ended = value.closure_requests[0];
  EXPECT_EQ(ended.state, ClosureState::kWithdrawn);
  EXPECT_EQ(ended.decision->actor, kClosingSupervisor);
  EXPECT_EQ(ended.decision->reason, "LodgeAppeal moved the case");
}

TEST(ClosureTest, AnActThatIsRefusedWithdrawsNothing) {
  Case value = ClosureAsked();
  EXPECT_TRUE(ApplyCaseAct({CaseAct::kScreen, kToday, ""}, {1, 0}, kNow, value).has_value());
  EXPECT_NE(PendingClosure(value), nullptr);
}

TEST(ClosureTest, DaysFollowEachOther) {
  EXPECT_THAT(RequestClosure(Disposed(), By(kAttorney, kDisposed - 1), {1, 0}, kNow), IsRefusedBy("BEFORE_LAST_MOVE"));
  EXPECT_THAT(ApproveClosure(ClosureAsked(), By(kClosingSupervisor, absl::CivilDay(2014, 11, 30)), {1, 0}, kNow),
              IsRefusedBy("BEFORE_CLOSURE_REQUEST"));
  Violations violations;
  CheckClosure({.date = kToday + 1, .reason = "", .actor = kAttorney}, ClosureAct::kRequest, kToday, violations);
  EXPECT_THAT(Fields(violations), ElementsAre("reason", "effective_date"));
}

TEST(ClosureTest, OnlyARequestHasACodedReason) {
  using enum ClosureAct;
  for (const ClosureAct act : {kRequest, kApprove, kReject, kWithdraw}) {
    ClosureInput input = By(kAttorney);
    input.closure_reason = ClosureReason::kSurvivorsWish;
    Violations violations;
    CheckClosure(input, act, kToday, violations);
    EXPECT_EQ(violations.empty(), act == kRequest);
    Violations silent;
    CheckClosure({.date = kToday, .reason = "", .actor = kAttorney}, act, kToday, silent);
    EXPECT_EQ(silent.empty(), act == kApprove || act == kWithdraw);
  }
}

// --- Cases that end without a verdict ---

// A case that came this far, on the day of its report.
Case CameTo(Stage stage) {
  Case value;
  value.report_date = kFirstDay;
  BeginCase(kNow, value);
  for (const CaseAct act :
       {CaseAct::kScreen, CaseAct::kStartInvestigation, CaseAct::kStartOperation, CaseAct::kStartProsecution}) {
    if (value.stage == stage) break;
    EXPECT_FALSE(ApplyCaseAct({act, kFirstDay, ""}, {0, 0}, kNow, value).has_value());
  }
  EXPECT_EQ(value.stage, stage);
  return value;
}

ClosureInput Because(ClosureReason reason) {
  ClosureInput input = By(kAttorney);
  input.closure_reason = reason;
  return input;
}

TEST(ClosureTest, ACaseThatEndsWithoutAVerdictIsClosedForACodedReasonByTwoPeople) {
  for (const Stage stage : {Stage::kInvestigation, Stage::kOperation, Stage::kProsecution}) {
    EXPECT_THAT(RequestClosure(CameTo(stage), By(kAttorney), {0, 0}, kNow), IsRefusedBy("CLOSURE_REASON_NEEDED"));
    const Decision<Case> asked =
        RequestClosure(CameTo(stage), Because(ClosureReason::kNoSuspectIdentified), {0, 0}, kNow);
    ASSERT_TRUE(asked.ok()) << StageWord(stage);
    EXPECT_EQ(asked.value().stage, stage);
    EXPECT_THAT(ApproveClosure(asked.value(), By(kAttorney), {0, 0}, kNow), IsRefusedBy("OWN_CLOSURE_REQUEST"));
    const Decision<Case> closed = ApproveClosure(asked.value(), By(kClosingSupervisor), {0, 0}, kNow);
    ASSERT_TRUE(closed.ok()) << StageWord(stage);
    EXPECT_EQ(closed.value().stage, Stage::kClosed);
    EXPECT_EQ(closed.value().stage_changes.back().closure_reason, ClosureReason::kNoSuspectIdentified);
    EXPECT_EQ(closed.value().closure_requests[0].closure_reason, ClosureReason::kNoSuspectIdentified);
  }
}

TEST(ClosureTest, ACaseThatIsDisposedOfHasNoOtherReason) {
  EXPECT_THAT(RequestClosure(Disposed(), Because(ClosureReason::kOther), {1, 0}, kNow), IsRefusedBy("CASE_DISPOSED"));
  const Case closed = ApproveClosure(ClosureAsked(), By(kClosingSupervisor), {1, 0}, kNow).value();
  EXPECT_EQ(closed.stage_changes.back().closure_reason, ClosureReason::kUnspecified);
}

TEST(ClosureTest, ARequestThatCameFromElsewhereIsApprovedOnlyWithTheCodeThatItNeeds) {
  Case uncoded =
      RequestClosure(CameTo(Stage::kInvestigation), Because(ClosureReason::kSurvivorsWish), {0, 0}, kNow).value();
  uncoded.closure_requests.back().closure_reason = ClosureReason::kUnspecified;
  EXPECT_THAT(ApproveClosure(uncoded, By(kClosingSupervisor), {0, 0}, kNow), IsRefusedBy("CLOSURE_REASON_NEEDED"));
  Case coded = ClosureAsked();
  coded.closure_requests.back().closure_reason = ClosureReason::kOther;
  EXPECT_THAT(ApproveClosure(coded, By(kClosingSupervisor), {1, 0}, kNow), IsRefusedBy("CASE_DISPOSED"));
}

TEST(ClosureTest, NothingIsClosedWhileAChargeWaitsForAVerdict) {
  const Case prosecuted = CameTo(Stage::kProsecution);
  const ClosureInput input = Because(ClosureReason::kProsecutionDeclined);
  EXPECT_THAT(RequestClosure(prosecuted, input, {2, 1}, kNow), IsRefusedBy("CHARGES_WITHOUT_VERDICT"));
  // What was taken back by the prosecutor has a verdict that says so.
  const Decision<Case> asked = RequestClosure(prosecuted, input, {2, 0}, kNow);
  ASSERT_TRUE(asked.ok());
  EXPECT_THAT(ApproveClosure(asked.value(), By(kClosingSupervisor), {3, 1}, kNow),
              IsRefusedBy("CHARGES_WITHOUT_VERDICT"));
  EXPECT_TRUE(RejectClosure(asked.value(), By(kClosingSupervisor), kNow).ok());
  EXPECT_TRUE(ApproveClosure(asked.value(), By(kClosingSupervisor), {2, 0}, kNow).ok());
}

TEST(ClosureTest, WhatIsNotTakenOnOrIsAppealedIsNotClosed) {
  for (const Stage stage : {Stage::kReported, Stage::kScreened}) {
    EXPECT_THAT(RequestClosure(CameTo(stage), Because(ClosureReason::kOther), {0, 0}, kNow), IsRefusedBy("CASE_STAGE"));
  }
  Case appealed = Disposed();
  ASSERT_FALSE(ApplyCaseAct({CaseAct::kLodgeAppeal, kToday, ""}, {1, 0}, kNow, appealed).has_value());
  EXPECT_THAT(RequestClosure(appealed, Because(ClosureReason::kOther), {1, 0}, kNow), IsRefusedBy("CASE_STAGE"));
}

// --- The clock ---

// Reported on 10 January 2014, inactive from 1 March to 1 April, disposed of on 20 November.
Case Rested() {
  Case value;
  value.report_date = kFirstDay;
  BeginCase(kNow, value);
  const auto move = [&value](CaseAct act, absl::CivilDay day) {
    EXPECT_FALSE(ApplyCaseAct({act, day, "the family moved away"}, {1, 0}, kNow, value).has_value());
  };
  move(CaseAct::kScreen, absl::CivilDay(2014, 1, 12));
  move(CaseAct::kDeactivate, absl::CivilDay(2014, 3, 1));
  move(CaseAct::kReactivate, absl::CivilDay(2014, 4, 1));
  move(CaseAct::kDeactivate, absl::CivilDay(2014, 12, 1));
  return value;
}

TEST(CaseClockTest, InactivePeriodsStopIt) {
  const CaseClock clock = ClockOn(Rested(), absl::CivilDay(2014, 5, 1));
  // 10 January to 1 March, and 1 April to 1 May.
  EXPECT_EQ(clock.active_days, 50 + 30);
  EXPECT_EQ(clock.inactive_days, 31);
  EXPECT_TRUE(clock.running);
  EXPECT_THAT(clock.inactive_periods, ElementsAre(InactivePeriod{absl::CivilDay(2014, 3, 1), absl::CivilDay(2014, 4, 1),
                                                                 "the family moved away"}));
}

TEST(CaseClockTest, ItIsReadForAnyDay) {
  EXPECT_EQ(ClockOn(Rested(), kFirstDay - 1).active_days, 0);
  EXPECT_FALSE(ClockOn(Rested(), kFirstDay - 1).running);
  EXPECT_EQ(ClockOn(Rested(), kFirstDay).active_days, 0);
  EXPECT_TRUE(ClockOn(Rested(), kFirstDay).running);
  const CaseClock inside = ClockOn(Rested(), absl::CivilDay(2014, 3, 11));
  EXPECT_EQ(inside.active_days, 50);
  EXPECT_EQ(inside.inactive_days, 10);
  EXPECT_FALSE(inside.running);
  EXPECT_EQ(inside.inactive_periods[0].to, std::nullopt) << "what came later was not known to have ended it";
  EXPECT_EQ(ClockOn(Rested(), kToday).inactive_days, 31 + 10);
}

TEST(CaseClockTest, AfterItsEndNothingIsCounted) {
  const Case closed =
      ApproveClosure(ClosureAsked(), By(kClosingSupervisor, absl::CivilDay(2014, 12, 5)), {1, 0}, kNow).value();
  const int64_t days = absl::CivilDay(2014, 12, 5) - kFirstDay;
  EXPECT_EQ(ClockOn(closed, absl::CivilDay(2015, 6, 1)).active_days, days);
  EXPECT_THAT(ClockOn(closed, kToday).inactive_periods, IsEmpty());
}

TEST(CaseClockTest, ItGoesOnWhenAClosedCaseIsReopened) {
  const absl::CivilDay end(2014, 12, 5);
  Case value = ApproveClosure(ClosureAsked(), By(kClosingSupervisor, end), {1, 0}, kNow).value();
  CaseActInput further{CaseAct::kReopenProsecution, end + 30, "one more of the ring was arrested"};
  further.reopen_reason = ReopenReason::kFurtherAccused;
  ASSERT_FALSE(ApplyCaseAct(further, {1, 0}, kNow, value).has_value());
  const CaseClock clock = ClockOn(value, end + 40);
  EXPECT_EQ(clock.active_days, (end - kFirstDay) + 10);
  EXPECT_EQ(clock.inactive_days, 0) << "nothing rested: it was over";
  EXPECT_TRUE(clock.running);
}

}  // namespace
}  // namespace amparo::cases
