// The days on which nobody works, and what a working day is: Mondays to Fridays without the days that the country keeps
// every year and those that an office has entered; what the office says of a day goes before everything else.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/base/limits.h"
#include "common/base/task.h"
#include "services/case/domain/decision.h"
#include "services/case/domain/violations.h"

namespace amparo::cases {

// What an office says of a day. The numbers are those of the protos.
enum class HolidayKind {
  kUnspecified = 0,
  // Nobody works.
  kHoliday = 1,
  // People work, though it is a weekend or a holiday of the country.
  kWorkingDay = 2,
};

// A day of one office, entered for its year.
struct Holiday {
  absl::CivilDay date = {};
  HolidayKind kind = HolidayKind::kUnspecified;
  std::string title = {};
  // A caller's identity.
  std::string recorder = {};
  absl::Time record_time = {};

  friend bool operator==(const Holiday&, const Holiday&) = default;
};

// A day that a country keeps every year; one of 29 February in the years that have it.
struct AnnualHoliday {
  int month = 1;
  int day = 1;
  std::string title = {};
  // The years in which it is kept, both included; absent = still.
  absl::CivilYear first_year = {};
  std::optional<absl::CivilYear> last_year = std::nullopt;

  bool FallsOn(absl::CivilDay date) const;
};

// The most days that one office keeps.
inline constexpr std::size_t kMostHolidays = 2000;

// Notes what is wrong with a day by itself; paths begin with "holiday.".
void CheckHoliday(const Holiday& holiday, Violations& violations);

// The days of an office, in order, with one more, which takes the place of another of its date. Refused
// TOO_MANY_HOLIDAYS.
Decision<std::vector<Holiday>> WithHoliday(std::vector<Holiday> holidays, Holiday fresh);

// The days without that of a date. Refused NO_HOLIDAY when there is none.
Decision<std::vector<Holiday>> WithoutHoliday(std::vector<Holiday> holidays, absl::CivilDay date);

// Which days are working days.
class WorkingDays {
 public:
  // Mondays to Fridays.
  WorkingDays() = default;
  // `annual` are those of the office's country.
  WorkingDays(std::vector<AnnualHoliday> annual, const std::vector<Holiday>& of_office);

  bool Contains(absl::CivilDay date) const;

  // The next one after `date` in a direction, +1 or -1. However long people rest, within a year they work again.
  absl::CivilDay Next(absl::CivilDay date, int direction) const;

  // The annual holiday that falls on a date and that the office says nothing else of, or null.
  const AnnualHoliday* AnnualOn(absl::CivilDay date) const;

 private:
  std::vector<AnnualHoliday> annual_;
  std::map<absl::CivilDay, HolidayKind> of_office_;
};

// Where the holidays of countries are kept: rows that migrations add and end, and nobody else.
class HolidayStore {
 public:
  virtual ~HolidayStore() = default;

  // Those of a country (ISO 3166-1 alpha-2), in the order of month and day.
  virtual Task<absl::StatusOr<std::vector<AnnualHoliday>>> ListAnnualHolidays(std::string country, Limits limits) = 0;
};

}  // namespace amparo::cases
