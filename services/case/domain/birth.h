// When somebody was born, as far as it is known, and what follows from it for any day: an age between two bounds, and
// whether they are a minor.
#pragma once

#include <optional>

#include "absl/time/civil_time.h"
#include "services/case/domain/violations.h"

namespace amparo::cases {

// Who is younger is a minor.
inline constexpr int kMajority = 18;
// The most an estimate may be off to either side.
inline constexpr int kMostMarginYears = 10;

// A birth date: exact, or only its year or year and month.
struct Birth {
  // 1 to 9999.
  int year = 0;
  // 1 to 12; 0 = not known.
  int month = 0;
  // 1 to 31; 0 = not known.
  int day = 0;
  // Year and month are somebody's estimate.
  bool estimated = false;
  // By how many years the estimate may be off to either side.
  int margin_years = 0;

  // The very day is known.
  bool exact() const { return day != 0; }
  friend bool operator==(const Birth&, const Birth&) = default;
};

// A birth on this day.
Birth BirthOn(absl::CivilDay day);

// The first and the last day that somebody may have been born on.
struct BirthDays {
  absl::CivilDay first;
  absl::CivilDay last;
};
BirthDays DaysOf(const Birth& birth);

// Notes what is wrong with a birth: no date that exists; in the future; an exact day that is called an estimate; a
// margin without an estimate, or too wide. `field` is its path.
void CheckBirth(const Birth& birth, absl::CivilDay today, std::string_view field, Violations& violations);

// Whole years, both bounds included; equal when the birth date is exact, and for some others too.
struct AgeRange {
  int min = 0;
  int max = 0;

  friend bool operator==(const AgeRange&, const AgeRange&) = default;
};

// How old somebody is on a day; 0 before the birth. Who was born on 29 February has their birthday on 1 March in a year
// without one.
AgeRange AgesOn(const Birth& birth, absl::CivilDay day);

// Whether somebody is a minor. The numbers are those of the contract.
enum class Minority { kUnspecified = 0, kMinor = 1, kAdult = 2, kUnknown = 3 };

// Whether somebody is a minor on a day; unknown when no birth is known, or when they may be either.
Minority MinorityOn(const std::optional<Birth>& birth, absl::CivilDay day);

}  // namespace amparo::cases
