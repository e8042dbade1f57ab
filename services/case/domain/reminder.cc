#include "services/case/domain/reminder.h"

namespace amparo::cases {
namespace {

bool IsFor(const CaseTask& task, const Assignee& assignee) {
  if (assignee == Assignee()) return true;
  const bool person = !assignee.principal.empty() && task.assignee.principal == assignee.principal;
  return person || (assignee.role != 0 && task.assignee.role == assignee.role);
}

}  // namespace

Urgency UrgencyOf(const CaseTask& task, const ReminderScope& scope, absl::CivilDay today) {
  const bool runs = task.state == TaskState::kOpen && !task.clock_stopped;
  const bool told = runs && task.due_date <= HorizonOf(scope, today);
  if (!told || !IsFor(task, scope.assignee)) return Urgency::kUnspecified;
  if (task.OverdueOn(today)) return Urgency::kOverdue;
  return task.due_date == today ? Urgency::kDueToday : Urgency::kUpcoming;
}

}  // namespace amparo::cases
