#include "services/case/convert/aftercare_convert.h"

#include "services/case/convert/case_members.h"
#include "services/case/convert/values.h"

namespace amparo::cases {
namespace {

static_assert(static_cast<int>(AftercareState::kEnded) == v1::AFTERCARE_STATE_ENDED);
static_assert(static_cast<int>(EndCause::kOther) == v1::END_CAUSE_OTHER);

AftercareChange ChangeFrom(const v1::AftercareChange& change, const CaseName& parent) {
  Violations none;
  return {.state = static_cast<AftercareState>(change.state()),
          .effective_date = RequiredDay(true, change.effective_date(), "effective_date", none),
          .record_time = TimeFrom(change.record_time()),
          .reason = change.reason(),
          .end_cause = static_cast<EndCause>(change.end_cause()),
          .revictimized = change.revictimized(),
          .criteria = change.criteria(),
          .assessment = OptionalMemberOf<AssessmentName>(parent, change.assessment(), "assessment", none)};
}

void SetAftercareChange(const AftercareChange& change, const AftercareName& name, v1::AftercareChange& out) {
  out.set_state(static_cast<v1::AftercareState>(change.state));
  SetDate(change.effective_date, out.mutable_effective_date());
  SetTimestamp(change.record_time, out.mutable_record_time());
  out.set_reason(change.reason);
  out.set_end_cause(static_cast<v1::EndCause>(change.end_cause));
  out.set_revictimized(change.revictimized);
  out.set_criteria(change.criteria);
  out.set_assessment(MemberName<AssessmentName>(name, change.assessment));
}

}  // namespace

Aftercare AftercareFromRequest(const v1::Aftercare& request, const CaseName& parent, absl::CivilDay today,
                               Violations& violations) {
  Aftercare value;
  value.name = {parent.office, parent.id, MemberOf<PartyName>(parent, request.party(), "party", violations)};
  value.open_date = OptionalDay(request.has_open_date(), request.open_date(), "open_date", violations).value_or(today);
  value.lead = request.lead();
  return value;
}

Aftercare AftercareFromStored(const v1::Aftercare& stored) {
  const auto name = StoredName<AftercareName>(stored);
  Violations none;
  Aftercare value = AftercareFromRequest(stored, name.parent(), absl::CivilDay(), none);
  value.state = static_cast<AftercareState>(stored.state());
  for (const v1::AftercareChange& change : stored.changes()) value.changes.push_back(ChangeFrom(change, name.parent()));
  AMPARO_CHECK(none.empty(), "a stored aftercare is well formed");
  return value;
}

void ToProto(const Aftercare& value, v1::Aftercare& out) {
  out.set_name(ToString(value.name));
  out.set_party(ToString(value.party()));
  SetDate(value.open_date, out.mutable_open_date());
  out.set_lead(value.lead);
  out.set_state(static_cast<v1::AftercareState>(value.state));
  out.clear_changes();
  for (const AftercareChange& change : value.changes) SetAftercareChange(change, value.name, *out.add_changes());
}

void ToProto(const RestorationJudgement& value, const AftercareName& name, v1::CheckRestorationResponse& out) {
  out.set_criteria_id(value.criteria);
  out.set_met(value.met());
  for (const JudgedCriterion& one : value.criterions) {
    v1::RestorationCriterion& added = *out.add_criteria();
    added.set_code(one.code);
    added.set_met(one.met);
    added.set_description(one.description);
  }
  out.set_assessment(MemberName<AssessmentName>(name, value.assessment));
}

std::vector<Value> ColumnsOf(const Aftercare& value) {
  return {static_cast<int64_t>(value.state), value.lead, DayTime(value.open_date)};
}

}  // namespace amparo::cases
