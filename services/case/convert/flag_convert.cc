#include "services/case/convert/flag_convert.h"

#include "services/case/convert/case_members.h"
#include "services/case/convert/enums.h"
#include "services/case/convert/values.h"

namespace amparo::cases {
namespace {

static_assert(static_cast<int>(FlagState::kLowered) == v1::FLAG_STATE_LOWERED);

FlagAct FlagActFrom(const v1::FlagAct& act) {
  return {.date = DayFrom(act.date()).value_or(absl::CivilDay()),
          .record_time = TimeFrom(act.record_time()),
          .recorder = act.recorder(),
          .reason = act.reason()};
}

void SetFlagAct(const FlagAct& act, v1::FlagAct& out) {
  SetDate(act.date, out.mutable_date());
  SetTimestamp(act.record_time, out.mutable_record_time());
  out.set_recorder(act.recorder);
  out.set_reason(act.reason);
}

}  // namespace

Flag FlagFromRequest(const v1::Flag& request, const FlagName& name, Violations& violations) {
  Flag value;
  value.name = name;
  value.kind = EnumFrom<FlagKind>(request.kind(), v1::FlagKind_IsValid, "kind", violations);
  value.party = OptionalMemberOf<PartyName>(name.parent(), request.party(), "party", violations);
  return value;
}

Flag FlagFromStored(const v1::Flag& stored) {
  Violations none;
  Flag value = FlagFromRequest(stored, StoredName<FlagName>(stored), none);
  AMPARO_CHECK(none.empty(), "a stored flag is well formed");
  value.state = static_cast<FlagState>(stored.state());
  value.raised = FlagActFrom(stored.raised());
  if (stored.has_lowered()) value.lowered = FlagActFrom(stored.lowered());
  return value;
}

void ToProto(const Flag& value, v1::Flag& out) {
  out.set_name(ToString(value.name));
  out.set_kind(static_cast<v1::FlagKind>(value.kind));
  out.set_party(MemberName<PartyName>(value.name, value.party));
  out.set_state(static_cast<v1::FlagState>(value.state));
  SetFlagAct(value.raised, *out.mutable_raised());
  out.clear_lowered();
  if (value.lowered) SetFlagAct(*value.lowered, *out.mutable_lowered());
}

std::vector<Value> ColumnsOf(const Flag& value) {
  return {static_cast<int64_t>(value.kind), static_cast<int64_t>(value.state),
          value.party ? Value(*value.party) : Value(), value.subject ? Value(*value.subject) : Value()};
}

}  // namespace amparo::cases
