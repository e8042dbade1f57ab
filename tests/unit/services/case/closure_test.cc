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
  return RequestClosure(Disposed(), By(kAttorney, absl::CivilDay(2014, 12, 1)), kNow).value();
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
  EXPECT_THAT(RequestClosure(ClosureAsked(), By(kClosingSupervisor), kNow), IsRefusedBy("CLOSURE_PENDING"));
  Case open;
  open.report_date = kFirstDay;
  BeginCase(kNow, open);
  EXPECT_THAT(RequestClosure(open, By(kAttorney), kNow), IsRefusedBy("CASE_STAGE"));
}

TEST(ClosureTest, ARejectedRequestLeavesTheCaseAndCanBeMadeAgain) {
  const Decision<Case> rejected = RejectClosure(ClosureAsked(), By(kClosingSupervisor), kNow);
  ASSERT_TRUE(rejected.ok());
  EXPECT_EQ(rejected.value().stage, Stage::kDisposed);
  EXPECT_EQ(rejected.value().closure_requests[0].state, ClosureState::kRejected);
  const Decision<Case> again = RequestClosure(rejected.value(), By(kAttorney), kNow);
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
  EXPECT_THAT(RequestClosure(Disposed(), By(kAttorney, kDisposed - 1), kNow), IsRefusedBy("BEFORE_LAST_MOVE"));
  EXPECT_THAT(ApproveClosure(ClosureAsked(), By(kClosingSupervisor, absl::CivilDay(2014, 11, 30)), {1, 0}, kNow),
              IsRefusedBy("BEFORE_CLOSURE_REQUEST"));
  Violations violations;
  CheckClosure({.date = kToday + 1, .reason = "", .actor = kAttorney}, /*needs_reason=*/true, kToday, violations);
  EXPECT_THAT(Fields(violations), ElementsAre("reason", "effective_date"));
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

}  // namespace
}  // namespace amparo::cases
