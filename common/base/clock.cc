#include "common/base/clock.h"

#include "absl/time/clock.h"

namespace amparo {

absl::Time SystemClock::Now() const {
  return FloorToMicros(absl::Now());
}

absl::Time FloorToMicros(absl::Time time) {
  return absl::UnixEpoch() + absl::Floor(time - absl::UnixEpoch(), absl::Microseconds(1));
}

}  // namespace amparo
