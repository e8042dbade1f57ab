// Dates as a calendar on the wall has them, ages, and terms of years, months and days.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/time/civil_time.h"

namespace amparo {

// Reads "YYYY-MM-DD", a date that exists, years 0001 to 9999; anything else is nullopt.
std::optional<absl::CivilDay> ParseDate(std::string_view text);

// The date of a year, month and day that exists (years 1 to 9999), else nullopt: 2015-02-29 does not become 1 March.
std::optional<absl::CivilDay> MakeDate(int64_t year, int month, int day);

// "YYYY-MM-DD".
std::string FormatDate(absl::CivilDay date);

// Whole years from `from` to `to`, 0 when `to` is earlier. The anniversary of 29 February is 1 March in a year without
// one, which keeps a child a child for the day in dispute.
int YearsBetween(absl::CivilDay from, absl::CivilDay to);

// The age in whole years on `on` of someone born on `birth`.
inline int AgeOn(absl::CivilDay birth, absl::CivilDay on) {
  return YearsBetween(birth, on);
}

// `date` moved by whole months; a day the target month lacks becomes its last (31 January + 1 month = 28 or 29
// February).
absl::CivilDay AddMonths(absl::CivilDay date, int64_t months);

// A length of time as courts give it: years, months and days, none negative.
struct Term {
  int32_t years = 0;
  int32_t months = 0;
  int32_t days = 0;

  bool IsZero() const { return years == 0 && months == 0 && days == 0; }

  // The last day of a term that begins on `start` is the day before this one: years and months first, then days.
  absl::CivilDay EndAfter(absl::CivilDay start) const;

  // "7 years", "1 year 6 months", "10 days"; "0 days" when empty.
  std::string ToString() const;
};

// Terms are ordered by length, twelve months being a year and a month the mean month of the Gregorian calendar
// (30.436875 days). Two terms are equal when their lengths are.
std::strong_ordering operator<=>(const Term& a, const Term& b);
bool operator==(const Term& a, const Term& b);

}  // namespace amparo
