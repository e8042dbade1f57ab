#include "services/case/domain/operation.h"

#include <string>
#include <vector>

#include "tests/unit/services/case/operation_values.h"
#include "tests/unit/services/case/rules_matchers.h"

namespace amparo::cases {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

const absl::Time kRaidStart = absl::FromUnixSeconds(1381622400);

// Two parlours at one moment.
Operation TwoSites() {
  Operation operation;
  operation.start_time = kRaidStart;
  operation.partner_unit = "Anti-trafficking police";
  operation.sites = {{.venue = Id(1)}, {.venue = Id(2)}};
  return Planned(operation, kPlanner);
}

Operation ApprovedTwoSites() {
  return Approve(TwoSites(), kSupervisor).value();
}

SiteReport Success(int site) {
  return {.site = site, .outcome = SiteOutcome::kSucceeded, .adults_rescued = 2, .minors_rescued = 3, .arrests = 1};
}

SiteReport TippedOff(int site) {
  return {.site = site, .outcome = SiteOutcome::kFailedTippedOff};
}

std::vector<std::string> WrongWithOperation(const Operation& operation, std::string_view plan = "") {
  Violations violations;
  CheckOperation(operation, plan, violations);
  return Fields(violations);
}

std::vector<std::string> WrongWhole(const Operation& operation) {
  Violations violations;
  CheckWholeOperation(operation, "", kRaidStart + absl::Hours(1), violations);
  return Fields(violations);
}

TEST(OperationTest, PlanIsNumberedAndHasNoHistory) {
  Operation asked = ApprovedTwoSites();
  asked.sites[0].outcome = SiteOutcome::kSucceeded;
  asked.cancel_reason = "x";
  const Operation planned = Planned(asked, kPlanner);
  EXPECT_EQ(planned.state, OperationState::kPlanned);
  EXPECT_EQ(planned.planner, kPlanner);
  EXPECT_EQ(planned.approver, "");
  EXPECT_EQ(planned.cancel_reason, "");
  EXPECT_THAT(planned.sites,
              ElementsAre(OperationSite{.number = 1, .venue = Id(1)}, OperationSite{.number = 2, .venue = Id(2)}));
}

TEST(OperationTest, ChecksSitesUnitAndPlan) {
  EXPECT_THAT(WrongWithOperation(TwoSites()), IsEmpty());
  Operation operation = TwoSites();
  operation.sites.push_back({.venue = Id(1)});
  operation.partner_unit = "";
  EXPECT_THAT(WrongWithOperation(operation, std::string(20001, 'x')),
              UnorderedElementsAre("sites[2].venue", "partner_unit", "plan"));
  operation = TwoSites();
  operation.sites.clear();
  EXPECT_THAT(WrongWithOperation(operation), ElementsAre("sites"));
  for (int i = 0; i <= kMostSites; ++i) operation.sites.push_back({.venue = Id(i)});
  EXPECT_THAT(WrongWithOperation(operation), ElementsAre("sites"));
}

TEST(OperationTest, SomebodyElseApproves) {
  EXPECT_THAT(Approve(TwoSites(), kPlanner), IsRefusedBy("APPROVER_IS_PLANNER"));
  const Decision<Operation> approved = Approve(TwoSites(), kSupervisor);
  ASSERT_TRUE(approved.ok());
  EXPECT_EQ(approved.value().state, OperationState::kApproved);
  EXPECT_EQ(approved.value().approver, kSupervisor);
  EXPECT_THAT(Approve(approved.value(), kSupervisor), IsRefusedBy("OPERATION_NOT_PLANNED"));
}

TEST(OperationTest, OutcomesOfAllSitesMakeItExecuted) {
  const Decision<Operation> first = RecordSiteOutcome(ApprovedTwoSites(), Success(2), kRaidStart);
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(first.value().state, OperationState::kApproved);
  EXPECT_EQ(first.value().sites[1].minors_rescued, 3);
  EXPECT_EQ(first.value().sites[0].outcome, SiteOutcome::kUnspecified);
  const Decision<Operation> second = RecordSiteOutcome(first.value(), TippedOff(1), kRaidStart);
  ASSERT_TRUE(second.ok());
  EXPECT_EQ(second.value().state, OperationState::kExecuted);
  EXPECT_THAT(RecordSiteOutcome(second.value(), Success(1), kRaidStart), IsRefusedBy("SITE_OUTCOME_ALREADY_RECORDED"));
}

TEST(OperationTest, NothingComesOfItBeforeApprovalOrStart) {
  EXPECT_THAT(RecordSiteOutcome(TwoSites(), Success(1), kRaidStart), IsRefusedBy("OPERATION_NOT_APPROVED"));
  EXPECT_THAT(RecordSiteOutcome(ApprovedTwoSites(), Success(1), kRaidStart - absl::Nanoseconds(1)),
              IsRefusedBy("OPERATION_NOT_STARTED"));
}

TEST(OperationTest, ReportIsAboutASiteAndCounts) {
  EXPECT_THAT(RecordSiteOutcome(ApprovedTwoSites(), Success(3), kRaidStart), Violates("site"));
  EXPECT_THAT(RecordSiteOutcome(ApprovedTwoSites(), {.site = 1}, kRaidStart), Violates("outcome"));
  SiteReport report = TippedOff(1);
  report.minors_rescued = 1;
  report.arrests = -1;
  EXPECT_THAT(RecordSiteOutcome(ApprovedTwoSites(), report, kRaidStart), Violates("minors_rescued", "arrests"));
  report = Success(1);
  report.adults_rescued = kMostPeople + 1;
  EXPECT_THAT(RecordSiteOutcome(ApprovedTwoSites(), report, kRaidStart), Violates("adults_rescued"));
}

TEST(OperationTest, WhatIsWrongWhateverTheOperationIsKnownWithoutIt) {
  Violations violations;
  CheckSiteReport({.site = 77, .arrests = -1}, violations);
  CheckOperationReason("", violations);
  EXPECT_THAT(Fields(violations), ElementsAre("outcome", "arrests", "reason"));
}

TEST(OperationTest, IsCalledOffBeforeAnyOutcomeAndWithAReason) {
  for (const Operation& open : {TwoSites(), ApprovedTwoSites()}) {
    const Decision<Operation> cancelled = Cancel(open, "the team was needed elsewhere");
    ASSERT_TRUE(cancelled.ok());
    EXPECT_EQ(cancelled.value().state, OperationState::kCancelled);
    EXPECT_THAT(Cancel(cancelled.value(), "again"), IsRefusedBy("OPERATION_NOT_CANCELLABLE"));
    EXPECT_THAT(Cancel(open, ""), Violates("reason"));
    EXPECT_THAT(Cancel(open, std::string(1001, 'x')), Violates("reason"));
  }
  const Operation begun = RecordSiteOutcome(ApprovedTwoSites(), Success(1), kRaidStart).value();
  EXPECT_THAT(Cancel(begun, "too late"), IsRefusedBy("OPERATION_NOT_CANCELLABLE"));
}

TEST(WholeOperationTest, AcceptsWhatTheActsMake) {
  EXPECT_THAT(WrongWhole(TwoSites()), IsEmpty());
  EXPECT_THAT(WrongWhole(ApprovedTwoSites()), IsEmpty());
  EXPECT_THAT(WrongWhole(Cancel(ApprovedTwoSites(), "rain").value()), IsEmpty());
  const Operation begun = RecordSiteOutcome(ApprovedTwoSites(), Success(1), kRaidStart).value();
  EXPECT_THAT(WrongWhole(begun), IsEmpty());
  EXPECT_THAT(WrongWhole(RecordSiteOutcome(begun, TippedOff(2), kRaidStart).value()), IsEmpty());
}

TEST(WholeOperationTest, StateIsDerivedWhenNotGiven) {
  Operation operation = TwoSites();
  operation.state = OperationState::kUnspecified;
  EXPECT_EQ(DerivedState(operation), OperationState::kPlanned);
  operation.sites[0].outcome = SiteOutcome::kAborted;
  EXPECT_EQ(DerivedState(operation), OperationState::kApproved);
  operation.sites[1].outcome = SiteOutcome::kFailedTippedOff;
  EXPECT_EQ(DerivedState(operation), OperationState::kExecuted);
  EXPECT_THAT(WrongWhole(operation), IsEmpty());
}

TEST(WholeOperationTest, StateAgreesWithTheOutcomes) {
  Operation operation = ApprovedTwoSites();
  operation.state = OperationState::kExecuted;
  EXPECT_THAT(WrongWhole(operation), ElementsAre("state"));
  operation = TwoSites();
  operation.sites[0].outcome = SiteOutcome::kAborted;
  EXPECT_THAT(WrongWhole(operation), ElementsAre("state"));
  operation.state = OperationState::kCancelled;
  operation.cancel_reason = "rain";
  EXPECT_THAT(WrongWhole(operation), ElementsAre("state"));
}

TEST(WholeOperationTest, CountsNeedAnOutcomeAndTimeHasCome) {
  Operation operation = ApprovedTwoSites();
  operation.sites[0].minors_rescued = 1;
  operation.sites[1].arrests = 1;
  EXPECT_THAT(WrongWhole(operation), UnorderedElementsAre("sites[0].minors_rescued", "sites[1].arrests"));
  operation = ApprovedTwoSites();
  operation.sites[0].outcome = SiteOutcome::kSucceeded;
  operation.start_time = kRaidStart + absl::Hours(2);
  EXPECT_THAT(WrongWhole(operation), ElementsAre("sites[0].outcome"));
}

TEST(WholeOperationTest, ReasonOnlyWhenCancelledAndTwoPeople) {
  Operation operation = ApprovedTwoSites();
  operation.cancel_reason = "x";
  operation.approver = kPlanner;
  EXPECT_THAT(WrongWhole(operation), UnorderedElementsAre("cancel_reason", "approver"));
  operation = TwoSites();
  operation.state = OperationState::kCancelled;
  EXPECT_THAT(WrongWhole(operation), ElementsAre("cancel_reason"));
}

}  // namespace
}  // namespace amparo::cases
