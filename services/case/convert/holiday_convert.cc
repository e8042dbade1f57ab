#include "services/case/convert/holiday_convert.h"

#include "services/case/convert/enums.h"
#include "services/case/convert/values.h"

namespace amparo::cases {

static_assert(static_cast<int>(HolidayKind::kWorkingDay) == v1::HOLIDAY_KIND_WORKING_DAY);

Holiday HolidayFromRequest(const v1::Holiday& request, Violations& violations) {
  Holiday value;
  value.date = RequiredDay(request.has_date(), request.date(), "holiday.date", violations);
  value.kind = EnumFrom<HolidayKind>(request.kind(), v1::HolidayKind_IsValid, "holiday.kind", violations);
  value.title = request.title();
  return value;
}

Holiday HolidayFromStored(const v1::Holiday& stored) {
  Violations none;
  Holiday value = HolidayFromRequest(stored, none);
  value.recorder = stored.recorder();
  value.record_time = TimeFrom(stored.record_time());
  return value;
}

void SetHoliday(const Holiday& value, v1::Holiday& out) {
  SetDate(value.date, out.mutable_date());
  out.set_kind(static_cast<v1::HolidayKind>(value.kind));
  out.set_title(value.title);
  out.set_recorder(value.recorder);
  SetTimestamp(value.record_time, out.mutable_record_time());
}

}  // namespace amparo::cases
