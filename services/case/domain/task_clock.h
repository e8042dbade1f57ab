// The clock of a task that a template made: a day starts it, the case's rests stop it, extensions let it run longer.
#pragma once

#include <cstdint>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/case/domain/case_clock.h"
#include "services/case/domain/case_task.h"
#include "services/case/domain/decision.h"
#include "services/case/domain/holiday.h"
#include "services/case/domain/task_template.h"

namespace amparo::cases {

// The day that is `offset` days from `reference`. Working days: an offset of 0 from a day on which nobody works is the
// next working day. Days after `reference` on which the case rested are not counted, as far as `rests` (in order) have
// an end; what is due before its day passes over none.
absl::CivilDay DueDate(absl::CivilDay reference, int32_t offset, DayCount count, const WorkingDays& calendar,
                       const std::vector<InactivePeriod>& rests = {});

// When a task is due.
struct TaskDue {
  // If its clock stands: the day on which it would be, had the case not begun to rest.
  absl::CivilDay day = {};
  bool stopped = false;

  friend bool operator==(const TaskDue&, const TaskDue&) = default;
};

// When the task of an item is due that hangs on `reference`. A clock that had run out before a rest began does not
// stand in it.
TaskDue DueOf(const TaskTemplateItem& item, absl::CivilDay reference, const std::vector<TaskExtension>& extensions,
              const WorkingDays& calendar, const std::vector<InactivePeriod>& rests);

// The task of `planned`, which takes the place of one that an older version of the template made: with the extensions
// of that one, and the due date if somebody set it. `by` says when and by whom. Refused as ApplyTaskAct.
Decision<CaseTask> TakenOver(const PlannedTask& planned, const CaseTask& older, TaskActInput by,
                             const WorkingDays& calendar, const std::vector<InactivePeriod>& rests);

// What an extension is given by.
struct ExtensionFacts {
  // What made the task, where that is known; null = a due date that somebody set, or of nobody's template.
  const TaskTemplateItem* item = nullptr;
  const WorkingDays* calendar = nullptr;
  std::vector<InactivePeriod> rests = {};
};

// The task with a deadline that is extended by `input.extension`, whose days are counted as the item's when it does not
// say how. A due date that somebody set passes over no rests; a clock that now ends in a rest stands. Refused as
// ApplyTaskAct; EXTENSION_LIMIT beyond what the item allows in all, or for a day that no date can name.
Decision<CaseTask> ExtendTask(CaseTask value, TaskActInput input, const ExtensionFacts& facts);

}  // namespace amparo::cases
