// What is planned with a survivor: a plan, and the goals that stand in it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/time/civil_time.h"
#include "services/case/domain/assessment.h"
#include "services/case/domain/catalogue.h"
#include "services/case/domain/decision.h"
#include "services/case/domain/names.h"

namespace amparo::cases {

// Where a plan stands. The numbers of this enum and the following are those of the protos and of the database.
enum class CarePlanState { kUnspecified = 0, kActive = 1, kSuperseded = 2, kCompleted = 3 };

// Where a goal stands.
enum class GoalState { kUnspecified = 0, kOpen = 1, kAchieved = 2, kAbandoned = 3 };

// A plan without its note, which is sealed.
struct CarePlan {
  CarePlanName name = {};
  // The survivor.
  Uuid party = {};
  // Whose data key seals the note.
  Uuid subject = {};
  absl::CivilDay date = {};
  std::string author = {};
  // The assessment it answers to.
  std::optional<Uuid> assessment = std::nullopt;
  CarePlanState state = CarePlanState::kUnspecified;
  // The day it was completed or superseded.
  std::optional<absl::CivilDay> end_date = std::nullopt;
};

// A goal without its note, which is sealed.
struct Goal {
  GoalName name = {};
  // The survivor.
  Uuid party = {};
  // Whose data key seals the note.
  Uuid subject = {};
  // The plan it stands in.
  Uuid plan = {};
  CareDomain domain = CareDomain::kUnspecified;
  std::string title = {};
  // The day it was set.
  absl::CivilDay date = {};
  absl::CivilDay target_date = {};
  std::string responsible = {};
  GoalState state = GoalState::kUnspecified;
  // The day it was achieved or abandoned, and why.
  std::optional<absl::CivilDay> end_date = std::nullopt;
  std::string end_reason = {};
};

// Notes what is wrong with a plan.
void CheckCarePlan(const CarePlan& value, const CareFrame& frame, Violations& violations);

// The plan that stands, replaced by one of `date`. Refused CARE_PLAN_NOT_ACTIVE, BEFORE_CARE_PLAN.
Decision<CarePlan> SupersedeCarePlan(CarePlan value, absl::CivilDay date);

// The plan that stands, done on `date` (not after `today`) with so many goals still open. Refused CARE_PLAN_NOT_ACTIVE,
// BEFORE_CARE_PLAN, CARE_PLAN_HAS_OPEN_GOALS.
Decision<CarePlan> CompleteCarePlan(CarePlan value, absl::CivilDay date, bool has_open_goals);

// CARE_PLAN_NOT_ACTIVE unless it is.
std::optional<Refusal> RefuseUnlessActive(const CarePlan& value);

// Notes what is wrong with a goal, whatever its state. That it was not set before its plan was made is checked apart:
// plans supersede each other.
void CheckGoal(const Goal& value, absl::CivilDay today, Violations& violations);

// GOAL_NOT_OPEN unless it is.
std::optional<Refusal> RefuseUnlessOpen(const Goal& value);

// What became of a goal.
struct GoalEnd {
  // kAchieved or kAbandoned.
  GoalState state = GoalState::kUnspecified;
  absl::CivilDay date = {};
  // Required when it was abandoned.
  std::string reason = {};
};

// The goal as it ended. Refused GOAL_NOT_OPEN. Violations: a day before it was set or after `today`, a reason that is
// missing or too long.
Decision<Goal> EndGoal(Goal value, const GoalEnd& end, absl::CivilDay today);

}  // namespace amparo::cases
