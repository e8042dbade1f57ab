#include "services/case/domain/record_history.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <utility>

#include "absl/time/time.h"
#include "common/base/strings.h"
#include "services/case/domain/closure.h"
#include "services/case/domain/task_template.h"

namespace amparo::cases {
namespace {

constexpr TextBounds kSomebody{.min = 1, .max = 200};
constexpr TextBounds kSomeReason{.min = 0, .max = 2000};

// The days of entries of a history, each with a `date` of its own.
template <typename Entries, typename DateOf>
std::vector<absl::CivilDay> StepDaysOf(const Entries& entries, DateOf date_of) {
  std::vector<absl::CivilDay> days;
  for (const auto& entry : entries) days.push_back(date_of(entry));
  return days;
}

template <typename Entries>
std::vector<absl::CivilDay> EffectiveDaysOf(const Entries& entries) {
  return StepDaysOf(entries, [](const auto& entry) { return entry.effective_date; });
}

template <typename Entries>
std::vector<absl::CivilDay> DatesOfEntries(const Entries& entries) {
  return StepDaysOf(entries, [](const auto& entry) { return entry.date; });
}

// Notes in "state" a history that is empty, or that ends elsewhere.
template <typename Value>
void CheckLastState(const Value& value, std::string_view field, Violations& violations) {
  const bool fits = !value.changes.empty() && value.changes.back().state == value.state;
  violations.Require(fits, field, "must end where the state is");
}

// Notes what is wrong with the end of something: there is one exactly when it `ended`, and not before it began.
void CheckHistoryEnd(const std::optional<absl::CivilDay>& end, bool ended, const HistoryFrame& frame,
                     std::string_view field, Violations& violations) {
  violations.Require(end.has_value() == ended, field, "must be given when it ended, and not before");
  if (end) CheckHistoryDays({*end}, frame, field, violations);
}

// Carries out the acts of a history from the event at `first` on; why one of them is refused, or nullopt.
template <typename T, typename Act>
std::optional<Refusal> Replay(T& value, std::size_t first, const T& kept, Act act) {
  for (std::size_t i = first; i < kept.events.size(); ++i) {
    Decision<T> next = act(std::move(value), kept.events[i]);
    if (!next.ok()) {
      return next.refusal() != nullptr ? *next.refusal() : Refusal{"HISTORY", "an act of the history is none"};
    }
    value = std::move(next.value());
  }
  return std::nullopt;
}

// The most days by which the day of a time, in UTC, may lie ahead of an office's today: by the office's zone, and by
// clocks that do not quite agree.
constexpr int kMostDaysAhead = 2;

// True for a time at which something may have been entered by `today`.
bool MayBeEntered(absl::Time record_time, absl::CivilDay today) {
  return absl::ToCivilDay(record_time, absl::UTCTimeZone()) <= today + kMostDaysAhead;
}

// Notes what is wrong with by how much an act on a task extended its deadline.
void CheckTaskExtension(const TaskEvent& event, Violations& violations) {
  const TaskExtension& extension = event.extension;
  if (event.act != TaskAct::kExtend) {
    violations.Require(extension == TaskExtension(), "events", "must have days only to extend");
    return;
  }
  const bool fits = extension.days >= 1 && extension.days <= kMostExtensionDays;
  violations.Require(fits, "events", "must each extend by 1 to 3650 days");
  violations.Require(extension.count != DayCount::kUnspecified, "events", "must say how the days are counted");
}

// Notes a task's clock that stands though its acts let it run, or the other way round.
void CheckTaskClock(const CaseTask& value, Violations& violations) {
  // A task may be made, reopened or extended so that its clock stands, and its due date may be moved or set by hand
  // while it does.
  bool may_stand = true;
  bool must_stand = false;
  for (const TaskEvent& event : value.events) {
    using enum TaskAct;
    if (event.act == kStop || event.act == kExtend || event.act == kReopen) may_stand = true;
    const bool ends = event.act == kComplete || event.act == kCancel || event.act == kWithdraw;
    if (event.act == kResume || ends) may_stand = false;
    must_stand = event.act == kStop || (must_stand && may_stand && event.act != kReschedule);
  }
  may_stand = may_stand && value.state == TaskState::kOpen && value.origin && !value.due_by_hand;
  violations.Require(value.clock_stopped ? may_stand : !must_stand, "clock_stopped", "must be as the events leave it");
}

}  // namespace

void CheckHistoryDays(const std::vector<absl::CivilDay>& days, const HistoryFrame& frame, std::string_view field,
                      Violations& violations) {
  absl::CivilDay earliest = frame.earliest;
  for (const absl::CivilDay day : days) {
    violations.Require(day >= earliest, field, "must not go back before what came earlier");
    violations.Require(day <= frame.today, field, "must not be in the future");
    earliest = std::max(earliest, day);
  }
}

void CheckMergeState(const Uuid& id, const MergeState& merge, Violations& violations) {
  violations.Require(merge.members.size() <= kMostMerged, "merged", "must stand for at most 100 others");
  violations.RequireText(merge.reason, kSomeReason, "merge_reason");
  const auto is_member = [&merge](const Uuid& one) {
    return std::find(merge.members.begin(), merge.members.end(), one) != merge.members.end();
  };
  violations.Require(std::find(merge.path.begin(), merge.path.end(), id) == merge.path.end(), "merged_into",
                     "must not be the record itself");
  violations.Require(std::none_of(merge.path.begin(), merge.path.end(), is_member) && !is_member(id), "merged_into",
                     "must not be a record that was merged into this one");
}

void CheckMergePath(const Uuid& id, const MergeState& merge, const std::vector<MergeState>& above,
                    Violations& violations) {
  std::vector<Uuid> given_up = merge.members;
  given_up.push_back(id);
  auto rest = merge.path.begin();
  for (const MergeState& one : above) {
    const bool last = ++rest == merge.path.end();
    const std::string_view field = last ? "merged_into" : "merged_through";
    violations.Require(std::equal(rest, merge.path.end(), one.path.begin(), one.path.end()), field,
                       last ? "must stand for itself" : "must each have been merged into the next, up to merged_into");
    const bool stands_for_all = std::all_of(given_up.begin(), given_up.end(), [&one](const Uuid& member) {
      return std::find(one.members.begin(), one.members.end(), member) != one.members.end();
    });
    violations.Require(stands_for_all, field, "must name this record, and what was merged into it, as merged into it");
  }
}

void SortReferenceDates(Case& value) {
  std::stable_sort(value.reference_dates.begin(), value.reference_dates.end(),
                   [](const ReferenceDate& one, const ReferenceDate& other) { return one.kind < other.kind; });
}

void CheckCaseParts(const Case& value, absl::CivilDay today, Violations& violations) {
  const HistoryFrame frame{.earliest = value.report_date, .today = today};
  const std::vector<ClosureRequest>& requests = value.closure_requests;
  violations.Require(requests.size() <= kMostClosureRequests, "closure_requests", "must be at most 100");
  for (std::size_t i = 0; i < requests.size(); ++i) {
    const ClosureRequest& one = requests[i];
    const bool pending = one.state == ClosureState::kPending;
    violations.Require(one.state != ClosureState::kUnspecified && pending == !one.decision, "closure_requests",
                       "must have a decision unless they are pending");
    violations.Require(!pending || i + 1 == requests.size(), "closure_requests", "must be decided but for the last");
    CheckHistoryDays({one.request.date}, frame, "closure_requests", violations);
    // One that fell with a move of the case is of the day of that move, which may be before it.
    const bool fell = one.state == ClosureState::kWithdrawn;
    const HistoryFrame since{.earliest = fell ? value.report_date : one.request.date, .today = today};
    if (one.decision) CheckHistoryDays({one.decision->date}, since, "closure_requests", violations);
    violations.RequireText(one.request.actor, kSomebody, "closure_requests");
    const bool own = one.decision && one.decision->actor == one.request.actor;
    violations.Require(one.state != ClosureState::kApproved || !own, "closure_requests",
                       "must be approved by somebody else");
  }
  for (const ReferenceDate& one : value.reference_dates) {
    violations.Require(one.kind != ReferenceKind::kUnspecified, "reference_dates", "must be of a kind");
    violations.Require(!one.date || *one.date <= LatestReferenceDay(one.kind, today), "reference_dates",
                       "must not be in the future unless they are appointed");
    violations.RequireText(one.reason, kSomeReason, "reference_dates");
  }
  const std::vector<ReferenceDate>& dates = value.reference_dates;
  const auto not_before = [](const ReferenceDate& one, const ReferenceDate& next) { return one.kind >= next.kind; };
  violations.Require(std::adjacent_find(dates.begin(), dates.end(), not_before) == dates.end(), "reference_dates",
                     "must have each kind once, in order");
  for (const AppliedTemplate& one : value.task_templates) {
    violations.RequireText(one.id, {.min = 2, .max = 40}, "task_templates");
    violations.Require(one.version > 0, "task_templates", "must have a version");
  }
  const std::vector<FlagKind>& flags = value.open_flags;
  const bool once = std::adjacent_find(flags.begin(), flags.end(), std::greater_equal<>()) == flags.end();
  violations.Require(once, "open_flags", "must have each kind once, in order");
  const std::vector<Restatement>& restatements = value.restatements;
  violations.Require(restatements.size() <= 2 * kMostRestatements, "restatements", "must be at most 2000");
  const bool told = std::all_of(restatements.begin(), restatements.end(),
                                [](const Restatement& one) { return !one.changes.empty(); });
  violations.Require(told, "restatements", "must each have changes");
}

void CheckAppealHistory(const Appeal& value, absl::CivilDay today, Violations& violations) {
  const HistoryFrame frame{.earliest = value.file_date, .today = today};
  for (const AppealDecision& decision : value.decisions) {
    CheckHistoryDays({decision.date}, frame, "decisions", violations);
    const bool of_appeal =
        std::find(value.charges.begin(), value.charges.end(), decision.charge) != value.charges.end();
    violations.Require(of_appeal, "decisions", "must be on charges that the appeal is about");
  }
  if (value.withdraw_date) CheckHistoryDays({*value.withdraw_date}, frame, "withdraw_date", violations);
}

void CheckAftercareHistory(const Aftercare& value, absl::CivilDay today, Violations& violations) {
  CheckLastState(value, "changes", violations);
  CheckHistoryDays(EffectiveDaysOf(value.changes), {.earliest = value.open_date, .today = today}, "changes",
                   violations);
  for (const AftercareChange& change : value.changes) {
    violations.Require(change.state != AftercareState::kUnspecified, "changes", "must each have a state");
    violations.RequireText(change.reason, kSomeReason, "changes");
    violations.Require((change.state == AftercareState::kEnded) == (change.end_cause != EndCause::kUnspecified),
                       "changes", "must say why the track ended, and nothing else");
  }
}

void CheckAssessmentHistory(const Assessment& value, const Instrument* instrument, Violations& violations) {
  const bool final = value.state == AssessmentState::kFinal;
  violations.Require(value.state != AssessmentState::kUnspecified, "state", "must be given");
  violations.Require((value.state == AssessmentState::kVoid) == !value.void_reason.empty(), "void_reason",
                     "must be given of what was taken back, and of nothing else");
  violations.RequireText(value.void_reason, {.min = 0, .max = 1000}, "void_reason");
  if (instrument == nullptr || !(final || value.means)) return;
  Violations missing;
  CheckComplete(value, *instrument, missing);
  if (!missing.empty()) {
    violations.Append(std::move(missing).Take());
    return;
  }
  violations.Require(value.means == MeansOf(value.scores, *instrument), "means", "must follow from the scores");
}

void CheckCarePlanHistory(const CarePlan& value, absl::CivilDay today, Violations& violations) {
  violations.Require(value.state != CarePlanState::kUnspecified, "state", "must be given");
  CheckHistoryEnd(value.end_date, value.state != CarePlanState::kActive, {.earliest = value.date, .today = today},
                  "end_date", violations);
}

void CheckGoalHistory(const Goal& value, absl::CivilDay today, Violations& violations) {
  violations.Require(value.state != GoalState::kUnspecified, "state", "must be given");
  CheckHistoryEnd(value.end_date, value.state != GoalState::kOpen, {.earliest = value.date, .today = today}, "end_date",
                  violations);
  violations.RequireText(value.end_reason, {.min = value.state == GoalState::kAbandoned ? 1u : 0u, .max = 1000},
                         "end_reason");
}

void CheckServiceHistory(const ServiceDelivery& value, Violations& violations) {
  const bool taken_back = value.state == ServiceDeliveryState::kVoid;
  violations.Require(value.state != ServiceDeliveryState::kUnspecified, "state", "must be given");
  violations.RequireText(value.void_reason, {.min = taken_back ? 1u : 0u, .max = taken_back ? 1000u : 0u},
                         "void_reason");
}

void CheckReferralHistory(const Referral& value, absl::CivilDay today, Violations& violations) {
  CheckLastState(value, "changes", violations);
  CheckHistoryDays(EffectiveDaysOf(value.changes), {.earliest = value.date, .today = today}, "changes", violations);
  for (const ReferralChange& change : value.changes) {
    violations.Require(change.state != ReferralState::kUnspecified, "changes", "must each have a state");
    violations.RequireText(change.reason, kSomeReason, "changes");
  }
  for (const Consent& consent : value.consents) {
    CheckHistoryDays({consent.date}, {.today = today}, "consents", violations);
    violations.Require(consent.decision != ConsentDecision::kUnspecified, "consents", "must each have a decision");
    violations.RequireText(consent.reason, kSomeReason, "consents");
  }
  const bool sent = std::any_of(value.changes.begin(), value.changes.end(),
                                [](const ReferralChange& change) { return change.state == ReferralState::kSent; });
  const bool agreed = !value.consents.empty() && value.consents.back().decision != ConsentDecision::kRefused;
  violations.Require(!sent || agreed, "consents", "must agree to what was sent, or be overridden");
}

void CheckDocumentHistory(const Document& value, absl::CivilDay today, Violations& violations) {
  CheckHistoryDays(DatesOfEntries(value.events), {.today = today}, "events", violations);
  for (const DocumentEvent& event : value.events) {
    violations.Require(event.act >= DocumentAct::kRequest, "events", "must each be an act");
    violations.RequireText(event.reason, kSomeReason, "events");
    violations.RequireText(event.institution, {.min = 0, .max = 200}, "events");
  }
  violations.Require(value.copies >= 0, "copies", "must not be negative");
  violations.RequireText(value.template_id, {.min = 0, .max = 40}, "template_id");
  if (!violations.empty()) return;
  Document replayed;
  replayed.source = value.source;
  const auto refusal = Replay(replayed, 0, value, [](Document before, const DocumentEvent& event) {
    DocumentActInput input;
    input.act = event.act;
    input.date = event.date;
    input.reason = event.reason;
    // Which form it had each time is not told; where it stands does not depend on it.
    input.form = DocumentForm::kOriginal;
    return ApplyDocumentAct(std::move(before), input, event.record_time);
  });
  violations.Require(!refusal, "events", refusal ? refusal->description : "");
  violations.Require(replayed.state == value.state, "state", "must be where the events end");
}

void CheckCopyHistory(const DocumentCopy& value, absl::CivilDay today, Violations& violations) {
  const bool begins = !value.events.empty() && value.events.front().act == CopyAct::kRequest;
  violations.Require(begins, "events", "must begin with the request");
  violations.Require(value.number > 0, "number", "must be 1 or more");
  violations.RequireText(value.reference, {.min = 0, .max = 100}, "reference");
  CheckHistoryDays(DatesOfEntries(value.events), {.today = today}, "events", violations);
  for (std::size_t i = 1; i < value.events.size(); ++i) {
    violations.Require(value.events[i].act > CopyAct::kRequest, "events", "must each be an act");
    violations.RequireText(value.events[i].reason, kSomeReason, "events");
  }
  if (!violations.empty()) return;
  DocumentCopy replayed;
  replayed.events = {value.events.front()};
  const auto refusal = Replay(replayed, 1, value, [&value](DocumentCopy before, const CopyEvent& event) {
    CopyActInput input;
    input.act = event.act;
    input.date = event.date;
    input.reason = event.reason;
    input.reference = value.reference;
    return ApplyCopyAct(std::move(before), input, event.record_time);
  });
  violations.Require(!refusal, "events", refusal ? refusal->description : "");
  violations.Require(replayed.state == value.state, "state", "must be where the events end");
}

void CheckCaseLinkHistory(const CaseLink& value, absl::CivilDay today, Violations& violations) {
  violations.RequireText(value.recorder, {.min = 0, .max = 200}, "recorder");
  violations.Require(value.state != CaseLinkState::kUnspecified, "state", "must be given");
  const bool withdrawn = value.state == CaseLinkState::kWithdrawn;
  std::optional<absl::CivilDay> end;
  if (value.end) end = value.end->date;
  CheckHistoryEnd(end, withdrawn, {.earliest = value.date, .today = today}, "withdrawal", violations);
  if (value.end) violations.RequireText(value.end->reason, kSomeReason, "withdrawal");
}

void CheckTaskHistory(const CaseTask& value, absl::CivilDay today, Violations& violations) {
  const bool begins = !value.events.empty() && value.events.front().act == TaskAct::kCreate;
  violations.Require(begins, "events", "must begin with what made it");
  violations.Require(value.state != TaskState::kUnspecified, "state", "must be given");
  CheckHistoryDays(DatesOfEntries(value.events), {.today = today}, "events", violations);
  for (std::size_t i = 0; i < value.events.size(); ++i) {
    const TaskEvent& event = value.events[i];
    violations.Require(i == 0 || event.act > TaskAct::kCreate, "events", "must each be an act");
    violations.Require(MayBeEntered(event.record_time, today), "events", "must not have been entered in the future");
    violations.RequireText(event.reason, kSomeReason, "events");
    CheckTaskExtension(event, violations);
  }
  CheckTaskClock(value, violations);
  if (!violations.empty()) return;
  CaseTask replayed;
  replayed.state = TaskState::kOpen;
  replayed.events = {value.events.front()};
  const auto refusal = Replay(replayed, 1, value, [](CaseTask before, const TaskEvent& event) {
    TaskActInput input;
    input.act = event.act;
    input.date = event.date;
    return ApplyTaskAct(std::move(before), input);
  });
  violations.Require(!refusal, "events", refusal ? refusal->description : "");
  violations.Require(replayed.state == value.state, "state", "must be where the events end");
}

void CheckNoteHistory(const Note& value, absl::CivilDay today, Violations& violations) {
  violations.RequireText(value.author, kSomebody, "author");
  violations.Require(value.amendments.size() <= kMostNoteAmendments, "amendments", "must be at most 200");
  violations.Require(value.state != NoteState::kUnspecified, "state", "must be given");
  violations.Require((value.state == NoteState::kStruck) == value.strike.has_value(), "strike",
                     "must be given of what was struck, and of nothing else");
  std::vector<NoteChange> changes = value.amendments;
  if (value.strike) changes.push_back(*value.strike);
  CheckHistoryDays(DatesOfEntries(changes), {.today = today}, "amendments", violations);
  for (const NoteChange& change : changes) violations.RequireText(change.reason, kSomeReason, "amendments");
}

void CheckFlagHistory(const Flag& value, absl::CivilDay today, Violations& violations) {
  violations.Require(value.state != FlagState::kUnspecified, "state", "must be given");
  const bool lowered = value.state == FlagState::kLowered;
  std::optional<absl::CivilDay> end;
  if (value.lowered) end = value.lowered->date;
  CheckHistoryEnd(end, lowered, {.earliest = value.raised.date, .today = today}, "lowered", violations);
  if (value.lowered) violations.RequireText(value.lowered->reason, kSomeReason, "lowered");
}

void CheckDistinctionHistory(const Distinction& value, Violations& violations) {
  violations.Require(value.state != DistinctionState::kUnspecified, "state", "must be given");
  violations.Require(value.first < value.second, "first", "must be the lesser of the two");
  for (const std::string& reason : {value.reason, value.withdraw_reason}) {
    violations.RequireText(reason, kSomeReason, "reason");
  }
}

}  // namespace amparo::cases
