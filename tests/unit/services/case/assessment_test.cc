#include "services/case/domain/assessment.h"

#include "services/case/domain/progress.h"
#include "tests/unit/services/case/care_values.h"
#include "tests/unit/services/case/rules_matchers.h"

namespace amparo::cases {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::vector<std::string> WrongWithAssessment(const Assessment& value, const Instrument* instrument) {
  Violations violations;
  CheckAssessment(value, instrument, {kOpened, kToday}, violations);
  return Fields(violations);
}

TEST(AssessmentTest, ADomainIsTheMeanOfItsSubDomainsAndAllDomainsCountTheSame) {
  Assessment draft = DraftOf(kToday, 3);
  draft.scores[0].score = 2;
  draft.scores[6].score = 4;
  const Decision<Assessment> made = FinalizeAssessment(draft, SmallInstrument());
  ASSERT_TRUE(made.ok());
  EXPECT_EQ(made.value().state, AssessmentState::kFinal);
  const Means& means = *made.value().means;
  ASSERT_EQ(means.domains.size(), 6u);
  EXPECT_EQ(means.domains[0], (DomainMean{CareDomain::kSafety, {5, 2}}));
  EXPECT_EQ(means.domains[5], (DomainMean{CareDomain::kPhysicalWellbeing, {4, 1}}));
  // (5/2 + 3 + 3 + 3 + 3 + 4) / 6, not the mean of the seven scores.
  EXPECT_EQ(means.overall, (Fraction{37, 12}));
}

TEST(AssessmentTest, AFinalOneHasEveryScore) {
  Assessment draft = DraftOf(kToday, 3);
  draft.scores.erase(draft.scores.begin() + 1, draft.scores.begin() + 3);
  const Decision<Assessment> made = FinalizeAssessment(draft, SmallInstrument());
  ASSERT_THAT(made, Violates("scores"));
  EXPECT_THAT(made.violations()->found()[0].rule, HasSubstr("missing: 1.2, 2.1"));
  // As a draft it may be kept.
  const Instrument instrument = SmallInstrument();
  EXPECT_THAT(WrongWithAssessment(draft, &instrument), IsEmpty());
}

TEST(AssessmentTest, ScoresAreOfTheInstrumentOnceAndFromOneToFour) {
  const Instrument instrument = SmallInstrument();
  Assessment draft = DraftOf(kToday, 4);
  draft.scores[1].sub_domain = "1.1";
  draft.scores[2].score = 5;
  draft.scores[3].score = 0;
  draft.scores[4].sub_domain = "9.9";
  EXPECT_THAT(WrongWithAssessment(draft, &instrument),
              ElementsAre("scores[1].sub_domain", "scores[2].score", "scores[3].score", "scores[4].sub_domain"));
}

TEST(AssessmentTest, DayAssessorAndInstrumentAreChecked) {
  Instrument instrument = SmallInstrument();
  Assessment draft = DraftOf(kOpened - 1, 3);
  draft.assessor.clear();
  EXPECT_THAT(WrongWithAssessment(draft, nullptr), ElementsAre("date", "assessor", "instrument"));
  draft = DraftOf(kToday + 1, 3);
  instrument.retire_date = kToday;
  EXPECT_THAT(WrongWithAssessment(draft, &instrument), ElementsAre("date", "instrument"));
  EXPECT_THAT(WrongWithAssessment(DraftOf(kToday, 3), &instrument), IsEmpty());
}

TEST(AssessmentTest, AFinalOneIsVoidedAndNotChanged) {
  const Assessment made = FinalOf(kToday, 3);
  EXPECT_THAT(FinalizeAssessment(made, SmallInstrument()), IsRefusedBy("ASSESSMENT_NOT_DRAFT"));
  EXPECT_TRUE(RefuseUnlessDraft(made));
  EXPECT_THAT(VoidAssessment(made, ""), Violates("reason"));
  const Decision<Assessment> voided = VoidAssessment(made, "of another survivor");
  ASSERT_TRUE(voided.ok());
  EXPECT_EQ(voided.value().state, AssessmentState::kVoid);
  EXPECT_THAT(VoidAssessment(voided.value(), "again"), IsRefusedBy("ASSESSMENT_VOID"));
  EXPECT_TRUE(VoidAssessment(DraftOf(kToday, 3), "begun in error").ok());
}

TEST(ProgressTest, TellsFirstLastAndChangeOfEveryDomain) {
  Assessment second = DraftOf(kOpened + 90, 2, 4);
  second.scores[0].score = 4;
  const std::vector<Assessment> assessments = {
      FinalOf(kOpened, 1), FinalizeAssessment(second, SmallInstrument()).value(), DraftOf(kToday, 4, 5),
      VoidAssessment(FinalOf(kToday, 4, 6), "x").value()};
  const Progress progress = ProgressOver(assessments);
  ASSERT_EQ(progress.domains.size(), 6u);
  const MeanProgress& safety = progress.domains[0];
  EXPECT_EQ(safety.domain, CareDomain::kSafety);
  ASSERT_EQ(safety.series.size(), 2u);
  EXPECT_EQ(safety.first(), (Fraction{1, 1}));
  EXPECT_EQ(safety.last(), (Fraction{3, 1}));
  EXPECT_EQ(safety.change(), (Fraction{2, 1}));
  ASSERT_TRUE(progress.overall);
  EXPECT_EQ(progress.overall->change(), (Fraction{7, 6}));
  EXPECT_EQ(progress.overall->series[1].assessment, &assessments[1]);
}

TEST(ProgressTest, IsNothingBeforeTheFirstFinalAssessment) {
  const Progress progress = ProgressOver({});
  EXPECT_THAT(progress.domains, IsEmpty());
  EXPECT_FALSE(progress.overall);
}

}  // namespace
}  // namespace amparo::cases
