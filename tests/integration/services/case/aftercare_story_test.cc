// The story of a survivor: freed, walked with through assessments, a plan and services until she is restored, harmed
// again after her case was closed, and restored again.
#include "tests/integration/services/case/care_test.h"

namespace amparo::cases {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class AftercareStoryTest : public CareTest {
 protected:
  // The criteria that stand against restoration today.
  std::vector<std::string> Missing() { return BrokenRules(Act(&AftercareStub::RecordRestoration).status()); }

  std::vector<v1::AftercareState> States() {
    v1::GetAftercareRequest request;
    request.set_name(Track());
    const v1::Aftercare track = Done(*aftercare_, &AftercareStub::GetAftercare, request);
    std::vector<v1::AftercareState> states;
    for (const v1::AftercareChange& change : track.changes()) states.push_back(change.state());
    return states;
  }
};

TEST_F(AftercareStoryTest, ASurvivorWalksFromRescueToRestoredIsHarmedAgainAndIsRestoredAgain) {
  // The rescue: safe for a night, and vulnerable in everything.
  On(absl::CivilDay(2014, 12, 12));
  EXPECT_EQ(Open(/*start=*/false).state(), v1::AFTERCARE_STATE_NOT_STARTED);
  On(absl::CivilDay(2014, 12, 15));
  EXPECT_THAT(Act(&AftercareStub::StartAftercare), IsOk());
  EXPECT_EQ(Assess(1).overall().hundredths(), 100);
  const v1::CarePlan plan = MakePlan();
  const v1::Goal school = SetGoal(plan.name(), "Back at school");
  const v1::Goal papers = SetGoal(plan.name(), "A birth certificate");
  Deliver("hospital-accompaniment");
  EXPECT_THAT(Missing(),
              ElementsAre("DOMAIN_SCORE_SAFETY", "DOMAIN_SCORE_LEGAL_PROTECTION", "DOMAIN_SCORE_MENTAL_WELLBEING",
                          "DOMAIN_SCORE_ECONOMIC_EMPOWERMENT", "DOMAIN_SCORE_SOCIAL_SUPPORT",
                          "DOMAIN_SCORE_PHYSICAL_WELLBEING", "OVERALL_SCORE", "HELD_FOR_MONTHS"));

  // Months of work. The court convicts, and the case is closed; she is not done.
  On(absl::CivilDay(2015, 3, 10));
  Deliver("home-visit");
  CloseCase();
  On(absl::CivilDay(2015, 6, 10));
  Deliver("trauma-therapy");
  v1::CreateAssessmentRequest better = AssessRequest(3);
  better.mutable_assessment()->mutable_scores(0)->set_score(2);
  const v1::Assessment uneven = Done(*assessments_, &AssessmentStub::CreateAssessment, better);
  EXPECT_EQ(uneven.means(0).mean().hundredths(), 267);
  EXPECT_THAT(Missing(), ElementsAre("DOMAIN_SCORE_SAFETY", "OVERALL_SCORE", "HELD_FOR_MONTHS"));

  On(absl::CivilDay(2015, 9, 10));
  Assess(3);
  EXPECT_THAT(End(&GoalStub::AchieveGoal, school.name()), IsOk());
  EXPECT_THAT(End(&GoalStub::AbandonGoal, papers.name(), "the registry burnt down"), IsOk());
  EXPECT_THAT(Missing(), ElementsAre("HELD_FOR_MONTHS"));
  On(absl::CivilDay(2015, 12, 10));
  Assess(4);
  const auto restored = Act(&AftercareStub::RecordRestoration);
  ASSERT_THAT(restored, IsOk());
  EXPECT_EQ(restored->state(), v1::AFTERCARE_STATE_RESTORED);
  EXPECT_EQ(restored->changes(2).criteria(), "restoration-1");

  // A visit a year later finds that she was sold again.
  On(absl::CivilDay(2016, 12, 1));
  Deliver("home-visit");
  EXPECT_THAT(Act(&AftercareStub::RecordRevictimization, "recruited by the same ring"), IsOk());
  EXPECT_THAT(Missing(), ElementsAre("ASSESSED"));
  Assess(2);
  EXPECT_THAT(Missing(), Contains("DOMAIN_SCORE_SAFETY"));
  On(absl::CivilDay(2017, 6, 1));
  Assess(3);
  On(absl::CivilDay(2017, 9, 1));
  Assess(3);
  EXPECT_THAT(Act(&AftercareStub::RecordRestoration), IsOk());
  EXPECT_THAT(States(),
              ElementsAre(v1::AFTERCARE_STATE_NOT_STARTED, v1::AFTERCARE_STATE_ACTIVE, v1::AFTERCARE_STATE_RESTORED,
                          v1::AFTERCARE_STATE_REOPENED, v1::AFTERCARE_STATE_RESTORED));

  // How she changed over the years.
  v1::GetProgressRequest request;
  request.set_party(survivor_);
  const v1::Progress progress = Done(*aftercare_, &AftercareStub::GetProgress, request);
  ASSERT_EQ(progress.domains_size(), 6);
  const v1::MeanProgress& safety = progress.domains(0);
  EXPECT_EQ(safety.domain(), v1::CARE_DOMAIN_SAFETY);
  std::vector<int> series;
  for (const v1::ProgressPoint& point : safety.series()) series.push_back(point.mean().hundredths());
  EXPECT_THAT(series, ElementsAre(100, 267, 300, 400, 200, 300, 300));
  EXPECT_EQ(safety.series(1).mean().numerator(), 8);
  EXPECT_EQ(safety.series(1).mean().denominator(), 3);
  EXPECT_EQ(safety.change().hundredths(), 200);
  EXPECT_EQ(progress.overall().change().hundredths(), 200);
}

}  // namespace
}  // namespace amparo::cases
