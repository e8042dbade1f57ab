#include "services/case/domain/care_plan.h"

#include "services/case/domain/service_delivery.h"
#include "tests/unit/services/case/care_values.h"
#include "tests/unit/services/case/rules_matchers.h"

namespace amparo::cases {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

CarePlan Plan() {
  CarePlan plan;
  plan.name = {"cebu", Id(1), Id(4)};
  plan.party = Id(2);
  plan.date = kOpened + 3;
  plan.author = "spiffe://amparo/social-worker";
  plan.state = CarePlanState::kActive;
  return plan;
}

Goal OpenGoal() {
  Goal goal;
  goal.name = {"cebu", Id(1), Id(5)};
  goal.party = Id(2);
  goal.plan = Id(4);
  goal.domain = CareDomain::kEconomicEmpowerment;
  goal.title = "Back at school";
  goal.date = kOpened + 3;
  goal.target_date = kOpened + 100;
  goal.responsible = "spiffe://amparo/social-worker";
  goal.state = GoalState::kOpen;
  return goal;
}

ServiceDelivery Visit() {
  ServiceDelivery visit;
  visit.name = {"cebu", Id(1), Id(6)};
  visit.party = Id(2);
  visit.kind = "home-visit";
  visit.date = kOpened + 10;
  visit.staff = "spiffe://amparo/social-worker";
  visit.duration_minutes = 90;
  visit.state = ServiceDeliveryState::kDelivered;
  return visit;
}

std::vector<std::string> WrongWithGoal(const Goal& goal) {
  Violations violations;
  CheckGoal(goal, kToday, violations);
  return Fields(violations);
}

std::vector<std::string> WrongWithDelivery(const ServiceDelivery& visit) {
  Violations violations;
  CheckServiceDelivery(visit, SmallCatalogue(), {kOpened, kToday}, violations);
  return Fields(violations);
}

TEST(CarePlanTest, IsOfADayInCare) {
  Violations violations("care_plan.");
  CarePlan plan = Plan();
  plan.date = kOpened - 1;
  plan.author.clear();
  CheckCarePlan(plan, {kOpened, kToday}, violations);
  EXPECT_THAT(Fields(violations), ElementsAre("care_plan.date", "care_plan.author"));
}

TEST(CarePlanTest, IsSupersededOnceAndNotBeforeItWasMade) {
  const Decision<CarePlan> superseded = SupersedeCarePlan(Plan(), kToday);
  ASSERT_TRUE(superseded.ok());
  EXPECT_EQ(superseded.value().state, CarePlanState::kSuperseded);
  EXPECT_EQ(superseded.value().end_date, kToday);
  EXPECT_THAT(SupersedeCarePlan(superseded.value(), kToday), IsRefusedBy("CARE_PLAN_NOT_ACTIVE"));
  EXPECT_THAT(SupersedeCarePlan(Plan(), kOpened), IsRefusedBy("BEFORE_CARE_PLAN"));
}

TEST(CarePlanTest, IsCompletedWithItsGoals) {
  EXPECT_THAT(CompleteCarePlan(Plan(), kToday, /*has_open_goals=*/true), IsRefusedBy("CARE_PLAN_HAS_OPEN_GOALS"));
  const Decision<CarePlan> completed = CompleteCarePlan(Plan(), kToday, /*has_open_goals=*/false);
  ASSERT_TRUE(completed.ok());
  EXPECT_EQ(completed.value().state, CarePlanState::kCompleted);
  EXPECT_THAT(CompleteCarePlan(completed.value(), kToday, false), IsRefusedBy("CARE_PLAN_NOT_ACTIVE"));
}

TEST(GoalTest, SaysWhatForAndUntilWhen) {
  EXPECT_THAT(WrongWithGoal(OpenGoal()), IsEmpty());
  Goal goal = OpenGoal();
  goal.domain = CareDomain::kUnspecified;
  goal.title.clear();
  goal.target_date = goal.date - 1;
  goal.responsible.clear();
  EXPECT_THAT(WrongWithGoal(goal), ElementsAre("domain", "title", "target_date", "responsible"));
  goal = OpenGoal();
  goal.date = kToday + 1;
  goal.target_date = kToday + 2;
  EXPECT_THAT(WrongWithGoal(goal), ElementsAre("date"));
}

TEST(GoalTest, IsAchievedOrAbandonedWithAReasonOnce) {
  const auto end = [](const Goal& goal, GoalState state, absl::CivilDay date, const std::string& reason) {
    return EndGoal(goal, {state, date, reason}, kToday);
  };
  const Decision<Goal> achieved = end(OpenGoal(), GoalState::kAchieved, kToday, "");
  ASSERT_TRUE(achieved.ok());
  EXPECT_EQ(achieved.value().end_date, kToday);
  EXPECT_THAT(end(achieved.value(), GoalState::kAbandoned, kToday, "x"), IsRefusedBy("GOAL_NOT_OPEN"));
  EXPECT_THAT(end(OpenGoal(), GoalState::kAbandoned, kToday, ""), Violates("reason"));
  EXPECT_THAT(end(OpenGoal(), GoalState::kAchieved, OpenGoal().date - 1, ""), Violates("effective_date"));
  EXPECT_THAT(end(OpenGoal(), GoalState::kAchieved, kToday + 1, ""), Violates("effective_date"));
  EXPECT_EQ(end(OpenGoal(), GoalState::kAbandoned, kToday, "the family moved").value().end_reason, "the family moved");
}

TEST(ServiceDeliveryTest, IsOfAKnownKindOnADayInCare) {
  EXPECT_THAT(WrongWithDelivery(Visit()), IsEmpty());
  ServiceDelivery visit = Visit();
  visit.kind = "visit";
  visit.date = kToday + 1;
  visit.staff.clear();
  visit.duration_minutes = 0;
  EXPECT_THAT(WrongWithDelivery(visit), ElementsAre("kind", "date", "staff", "duration_minutes"));
  visit = Visit();
  visit.date = kOpened - 1;
  visit.duration_minutes = 1441;
  EXPECT_THAT(WrongWithDelivery(visit), ElementsAre("date", "duration_minutes"));
}

TEST(ServiceDeliveryTest, ItsHearingIsOneOfTheOffice) {
  ServiceDelivery visit = Visit();
  visit.hearing = "offices/cebu/hearings/" + Id(9).ToString();
  EXPECT_THAT(WrongWithDelivery(visit), IsEmpty());
  for (const std::string& hearing :
       {"offices/la-paz/hearings/" + Id(9).ToString(), std::string("offices/cebu/hearings/9"),
        "offices/cebu/venues/" + Id(9).ToString()}) {
    visit.hearing = hearing;
    EXPECT_THAT(WrongWithDelivery(visit), ElementsAre("hearing")) << hearing;
  }
}

TEST(ServiceDeliveryTest, IsVoidedOnceWithAReason) {
  EXPECT_THAT(VoidServiceDelivery(Visit(), ""), Violates("reason"));
  const Decision<ServiceDelivery> voided = VoidServiceDelivery(Visit(), "entered twice");
  ASSERT_TRUE(voided.ok());
  EXPECT_EQ(voided.value().state, ServiceDeliveryState::kVoid);
  EXPECT_THAT(VoidServiceDelivery(voided.value(), "again"), IsRefusedBy("SERVICE_DELIVERY_VOID"));
}

}  // namespace
}  // namespace amparo::cases
