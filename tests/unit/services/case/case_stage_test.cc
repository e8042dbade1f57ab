// How cases move: by which acts, from which stages, and why not.
#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/unit/services/case/case_values.h"
#include "tests/unit/services/case/rules_matchers.h"

namespace amparo::cases {
namespace {

using ::testing::ElementsAre;

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

// By which acts each stage is reached.
std::map<Stage, std::vector<CaseAct>> ActsToStages() {
  using enum CaseAct;
  return {
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
}

// Every act tried on every stage: what the contract says, and nothing else.
TEST(CaseStageTest, EveryActIsForItsOwnStagesOnly) {
  using enum CaseAct;
  const std::map<Stage, std::set<CaseAct>> allowed = {
      {Stage::kReported, {kScreen, kDecline, kDeactivate}},
      {Stage::kScreened, {kDecline, kStartInvestigation, kDeactivate}},
      {Stage::kInvestigation, {kStartOperation, kStartProsecution, kClose, kDeactivate}},
      {Stage::kOperation, {kStartProsecution, kClose, kDeactivate}},
      {Stage::kProsecution, {kDispose, kClose, kDeactivate}},
      {Stage::kDisposed, {kLodgeAppeal, kClose, kReopenProsecution}},
      {Stage::kAppeal, {kDispose, kRemand, kDeactivate}},
      {Stage::kClosed, {kReopen, kReopenProsecution}},
      {Stage::kInactive, {kReactivate}},
      {Stage::kDeclined, {kReopen}},
  };
  for (const auto& [stage, acts] : ActsToStages()) {
    const Case at = CaseAfter(acts);
    ASSERT_EQ(at.stage, stage);
    for (int act = 0; act <= static_cast<int>(kReopenProsecution); ++act) {
      Case value = at;
      const bool taken = !TryCaseAct(static_cast<CaseAct>(act), value).has_value();
      EXPECT_EQ(taken, allowed.at(stage).contains(static_cast<CaseAct>(act))) << StageWord(stage) << " act " << act;
      EXPECT_EQ(value.stage_changes.size(), at.stage_changes.size() + (taken ? 1 : 0));
    }
  }
}

// Every stage after every other, as a history brings it: what some act leads to, and nothing else.
TEST(CaseHistoryTest, EveryStageFollowsItsOwnStagesOnly) {
  const std::map<Stage, std::set<Stage>> followed = {
      {Stage::kReported, {Stage::kScreened, Stage::kDeclined, Stage::kInactive}},
      {Stage::kScreened, {Stage::kInvestigation, Stage::kDeclined, Stage::kInactive}},
      {Stage::kInvestigation, {Stage::kOperation, Stage::kProsecution, Stage::kClosed, Stage::kInactive}},
      {Stage::kOperation, {Stage::kProsecution, Stage::kClosed, Stage::kInactive}},
      {Stage::kProsecution, {Stage::kDisposed, Stage::kClosed, Stage::kInactive}},
      {Stage::kDisposed, {Stage::kAppeal, Stage::kClosed, Stage::kProsecution}},
      {Stage::kAppeal, {Stage::kDisposed, Stage::kProsecution, Stage::kInactive}},
      {Stage::kClosed, {Stage::kDisposed, Stage::kProsecution}},
      {Stage::kInactive, {Stage::kReported}},
      {Stage::kDeclined, {Stage::kReported}},
  };
  for (const auto& [stage, acts] : ActsToStages()) {
    for (int next = static_cast<int>(Stage::kReported); next <= static_cast<int>(Stage::kDeclined); ++next) {
      Case value = CaseAfter(acts);
      value.stage_changes.push_back({static_cast<Stage>(next), kReportDay, kNow, "a reason"});
      Violations violations;
      CheckHistory(value, kToday, violations);
      EXPECT_EQ(violations.empty(), followed.at(stage).contains(static_cast<Stage>(next)))
          << StageWord(stage) << " to " << StageWord(static_cast<Stage>(next));
    }
  }
}

TEST(CaseStageTest, ReactivationReturnsToTheStageBeforeAlsoTheSecondTime) {
  Case value = CaseAfter({CaseAct::kScreen, CaseAct::kStartInvestigation, CaseAct::kDeactivate, CaseAct::kReactivate,
                          CaseAct::kStartProsecution, CaseAct::kDeactivate});
  EXPECT_FALSE(TryCaseAct(CaseAct::kReactivate, value));
  EXPECT_EQ(value.stage, Stage::kProsecution);
}

TEST(CaseStageTest, ReopeningReturnsToTheStageBeforeClosingOrDeclining) {
  Case closed = CaseAfter(Longer(kToProsecution, {CaseAct::kDispose, CaseAct::kClose}));
  EXPECT_FALSE(TryCaseAct(CaseAct::kReopen, closed));
  EXPECT_EQ(closed.stage, Stage::kDisposed);
  Case declined = CaseAfter({CaseAct::kScreen, CaseAct::kDecline});
  EXPECT_FALSE(TryCaseAct(CaseAct::kReopen, declined));
  EXPECT_EQ(declined.stage, Stage::kScreened);
}

TEST(CaseStageTest, ACaseThatWasClosedWithoutDisposalIsReopenedWhereItWasClosed) {
  const std::vector<std::vector<CaseAct>> endings = {
      {CaseAct::kScreen, CaseAct::kStartInvestigation},
      {CaseAct::kScreen, CaseAct::kStartInvestigation, CaseAct::kStartOperation},
      kToProsecution};
  for (const std::vector<CaseAct>& acts : endings) {
    const Stage before = CaseAfter(acts).stage;
    Case closed = CaseAfter(Longer(acts, {CaseAct::kClose}));
    EXPECT_FALSE(TryCaseAct(CaseAct::kReopen, closed));
    EXPECT_EQ(closed.stage, before) << StageWord(before);
  }
}

TEST(CaseStageTest, FurtherAccusedBringACaseBackToProsecution) {
  EXPECT_EQ(ReopenActFor(ReopenReason::kFurtherAccused), CaseAct::kReopenProsecution);
  EXPECT_EQ(ReopenActFor(ReopenReason::kUnspecified), CaseAct::kReopen);
  for (const std::vector<CaseAct>& acts :
       {Longer(kToProsecution, {CaseAct::kDispose}), Longer(kToProsecution, {CaseAct::kDispose, CaseAct::kClose}),
        Longer(kToProsecution, {CaseAct::kClose})}) {
    Case value = CaseAfter(acts);
    CaseActInput input{CaseAct::kReopenProsecution, kToday, "one more of the ring was arrested"};
    input.reopen_reason = ReopenReason::kFurtherAccused;
    EXPECT_FALSE(ApplyCaseAct(input, {1, 0}, kNow, value));
    EXPECT_EQ(value.stage, Stage::kProsecution);
    EXPECT_EQ(value.stage_changes.back().reopen_reason, ReopenReason::kFurtherAccused);
    EXPECT_TRUE(TryCaseAct(CaseAct::kDispose, value, {2, 1})) << "whoever is charged now waits for a verdict";
    EXPECT_FALSE(TryCaseAct(CaseAct::kDispose, value, {2, 0}));
  }
}

TEST(CaseStageTest, NobodyIsAFurtherAccusedWhereNobodyWasProsecuted) {
  Case closed = CaseAfter({CaseAct::kScreen, CaseAct::kStartInvestigation, CaseAct::kClose});
  const auto refusal = TryCaseAct(CaseAct::kReopenProsecution, closed);
  ASSERT_TRUE(refusal);
  EXPECT_EQ(refusal->rule, "NEVER_PROSECUTED");
  Case investigated = CaseAfter({CaseAct::kScreen, CaseAct::kStartInvestigation});
  EXPECT_EQ(TryCaseAct(CaseAct::kReopenProsecution, investigated)->rule, "CASE_STAGE");
}

TEST(CaseStageTest, NoCaseIsClosedWhileAChargeWaitsForAVerdict) {
  for (const std::vector<CaseAct>& acts : {kToProsecution, Longer(kToProsecution, {CaseAct::kDispose})}) {
    Case value = CaseAfter(acts);
    const auto refusal = TryCaseAct(CaseAct::kClose, value, {2, 1});
    ASSERT_TRUE(refusal);
    EXPECT_EQ(refusal->rule, "CHARGES_WITHOUT_VERDICT");
  }
  Case uncharged = CaseAfter(kToProsecution);
  EXPECT_FALSE(TryCaseAct(CaseAct::kClose, uncharged, {0, 0}));
}

TEST(CaseStageTest, ARefusalNamesTheRuleAndTheStages) {
  Case value = ReportedCase();
  const auto refusal = TryCaseAct(CaseAct::kDispose, value);
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
    const auto refusal = TryCaseAct(CaseAct::kDispose, value, facts);
    ASSERT_TRUE(refusal);
    EXPECT_EQ(refusal->rule, "CHARGES_WITHOUT_VERDICT");
  }
  EXPECT_FALSE(TryCaseAct(CaseAct::kDispose, value, {3, 0}));
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
  for (const auto& [act, reason] :
       std::map<CaseAct, ReopenReason>{{CaseAct::kReopenProsecution, ReopenReason::kUnspecified},
                                       {CaseAct::kDeactivate, ReopenReason::kFurtherAccused}}) {
    CaseActInput input{act, kToday, "a reason"};
    input.reopen_reason = reason;
    Violations coded;
    CheckCaseAct(input, kToday, coded);
    EXPECT_THAT(Fields(coded), ElementsAre("reopen_reason"));
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

}  // namespace
}  // namespace amparo::cases
