// Versions of a plan, the people freed and arrested, and why a site failed.
#include "services/case/domain/operation_people.h"

#include <string>

#include "tests/unit/services/case/operation_values.h"
#include "tests/unit/services/case/rules_matchers.h"

namespace amparo::cases {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const std::string kSecond = "spiffe://amparo/people/second";
const absl::Time kGoIn = kNow + absl::Hours(10);

PartyName PartyOfSite(int number) {
  return {"phnom-penh", Id(9), Id(number)};
}

Operation TwoParlours() {
  Operation operation;
  operation.start_time = kGoIn;
  operation.partner_unit = "Anti-trafficking police";
  operation.sites = {{.venue = Id(1)}, {.venue = Id(2)}};
  operation = Planned(operation, kPlanner, kNow);
  CompartmentReader second;
  second.principal = kSecond;
  second.open_time = kGoIn - absl::Hours(2);
  operation.compartment = NewCompartment({second}, kPlanner, kGoIn, kNow);
  return operation;
}

Operation ApprovedTwoParlours() {
  return Approve(TwoParlours(), kSupervisor, kNow + absl::Hours(1)).value();
}

// The plan with another place and a start a day later.
Operation Wanted() {
  Operation wanted = TwoParlours();
  wanted.start_time = kGoIn + absl::Hours(24);
  wanted.sites = {{.venue = Id(3)}};
  wanted.resources = {{.kind = ResourceKind::kVehicle, .quantity = 4}};
  return wanted;
}

// Two girls and one adult freed and one arrest at the first parlour; the second was tipped off.
Operation Executed() {
  Operation operation = RecordSiteOutcome(ApprovedTwoParlours(),
                                          {.site = 1,
                                           .outcome = SiteOutcome::kSucceeded,
                                           .adults_rescued = 1,
                                           .minors_rescued = 2,
                                           .arrests = 1,
                                           .entry_time = kGoIn,
                                           .exit_time = kGoIn + absl::Minutes(20)},
                                          kGoIn + absl::Hours(1))
                            .value();
  return RecordSiteOutcome(operation, {.site = 2, .outcome = SiteOutcome::kFailedTippedOff}, kGoIn + absl::Hours(1))
      .value();
}

TEST(PlanVersionTest, APlanThatWasNotApprovedIsWrittenOn) {
  const Decision<Operation> changed = Replan(TwoParlours(), Wanted(), kSecond, kNow + absl::Hours(1), 2);
  ASSERT_TRUE(changed.ok());
  const Operation& operation = changed.value();
  EXPECT_EQ(operation.plan_version(), 1);
  EXPECT_THAT(operation.plan_versions[0].authors, ElementsAre(kPlanner, kSecond));
  EXPECT_EQ(operation.plan_versions[0].record_version, 2);
  EXPECT_THAT(operation.sites, ElementsAre(OperationSite{.number = 1, .venue = Id(3)}));
  EXPECT_THAT(Approve(operation, kPlanner, kNow), IsRefusedBy("APPROVER_IS_PLANNER"));
  EXPECT_THAT(Approve(operation, kSecond, kNow), IsRefusedBy("APPROVER_IS_PLANNER"));
  EXPECT_TRUE(Approve(operation, kSupervisor, kNow).ok());
}

TEST(PlanVersionTest, AnApprovedPlanThatChangesIsANewVersionAndNeedsApprovalAnew) {
  const Decision<Operation> changed = Replan(ApprovedTwoParlours(), Wanted(), kSecond, kNow + absl::Hours(2), 3);
  ASSERT_TRUE(changed.ok());
  const Operation& operation = changed.value();
  EXPECT_EQ(operation.state, OperationState::kPlanned);
  EXPECT_EQ(operation.approver, "");
  ASSERT_EQ(operation.plan_versions.size(), 2u);
  EXPECT_EQ(operation.plan_versions[0].approver, kSupervisor);
  EXPECT_EQ(operation.plan_versions[0].approve_time, kNow + absl::Hours(1));
  EXPECT_EQ(operation.plan_versions[0].record_version, 1);
  EXPECT_EQ(operation.plan_version(), 2);
  EXPECT_THAT(operation.plan_versions[1].authors, ElementsAre(kSecond));
  // Who wrote the first version wrote nothing of the second.
  EXPECT_TRUE(Approve(operation, kPlanner, kNow).ok());
}

TEST(PlanVersionTest, OpeningTimesMoveWithTheStart) {
  const Operation moved = Replan(ApprovedTwoParlours(), Wanted(), kPlanner, kNow + absl::Hours(2), 3).value();
  EXPECT_EQ(SightOf(moved.compartment, kSecond, kGoIn), Sight::kOutline);
  EXPECT_EQ(SightOf(moved.compartment, kSecond, kGoIn + absl::Hours(22)), Sight::kAll);
}

TEST(PlanVersionTest, APlanIsNotChangedOnceItIsCarriedOutOrCalledOff) {
  const Operation begun =
      RecordSiteOutcome(ApprovedTwoParlours(), {.site = 1, .outcome = SiteOutcome::kAborted}, kGoIn).value();
  EXPECT_THAT(Replan(begun, Wanted(), kPlanner, kGoIn, 4), IsRefusedBy("OPERATION_UNDER_WAY"));
  EXPECT_THAT(Replan(Executed(), Wanted(), kPlanner, kGoIn, 5), IsRefusedBy("OPERATION_CLOSED"));
  EXPECT_THAT(Replan(Cancel(ApprovedTwoParlours(), "rain").value(), Wanted(), kPlanner, kNow, 3),
              IsRefusedBy("OPERATION_CLOSED"));
}

TEST(PlanVersionTest, ResourcesAreChecked) {
  Operation operation = TwoParlours();
  operation.resources = {{.kind = ResourceKind::kUnspecified, .quantity = 0, .note = std::string(201, 'x')},
                         {.kind = ResourceKind::kMedic, .quantity = 2}};
  Violations violations;
  CheckOperation(operation, "", violations);
  EXPECT_THAT(Fields(violations), ElementsAre("resources[0].kind", "resources[0].quantity", "resources[0].note"));
  operation.resources.assign(51, {.kind = ResourceKind::kMedic, .quantity = 2});
  Violations many;
  CheckOperation(operation, "", many);
  EXPECT_THAT(Fields(many), ElementsAre("resources"));
}

TEST(SiteExecutionTest, ATeamGoesInAfterTheStartAndLeavesAfterThat) {
  SiteReport report{.site = 1, .outcome = SiteOutcome::kSucceeded};
  report.entry_time = kGoIn - absl::Seconds(1);
  EXPECT_THAT(RecordSiteOutcome(ApprovedTwoParlours(), report, kGoIn + absl::Hours(1)), Violates("entry_time"));
  report.entry_time = kGoIn + absl::Hours(2);
  EXPECT_THAT(RecordSiteOutcome(ApprovedTwoParlours(), report, kGoIn + absl::Hours(1)), Violates("entry_time"));
  report.entry_time = kGoIn + absl::Minutes(5);
  report.exit_time = kGoIn + absl::Minutes(4);
  EXPECT_THAT(RecordSiteOutcome(ApprovedTwoParlours(), report, kGoIn + absl::Hours(1)), Violates("exit_time"));
}

TEST(FreedPersonTest, PeopleAreRecordedUpToWhatTheOutcomeCounts) {
  const absl::Time later = kGoIn + absl::Hours(3);
  Operation operation = Executed();
  for (const int survivor : {11, 12}) {
    operation =
        RecordFreedPerson(operation, {.site = 1, .child = true, .survivor = PartyOfSite(survivor)}, later).value();
  }
  EXPECT_EQ(operation.freed_people[1].number, 2);
  EXPECT_THAT(RecordFreedPerson(operation, {.site = 1, .child = true}, later), IsRefusedBy("FREED_PEOPLE_COUNTED"));
  EXPECT_THAT(RecordFreedPerson(operation, {.site = 1, .survivor = PartyOfSite(12)}, later),
              IsRefusedBy("SURVIVOR_ALREADY_FREED"));
  EXPECT_TRUE(RecordFreedPerson(operation, {.site = 1, .survivor = PartyOfSite(13)}, later).ok());
  EXPECT_THAT(RecordFreedPerson(operation, {.site = 2}, later), IsRefusedBy("SITE_NOT_SUCCEEDED"));
  EXPECT_THAT(RecordFreedPerson(operation, {.site = 3}, later), Violates("person.site"));
  EXPECT_THAT(RecordFreedPerson(operation, {.number = 9, .site = 1}, later), Violates("person.number"));
}

TEST(FreedPersonTest, MoreIsSaidOfOneWhoIsRecorded) {
  const absl::Time later = kGoIn + absl::Hours(3);
  Operation operation = RecordFreedPerson(Executed(), {.site = 1, .child = true}, later).value();
  const FreedPerson more{.number = 1,
                         .child = true,
                         .survivor = PartyOfSite(11),
                         .brought_to = "The shelter by the river",
                         .brought_time = kGoIn + absl::Hours(2)};
  operation = RecordFreedPerson(operation, more, later).value();
  ASSERT_EQ(operation.freed_people.size(), 1u);
  EXPECT_EQ(operation.freed_people[0].site, 1);
  EXPECT_EQ(operation.freed_people[0].survivor, PartyOfSite(11));
  FreedPerson wrong = more;
  wrong.brought_time = kGoIn - absl::Hours(1);
  wrong.brought_to = std::string(501, 'x');
  EXPECT_THAT(RecordFreedPerson(operation, wrong, later), Violates("person.brought_time", "person.brought_to"));
}

TEST(ArrestTest, ArrestsAreOfDifferentAccusedAndCounted) {
  const absl::Time later = kGoIn + absl::Hours(3);
  const Operation operation = RecordArrest(Executed(), {.site = 1, .accused = PartyOfSite(21)}, later).value();
  EXPECT_EQ(operation.arrests[0].number, 1);
  EXPECT_THAT(RecordArrest(operation, {.site = 1}, later), IsRefusedBy("ARRESTS_COUNTED"));
  EXPECT_TRUE(RecordArrest(operation, {.number = 1, .accused = PartyOfSite(22)}, later).ok());
  EXPECT_THAT(RecordArrest(ApprovedTwoParlours(), {.site = 1}, later), IsRefusedBy("SITE_HAS_NO_OUTCOME"));
  Operation two = Executed();
  two.sites[0].arrests = 2;
  two = RecordArrest(two, {.site = 1, .accused = PartyOfSite(21)}, later).value();
  EXPECT_THAT(RecordArrest(two, {.site = 1, .accused = PartyOfSite(21)}, later),
              IsRefusedBy("ACCUSED_ALREADY_ARRESTED"));
}

const SiteReport kInTruth{
    .site = 1, .outcome = SiteOutcome::kSucceeded, .adults_rescued = 1, .minors_rescued = 1, .arrests = 2};

TEST(SiteCorrectionTest, WhatCameOfASiteInTruthCountsAndWhatWasRecordedStays) {
  const absl::Time later = kGoIn + absl::Hours(3);
  const Operation corrected = CorrectSiteOutcome(Executed(), kInTruth, "one was counted twice", kSecond, later).value();
  const OperationSite& site = corrected.sites[0];
  EXPECT_EQ(site.minors_rescued, 1);
  EXPECT_EQ(site.arrests, 2);
  EXPECT_EQ(site.entry_time, std::nullopt) << "all of it is said anew";
  ASSERT_EQ(site.corrections.size(), 1u);
  EXPECT_EQ(site.corrections[0].before.minors_rescued, 2);
  EXPECT_EQ(site.corrections[0].before.entry_time, kGoIn);
  EXPECT_EQ(site.corrections[0].reason, "one was counted twice");
  EXPECT_EQ(site.corrections[0].corrector, kSecond);
  EXPECT_EQ(site.corrections[0].time, later);
  EXPECT_EQ(corrected.state, OperationState::kExecuted);
  EXPECT_THAT(corrected.sites[1].corrections, IsEmpty());
}

TEST(SiteCorrectionTest, AFailureThatWasNoneIsNotAnalysedAnyMore) {
  const absl::Time later = kGoIn + absl::Hours(3);
  const Operation analysed = AnalyzeSiteFailure(Executed(), 2, {.cause = FailureCause::kDelay}).value();
  SiteReport right{.site = 2, .outcome = SiteOutcome::kFailedPlaceClosed};
  EXPECT_TRUE(CorrectSiteOutcome(analysed, right, "it was shut", kSecond, later).value().sites[1].failure.has_value());
  right = {.site = 2, .outcome = SiteOutcome::kSucceeded, .minors_rescued = 1};
  EXPECT_FALSE(
      CorrectSiteOutcome(analysed, right, "the other site", kSecond, later).value().sites[1].failure.has_value());
}

TEST(SiteCorrectionTest, NotFewerCountThanAreRecordedOneByOne) {
  const absl::Time later = kGoIn + absl::Hours(3);
  Operation operation = Executed();
  for (int i = 0; i < 2; ++i) operation = RecordFreedPerson(operation, {.site = 1, .child = true}, later).value();
  operation = RecordArrest(operation, {.site = 1}, later).value();
  EXPECT_THAT(CorrectSiteOutcome(operation, kInTruth, "miscounted", kSecond, later),
              IsRefusedBy("FREED_PEOPLE_RECORDED"));
  EXPECT_THAT(CorrectSiteOutcome(operation, {.site = 1, .outcome = SiteOutcome::kAborted}, "aborted", kSecond, later),
              IsRefusedBy("FREED_PEOPLE_RECORDED"));
  SiteReport nobody_arrested = kInTruth;
  nobody_arrested.minors_rescued = 2;
  nobody_arrested.arrests = 0;
  EXPECT_THAT(CorrectSiteOutcome(operation, nobody_arrested, "let go", kSecond, later),
              IsRefusedBy("ARRESTS_RECORDED"));
  operation = StrikeArrest(operation, 1, {.reason = "let go"}).value();
  operation = StrikeFreedPerson(operation, 2, {.reason = "entered twice"}).value();
  nobody_arrested.minors_rescued = 1;
  EXPECT_TRUE(CorrectSiteOutcome(operation, nobody_arrested, "let go", kSecond, later).ok());
}

TEST(SiteCorrectionTest, IsOfAnOutcomeThatIsRecordedAndFits) {
  const absl::Time later = kGoIn + absl::Hours(3);
  EXPECT_THAT(CorrectSiteOutcome(ApprovedTwoParlours(), kInTruth, "x", kSecond, later),
              IsRefusedBy("SITE_HAS_NO_OUTCOME"));
  EXPECT_THAT(CorrectSiteOutcome(Executed(), {.site = 7}, "", kSecond, later), Violates("site", "outcome", "reason"));
  SiteReport early = kInTruth;
  early.entry_time = kGoIn - absl::Seconds(1);
  EXPECT_THAT(CorrectSiteOutcome(Executed(), early, "x", kSecond, later), Violates("entry_time"));
  Operation often = Executed();
  for (std::size_t i = 0; i < kMostSiteCorrections; ++i) {
    often = CorrectSiteOutcome(std::move(often), kInTruth, "x", kSecond, later).value();
  }
  EXPECT_THAT(CorrectSiteOutcome(often, kInTruth, "x", kSecond, later), IsRefusedBy("TOO_MANY_CORRECTIONS"));
}

TEST(EntryStrikeTest, WhoIsStruckOutStaysAndNoLongerCounts) {
  const absl::Time later = kGoIn + absl::Hours(3);
  const EntryStrike strike{.reason = "entered twice", .striker = kSecond, .time = later};
  const FreedPerson girl{.site = 1, .child = true, .survivor = PartyOfSite(11)};
  Operation operation = Executed();
  for (const int survivor : {11, 12}) {
    operation =
        RecordFreedPerson(operation, {.site = 1, .child = true, .survivor = PartyOfSite(survivor)}, later).value();
  }
  operation = StrikeFreedPerson(operation, 1, strike).value();
  ASSERT_EQ(operation.freed_people.size(), 2u);
  EXPECT_EQ(operation.freed_people[0].strike, strike);
  EXPECT_THAT(StrikeFreedPerson(operation, 1, strike), Violates("number"));
  EXPECT_THAT(StrikeFreedPerson(operation, 3, EntryStrike()), Violates("number", "reason"));
  EXPECT_THAT(RecordFreedPerson(operation, {.number = 1, .child = true}, later), Violates("person.number"));
  operation = RecordFreedPerson(operation, girl, later).value();
  EXPECT_EQ(operation.freed_people[2].number, 3);
  operation = RecordArrest(operation, {.site = 1, .accused = PartyOfSite(21)}, later).value();
  operation = StrikeArrest(operation, 1, strike).value();
  EXPECT_THAT(StrikeArrest(operation, 1, strike), Violates("number"));
  operation = RecordArrest(operation, {.site = 1, .accused = PartyOfSite(21)}, later).value();
  EXPECT_EQ(operation.arrests[1].number, 2);
  EXPECT_EQ(operation.arrests[0].strike, strike);
}

TEST(SiteFailureTest, OnlyWhatFailedIsAnalysed) {
  const SiteFailure leak{.cause = FailureCause::kLeakInUnit, .narrative = "Two calls from the station"};
  EXPECT_THAT(AnalyzeSiteFailure(Executed(), 1, leak), IsRefusedBy("SITE_NOT_FAILED"));
  EXPECT_THAT(AnalyzeSiteFailure(ApprovedTwoParlours(), 1, leak), IsRefusedBy("SITE_NOT_FAILED"));
  EXPECT_THAT(AnalyzeSiteFailure(Executed(), 7, leak), Violates("site"));
  EXPECT_THAT(AnalyzeSiteFailure(Executed(), 2, SiteFailure()), Violates("cause"));
  EXPECT_THAT(AnalyzeSiteFailure(Executed(), 2, {.cause = FailureCause::kOther}), Violates("narrative"));
  EXPECT_EQ(AnalyzeSiteFailure(Executed(), 2, leak).value().sites[1].failure, leak);
}

TEST(ImportedOperationTest, TheImporterKeepsItsList) {
  Operation operation = TwoParlours();
  operation.planner = "";
  operation.compartment = Compartment();
  CompleteImported("spiffe://amparo/import", kNow, operation);
  EXPECT_EQ(operation.planner, "spiffe://amparo/import");
  EXPECT_EQ(SightOf(operation.compartment, "spiffe://amparo/import", kNow), Sight::kAll);
  EXPECT_EQ(operation.plan_version(), 1);
  EXPECT_THAT(operation.freed_people, IsEmpty());
}

}  // namespace
}  // namespace amparo::cases
