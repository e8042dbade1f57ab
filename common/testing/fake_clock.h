// A clock that stands still until a test moves it.
#pragma once

#include <mutex>

#include "absl/time/civil_time.h"
#include "common/base/clock.h"

namespace amparo::testing {

// Starts at `start`, by default 2014-11-03 08:00 UTC. Safe to call from many threads.
class FakeClock final : public Clock {
 public:
  explicit FakeClock(absl::Time start = absl::FromCivil(absl::CivilSecond(2014, 11, 3, 8, 0, 0), absl::UTCTimeZone()))
      : now_(FloorToMicros(start)) {}

  absl::Time Now() const override {
    std::lock_guard lock(mutex_);
    return now_;
  }

  // Moves on by `step`.
  void Advance(absl::Duration step) {
    std::lock_guard lock(mutex_);
    now_ = FloorToMicros(now_ + step);
  }

  // Jumps to `now`, forward or back.
  void Set(absl::Time now) {
    std::lock_guard lock(mutex_);
    now_ = FloorToMicros(now);
  }

 private:
  mutable std::mutex mutex_;
  absl::Time now_;
};

}  // namespace amparo::testing
