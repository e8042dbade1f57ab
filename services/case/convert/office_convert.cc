#include "services/case/convert/office_convert.h"

#include "services/case/convert/holiday_convert.h"
#include "services/case/convert/values.h"

namespace amparo::cases {

Office OfficeFromRequest(const v1::Office& request, Violations& violations) {
  Office value;
  value.display_name = request.display_name();
  value.country_code = request.country_code();
  value.city = request.city();
  value.currency_code = request.currency_code();
  value.time_zone = request.time_zone();
  value.open_date = RequiredDay(request.has_open_date(), request.open_date(), "open_date", violations);
  return value;
}

Office OfficeFromStored(const v1::Office& stored) {
  Violations none;
  Office value = OfficeFromRequest(stored, none);
  if (const auto name = ParseName<OfficeName>(stored.name())) value.name = *name;
  for (const v1::Holiday& holiday : stored.holidays()) value.holidays.push_back(HolidayFromStored(holiday));
  return value;
}

void ToProto(const Office& value, v1::Office& out) {
  out.set_name(ToString(value.name));
  out.set_display_name(value.display_name);
  out.set_country_code(value.country_code);
  out.set_city(value.city);
  out.set_currency_code(value.currency_code);
  out.set_time_zone(value.time_zone);
  SetDate(value.open_date, out.mutable_open_date());
  out.clear_holidays();
  for (const Holiday& holiday : value.holidays) SetHoliday(holiday, *out.add_holidays());
}

std::vector<Value> ColumnsOf(const Office&) {
  return {};
}

}  // namespace amparo::cases
