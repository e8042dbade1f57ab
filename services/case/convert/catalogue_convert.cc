#include "services/case/convert/catalogue_convert.h"

#include "services/case/convert/values.h"

namespace amparo::cases {

void ToProto(const Instrument& value, v1::Instrument& out) {
  out.set_id(value.id);
  out.set_title(value.title);
  out.set_version(value.version);
  SetDate(value.effective_date, out.mutable_effective_date());
  if (value.retire_date) SetDate(*value.retire_date, out.mutable_retire_date());
  for (const SubDomain& one : value.sub_domains) {
    v1::SubDomain& added = *out.add_sub_domains();
    added.set_code(one.code);
    added.set_domain(static_cast<v1::CareDomain>(one.domain));
    added.set_title(one.title);
  }
}

void ToProto(const ServiceKind& value, v1::ServiceKind& out) {
  out.set_code(value.code);
  out.set_title(value.title);
}

void ToProto(const RestorationCriteria& value, v1::RestorationCriteria& out) {
  out.set_id(value.id);
  out.set_title(value.title);
  SetDate(value.effective_date, out.mutable_effective_date());
  out.set_min_domain_hundredths(value.min_domain_hundredths);
  out.set_min_overall_hundredths(value.min_overall_hundredths);
  out.set_hold_months(value.hold_months);
  out.set_max_age_days(value.max_age_days);
  out.set_no_open_safety_flag(value.no_open_safety_flag);
}

}  // namespace amparo::cases
