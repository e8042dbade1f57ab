#include "services/case/domain/task_template.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_join.h"
#include "common/base/civil.h"
#include "common/base/strings.h"
#include "common/base/text.h"
#include "services/case/domain/task_clock.h"

namespace amparo::cases {
namespace {

constexpr std::size_t kMostTemplatesOfCase = 20;
constexpr TextBounds kReferenceReason{0, 1000};
constexpr int kMostDaysToAppointment = 3650;
// Of a task.
constexpr std::size_t kLongestTitle = 200;

bool IsForScope(const TaskTemplate& one, const TaskTemplateScope& scope) {
  const bool office = one.office.empty() || one.office == scope.office;
  return office && (one.country_code.empty() || one.country_code == scope.country_code);
}

// True when a later version of the same template applies on `date`.
bool HasSuccessor(const std::vector<TaskTemplate>& templates, std::size_t index, absl::CivilDay date) {
  const std::size_t next = index + 1;
  return next < templates.size() && templates[next].id == templates[index].id && templates[next].effective_date <= date;
}

bool IsForCrime(const TaskTemplate& one, std::string_view crime_type) {
  return one.crime_types.empty() || std::any_of(one.crime_types.begin(), one.crime_types.end(),
                                                [&](const std::string& code) { return crime_type.starts_with(code); });
}

// What is to be done with which document.
std::string TitleFor(const TaskTemplateItem& item, const DocumentDates& document) {
  const std::string title = StrCat(document.title, ": ", item.title);
  return CountCodePoints(title).value_or(kLongestTitle + 1) > kLongestTitle ? item.title : title;
}

int32_t RoundOf(const DocumentDates& document, ReferenceKind kind) {
  const auto at = document.rounds.find(kind);
  return at == document.rounds.end() ? 1 : at->second;
}

// What `older`, the version before, asks as `item` does; null when there is none.
const TaskTemplateItem* SameItemIn(const TaskTemplate* older, const TaskTemplateItem& item) {
  const TaskTemplateItem* const found = older == nullptr ? nullptr : FindTaskItem(*older, item.code);
  const bool same = found != nullptr && found->reference == item.reference && found->offset_days == item.offset_days &&
                    found->count == item.count;
  return same ? found : nullptr;
}

}  // namespace

void SetSinceWhen(std::vector<TaskTemplate>& templates) {
  const TaskTemplate* older = nullptr;
  for (TaskTemplate& one : templates) {
    if (older != nullptr && older->id != one.id) older = nullptr;
    for (TaskTemplateItem& item : one.items) {
      const TaskTemplateItem* const same = SameItemIn(older, item);
      item.since = same == nullptr ? one.effective_date : same->since;
    }
    older = &one;
  }
}

std::vector<TaskTemplate> TaskTemplatesFor(const std::vector<TaskTemplate>& templates, const TaskTemplateScope& scope) {
  std::vector<TaskTemplate> fitting;
  for (std::size_t i = 0; i < templates.size(); ++i) {
    const TaskTemplate& one = templates[i];
    const bool applies = !scope.date || (one.effective_date <= *scope.date && !HasSuccessor(templates, i, *scope.date));
    if (applies && IsForScope(one, scope)) fitting.push_back(one);
  }
  return fitting;
}

const TaskTemplate* FindTaskTemplate(const std::vector<TaskTemplate>& templates, std::string_view id, int32_t version) {
  const auto found = std::find_if(templates.begin(), templates.end(), [id, version](const TaskTemplate& one) {
    return one.id == id && one.version == version;
  });
  return found == templates.end() ? nullptr : &*found;
}

bool IsEnteredByHand(ReferenceKind kind) {
  switch (kind) {
    case ReferenceKind::kOperation:
    case ReferenceKind::kArrest:
    case ReferenceKind::kArraignment:
    case ReferenceKind::kTrialStart:
    case ReferenceKind::kRescue:
      return true;
    default:
      return false;
  }
}

absl::CivilDay LatestReferenceDay(ReferenceKind kind, absl::CivilDay today) {
  switch (kind) {
    case ReferenceKind::kOperation:
    case ReferenceKind::kArraignment:
    case ReferenceKind::kTrialStart:
      return today + kMostDaysToAppointment;
    default:
      return today;
  }
}

ReferenceDates DatesIn(const Case& value) {
  ReferenceDates dates = {{ReferenceKind::kReport, value.report_date}};
  for (const StageChange& change : value.stage_changes) {
    if (change.stage == Stage::kScreened) dates.emplace(ReferenceKind::kScreening, change.effective_date);
  }
  for (const ReferenceDate& entered : value.reference_dates) {
    if (entered.date) dates.emplace(entered.kind, *entered.date);
  }
  return dates;
}

const TaskTemplateItem* FindTaskItem(const TaskTemplate& from, std::string_view code) {
  const auto found = std::find_if(from.items.begin(), from.items.end(),
                                  [code](const TaskTemplateItem& item) { return item.code == code; });
  return found == from.items.end() ? nullptr : &*found;
}

bool IsOfDocument(ReferenceKind kind) {
  switch (kind) {
    case ReferenceKind::kDocumentRequested:
    case ReferenceKind::kDocumentObtained:
    case ReferenceKind::kDocumentCertified:
    case ReferenceKind::kDocumentServed:
      return true;
    default:
      return false;
  }
}

bool HangsOnDocuments(const TaskTemplate& from) {
  return std::any_of(from.items.begin(), from.items.end(),
                     [](const TaskTemplateItem& item) { return IsOfDocument(item.reference); });
}

TaskName TaskOfOrigin(const CaseName& the_case, const TaskOrigin& origin, int32_t round) {
  std::string key = StrCat("task/", ToString(the_case), "/", origin.template_id, "/", origin.version, "/", origin.item);
  if (origin.document) StrAppend(&key, "/", origin.document->id.ToString());
  if (round > 1) StrAppend(&key, "/", round);
  return {the_case.office, the_case.id, Uuid::FromKey(key)};
}

std::vector<PlannedTask> TasksOf(const TaskTemplate& from, const CaseName& the_case, const KnownDates& dates,
                                 const WorkingDays& calendar, const TaskActInput& begun) {
  std::vector<PlannedTask> tasks;
  const auto add = [&](const TaskTemplateItem& item, const ReferenceDates& known, const DocumentDates* of) {
    const auto at = known.find(item.reference);
    if (at == known.end()) return;
    CaseTask task;
    const std::optional<DocumentName> document = of == nullptr ? std::nullopt : std::optional(of->document);
    task.origin = TaskOrigin{from.id, from.version, item.code, item.reference, document};
    const int32_t round = of == nullptr ? 1 : RoundOf(*of, item.reference);
    task.name = TaskOfOrigin(the_case, *task.origin, round);
    task.title = of == nullptr ? item.title : TitleFor(item, *of);
    task.assignee.role = item.role;
    // A directive gives no limit that began before it.
    const absl::CivilDay start = std::max(at->second, item.since);
    const TaskDue due = DueOf(item, start, {}, calendar, dates.rests);
    task.due_date = due.day;
    task.clock_stopped = due.stopped;
    // A task is about a party of its own case: of a merged case's document its name tells.
    if (document && document->parent() == the_case) task.party = of->party;
    TaskActInput of_item = begun;
    // What hangs on a day to come is there before it.
    of_item.date = std::min(at->second, begun.date);
    tasks.push_back({.task = BeginTask(std::move(task), of_item), .item = &item, .start = start, .round = round});
  };
  for (const TaskTemplateItem& item : from.items) {
    if (!IsOfDocument(item.reference)) {
      add(item, dates.of_case, nullptr);
      continue;
    }
    for (const DocumentDates& document : dates.of_documents) {
      if (item.document_kind.empty() || item.document_kind == document.kind) add(item, document.dates, &document);
    }
  }
  return tasks;
}

Decision<Case> ApplyTemplate(Case value, const TaskTemplate& from, const AppliedTemplate& applied) {
  if (applied.date < from.effective_date) {
    return Refusal{"TEMPLATE_NOT_IN_FORCE", StrCat("this version applies from ", FormatDate(from.effective_date))};
  }
  if (!IsForCrime(from, value.crime_type)) {
    return Refusal{"TEMPLATE_FOR_OTHER_CRIMES",
                   StrCat("the template is for cases of ", absl::StrJoin(from.crime_types, ", "), "; this one is of ",
                          value.crime_type)};
  }
  std::vector<AppliedTemplate>& known = value.task_templates;
  const auto at =
      std::find_if(known.begin(), known.end(), [&](const AppliedTemplate& one) { return one.id == from.id; });
  if (at == known.end()) {
    if (known.size() >= kMostTemplatesOfCase) {
      return Refusal{"TOO_MANY_TEMPLATES", "as many templates apply to the case as it keeps"};
    }
    known.push_back(applied);
    return value;
  }
  if (at->version > from.version) {
    return Refusal{"NEWER_TEMPLATE_APPLIED", StrCat("version ", at->version, " applies to the case already")};
  }
  if (at->version < from.version) *at = applied;
  return value;
}

Decision<Case> EnterReferenceDate(Case value, const ReferenceDate& entered, absl::CivilDay today) {
  Violations violations;
  violations.Require(IsEnteredByHand(entered.kind), "kind",
                     "must be a day that does not follow from the case's records");
  violations.Require(!entered.date || *entered.date <= LatestReferenceDay(entered.kind, today), "date",
                     "must not be in the future, or if it is appointed not more than ten years ahead");
  violations.RequireText(entered.reason, kReferenceReason, "reason");
  if (!violations.empty()) return violations;
  if (entered.date && *entered.date < value.report_date) {
    return Refusal{"BEFORE_REPORT", "date must not be before the case's report"};
  }
  std::vector<ReferenceDate>& known = value.reference_dates;
  const auto at =
      std::find_if(known.begin(), known.end(), [&](const ReferenceDate& one) { return one.kind >= entered.kind; });
  const bool kept = at != known.end() && at->kind == entered.kind;
  const bool is_known = kept && at->date.has_value();
  if (!is_known && !entered.date) return Refusal{"REFERENCE_DATE_UNKNOWN", "there is no such day to be taken back"};
  if (is_known && at->date != entered.date && entered.reason.empty()) {
    return Refusal{"REFERENCE_DATE_KNOWN",
                   StrCat("it was entered as ", FormatDate(*at->date), "; moving it or taking it back needs a reason")};
  }
  if (!kept) {
    known.insert(at, entered);
    return value;
  }
  *at = entered;
  return value;
}

}  // namespace amparo::cases
