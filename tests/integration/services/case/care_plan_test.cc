// Plans, goals and services.
#include "tests/integration/services/case/care_test.h"

namespace amparo::cases {
namespace {

using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

class CarePlanTest : public CareTest {
 protected:
  CarePlanTest() { Open(); }

  v1::CarePlan Read(const std::string& name) {
    v1::GetCarePlanRequest request;
    request.set_name(name);
    return Done(*plans_, &CarePlanStub::GetCarePlan, request);
  }
  std::vector<std::string> Goals(v1::ListGoalsRequest request) {
    request.set_parent("offices/cebu/cases/-");
    const v1::ListGoalsResponse page = Done(*goals_, &GoalStub::ListGoals, request);
    std::vector<std::string> titles;
    for (const v1::Goal& goal : page.goals()) titles.push_back(goal.title());
    return titles;
  }
  absl::StatusOr<v1::CarePlan> Complete(const std::string& name) {
    v1::CompleteCarePlanRequest request;
    request.set_name(name);
    return Call(*plans_, &CarePlanStub::CompleteCarePlan, request);
  }
};

TEST_F(CarePlanTest, ALaterPlanSupersedesAndTakesTheOpenGoals) {
  const v1::CarePlan first = MakePlan();
  EXPECT_EQ(first.state(), v1::CARE_PLAN_STATE_ACTIVE);
  EXPECT_EQ(first.author(), "spiffe://amparo/everyone");
  const v1::Goal open = SetGoal(first.name(), "Back at school");
  const v1::Goal reached = SetGoal(first.name(), "A birth certificate");
  EXPECT_THAT(End(&GoalStub::AchieveGoal, reached.name()), IsOk());
  const v1::CarePlan second = MakePlan();
  EXPECT_EQ(Read(first.name()).state(), v1::CARE_PLAN_STATE_SUPERSEDED);
  EXPECT_EQ(Read(first.name()).end_date().day(), 11);
  v1::ListGoalsRequest request;
  request.set_care_plan(second.name());
  EXPECT_THAT(Goals(request), ElementsAre("Back at school"));
  request.set_care_plan(first.name());
  EXPECT_THAT(Goals(request), ElementsAre("A birth certificate"));
  EXPECT_THAT(Call(*goals_, &GoalStub::CreateGoal, GoalRequest(first.name(), "x")),
              FailsWith(kRefused, "CARE_PLAN_NOT_ACTIVE"));
  // All of it on the feed, in one transaction.
  EXPECT_EQ(service_.Sql("SELECT string_agg(kind || ' ' || version, ', ' ORDER BY seq) FROM outbox WHERE seq > "
                         "(SELECT max(seq) - 3 FROM outbox)"),
            "care_plan 2, care_plan 1, goal 2");
}

TEST_F(CarePlanTest, IsCompletedWhenItsGoalsAre) {
  const v1::CarePlan plan = MakePlan();
  const v1::Goal goal = SetGoal(plan.name());
  EXPECT_THAT(Complete(plan.name()), FailsWith(kRefused, "CARE_PLAN_HAS_OPEN_GOALS"));
  EXPECT_THAT(End(&GoalStub::AbandonGoal, goal.name()), IsInvalidIn("reason"));
  EXPECT_THAT(End(&GoalStub::AbandonGoal, goal.name(), "she works now"), IsOk());
  EXPECT_THAT(End(&GoalStub::AchieveGoal, goal.name()), FailsWith(kRefused, "GOAL_NOT_OPEN"));
  ASSERT_THAT(Complete(plan.name()), IsOk());
  EXPECT_EQ(Read(plan.name()).state(), v1::CARE_PLAN_STATE_COMPLETED);
  EXPECT_THAT(Complete(plan.name()), FailsWith(kRefused, "CARE_PLAN_NOT_ACTIVE"));
}

TEST_F(CarePlanTest, AnswersToAnAssessmentOfTheSameSurvivor) {
  const std::string assessment = Assess(2).name();
  v1::CreateCarePlanRequest request = PlanRequest();
  request.mutable_care_plan()->set_assessment(assessment);
  EXPECT_EQ(Done(*plans_, &CarePlanStub::CreateCarePlan, request).assessment(), assessment);
  survivor_ = EnterParty(case_, v1::PARTY_ROLE_SURVIVOR, "Rosa");
  Open();
  request = PlanRequest();
  request.mutable_care_plan()->set_assessment(assessment);
  EXPECT_THAT(Call(*plans_, &CarePlanStub::CreateCarePlan, request), IsInvalidIn("care_plan.assessment"));
}

TEST_F(CarePlanTest, AGoalIsChangedWhileItIsOpen) {
  const v1::Goal goal = SetGoal(MakePlan().name());
  EXPECT_EQ(goal.responsible(), "spiffe://amparo/everyone");
  EXPECT_EQ(goal.party(), survivor_);
  v1::UpdateGoalRequest request;
  *request.mutable_goal() = goal;
  *request.mutable_goal()->mutable_target_date() = DateOf(today_ + 120);
  request.mutable_goal()->set_note("her aunt pays the fees");
  request.mutable_update_mask()->add_paths("target_date");
  request.mutable_update_mask()->add_paths("note");
  const v1::Goal later = Done(*goals_, &GoalStub::UpdateGoal, request);
  EXPECT_EQ(later.target_date().month(), 4);
  v1::GetGoalRequest get;
  get.set_name(goal.name());
  get.set_view(types::v1::VIEW_FULL);
  EXPECT_EQ(Done(*goals_, &GoalStub::GetGoal, get).note(), "her aunt pays the fees");
  *request.mutable_goal()->mutable_target_date() = DateOf(today_ - 1);
  request.mutable_goal()->clear_etag();
  EXPECT_THAT(Call(*goals_, &GoalStub::UpdateGoal, request), IsInvalidIn("goal.target_date"));
  EXPECT_THAT(End(&GoalStub::AchieveGoal, goal.name()), IsOk());
  EXPECT_THAT(Call(*goals_, &GoalStub::UpdateGoal, request), FailsWith(kRefused, "GOAL_NOT_OPEN"));
}

TEST_F(CarePlanTest, OverdueGoalsAreListed) {
  const std::string plan = MakePlan().name();
  SetGoal(plan, "Late");
  v1::CreateGoalRequest far = GoalRequest(plan, "In time");
  *far.mutable_goal()->mutable_target_date() = DateOf(today_ + 400);
  far.mutable_goal()->set_responsible("spiffe://amparo/social-worker");
  Done(*goals_, &GoalStub::CreateGoal, far);
  v1::ListGoalsRequest request;
  request.add_states(v1::GOAL_STATE_OPEN);
  EXPECT_THAT(Goals(request), UnorderedElementsAre("Late", "In time"));
  *request.mutable_due_date() = DateOf(today_ + 100);
  EXPECT_THAT(Goals(request), ElementsAre("Late"));
  request.Clear();
  request.set_responsible("spiffe://amparo/social-worker");
  EXPECT_THAT(Goals(request), ElementsAre("In time"));
}

TEST_F(CarePlanTest, ServicesAreRecordedWithGoalAndHearingAndListed) {
  const v1::Goal goal = SetGoal(MakePlan().name());
  v1::CreateServiceDeliveryRequest request = ServiceRequest("court-accompaniment");
  request.mutable_service_delivery()->set_goal(goal.name());
  request.mutable_service_delivery()->set_hearing("offices/cebu/hearings/" + NewId());
  const v1::ServiceDelivery court = Done(*deliveries_, &DeliveryStub::CreateServiceDelivery, request);
  EXPECT_EQ(court.goal(), goal.name());
  EXPECT_EQ(court.state(), v1::SERVICE_DELIVERY_STATE_DELIVERED);
  On(absl::CivilDay(2015, 1, 20));
  const v1::ServiceDelivery visit = Deliver("home-visit");
  const auto kinds = [&](v1::ListServiceDeliveriesRequest list) {
    list.set_parent("offices/cebu/cases/-");
    const auto page = Done(*deliveries_, &DeliveryStub::ListServiceDeliveries, list);
    std::vector<std::string> found;
    for (const v1::ServiceDelivery& one : page.service_deliveries()) found.push_back(one.kind());
    return found;
  };
  v1::ListServiceDeliveriesRequest list;
  list.set_staff("spiffe://amparo/social-worker");
  EXPECT_THAT(kinds(list), ElementsAre("court-accompaniment", "home-visit"));
  *list.mutable_from_date() = DateOf(absl::CivilDay(2015, 1, 1));
  *list.mutable_to_date() = DateOf(absl::CivilDay(2015, 1, 31));
  EXPECT_THAT(kinds(list), ElementsAre("home-visit"));
  list.Clear();
  list.set_kind("court-accompaniment");
  EXPECT_THAT(kinds(list), ElementsAre("court-accompaniment"));
  v1::VoidServiceDeliveryRequest take_back;
  take_back.set_name(visit.name());
  take_back.set_reason("entered twice");
  Done(*deliveries_, &DeliveryStub::VoidServiceDelivery, take_back);
  list.Clear();
  list.set_party(survivor_);
  list.add_states(v1::SERVICE_DELIVERY_STATE_DELIVERED);
  EXPECT_THAT(kinds(list), ElementsAre("court-accompaniment"));
}

TEST_F(CarePlanTest, AServiceServesAGoalOfTheSameSurvivor) {
  const v1::Goal goal = SetGoal(MakePlan().name());
  survivor_ = EnterParty(case_, v1::PARTY_ROLE_SURVIVOR, "Rosa");
  Open();
  v1::CreateServiceDeliveryRequest request = ServiceRequest("home-visit");
  request.mutable_service_delivery()->set_goal(goal.name());
  EXPECT_THAT(Call(*deliveries_, &DeliveryStub::CreateServiceDelivery, request), IsInvalidIn("service_delivery.goal"));
  request = ServiceRequest("massage");
  EXPECT_THAT(Call(*deliveries_, &DeliveryStub::CreateServiceDelivery, request), IsInvalidIn("service_delivery.kind"));
}

}  // namespace
}  // namespace amparo::cases
