#include "services/case/domain/task_clock.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "common/base/strings.h"

namespace amparo::cases {
namespace {

using Rests = std::vector<InactivePeriod>;

// The last day that a date can name.
constexpr absl::CivilDay kLatestDeadline(9999, 12, 31);

// The first day from `day` on on which the case did not rest.
absl::CivilDay AfterRest(absl::CivilDay day, const Rests& rests) {
  for (const InactivePeriod& rest : rests) {
    if (rest.to && rest.from <= day && day < *rest.to) day = *rest.to;
  }
  return day;
}

// The first day from `day` on on which people worked, and on the case.
absl::CivilDay FirstWorked(absl::CivilDay day, const WorkingDays& calendar, const Rests& rests) {
  for (;;) {
    day = AfterRest(day, rests);
    if (calendar.Contains(day)) return day;
    const absl::CivilDay next = calendar.Next(day, 1);
    if (AfterRest(next, rests) == next) return next;
    day = next;
  }
}

// The day that is `offset` >= 0 counted days after `reference`.
absl::CivilDay DayAfter(absl::CivilDay reference, int32_t offset, const Rests& rests) {
  absl::CivilDay day = reference + offset;
  const absl::CivilDay first_counted = offset == 0 ? reference : reference + 1;
  for (const InactivePeriod& rest : rests) {
    if (!rest.to) break;
    const absl::CivilDay begin = std::max(rest.from, first_counted);
    if (begin <= day && begin < *rest.to) day += *rest.to - begin;
  }
  return day;
}

// The rests that an item's clock stands in.
Rests RestsFor(const TaskTemplateItem& item, const Rests& rests) {
  return item.stops_while_inactive && item.offset_days >= 0 ? rests : Rests();
}

// Whether the clock of what is due on `day` stands in the last of these rests.
bool StandsOn(absl::CivilDay day, const Rests& passed) {
  return !passed.empty() && !passed.back().to && passed.back().from <= day;
}

// A way to count for what says none.
DayCount CountOf(const TaskExtension& extension, const TaskTemplateItem* item) {
  if (extension.count != DayCount::kUnspecified) return extension.count;
  return item == nullptr || item->count == DayCount::kUnspecified ? DayCount::kCalendar : item->count;
}

}  // namespace

absl::CivilDay DueDate(absl::CivilDay reference, int32_t offset, DayCount count, const WorkingDays& calendar,
                       const Rests& rests) {
  if (count != DayCount::kWorking) return offset < 0 ? reference + offset : DayAfter(reference, offset, rests);
  if (offset == 0) return FirstWorked(reference, calendar, rests);
  absl::CivilDay day = reference;
  for (int32_t left = std::abs(offset); left > 0; --left) {
    day = calendar.Next(day, offset < 0 ? -1 : 1);
    // People worked on what comes next, or never do: only the case may have rested.
    if (offset > 0 && AfterRest(day, rests) != day) day = FirstWorked(day, calendar, rests);
  }
  return day;
}

TaskDue DueOf(const TaskTemplateItem& item, absl::CivilDay reference, const std::vector<TaskExtension>& extensions,
              const WorkingDays& calendar, const Rests& rests) {
  const Rests passed = RestsFor(item, rests);
  TaskDue due{.day = DueDate(reference, item.offset_days, item.count, calendar, passed)};
  for (const TaskExtension& one : extensions) {
    due.day = std::min(DueDate(due.day, one.days, one.count, calendar, passed), kLatestDeadline);
  }
  due.stopped = StandsOn(due.day, passed);
  return due;
}

Decision<CaseTask> TakenOver(const PlannedTask& planned, const CaseTask& older, TaskActInput by,
                             const WorkingDays& calendar, const Rests& rests) {
  Decision<CaseTask> taken = planned.task;
  std::vector<TaskExtension> extensions;
  for (const TaskEvent& event : older.events) {
    if (event.act != TaskAct::kExtend) continue;
    extensions.push_back(event.extension);
    const TaskDue due = DueOf(*planned.item, planned.start, extensions, calendar, rests);
    by.act = TaskAct::kExtend;
    by.reason = event.reason;
    by.extension = event.extension;
    by.due_date = due.day;
    taken = ApplyTaskAct(std::move(taken.value()), by);
    if (!taken.ok()) return taken;
    taken.value().clock_stopped = due.stopped;
  }
  if (!older.due_by_hand) return taken;
  by.act = TaskAct::kReschedule;
  by.reason = "somebody set the day before the template had a new version";
  by.extension = {};
  by.due_date = older.due_date;
  taken = ApplyTaskAct(std::move(taken.value()), by);
  if (!taken.ok()) return taken;
  taken.value().due_by_hand = true;
  taken.value().clock_stopped = false;
  return taken;
}

Decision<CaseTask> ExtendTask(CaseTask value, TaskActInput input, const ExtensionFacts& facts) {
  const TaskTemplateItem* const item = facts.item;
  if (item != nullptr) {
    int64_t days = input.extension.days;
    for (const TaskExtension& one : ExtensionsOf(value)) days += one.days;
    if (days > item->most_extension_days) {
      return Refusal{"EXTENSION_LIMIT",
                     StrCat("its template lets it be extended by ", item->most_extension_days, " days in all")};
    }
  }
  input.extension.count = CountOf(input.extension, item);
  const Rests passed = item == nullptr || value.due_by_hand ? Rests() : RestsFor(*item, facts.rests);
  input.due_date = DueDate(value.due_date, input.extension.days, input.extension.count, *facts.calendar, passed);
  if (input.due_date > kLatestDeadline) {
    return Refusal{"EXTENSION_LIMIT", "no deadline is later than 9999-12-31"};
  }
  Decision<CaseTask> extended = ApplyTaskAct(std::move(value), input);
  // What had run out before the rest may end in it now.
  if (extended.ok() && StandsOn(input.due_date, passed)) extended.value().clock_stopped = true;
  return extended;
}

}  // namespace amparo::cases
