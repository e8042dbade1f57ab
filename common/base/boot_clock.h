// A clock that nobody sets and that goes on while the machine sleeps, which std::chrono::steady_clock does not: for
// what must not be taken for fresh when the machine wakes. Of one machine, and of one start of it.
#pragma once

#include <chrono>

namespace amparo {

// Meets the requirements of a clock of <chrono>.
struct BootClock {
  using duration = std::chrono::nanoseconds;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<BootClock>;
  static constexpr bool is_steady = true;

  static time_point now();
};

}  // namespace amparo
