// By when a process that was told to end must be gone.
#pragma once

#include "absl/time/time.h"

namespace amparo::process {

// Shared by all that takes time at the end, so that it takes 10 s together and not each. Not safe for several threads:
// what is made in main ends there.
class ExitDeadline {
 public:
  // From the signal to the end; half a second of the 10 s that a process has is left for what cannot be bounded.
  static constexpr absl::Duration kLongest = absl::Milliseconds(9500);

  // The signal came at `now`.
  void Begin(absl::Time now) { end_ = now + kLongest; }

  // When all must be over: kLongest from `now` if no signal has come.
  absl::Time End(absl::Time now) const { return end_ == absl::InfiniteFuture() ? now + kLongest : end_; }

 private:
  absl::Time end_ = absl::InfiniteFuture();
};

}  // namespace amparo::process
