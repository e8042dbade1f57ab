#include "services/case/domain/case.h"

#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/unit/services/case/rules_matchers.h"
#include "tests/unit/services/case/values.h"

namespace amparo::cases {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

const absl::CivilDay kReportDay(2013, 6, 3);

Case ReportedCase() {
  Case value;
  value.case_number = "PP-2013/0007";
  value.title = "Girls exploited at a coffee shop";
  value.crime_type = "02041";
  value.report_date = kReportDay;
  BeginCase(kNow, value);
  return value;
}

// A case that has gone through these acts, all on the day of its report.
Case CaseAfter(const std::vector<CaseAct>& acts) {
  Case value = ReportedCase();
  for (const CaseAct act : acts) {
    const auto refusal = ApplyCaseAct({act, kReportDay, "a reason"}, {1, 0}, kNow, value);
    EXPECT_FALSE(refusal.has_value()) << refusal->description;
  }
  return value;
}

std::optional<Refusal> Try(CaseAct act, Case& value, ChargeFacts facts = {1, 0}) {
  return ApplyCaseAct({act, kToday, "a reason"}, facts, kNow, value);
}

const std::vector<CaseAct> kToProsecution = {CaseAct::kScreen, CaseAct::kStartInvestigation,
                                             CaseAct::kStartProsecution};

std::vector<CaseAct> Longer(std::vector<CaseAct> acts, std::initializer_list<CaseAct> more) {
  acts.insert(acts.end(), more);
  return acts;
}

TEST(CaseStageTest, BeginsAsReportedOnTheDayOfItsReport) {
  const Case value = ReportedCase();
  EXPECT_EQ(value.stage, Stage::kReported);
  ASSERT_EQ(value.stage_changes.size(), 1u);
  EXPECT_EQ(value.stage_changes[0], (StageChange{Stage::kReported, kReportDay, kNow, ""}));
}

TEST(CaseStageTest, GoesFromReportToCloseAndKeepsEveryMove) {
  const Case value =
      CaseAfter({CaseAct::kScreen, CaseAct::kStartInvestigation, CaseAct::kStartOperation, CaseAct::kStartProsecution,
                 CaseAct::kDispose, CaseAct::kLodgeAppeal, CaseAct::kDispose, CaseAct::kClose});
  std::vector<Stage> stages;
  for (const StageChange& change : value.stage_changes) stages.push_back(change.stage);
  EXPECT_THAT(stages,
              ElementsAre(Stage::kReported, Stage::kScreened, Stage::kInvestigation, Stage::kOperation,
                          Stage::kProsecution, Stage::kDisposed, Stage::kAppeal, Stage::kDisposed, Stage::kClosed));
  EXPECT_EQ(value.stage, Stage::kClosed);
}

// Every act tried on every stage: what the contract says, and nothing else.
TEST(CaseStageTest, EveryActIsForItsOwnStagesOnly) {
  using enum CaseAct;
  const std::map<Stage, std::vector<CaseAct>> reach = {
      {Stage::kReported, {}},
      {Stage::kScreened, {kScreen}},
      {Stage::kInvestigation, {kScreen, kStartInvestigation}},
      {Stage::kOperation, {kScreen, kStartInvestigation, kStartOperation}},
      {Stage::kProsecution, kToProsecution},
      {Stage::kDisposed, Longer(kToProsecution, {kDispose})},
      {Stage::kAppeal, Longer(kToProsecution, {kDispose, kLodgeAppeal})},
      {Stage::kClosed, Longer(kToProsecution, {kDispose, kClose})},
      {Stage::kInactive, {kDeactivate}},
      {Stage::kDeclined, {kDecline}},
  };
  const std::map<Stage, std::set<CaseAct>> allowed = {
      {Stage::kReported, {kScreen, kDecline, kDeactivate}},
      {Stage::kScreened, {kDecline, kStartInvestigation, kDeactivate}},
      {Stage::kInvestigation, {kStartOperation, kStartProsecution, kDeactivate}},
      {Stage::kOperation, {kStartProsecution, kDeactivate}},
      {Stage::kProsecution, {kDispose, kDeactivate}},
      {Stage::kDisposed, {kLodgeAppeal, kClose}},
      {Stage::kAppeal, {kDispose, kRemand, kDeactivate}},
      {Stage::kClosed, {kReopen}},
      {Stage::kInactive, {kReactivate}},
      {Stage::kDeclined, {kReopen}},
  };
  for (const auto& [stage, acts] : reach) {
    const Case at = CaseAfter(acts);
    ASSERT_EQ(at.stage, stage);
    for (int act = 0; act <= static_cast<int>(kReopen); ++act) {
      Case value = at;
      const bool taken = !Try(static_cast<CaseAct>(act), value).has_value();
      EXPECT_EQ(taken, allowed.at(stage).contains(static_cast<CaseAct>(act))) << StageWord(stage) << " act " << act;
      EXPECT_EQ(value.stage_changes.size(), at.stage_changes.size() + (taken ? 1 : 0));
    }
  }
}

TEST(CaseStageTest, ReactivationReturnsToTheStageBeforeAlsoTheSecondTime) {
  Case value = CaseAfter({CaseAct::kScreen, CaseAct::kStartInvestigation, CaseAct::kDeactivate, CaseAct::kReactivate,
                          CaseAct::kStartProsecution, CaseAct::kDeactivate});
  EXPECT_FALSE(Try(CaseAct::kReactivate, value));
  EXPECT_EQ(value.stage, Stage::kProsecution);
}

TEST(CaseStageTest, ReopeningReturnsToTheStageBeforeClosingOrDeclining) {
  Case closed = CaseAfter(Longer(kToProsecution, {CaseAct::kDispose, CaseAct::kClose}));
  EXPECT_FALSE(Try(CaseAct::kReopen, closed));
  EXPECT_EQ(closed.stage, Stage::kDisposed);
  Case declined = CaseAfter({CaseAct::kScreen, CaseAct::kDecline});
  EXPECT_FALSE(Try(CaseAct::kReopen, declined));
  EXPECT_EQ(declined.stage, Stage::kScreened);
}

TEST(CaseStageTest, ARefusalNamesTheRuleAndTheStages) {
  Case value = ReportedCase();
  const auto refusal = Try(CaseAct::kDispose, value);
  ASSERT_TRUE(refusal);
  EXPECT_EQ(refusal->rule, "CASE_STAGE");
  EXPECT_EQ(refusal->description, "DisposeCase is for a case in PROSECUTION or APPEAL; this one is in REPORTED");
}

TEST(CaseStageTest, AMoveIsNotBeforeTheLastOne) {
  Case value = CaseAfter({CaseAct::kScreen});
  const CaseActInput before{CaseAct::kStartInvestigation, kReportDay - 1, ""};
  const auto refusal = ApplyCaseAct(before, {}, kNow, value);
  ASSERT_TRUE(refusal);
  EXPECT_EQ(refusal->rule, "BEFORE_LAST_MOVE");
  const CaseActInput same_day{CaseAct::kStartInvestigation, kReportDay, ""};
  EXPECT_FALSE(ApplyCaseAct(same_day, {}, kNow, value));
}

TEST(CaseStageTest, ACaseIsDisposedOfWhenEveryChargeHasAVerdict) {
  Case value = CaseAfter(kToProsecution);
  for (const ChargeFacts facts : {ChargeFacts{0, 0}, ChargeFacts{3, 1}}) {
    const auto refusal = Try(CaseAct::kDispose, value, facts);
    ASSERT_TRUE(refusal);
    EXPECT_EQ(refusal->rule, "CHARGES_WITHOUT_VERDICT");
  }
  EXPECT_FALSE(Try(CaseAct::kDispose, value, {3, 0}));
}

TEST(CaseStageTest, SomeActsNeedAReasonAndNoneIsInTheFuture) {
  for (const CaseAct act : {CaseAct::kDecline, CaseAct::kDeactivate, CaseAct::kReopen}) {
    Violations violations;
    const bool decline = act == CaseAct::kDecline;
    CheckCaseAct({act, kToday, "", decline ? DeclineReason::kUnsafe : DeclineReason::kUnspecified}, kToday, violations);
    EXPECT_THAT(Fields(violations), ElementsAre("reason"));
  }
  for (const auto& [act, reason] : std::map<CaseAct, DeclineReason>{{CaseAct::kDecline, DeclineReason::kUnspecified},
                                                                    {CaseAct::kDeactivate, DeclineReason::kUnsafe}}) {
    Violations coded;
    CheckCaseAct({act, kToday, "a reason", reason}, kToday, coded);
    EXPECT_THAT(Fields(coded), ElementsAre("decline_reason"));
  }
  Violations violations;
  CheckCaseAct({CaseAct::kScreen, kToday + 1, std::string(1001, 'x')}, kToday, violations);
  EXPECT_THAT(Fields(violations), ElementsAre("reason", "effective_date"));
  Violations none;
  CheckCaseAct({CaseAct::kScreen, kToday, ""}, kToday, none);
  EXPECT_TRUE(none.empty());
}

TEST(CaseStageTest, PeopleMayBeAddedToOpenCasesOnly) {
  for (const Stage stage : {Stage::kClosed, Stage::kInactive, Stage::kDeclined, Stage::kUnspecified}) {
    EXPECT_FALSE(IsOpen(stage)) << StageWord(stage);
  }
  EXPECT_EQ(OpenStages().size(), 7u);
  for (const Stage stage : OpenStages()) EXPECT_TRUE(IsOpen(stage)) << StageWord(stage);
}

TEST(CaseStageTest, WhatIsOverIsReopenedBeforeItIsChanged) {
  EXPECT_EQ(RefuseUpdate(CaseAfter(Longer(kToProsecution, {CaseAct::kDispose, CaseAct::kClose})))->rule, "CASE_CLOSED");
  EXPECT_EQ(RefuseUpdate(CaseAfter({CaseAct::kDecline}))->rule, "CASE_DECLINED");
  EXPECT_FALSE(RefuseUpdate(CaseAfter({CaseAct::kDeactivate})));
  EXPECT_FALSE(RefuseUpdate(CaseAfter({CaseAct::kDecline, CaseAct::kReopen})));
  for (const Stage stage : OpenStages()) {
    Case value = ReportedCase();
    value.stage = stage;
    EXPECT_FALSE(RefuseUpdate(value)) << StageWord(stage);
  }
}

TEST(CaseCheckTest, AGoodCaseHasNoViolations) {
  Violations violations;
  CheckCase(ReportedCase(), kToday, violations);
  EXPECT_THAT(Fields(violations), IsEmpty());
}

TEST(CaseCheckTest, EveryFieldIsToldAtOnce) {
  Case value = ReportedCase();
  value.case_number = "no spaces";
  value.title = std::string("nul\0byte", 8);
  value.crime_type = "0205x";
  value.report_date = kToday + 1;
  value.lead = std::string(201, 'x');
  Violations violations("case.");
  CheckCase(value, kToday, violations);
  EXPECT_THAT(Fields(violations), UnorderedElementsAre("case.case_number", "case.title", "case.crime_type",
                                                       "case.report_date", "case.lead"));
}

TEST(CaseCheckTest, TitlesAreCountedInCharactersAndMustBeUtf8) {
  Case value = ReportedCase();
  value.title.clear();
  for (int i = 0; i < 200; ++i) value.title.append("ភ");
  Violations good;
  CheckCase(value, kToday, good);
  EXPECT_TRUE(good.empty());
  for (const std::string& bad :
       {std::string(), value.title + "x", std::string("\xc3\x28"), std::string("\xed\xa0\x80")}) {
    value.title = bad;
    Violations violations;
    CheckCase(value, kToday, violations);
    EXPECT_THAT(Fields(violations), ElementsAre("title"));
  }
}

TEST(CaseCheckTest, NarrativesAreBounded) {
  Violations violations;
  CheckNarrative({std::string(20001, 'n'), std::string(1001, 'r')}, violations);
  EXPECT_THAT(Fields(violations), ElementsAre("narrative.narrative", "narrative.reporter"));
}

TEST(CaseHistoryTest, AHistoryThatTheActsCouldHaveMadeIsTaken) {
  for (const Case& value :
       {ReportedCase(), CaseAfter(kToProsecution), CaseAfter({CaseAct::kDeactivate, CaseAct::kReactivate})}) {
    Violations violations;
    CheckHistory(value, kToday, violations);
    EXPECT_THAT(Fields(violations), IsEmpty());
  }
}

TEST(CaseHistoryTest, JumpsDisorderAndMissingReasonsAreViolations) {
  Case value = ReportedCase();
  value.stage_changes.push_back({Stage::kProsecution, kReportDay, kNow, ""});
  value.stage_changes.push_back({Stage::kInactive, kReportDay - 1, kNow, ""});
  value.stage_changes.push_back({Stage::kProsecution, kToday + 1, kNow, ""});
  Violations violations;
  CheckHistory(value, kToday, violations);
  EXPECT_THAT(Fields(violations), ElementsAre("stage_changes[1].stage", "stage_changes[2].effective_date",
                                              "stage_changes[2].reason", "stage_changes[3].effective_date"));
}

TEST(CaseHistoryTest, AHistoryBeginsWithTheReport) {
  Case value = ReportedCase();
  value.stage_changes[0].stage = Stage::kScreened;
  value.stage_changes[0].effective_date = kReportDay - 1;
  Violations violations;
  CheckHistory(value, kToday, violations);
  EXPECT_THAT(Fields(violations), ElementsAre("stage_changes[0].effective_date", "stage_changes[0].stage"));
  value.stage_changes.clear();
  Violations empty;
  CheckHistory(value, kToday, empty);
  EXPECT_THAT(Fields(empty), ElementsAre("stage_changes"));
}

TEST(CaseReportDateTest, ACorrectedReportMovesTheBeginningButNotPastTheFirstMove) {
  Case value = CaseAfter({CaseAct::kScreen});
  EXPECT_FALSE(CorrectReportDate(kReportDay - 30, ChargeFacts(), value));
  EXPECT_EQ(value.report_date, kReportDay - 30);
  EXPECT_EQ(value.stage_changes[0].effective_date, kReportDay - 30);
  const auto refusal = CorrectReportDate(kReportDay + 1, ChargeFacts(), value);
  ASSERT_TRUE(refusal);
  EXPECT_EQ(refusal->rule, "AFTER_NEXT_MOVE");
  EXPECT_EQ(value.report_date, kReportDay - 30);
}

TEST(CaseReportDateTest, ACorrectedReportDoesNotPassTheFirstCharge) {
  Case value = CaseAfter({});
  const ChargeFacts facts{.charges = 2, .without_verdict = 1, .first_date = kReportDay + 10};
  EXPECT_FALSE(CorrectReportDate(kReportDay + 10, facts, value));
  const auto refusal = CorrectReportDate(kReportDay + 11, facts, value);
  ASSERT_TRUE(refusal);
  EXPECT_EQ(refusal->rule, "AFTER_FIRST_CHARGE");
  EXPECT_EQ(value.report_date, kReportDay + 10);
}

TEST(CaseNumberTest, NumbersAreReadableAndFollowFromTheId) {
  const Uuid id = *Uuid::Parse("0190f3c2-7d1e-7abc-8def-0123456789ab");
  const std::string number = CaseNumberFor(id);
  EXPECT_THAT(number, ::testing::MatchesRegex("[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}"));
  EXPECT_EQ(number, CaseNumberFor(id));
  Case value = ReportedCase();
  value.case_number = number;
  Violations violations;
  CheckCase(value, kToday, violations);
  EXPECT_TRUE(violations.empty());
}

TEST(CaseNumberTest, IdsMadeInOneMillisecondGetDifferentNumbers) {
  std::set<std::string> numbers;
  for (int i = 0; i < 20000; ++i) numbers.insert(CaseNumberFor(Uuid::V7(kNow)));
  EXPECT_EQ(numbers.size(), 20000u);
}

}  // namespace
}  // namespace amparo::cases
