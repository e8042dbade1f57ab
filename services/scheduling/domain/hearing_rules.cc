#include "services/scheduling/domain/hearing_rules.h"

#include <algorithm>
#include <set>
#include <utility>

#include "common/base/money.h"
#include "common/base/strings.h"
#include "common/base/text.h"
#include "services/scheduling/domain/court.h"

namespace amparo::scheduling {
namespace {

constexpr size_t kMostStaff = 20;
constexpr size_t kMostAttendance = 100;
constexpr TextBounds kStaffBounds = {.min = 1, .max = 200};
constexpr TextBounds kNoteBounds = {.min = 0, .max = 1000};
constexpr TextBounds kReasonBounds = {.min = 1, .max = 1000};

template <typename Enum>
bool IsBetween(Enum value, Enum first, Enum last) {
  return value >= first && value <= last;
}

// Court calendars live within these; what lies outside is a slip of the keyboard, not a date.
bool IsPlausible(absl::Time time) {
  static const absl::Time kEarliest = absl::FromCivil(absl::CivilDay(1900, 1, 1), absl::UTCTimeZone());
  static const absl::Time kLatest = absl::FromCivil(absl::CivilDay(2200, 1, 1), absl::UTCTimeZone());
  return time >= kEarliest && time < kLatest;
}

constexpr std::string_view kPlausible = "must lie in the years 1900 to 2199";

void CheckStaff(const std::vector<std::string>& staff, Violations& violations) {
  if (!violations.Require(staff.size() <= kMostStaff, "required_staff", "must have at most 20 entries")) return;
  for (size_t i = 0; i < staff.size(); ++i) {
    violations.Note(StrCat("required_staff[", i, "]"), ValidateText(staff[i], kStaffBounds));
  }
  const std::set<std::string> distinct(staff.begin(), staff.end());
  violations.Require(distinct.size() == staff.size(), "required_staff", "must name nobody twice");
}

// `seen` are the parties before this one.
void CheckParty(const std::string& name, const std::string& field, std::vector<PartyKey>& seen,
                Violations& violations) {
  if (name.empty()) return;
  const std::optional<PartyKey> party = ParsePartyName(name);
  if (!violations.Require(party.has_value(), field, "must be empty or the name of a party")) return;
  violations.Require(std::find(seen.begin(), seen.end(), *party) == seen.end(), field, "must come once");
  seen.push_back(*party);
}

void CheckWages(const Attendance& one, const std::string& field, Violations& violations) {
  if (!one.wages_lost) return;
  if (!violations.Require(one.wages_lost->minor_units >= 0, field, "must not be negative")) return;
  const bool lost = one.day_lost != DayLost::kNothing || one.wages_lost->minor_units == 0;
  if (!violations.Require(lost, field, "are lost with a half or a whole day only")) return;
  violations.Note(field, ValidateSize(*one.wages_lost));
}

// Every act moves a hearing that is on the calendar.
std::optional<BrokenRule> RequireScheduled(const Hearing& hearing) {
  if (hearing.state == HearingState::kScheduled) return std::nullopt;
  return BrokenRule{"HEARING_NOT_SCHEDULED", StrCat("the hearing must be SCHEDULED; it is ", StateName(hearing.state))};
}

Hearing Moved(const Hearing& hearing, HearingState state, absl::Time now) {
  Hearing moved = hearing;
  moved.state = state;
  MarkChanged(moved, now);
  return moved;
}

// `hearing` as a new record on the calendar.
void PutOnCalendar(Hearing& hearing, absl::TimeZone zone, absl::Time now) {
  hearing.state = HearingState::kScheduled;
  hearing.hearing_date = DayIn(zone, hearing.start_time);
  MarkEntered(hearing, now);
}

// A hearing under `key` that nothing has happened to yet.
Hearing Planned(const HearingPlan& plan, Key key) {
  Hearing hearing;
  hearing.key = std::move(key);
  static_cast<HearingPlan&>(hearing) = plan;
  return hearing;
}

}  // namespace

Violations CheckDraft(const Hearing& draft) {
  Violations violations;
  violations.Require(draft.case_key.office == draft.key.office, "case", "must be of the hearing's office");
  violations.Require(draft.court.office == draft.key.office, "court", "must be of the hearing's office");
  violations.Require(IsBetween(draft.purpose, HearingPurpose::kFirstAppearance, HearingPurpose::kOther), "purpose",
                     "must be one of the purposes");
  violations.Require(IsPlausible(draft.start_time), "start_time", kPlausible);
  violations.Require(draft.duration >= absl::Minutes(5) && draft.duration <= absl::Hours(12), "duration",
                     "must be from 5 minutes to 12 hours");
  CheckStaff(draft.required_staff, violations);
  return violations;
}

Decision<Hearing> Schedule(const Hearing& draft, absl::TimeZone zone, absl::Time now) {
  Violations violations = CheckDraft(draft);
  if (!violations.empty()) return violations;
  Hearing hearing = Planned(draft, draft.key);
  PutOnCalendar(hearing, zone, now);
  return hearing;
}

Violations CheckAttendance(const std::vector<Attendance>& attendance) {
  Violations violations;
  if (!violations.Require(attendance.size() <= kMostAttendance, "attendance", "must have at most 100 entries"))
    return violations;
  std::vector<PartyKey> seen;
  for (size_t i = 0; i < attendance.size(); ++i) {
    const Attendance& one = attendance[i];
    const std::string path = StrCat("attendance[", i, "]");
    violations.Require(IsBetween(one.attendee, AttendeeKind::kParent, AttendeeKind::kStaff), path + ".attendee",
                       "must be one of the kinds");
    CheckParty(one.party, path + ".party", seen, violations);
    violations.Require(IsBetween(one.day_lost, DayLost::kNothing, DayLost::kWhole), path + ".day_lost",
                       "must be nothing, a half or a whole day");
    CheckWages(one, path + ".wages_lost", violations);
  }
  return violations;
}

Violations CheckParties(const std::vector<Attendance>& attendance, const std::vector<Key>& cases) {
  Violations violations;
  for (size_t i = 0; i < attendance.size(); ++i) {
    const std::optional<PartyKey> party = ParsePartyName(attendance[i].party);
    const bool fits = !party || std::find(cases.begin(), cases.end(), party->case_key) != cases.end();
    violations.Require(fits, StrCat("attendance[", i, "].party"),
                       "must be a party of the hearing's case, or of one that it was merged with");
  }
  return violations;
}

Violations CheckAdjournment(const Adjournment& adjournment, std::optional<absl::Time> start) {
  Violations violations;
  violations.Require(IsBetween(adjournment.reason, AdjournmentReason::kJudgeAbsent, AdjournmentReason::kOther),
                     "adjournment.reason", "must be one of the reasons");
  violations.Require(IsBetween(adjournment.side, ResponsibleSide::kProsecution, ResponsibleSide::kOther),
                     "adjournment.side", "must be one of the sides");
  violations.Note("adjournment.note", ValidateText(adjournment.note, kNoteBounds));
  if (!adjournment.next_start_time) return violations;
  if (start) {
    violations.Require(*adjournment.next_start_time > *start, "adjournment.next_start_time",
                       "must be after the start of the adjourned hearing");
  }
  violations.Require(IsPlausible(*adjournment.next_start_time), "adjournment.next_start_time", kPlausible);
  return violations;
}

Violations CheckVacateReason(std::string_view reason) {
  Violations violations;
  violations.Note("reason", ValidateText(reason, kReasonBounds));
  return violations;
}

Decision<Hearing> Hold(const Hearing& hearing, const std::vector<Attendance>& attendance, absl::Time now) {
  Violations violations = CheckAttendance(attendance);
  if (!violations.empty()) return violations;
  if (auto broken = RequireScheduled(hearing)) return *std::move(broken);
  if (now < hearing.start_time) {
    return BrokenRule{"HEARING_NOT_BEGUN", "a hearing whose start lies in the future cannot have been held"};
  }
  Hearing held = Moved(hearing, HearingState::kHeld, now);
  held.attendance = attendance;
  return held;
}

Decision<Adjourned> Adjourn(const Hearing& hearing, const Adjournment& adjournment,
                            const std::vector<Attendance>& attendance, const Uuid& next_id, absl::TimeZone zone,
                            absl::Time now) {
  Violations violations = CheckAttendance(attendance);
  violations.AddOthers(CheckAdjournment(adjournment, hearing.start_time));
  if (!violations.empty()) return violations;
  if (auto broken = RequireScheduled(hearing)) return *std::move(broken);
  if (now < hearing.start_time && !attendance.empty()) {
    return BrokenRule{"HEARING_NOT_BEGUN", "nobody can have come to a hearing whose start lies in the future"};
  }
  Adjourned adjourned{Moved(hearing, HearingState::kAdjourned, now), std::nullopt};
  adjourned.hearing.adjournment = adjournment;
  adjourned.hearing.attendance = attendance;
  if (adjournment.next_start_time) {
    Hearing next = Planned(hearing, {hearing.key.office, next_id});
    next.start_time = *adjournment.next_start_time;
    next.previous_hearing = hearing.key.id;
    PutOnCalendar(next, zone, now);
    adjourned.hearing.next_hearing = next_id;
    adjourned.next = std::move(next);
  }
  return adjourned;
}

Decision<Hearing> Vacate(const Hearing& hearing, const std::string& reason, absl::Time now) {
  Violations violations = CheckVacateReason(reason);
  if (!violations.empty()) return violations;
  if (auto broken = RequireScheduled(hearing)) return *std::move(broken);
  Hearing vacated = Moved(hearing, HearingState::kVacated, now);
  vacated.vacate_reason = reason;
  return vacated;
}

}  // namespace amparo::scheduling
