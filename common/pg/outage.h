// How database threads behave while PostgreSQL is away: try again ever less often, and say when waiting is no use.
#pragma once

#include <algorithm>

#include "absl/random/random.h"
#include "absl/time/time.h"

namespace amparo::pg {

// One thread's view of the present outage, if there is one.
class Outage {
 public:
  explicit Outage(absl::Duration grace) : grace_(grace) {}

  // The connection was found to be gone at `now`.
  void Begin(absl::Time now) { since_ = std::min(since_, now); }

  // Connected again.
  void End() {
    since_ = absl::InfiniteFuture();
    pause_ = kFirstPause;
  }

  // True once it has lasted so long that waiting work is better told.
  bool Lasting(absl::Time now) const { return now - since_ >= grace_; }

  // How long to wait before the next attempt: doubling up to half a second, with jitter.
  absl::Duration NextPause() {
    const absl::Duration pause = pause_ * absl::Uniform(random_, 0.5, 1.0);
    pause_ = std::min(pause_ * 2, kLongestPause);
    return pause;
  }

 private:
  static constexpr absl::Duration kFirstPause = absl::Milliseconds(20);
  static constexpr absl::Duration kLongestPause = absl::Milliseconds(500);

  const absl::Duration grace_;
  absl::Time since_ = absl::InfiniteFuture();
  absl::Duration pause_ = kFirstPause;
  absl::InsecureBitGen random_;
};

// How long to wait before the n-th repetition (from 1) of work that lost against other transactions.
inline absl::Duration ConflictPause(int repetition) {
  thread_local absl::InsecureBitGen random;
  return absl::Milliseconds(2 << repetition) * absl::Uniform(random, 0.25, 1.0);
}

// How often work that lost against other transactions is repeated.
inline constexpr int kConflictRetries = 5;

}  // namespace amparo::pg
