#include "services/case/convert/service_delivery_convert.h"

#include "services/case/convert/case_members.h"
#include "services/case/convert/values.h"

namespace amparo::cases {

static_assert(static_cast<int>(ServiceDeliveryState::kVoid) == v1::SERVICE_DELIVERY_STATE_VOID);

ServiceDelivery ServiceDeliveryFromRequest(const v1::ServiceDelivery& request, const ServiceDeliveryName& name,
                                           Violations& violations) {
  ServiceDelivery value;
  value.name = name;
  value.party = MemberOf<PartyName>(name.parent(), request.party(), "party", violations);
  value.kind = request.kind();
  value.date = RequiredDay(request.has_date(), request.date(), "date", violations);
  value.staff = request.staff();
  value.duration_minutes = request.duration_minutes();
  value.goal = OptionalMemberOf<GoalName>(name.parent(), request.goal(), "goal", violations);
  value.hearing = request.hearing();
  return value;
}

ServiceDelivery ServiceDeliveryFromStored(const v1::ServiceDelivery& stored) {
  Violations none;
  ServiceDelivery value = ServiceDeliveryFromRequest(stored, StoredName<ServiceDeliveryName>(stored), none);
  AMPARO_CHECK(none.empty(), "a stored service is well formed");
  value.state = static_cast<ServiceDeliveryState>(stored.state());
  value.void_reason = stored.void_reason();
  return value;
}

void ToProto(const ServiceDelivery& value, v1::ServiceDelivery& out) {
  out.set_name(ToString(value.name));
  out.set_party(MemberName<PartyName>(value.name, value.party));
  out.set_kind(value.kind);
  SetDate(value.date, out.mutable_date());
  out.set_staff(value.staff);
  out.set_duration_minutes(value.duration_minutes);
  out.set_goal(MemberName<GoalName>(value.name, value.goal));
  out.set_hearing(value.hearing);
  out.set_state(static_cast<v1::ServiceDeliveryState>(value.state));
  out.set_void_reason(value.void_reason);
}

std::vector<Value> ColumnsOf(const ServiceDelivery& value) {
  return {value.subject, value.party, static_cast<int64_t>(value.state), value.staff, value.kind, DayTime(value.date)};
}

}  // namespace amparo::cases
