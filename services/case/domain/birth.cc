#include "services/case/domain/birth.h"

#include "common/base/civil.h"

namespace amparo::cases {
namespace {

constexpr int kMonthsOfYear = 12;

bool Exists(const Birth& birth) {
  if (birth.day != 0 && birth.month == 0) return false;
  return MakeDate(birth.year, birth.month == 0 ? 1 : birth.month, birth.day == 0 ? 1 : birth.day).has_value();
}

}  // namespace

Birth BirthOn(absl::CivilDay day) {
  return {.year = static_cast<int>(day.year()), .month = day.month(), .day = day.day()};
}

BirthDays DaysOf(const Birth& birth) {
  const int year = birth.year;
  if (birth.exact()) {
    const absl::CivilDay day(year, birth.month, birth.day);
    return {day, day};
  }
  const int first_month = birth.month == 0 ? 1 : birth.month;
  const int last_month = birth.month == 0 ? kMonthsOfYear : birth.month;
  return {absl::CivilDay(absl::CivilMonth(year - birth.margin_years, first_month)),
          absl::CivilDay(absl::CivilMonth(year + birth.margin_years, last_month) + 1) - 1};
}

void CheckBirth(const Birth& birth, absl::CivilDay today, std::string_view field, Violations& violations) {
  if (!violations.Require(Exists(birth), field, "must be a date that exists: a year, a year and month, or a day")) {
    return;
  }
  const absl::CivilDay earliest(birth.year, birth.month == 0 ? 1 : birth.month, birth.day == 0 ? 1 : birth.day);
  violations.Require(earliest <= today, field, "must not be in the future");
  violations.Require(!birth.exact() || !birth.estimated, field, "an exact day is no estimate; give the year or month");
  const bool fits = birth.margin_years >= 0 && birth.margin_years <= kMostMarginYears;
  violations.Require(fits, field, "may be off by 0 to 10 years");
  violations.Require(birth.margin_years == 0 || birth.estimated, field, "may be off only when it is an estimate");
}

AgeRange AgesOn(const Birth& birth, absl::CivilDay day) {
  const BirthDays days = DaysOf(birth);
  return {.min = AgeOn(days.last, day), .max = AgeOn(days.first, day)};
}

Minority MinorityOn(const std::optional<Birth>& birth, absl::CivilDay day) {
  if (!birth) return Minority::kUnknown;
  const AgeRange ages = AgesOn(*birth, day);
  if (ages.max < kMajority) return Minority::kMinor;
  if (ages.min >= kMajority) return Minority::kAdult;
  return Minority::kUnknown;
}

}  // namespace amparo::cases
