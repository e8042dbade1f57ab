// What each mutation of TaskService makes of tasks and their case: from requests and records to what is written.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "amparo/cases/v1/task.pb.h"
#include "services/case/api/acts.h"
#include "services/case/api/dated_act.h"
#include "services/case/domain/case_task.h"
#include "services/case/domain/store.h"
#include "services/case/domain/task_template.h"

namespace amparo::cases {

// UpdateTask; `reschedule` is what a new due date asks for.
absl::StatusOr<Change> UpdatedTask(const Update<v1::Task>& update, const TaskActInput& reschedule,
                                   const Record& record);

// An act on a task whose clock its case moves.
struct ClockAct {
  Target target;
  TaskActInput input;
  TaskFollowing following;
};

// Reopens it, due as its template now says; answers the task.
absl::StatusOr<std::string> ReopenedTask(Work& work, const ClockAct& asked);

// Extends its deadline over the rests of its case; answers the task.
absl::StatusOr<std::string> ExtendedTask(Work& work, const ClockAct& asked);

// The version of a template that a request means: `version`, or 0 for the one that applies on `date`. NOT_FOUND;
// FAILED_PRECONDITION TEMPLATE_NOT_IN_FORCE.
absl::StatusOr<TaskTemplate> ChosenTemplate(const std::vector<TaskTemplate>& templates, std::string_view id,
                                            int32_t version, absl::CivilDay date);

// A template to apply to the case of `target`.
struct Applying {
  Target target;
  TaskTemplate from;
  AppliedTemplate applied;
  TaskFollowing following;
};

// Applies it; the serialized ApplyTaskTemplateResponse.
absl::StatusOr<std::string> AppliedToCase(Work& work, const Applying& asked);

// A day to enter in the case of `target`.
struct EnteringDate {
  Target target;
  ReferenceDate entered;
  TaskFollowing following;
};

// Enters it, and lets the tasks follow; answers the case.
absl::StatusOr<std::string> EnteredDate(Work& work, const EnteringDate& asked);

}  // namespace amparo::cases
