// Waiting for what another thread or process brings about and tells nobody of: the one place where tests look again.
#pragma once

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace amparo::testing {

// True as soon as `condition` answers true; false when it still does not after `patience`, which is long, because it is
// waited out only by a test that fails.
template <typename Condition>
bool Eventually(Condition condition, absl::Duration patience = absl::Seconds(60)) {
  const absl::Time give_up = absl::Now() + patience;
  while (!condition()) {
    if (absl::Now() > give_up) return false;
    absl::SleepFor(absl::Milliseconds(2));
  }
  return true;
}

}  // namespace amparo::testing
