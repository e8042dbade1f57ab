#include "services/case/domain/holiday.h"

#include <algorithm>
#include <utility>

namespace amparo::cases {
namespace {

constexpr TextBounds kHolidayTitle{1, 200};
constexpr int kLongestRest = 366;

std::vector<Holiday>::iterator PlaceOf(absl::CivilDay date, std::vector<Holiday>& holidays) {
  return std::lower_bound(holidays.begin(), holidays.end(), date,
                          [](const Holiday& holiday, absl::CivilDay day) { return holiday.date < day; });
}

bool IsWeekend(absl::CivilDay day) {
  const absl::Weekday weekday = absl::GetWeekday(day);
  return weekday == absl::Weekday::saturday || weekday == absl::Weekday::sunday;
}

}  // namespace

bool AnnualHoliday::FallsOn(absl::CivilDay date) const {
  const absl::CivilYear year(date);
  return date.month() == month && date.day() == day && year >= first_year && (!last_year || year <= *last_year);
}

void CheckHoliday(const Holiday& holiday, Violations& violations) {
  violations.Require(holiday.kind != HolidayKind::kUnspecified, "holiday.kind", "must be given");
  violations.RequireText(holiday.title, kHolidayTitle, "holiday.title");
}

Decision<std::vector<Holiday>> WithHoliday(std::vector<Holiday> holidays, Holiday fresh) {
  const auto place = PlaceOf(fresh.date, holidays);
  if (place != holidays.end() && place->date == fresh.date) {
    *place = std::move(fresh);
    return holidays;
  }
  if (holidays.size() >= kMostHolidays) {
    return Refusal{"TOO_MANY_HOLIDAYS", "an office keeps at most 2000 days: remove those that are long past"};
  }
  holidays.insert(place, std::move(fresh));
  return holidays;
}

Decision<std::vector<Holiday>> WithoutHoliday(std::vector<Holiday> holidays, absl::CivilDay date) {
  const auto place = PlaceOf(date, holidays);
  if (place == holidays.end() || place->date != date) {
    return Refusal{"NO_HOLIDAY", "the office has entered nothing for that day"};
  }
  holidays.erase(place);
  return holidays;
}

WorkingDays::WorkingDays(std::vector<AnnualHoliday> annual, const std::vector<Holiday>& of_office)
    : annual_(std::move(annual)) {
  for (const Holiday& holiday : of_office) of_office_.emplace(holiday.date, holiday.kind);
}

bool WorkingDays::Contains(absl::CivilDay date) const {
  const auto said = of_office_.find(date);
  if (said != of_office_.end()) return said->second == HolidayKind::kWorkingDay;
  return !IsWeekend(date) && AnnualOn(date) == nullptr;
}

absl::CivilDay WorkingDays::Next(absl::CivilDay date, int direction) const {
  date += direction;
  for (int left = kLongestRest; left > 0 && !Contains(date); --left) date += direction;
  return date;
}

const AnnualHoliday* WorkingDays::AnnualOn(absl::CivilDay date) const {
  if (of_office_.contains(date)) return nullptr;
  const auto at =
      std::find_if(annual_.begin(), annual_.end(), [date](const AnnualHoliday& one) { return one.FallsOn(date); });
  return at == annual_.end() ? nullptr : &*at;
}

}  // namespace amparo::cases
