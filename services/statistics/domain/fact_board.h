// The facts in memory as followers and reports share them: reports read side by side, a batch of the feed is taken in
// between them.
#pragma once

#include <mutex>
#include <shared_mutex>
#include <span>
#include <utility>

#include "services/statistics/domain/facts.h"

namespace amparo::statistics {

// Thread-safe.
class FactBoard {
 public:
  // Takes facts in; those already held in the same or a higher version are passed over. Readers see all of them or
  // none.
  void Apply(std::span<const Fact> facts) {
    std::lock_guard turn(turn_);
    std::lock_guard lock(mutex_);
    for (const Fact& fact : facts) facts_.Apply(fact);
  }

  // Puts other facts in the place of all.
  void Replace(Facts facts) {
    std::lock_guard turn(turn_);
    std::lock_guard lock(mutex_);
    std::swap(facts_, facts);  // The old ones go when nobody waits any more.
  }

  // What `read(const Facts&)` returns; the facts stay as they are while it runs.
  template <typename Read>
  auto With(Read read) const {
    std::shared_lock<std::shared_mutex> lock = LockShared();
    return read(facts_);
  }

 private:
  std::shared_lock<std::shared_mutex> LockShared() const {
    // A waiting writer holds `turn_`, so that reports which follow one another closely cannot keep it out.
    std::lock_guard turn(turn_);
    return std::shared_lock(mutex_);
  }

  mutable std::mutex turn_;
  mutable std::shared_mutex mutex_;
  Facts facts_;
};

}  // namespace amparo::statistics
