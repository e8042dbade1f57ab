// How long a case has been worked on: the days since its report, less those on which it rested.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/case/domain/case.h"

namespace amparo::cases {

// A time in which nothing could be done: from the day it was suspended to the day it was resumed, which counts again.
struct InactivePeriod {
  absl::CivilDay from = {};
  // Absent when it had not ended.
  std::optional<absl::CivilDay> to = std::nullopt;
  std::string reason = {};

  friend bool operator==(const InactivePeriod&, const InactivePeriod&) = default;
};

// The clock of a case on a day.
struct CaseClock {
  // Days in an open stage. The day of a move belongs to the stage it leads to; the day itself has not passed yet.
  int64_t active_days = 0;
  // Days in INACTIVE.
  int64_t inactive_days = 0;
  // True when the case was in an open stage that day.
  bool running = false;
  // In order; those that had begun.
  std::vector<InactivePeriod> inactive_periods = {};
};

// The clock of `value` on `as_of`, by the days on which things happened in the world; all zero before its report.
CaseClock ClockOn(const Case& value, absl::CivilDay as_of);

// When the case rested, in order; the last has no end while it still does.
std::vector<InactivePeriod> RestsOf(const Case& value);

}  // namespace amparo::cases
