// Where every part of Amparo learns what time it is. Passed in, never global, so that tests decide the time.
#pragma once

#include "absl/time/time.h"

namespace amparo {

// Source of the present moment. Implementations are safe to call from many threads.
class Clock {
 public:
  virtual ~Clock() = default;

  // The present moment in whole microseconds: what PostgreSQL can store, so that an answer made before a write
  // equals the record read back after it.
  virtual absl::Time Now() const = 0;
};

// The machine's clock.
class SystemClock final : public Clock {
 public:
  absl::Time Now() const override;
};

// `time` cut down to whole microseconds.
absl::Time FloorToMicros(absl::Time time);

}  // namespace amparo
