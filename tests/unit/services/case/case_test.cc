#include "services/case/domain/case.h"

#include <set>
#include <string>

#include "tests/unit/services/case/case_values.h"
#include "tests/unit/services/case/rules_matchers.h"

namespace amparo::cases {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

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

TEST(CaseHistoryTest, CodedReasonsStandWithTheMovesTheyAreFor) {
  Case closed = CaseAfter({CaseAct::kScreen, CaseAct::kStartInvestigation, CaseAct::kClose});
  closed.stage_changes.back().closure_reason = ClosureReason::kInsufficientEvidence;
  Case again = CaseAfter(Longer(kToProsecution, {CaseAct::kDispose, CaseAct::kReopenProsecution}));
  again.stage_changes.back().reopen_reason = ReopenReason::kFurtherAccused;
  for (const Case& value : {closed, again}) {
    Violations violations;
    CheckHistory(value, kToday, violations);
    EXPECT_THAT(Fields(violations), IsEmpty());
  }
  Case disposed = CaseAfter(Longer(kToProsecution, {CaseAct::kDispose, CaseAct::kClose}));
  disposed.stage_changes[4].closure_reason = ClosureReason::kOther;
  disposed.stage_changes[5].closure_reason = ClosureReason::kOther;
  disposed.stage_changes[3].reopen_reason = ReopenReason::kFurtherAccused;
  Violations violations;
  CheckHistory(disposed, kToday, violations);
  EXPECT_THAT(Fields(violations), ElementsAre("stage_changes[3].reopen_reason", "stage_changes[4].closure_reason",
                                              "stage_changes[5].closure_reason"));
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
