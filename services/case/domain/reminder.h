// Reminders: which tasks somebody is to be told of, and how their changes are followed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "common/base/limits.h"
#include "common/base/task.h"
#include "services/case/domain/case_task.h"

namespace amparo::cases {

// How near a task is. The numbers are those of the protos.
enum class Urgency { kUnspecified = 0, kUpcoming = 1, kDueToday = 2, kOverdue = 3 };

// Whose reminders, and how far ahead.
struct ReminderScope {
  // What is assigned to this caller or to this role; neither = all tasks of the office.
  Assignee assignee = {};
  // So many days before a task is due.
  int32_t horizon_days = 0;
};

// The longest horizon.
inline constexpr int32_t kMostHorizonDays = 366;

// How near a task is on `today`; unspecified when it is ended, further away than the horizon, or for somebody else.
Urgency UrgencyOf(const CaseTask& task, const ReminderScope& scope, absl::CivilDay today);

// The last day whose tasks are told on `today`.
inline absl::CivilDay HorizonOf(const ReminderScope& scope, absl::CivilDay today) {
  return today + scope.horizon_days;
}

// Tasks of an office that were changed, in order.
struct TaskChanges {
  // Each task as it then was, as its record's body.
  std::vector<std::string> tasks;
  // Go on from here.
  std::string token;
  // True when there was nothing more.
  bool caught_up = false;
};

// The changes of tasks as the service's feed tells them. Safe for many threads.
class TaskFeed {
 public:
  virtual ~TaskFeed() = default;

  // The feed's present end, as a token.
  virtual Task<absl::StatusOr<std::string>> Head(Limits limits) = 0;

  // What follows `token` in an office. INVALID_ARGUMENT for a token that is none; OUT_OF_RANGE as the feed's Watch.
  virtual Task<absl::StatusOr<TaskChanges>> Read(std::string office, std::string token, Limits limits) = 0;

  // Something may have changed since: ask before looking, and hand it to Wait, which ends when it has. Wait also ends
  // by itself every second or so, so that its caller sees the day change.
  virtual uint64_t rung() const = 0;
  virtual Task<absl::Status> Wait(uint64_t rung, Limits limits) = 0;

  // Ends every Wait.
  virtual void Wake() = 0;
};

}  // namespace amparo::cases
