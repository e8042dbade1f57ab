#include "services/case/domain/case_task.h"

#include <array>
#include <span>
#include <utility>

#include "services/case/domain/dated_acts.h"

namespace amparo::cases {
namespace {

using TaskRule = ActRule<TaskAct, TaskState>;

constexpr TextBounds kTaskTitle{1, 200};
constexpr TextBounds kTaskAssignee{0, 200};

// The roles from intake to supervisor, by the numbers of the contract.
constexpr int32_t kFirstCaseRole = 1;
constexpr int32_t kLastCaseRole = 6;

// Every way a task can move.
std::span<const TaskRule> TaskRules() {
  using enum TaskAct;
  static const std::array<TaskRule, 9> rules = {{
      {kReassign, "ReassignTask", {TaskState::kOpen}, TaskState::kOpen},
      {kReschedule, "RescheduleTask", {TaskState::kOpen}, TaskState::kOpen, true},
      {kComplete, "CompleteTask", {TaskState::kOpen}, TaskState::kDone},
      {kCancel, "CancelTask", {TaskState::kOpen}, TaskState::kCancelled, true},
      {kReopen, "ReopenTask", {TaskState::kDone, TaskState::kCancelled}, TaskState::kOpen, true},
      {kStop, "DeactivateCase", {TaskState::kOpen}, TaskState::kOpen, true},
      {kResume, "ReactivateCase", {TaskState::kOpen}, TaskState::kOpen, true},
      {kExtend, "ExtendTask", {TaskState::kOpen}, TaskState::kOpen, true},
      {kWithdraw, "SetReferenceDate", {TaskState::kOpen}, TaskState::kCancelled, true},
  }};
  return rules;
}

void CheckAssignee(const Assignee& assignee, Violations& violations) {
  violations.RequireText(assignee.principal, kTaskAssignee, "assignee");
  violations.Require(assignee.role == 0 || IsCaseRole(assignee.role), "role",
                     "must be a role of people who work on cases");
  violations.Require(assignee.role != 0 || !assignee.principal.empty(), "assignee", "must be given, or a role");
  violations.Require(assignee.role == 0 || assignee.principal.empty(), "role", "must not be given with an assignee");
}

TaskEvent EventOf(const TaskActInput& input, const CaseTask& after) {
  return {.act = input.act,
          .date = input.date,
          .record_time = input.now,
          .recorder = input.recorder,
          .reason = input.reason,
          .assignee = after.assignee,
          .due_date = after.due_date,
          .extension = input.extension};
}

bool SetsDueDate(TaskAct act) {
  using enum TaskAct;
  return act == kReschedule || act == kStop || act == kResume || act == kExtend;
}

}  // namespace

std::string_view TaskStateWord(TaskState state) {
  static constexpr std::array<std::string_view, 4> kWords = {"UNSPECIFIED", "OPEN", "DONE", "CANCELLED"};
  return kWords[static_cast<std::size_t>(state)];
}

bool IsCaseRole(int32_t role) {
  return role >= kFirstCaseRole && role <= kLastCaseRole;
}

void CheckTask(const CaseTask& value, Violations& violations) {
  violations.RequireText(value.title, kTaskTitle, "title");
  CheckAssignee(value.assignee, violations);
}

void CheckTaskAct(const TaskActInput& input, absl::CivilDay today, Violations& violations) {
  CheckActRequest(input.date, input.reason, RuleOf(TaskRules(), input.act).needs_reason, today, violations);
  if (input.act == TaskAct::kReassign) CheckAssignee(input.assignee, violations);
  if (input.act != TaskAct::kExtend) return;
  const bool fits = input.extension.days >= 1 && input.extension.days <= kMostExtensionDays;
  violations.Require(fits, "days", "must be 1 to 3650");
}

CaseTask BeginTask(CaseTask value, const TaskActInput& input) {
  value.state = TaskState::kOpen;
  value.events = {EventOf(input, value)};
  return value;
}

Decision<CaseTask> ApplyTaskAct(CaseTask value, const TaskActInput& input) {
  const TaskRule& rule = RuleOf(TaskRules(), input.act);
  if (const auto refusal = RefuseAct(rule, value.state, value.events, input.date, "TASK_STATE", TaskStateWord)) {
    return *refusal;
  }
  value.state = rule.to;
  if (input.act == TaskAct::kReassign) value.assignee = input.assignee;
  if (SetsDueDate(input.act)) value.due_date = input.due_date;
  if (input.act == TaskAct::kStop) value.clock_stopped = true;
  // The clock of what is ended does not stand: it is no more.
  if (input.act == TaskAct::kResume || value.state != TaskState::kOpen) value.clock_stopped = false;
  value.events.push_back(EventOf(input, value));
  return value;
}

std::vector<TaskExtension> ExtensionsOf(const CaseTask& value) {
  std::vector<TaskExtension> extensions;
  for (const TaskEvent& event : value.events) {
    if (event.act == TaskAct::kExtend) extensions.push_back(event.extension);
  }
  return extensions;
}

Decision<CaseTask> Retitled(CaseTask value, std::string title) {
  if (value.state != TaskState::kOpen) {
    return Refusal{"TASK_STATE", "UpdateTask is for a task that is OPEN; this one is ended"};
  }
  value.title = std::move(title);
  Violations violations("task.");
  violations.RequireText(value.title, kTaskTitle, "title");
  if (!violations.empty()) return violations;
  return value;
}

}  // namespace amparo::cases
