#include "services/case/convert/lifecycle_convert.h"

#include "services/case/convert/values.h"

namespace amparo::cases {

void ToProto(const CaseClock& value, const CaseName& name, absl::CivilDay as_of, v1::CaseClock& out) {
  out.set_case_(ToString(name));
  SetDate(as_of, out.mutable_as_of());
  out.set_active_days(value.active_days);
  out.set_inactive_days(value.inactive_days);
  out.set_running(value.running);
  for (const InactivePeriod& one : value.inactive_periods) {
    v1::InactivePeriod& added = *out.add_inactive_periods();
    SetDate(one.from, added.mutable_from_date());
    if (one.to) SetDate(*one.to, added.mutable_to_date());
    added.set_reason(one.reason);
  }
}

}  // namespace amparo::cases
