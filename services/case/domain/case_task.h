// What is to be done in a case, by whom and until when.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/base/uuid.h"
#include "services/case/domain/case_parts.h"
#include "services/case/domain/decision.h"
#include "services/case/domain/names.h"
#include "services/case/domain/violations.h"

namespace amparo::cases {

// Where a task stands. The numbers of this enum and the following are those of the protos and of the database.
enum class TaskState { kUnspecified = 0, kOpen = 1, kDone = 2, kCancelled = 3 };

// "OPEN".
std::string_view TaskStateWord(TaskState state);

// What is done with a task.
enum class TaskAct {
  kUnspecified = 0,
  kCreate = 1,
  kReassign = 2,
  kReschedule = 3,
  kComplete = 4,
  kCancel = 5,
  kReopen = 6,
  kStop = 7,
  kResume = 8,
  kExtend = 9,
  // Its day was taken back: it is cancelled until that day is known again.
  kWithdraw = 10,
};

// How days are counted.
enum class DayCount {
  kUnspecified = 0,
  kCalendar = 1,
  // Mondays to Fridays without holidays (holiday.h).
  kWorking = 2,
};

// By how much a deadline was extended.
struct TaskExtension {
  int32_t days = 0;
  DayCount count = DayCount::kUnspecified;

  friend bool operator==(const TaskExtension&, const TaskExtension&) = default;
};

// The most days by which a deadline is extended.
inline constexpr int32_t kMostExtensionDays = 3650;

// Who is to do it: somebody, or whoever has a role in the office. The numbers of roles are those of the contract
// (amparo.options.v1.Role).
struct Assignee {
  // A caller's identity, or empty.
  std::string principal = {};
  // 0 = none.
  int32_t role = 0;

  friend bool operator==(const Assignee&, const Assignee&) = default;
};

// True for the roles of people who work on cases: intake to supervisor.
bool IsCaseRole(int32_t role);

// One thing that was done with a task, and what the task then was.
struct TaskEvent {
  TaskAct act = TaskAct::kUnspecified;
  absl::CivilDay date = {};
  absl::Time record_time = {};
  // A caller's identity.
  std::string recorder = {};
  std::string reason = {};
  Assignee assignee = {};
  absl::CivilDay due_date = {};
  // Of kExtend.
  TaskExtension extension = {};

  friend bool operator==(const TaskEvent&, const TaskEvent&) = default;
};

// Where a task comes from that a template made.
struct TaskOrigin {
  std::string template_id = {};
  int32_t version = 0;
  std::string item = {};
  ReferenceKind reference = ReferenceKind::kUnspecified;
  // Of the case, or of one that was merged into it: whose day it hangs on, if it is one of a document.
  std::optional<DocumentName> document = std::nullopt;

  friend bool operator==(const TaskOrigin&, const TaskOrigin&) = default;
};

// A task of a case.
struct CaseTask {
  TaskName name = {};
  std::string title = {};
  Assignee assignee = {};
  absl::CivilDay due_date = {};
  // True when somebody set the due date: then it does not follow a reference date.
  bool due_by_hand = false;
  // True while its case rests and its clock with it: the due date is that of the day it stopped on.
  bool clock_stopped = false;
  // The person it is about.
  std::optional<Uuid> party = std::nullopt;
  TaskState state = TaskState::kUnspecified;
  // In order of entry; the first made it.
  std::vector<TaskEvent> events = {};
  std::optional<TaskOrigin> origin = std::nullopt;

  // True when it is cancelled because the day that it hung on was taken back.
  bool Withdrawn() const {
    return state == TaskState::kCancelled && !events.empty() && events.back().act == TaskAct::kWithdraw;
  }

  // True when it should have been done by the day before `today`.
  bool OverdueOn(absl::CivilDay today) const { return state == TaskState::kOpen && !clock_stopped && due_date < today; }
};

// One act as a caller asks for it. Only to reassign: `assignee`; to reschedule, stop, resume and extend: `due_date`;
// only to extend: `extension`.
struct TaskActInput {
  TaskAct act = TaskAct::kUnspecified;
  absl::CivilDay date = {};
  absl::Time now = {};
  std::string recorder = {};
  std::string reason = {};
  Assignee assignee = {};
  absl::CivilDay due_date = {};
  TaskExtension extension = {};
};

// Notes what is wrong with a new task: its title, whom it is for; paths are bare.
void CheckTask(const CaseTask& value, Violations& violations);

// Notes what is wrong with the request for an act by itself: its day, its reason, its assignee, its days.
void CheckTaskAct(const TaskActInput& input, absl::CivilDay today, Violations& violations);

// The task as it begins; `input` says when and by whom.
CaseTask BeginTask(CaseTask value, const TaskActInput& input);

// The task after an act. Refused TASK_STATE unless it is open (to reopen: unless it is ended), BEFORE_LAST_ACT,
// TOO_MANY_EVENTS.
Decision<CaseTask> ApplyTaskAct(CaseTask value, const TaskActInput& input);

// The extensions of a task, in the order in which they were given.
std::vector<TaskExtension> ExtensionsOf(const CaseTask& value);

// The task with another title.
Decision<CaseTask> Retitled(CaseTask value, std::string title);

}  // namespace amparo::cases
