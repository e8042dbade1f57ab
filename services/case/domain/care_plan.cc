#include "services/case/domain/care_plan.h"

#include <algorithm>
#include <utility>

#include "services/case/domain/aftercare.h"

namespace amparo::cases {
namespace {

// The plan ended as `state` on `date`.
Decision<CarePlan> EndCarePlan(CarePlan value, CarePlanState state, absl::CivilDay date) {
  if (auto refusal = RefuseUnlessActive(value)) return *refusal;
  if (date < value.date) return Refusal{"BEFORE_CARE_PLAN", "a plan does not end before the day it was made"};
  value.state = state;
  value.end_date = date;
  return value;
}

}  // namespace

void CheckCarePlan(const CarePlan& value, const CareFrame& frame, Violations& violations) {
  CheckCareDate(value.date, frame, "date", violations);
  CheckStaff(value.author, true, "author", violations);
}

Decision<CarePlan> SupersedeCarePlan(CarePlan value, absl::CivilDay date) {
  return EndCarePlan(std::move(value), CarePlanState::kSuperseded, date);
}

Decision<CarePlan> CompleteCarePlan(CarePlan value, absl::CivilDay date, bool has_open_goals) {
  Decision<CarePlan> ended = EndCarePlan(std::move(value), CarePlanState::kCompleted, date);
  if (ended.ok() && has_open_goals) {
    return Refusal{"CARE_PLAN_HAS_OPEN_GOALS", "the goals of a plan are achieved or abandoned before it is completed"};
  }
  return ended;
}

std::optional<Refusal> RefuseUnlessActive(const CarePlan& value) {
  if (value.state == CarePlanState::kActive) return std::nullopt;
  return Refusal{"CARE_PLAN_NOT_ACTIVE", "the plan was completed or superseded"};
}

void CheckGoal(const Goal& value, absl::CivilDay today, Violations& violations) {
  const bool known = std::find(kCareDomains.begin(), kCareDomains.end(), value.domain) != kCareDomains.end();
  violations.Require(known, "domain", "must be one of the domains");
  violations.RequireText(value.title, {1, 200}, "title");
  violations.Require(value.date <= today, "date", "must not be in the future");
  violations.Require(value.target_date >= value.date, "target_date", "must not be before the day the goal is set");
  CheckStaff(value.responsible, true, "responsible", violations);
}

std::optional<Refusal> RefuseUnlessOpen(const Goal& value) {
  if (value.state == GoalState::kOpen) return std::nullopt;
  return Refusal{"GOAL_NOT_OPEN", "the goal was achieved or abandoned"};
}

Decision<Goal> EndGoal(Goal value, const GoalEnd& end, absl::CivilDay today) {
  Violations violations;
  violations.Require(end.date >= value.date, "effective_date", "must not be before the day the goal was set");
  violations.Require(end.date <= today, "effective_date", "must not be in the future");
  CheckReason(end.reason, end.state == GoalState::kAbandoned, violations);
  if (!violations.empty()) return violations;
  if (auto refusal = RefuseUnlessOpen(value)) return *refusal;
  value.state = end.state;
  value.end_date = end.date;
  value.end_reason = end.reason;
  return value;
}

}  // namespace amparo::cases
