// Templates of tasks: what is to be done so many days after a day that matters, such as a fast-track directive asks.
// They are rows of the database, in versions: a new one takes the place of the one before it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "common/base/limits.h"
#include "common/base/task.h"
#include "services/case/domain/case.h"
#include "services/case/domain/case_clock.h"
#include "services/case/domain/case_parts.h"
#include "services/case/domain/case_task.h"
#include "services/case/domain/holiday.h"

namespace amparo::cases {

// One task of a template.
struct TaskTemplateItem {
  std::string code = {};
  std::string title = {};
  ReferenceKind reference = ReferenceKind::kUnspecified;
  // Due so many days after the reference date; negative = before it.
  int32_t offset_days = 0;
  DayCount count = DayCount::kCalendar;
  // Who is to do it.
  int32_t role = 0;
  // Where it hangs on a day of a document: documents of this kind; empty = of any.
  std::string document_kind = {};
  // Its clock stands while the case rests.
  bool stops_while_inactive = true;
  // By how many days in all it can be extended.
  int32_t most_extension_days = kMostExtensionDays;
  // Since when this is asked: nothing is counted from a day before it. For SetSinceWhen to say.
  absl::CivilDay since = {};
};

// One version of a template.
struct TaskTemplate {
  std::string id;
  int32_t version = 0;
  std::string title;
  // Cases of offices in this country, or of this office; empty = all.
  std::string country_code;
  std::string office;
  // Cases of these crime types, and of the more precise ones that begin with them; empty = all.
  std::vector<std::string> crime_types = {};
  // Applies from this day until the next version's.
  absl::CivilDay effective_date;
  // False = nobody who knows the law has checked it yet.
  bool reviewed = false;
  // In their order.
  std::vector<TaskTemplateItem> items;
};

// Says of the items of `templates` (in the order of ids and versions) since when each is asked: from the day of the
// earliest version since which every one has it with this code, reference and offset.
void SetSinceWhen(std::vector<TaskTemplate>& templates);

// Whose templates are asked for.
struct TaskTemplateScope {
  std::string office;
  std::string country_code;
  // Absent = all versions; else those that apply on that day.
  std::optional<absl::CivilDay> date = std::nullopt;
};

// Those of `templates` (in the order of ids and versions) that are for a scope.
std::vector<TaskTemplate> TaskTemplatesFor(const std::vector<TaskTemplate>& templates, const TaskTemplateScope& scope);

// The version of a template, or null.
const TaskTemplate* FindTaskTemplate(const std::vector<TaskTemplate>& templates, std::string_view id, int32_t version);

// The reference dates of a case that are known.
using ReferenceDates = std::map<ReferenceKind, absl::CivilDay>;

// A document of the case, or of one that was merged into it, and those of its days that are known.
struct DocumentDates {
  DocumentName document = {};
  std::string kind = {};
  std::string title = {};
  // The person it is about.
  std::optional<Uuid> party = std::nullopt;
  ReferenceDates dates = {};
  // Which time it was that it was asked for, obtained or certified on such a day; absent = the first.
  std::map<ReferenceKind, int32_t> rounds = {};
};

// All dates that tasks can hang on.
struct KnownDates {
  ReferenceDates of_case = {};
  // In order of entry.
  std::vector<DocumentDates> of_documents = {};
  // When the case rested, in order; the last may go on.
  std::vector<InactivePeriod> rests = {};
};

// True for days of documents: an item that hangs on one makes a task for each document of its kind.
bool IsOfDocument(ReferenceKind kind);

// True when an item of the template hangs on a day of a document.
bool HangsOnDocuments(const TaskTemplate& from);

// The last day of this kind that can be entered on `today`: what is appointed (an operation, an arraignment, a trial)
// may be up to ten years ahead.
absl::CivilDay LatestReferenceDay(ReferenceKind kind, absl::CivilDay today);

// True for the dates that people enter; the others follow from the records of the case.
bool IsEnteredByHand(ReferenceKind kind);

// The dates that are known of a case by what it keeps itself: its report, its screening, what was entered by hand.
ReferenceDates DatesIn(const Case& value);

// The version's item of this code, or null.
const TaskTemplateItem* FindTaskItem(const TaskTemplate& from, std::string_view code);

// The name of the task of this origin in a case: always the same. What is done with a document anew makes a task of its
// own: `round` counts from 1.
TaskName TaskOfOrigin(const CaseName& the_case, const TaskOrigin& origin, int32_t round = 1);

// A task as its template makes it.
struct PlannedTask {
  CaseTask task = {};
  // Of the template that was asked.
  const TaskTemplateItem* item = nullptr;
  // The day from which its days are counted: its reference date, or the day since which it is asked if that is later.
  absl::CivilDay start = {};
  // As of TaskOfOrigin.
  int32_t round = 1;
};

// The tasks that a template, which outlives them, makes in a case by the dates that are known; each begins on its
// reference date, or by `begun` if that is to come. While the case rests they begin with a clock that stands.
std::vector<PlannedTask> TasksOf(const TaskTemplate& from, const CaseName& the_case, const KnownDates& dates,
                                 const WorkingDays& calendar, const TaskActInput& begun);

// The case with a version of a template, which takes the place of another version of it. Refused TEMPLATE_NOT_IN_FORCE
// before its day, TEMPLATE_FOR_OTHER_CRIMES, NEWER_TEMPLATE_APPLIED, TOO_MANY_TEMPLATES. A version that applies already
// leaves the case as it is.
Decision<Case> ApplyTemplate(Case value, const TaskTemplate& from, const AppliedTemplate& applied);

// The case with a day that was entered, or taken back if `entered` has none. Refused BEFORE_REPORT;
// REFERENCE_DATE_KNOWN when another day was entered before and no reason is given; REFERENCE_DATE_UNKNOWN when there is
// none to be taken back. Violations: a day after LatestReferenceDay, one that is not entered by hand, a reason that is
// too long.
Decision<Case> EnterReferenceDate(Case value, const ReferenceDate& entered, absl::CivilDay today);

// Where the templates are kept, and with them what their offsets pass over.
class TaskTemplateStore : public HolidayStore {
 public:
  // All of them, in the order of ids and versions, their items in their order.
  virtual Task<absl::StatusOr<std::vector<TaskTemplate>>> ListTaskTemplates(Limits limits) = 0;
};

}  // namespace amparo::cases
