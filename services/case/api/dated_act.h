// Acts that set or move a day that tasks hang on, or let the case rest: the tasks of its templates follow in the same
// transaction. Of a case without templates, which most are, such an act is the one statement that it always was.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "services/case/api/acts.h"
#include "services/case/api/office_directory.h"
#include "services/case/domain/task_clock.h"
#include "services/case/domain/task_template.h"

namespace amparo::cases {

// What such acts need of their service; all of it outlives them.
struct DatedActParts {
  Store* store = nullptr;
  OfficeDirectory* offices = nullptr;
  TaskTemplateStore* templates = nullptr;
};

// By what tasks are made and moved, by whom and when.
struct TaskFollowing {
  CaseName the_case;
  // All of them.
  std::vector<TaskTemplate> templates;
  std::string recorder;
  absl::Time now;
  absl::CivilDay today;
  // Of the case's office.
  WorkingDays calendar;
};

// What became of the tasks of a template.
struct FollowedTasks {
  // Those that were made, as their answers.
  std::vector<std::string> made;
  int32_t existing = 0;
  // Those whose reference date is not known.
  int32_t waiting = 0;
};

// Reads the templates and the working days for an act on a case at `now`. `context` outlives the task.
Task<absl::StatusOr<TaskFollowing>> FollowingFor(DatedActParts parts, rpc::CallContext* context, CaseName the_case,
                                                 absl::Time now);

// When the case in `record`, read in a work, rested: one that was merged rests when the case that stands for it does,
// and did so all along.
absl::StatusOr<std::vector<InactivePeriod>> RestsOfMatter(Work& work, const CaseName& name, const Record& record);

// The reference dates of the case in `record`, read in a work that has locked it; those of its documents if they are
// wanted.
absl::StatusOr<KnownDates> DatesOf(Work& work, const CaseName& name, const Record& record, bool with_documents);

// The open tasks of a case, its own alone.
absl::StatusOr<std::vector<Record>> OpenTasksOf(Work& work, const CaseName& name);

// A task after an act.
absl::StatusOr<Change> MovedTask(const TaskActInput& input, const Record& record);

// When the task in `task` of the case in `the_case`, which the work has locked, is due by what is known now: nullopt
// when somebody set its due date, or when it is of no template that applies. FAILED_PRECONDITION REFERENCE_DATE_UNKNOWN
// when the day that it hung on was taken back.
absl::StatusOr<std::optional<TaskDue>> DueByTemplate(Work& work, const CaseTask& task, const Record& the_case,
                                                     const TaskFollowing& following);

// Makes the tasks of a template whose dates are known, and moves, stops or resumes the due dates of those that are open
// and not set by hand. Those whose date was taken back are withdrawn, and opened again when it is known again.
absl::StatusOr<FollowedTasks> SettleTemplate(Work& work, const TaskTemplate& from, const KnownDates& dates,
                                             const TaskFollowing& following);

// The same for every template that applies to the case, which the work has locked, as it is by now; then for those of
// the case that stands for it, or of those for which it stands. Nothing is to be done any more in a case that is closed
// or declined, or goes by one that is: its tasks are withdrawn, and opened again with it.
absl::Status FollowReferenceDates(Work& work, const TaskFollowing& following);

// Carries out `plan`, which reads the case; its tasks follow. What `plan` captures lives on its own. `context` outlives
// the task.
Task<absl::StatusOr<std::string>> RunDatedPlan(DatedActParts parts, rpc::CallContext* context, ActPlan plan,
                                               CaseName the_case, absl::Time now);

// The same, answering the message.
template <typename Message>
Task<absl::StatusOr<Message>> RunDatedAct(DatedActParts parts, rpc::CallContext* context, ActPlan plan,
                                          CaseName the_case, absl::Time now) {
  const absl::StatusOr<std::string> answer =
      co_await RunDatedPlan(parts, context, std::move(plan), std::move(the_case), now);
  co_return ParseStored<Message>(answer);
}

}  // namespace amparo::cases
