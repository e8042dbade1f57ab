#include "services/scheduling/convert/hearing.h"

#include <string>

#include "common/base/status_macros.h"
#include "common/base/strings.h"
#include "services/scheduling/convert/common.h"

namespace amparo::scheduling {
namespace {

static_assert(static_cast<int>(HearingState::kVacated) == v1::HearingState_MAX);
static_assert(static_cast<int>(HearingPurpose::kOther) == v1::HearingPurpose_MAX);
static_assert(static_cast<int>(AdjournmentReason::kOther) == v1::AdjournmentReason_MAX);
static_assert(static_cast<int>(ResponsibleSide::kOther) == v1::ResponsibleSide_MAX);
static_assert(static_cast<int>(AttendeeKind::kStaff) == v1::AttendeeKind_MAX);
static_assert(static_cast<int>(DayLost::kWhole) == v1::DayLost_MAX);

Attendance OneAttendance(const v1::Attendance& proto, const std::string& path, Violations& violations) {
  Attendance attendance;
  attendance.attendee = static_cast<AttendeeKind>(proto.attendee());
  attendance.party = proto.party();
  attendance.day_lost = static_cast<DayLost>(proto.day_lost());
  if (proto.has_wages_lost())
    attendance.wages_lost = MoneyFromProto(proto.wages_lost(), path + ".wages_lost", violations);
  return attendance;
}

void ToProto(const Attendance& attendance, v1::Attendance* proto) {
  proto->set_attendee(static_cast<v1::AttendeeKind>(attendance.attendee));
  proto->set_party(attendance.party);
  proto->set_day_lost(static_cast<v1::DayLost>(attendance.day_lost));
  if (attendance.wages_lost) MoneyToProto(*attendance.wages_lost, proto->mutable_wages_lost());
}

void ToProto(const Adjournment& adjournment, v1::Adjournment* proto) {
  proto->set_reason(static_cast<v1::AdjournmentReason>(adjournment.reason));
  proto->set_side(static_cast<v1::ResponsibleSide>(adjournment.side));
  if (adjournment.next_start_time) TimeToProto(*adjournment.next_start_time, proto->mutable_next_start_time());
  proto->set_note(adjournment.note);
}

// What was planned, from either a request or a record.
void PlanFromProto(const v1::Hearing& proto, HearingPlan& hearing, Violations& violations) {
  hearing.case_key = KeyFromName(Collection::kCases, proto.case_(), "case", "must be a case's name", violations);
  hearing.court = KeyFromName(Collection::kCourts, proto.court(), "court", "must be a court's name", violations);
  hearing.purpose = static_cast<HearingPurpose>(proto.purpose());
  if (violations.Require(proto.has_start_time(), "start_time", "is required")) {
    hearing.start_time = TimeFromProto(proto.start_time(), "start_time", violations);
  }
  hearing.duration = DurationFromProto(proto.duration(), "duration", violations);
  hearing.required_staff.assign(proto.required_staff().begin(), proto.required_staff().end());
}

// The id in the name of another hearing; nothing for an empty name.
std::optional<Uuid> NeighbourFromName(const std::string& name, std::string_view field, Violations& violations) {
  if (name.empty()) return std::nullopt;
  return KeyFromName(Collection::kHearings, name, field, "must be a hearing's name", violations).id;
}

// What has happened, which only a record has.
void HistoryFromProto(const v1::Hearing& proto, Hearing& hearing, Violations& violations) {
  hearing.state = static_cast<HearingState>(proto.state());
  if (proto.has_adjournment()) hearing.adjournment = AdjournmentFromProto(proto.adjournment(), violations);
  hearing.attendance = AttendanceFromProto(proto.attendance(), violations);
  hearing.next_hearing = NeighbourFromName(proto.next_hearing(), "next_hearing", violations);
  hearing.previous_hearing = NeighbourFromName(proto.previous_hearing(), "previous_hearing", violations);
  hearing.vacate_reason = proto.vacate_reason();
  hearing.hearing_date = DateFromProto(proto.hearing_date(), "hearing_date", violations).value_or(absl::CivilDay());
}

}  // namespace

Hearing HearingFromProto(const v1::Hearing& proto, const Key& key, Violations& violations) {
  Hearing draft;
  draft.key = key;
  PlanFromProto(proto, draft, violations);
  return draft;
}

Adjournment AdjournmentFromProto(const v1::Adjournment& proto, Violations& violations) {
  Adjournment adjournment;
  adjournment.reason = static_cast<AdjournmentReason>(proto.reason());
  adjournment.side = static_cast<ResponsibleSide>(proto.side());
  if (proto.has_next_start_time()) {
    adjournment.next_start_time = TimeFromProto(proto.next_start_time(), "adjournment.next_start_time", violations);
  }
  adjournment.note = proto.note();
  return adjournment;
}

std::vector<Attendance> AttendanceFromProto(const google::protobuf::RepeatedPtrField<v1::Attendance>& proto,
                                            Violations& violations) {
  std::vector<Attendance> attendance;
  attendance.reserve(static_cast<size_t>(proto.size()));
  for (int i = 0; i < proto.size(); ++i) {
    attendance.push_back(OneAttendance(proto[i], StrCat("attendance[", i, "]"), violations));
  }
  return attendance;
}

v1::Hearing ToProto(const Hearing& hearing) {
  const auto name_of = [&hearing](const Uuid& id) {
    return BuildName(Collection::kHearings, {hearing.key.office, id});
  };
  v1::Hearing proto;
  RecordToProto(hearing, Collection::kHearings, proto);
  proto.set_case_(BuildName(Collection::kCases, hearing.case_key));
  proto.set_court(BuildName(Collection::kCourts, hearing.court));
  proto.set_purpose(static_cast<v1::HearingPurpose>(hearing.purpose));
  TimeToProto(hearing.start_time, proto.mutable_start_time());
  DurationToProto(hearing.duration, proto.mutable_duration());
  proto.mutable_required_staff()->Assign(hearing.required_staff.begin(), hearing.required_staff.end());
  proto.set_state(static_cast<v1::HearingState>(hearing.state));
  if (hearing.adjournment) ToProto(*hearing.adjournment, proto.mutable_adjournment());
  for (const Attendance& attendance : hearing.attendance) ToProto(attendance, proto.add_attendance());
  if (hearing.next_hearing) proto.set_next_hearing(name_of(*hearing.next_hearing));
  if (hearing.previous_hearing) proto.set_previous_hearing(name_of(*hearing.previous_hearing));
  proto.set_vacate_reason(hearing.vacate_reason);
  DateToProto(hearing.hearing_date, proto.mutable_hearing_date());
  return proto;
}

absl::StatusOr<Hearing> FromProto(const v1::Hearing& proto) {
  Violations violations;
  Hearing hearing;
  RecordFromProto(proto, Collection::kHearings, hearing, violations);
  PlanFromProto(proto, hearing, violations);
  HistoryFromProto(proto, hearing, violations);
  AMPARO_RETURN_IF_ERROR(RequireWhole(violations, "hearing"));
  return hearing;
}

absl::StatusOr<Hearing> HearingFromRecord(std::string_view body) {
  v1::Hearing proto;
  AMPARO_RETURN_IF_ERROR(ParseRecord(body, "hearing", proto));
  return FromProto(proto);
}

}  // namespace amparo::scheduling
