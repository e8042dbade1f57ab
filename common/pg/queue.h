// A bounded queue between the coroutines that ask and the threads that work.
#pragma once

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <utility>
#include <vector>

#include "absl/time/time.h"

namespace amparo::pg {

// First in, first out, bounded, for any number of threads. Wakes a thread only when one sleeps and none is on its way:
// what comes until that one is there is taken by it, in one go.
template <typename T>
class Queue {
 public:
  explicit Queue(size_t bound) : bound_(bound) {}

  enum class PushResult { kQueued, kFull, kClosed };

  PushResult Push(T item) {
    std::unique_lock lock(mutex_);
    if (closed_) return PushResult::kClosed;
    if (items_.size() >= bound_) return PushResult::kFull;
    items_.push_back(std::move(item));
    const bool wake = ClaimSleeper();
    lock.unlock();
    if (wake) changed_.notify_one();
    return PushResult::kQueued;
  }

  // Moves up to `max` items to the end of `out`, waiting up to `timeout` for the first. Nothing is moved when the time
  // has passed or the queue is closed and empty.
  void Take(std::vector<T>& out, size_t max, absl::Duration timeout) {
    std::unique_lock lock(mutex_);
    if (timeout > absl::ZeroDuration()) Sleep(lock, timeout);
    const size_t count = std::min(max, items_.size());
    for (size_t i = 0; i < count; ++i) {
      out.push_back(std::move(items_.front()));
      items_.pop_front();
    }
    // Of what is left nobody else may have been told.
    const bool wake = !items_.empty() && ClaimSleeper();
    lock.unlock();
    if (wake) changed_.notify_one();
  }

  // Takes out every item that `unwanted(item)` is true of, so that it can be answered outside the lock.
  template <typename Predicate>
  std::vector<T> TakeOutIf(Predicate unwanted) {
    std::vector<T> out;
    std::lock_guard lock(mutex_);
    const auto kept =
        std::stable_partition(items_.begin(), items_.end(), [&](const T& item) { return !unwanted(item); });
    out.assign(std::make_move_iterator(kept), std::make_move_iterator(items_.end()));
    items_.erase(kept, items_.end());
    return out;
  }

  // Refuses all further items and wakes every sleeper; what is queued can still be taken.
  void Close() {
    {
      std::lock_guard lock(mutex_);
      closed_ = true;
    }
    changed_.notify_all();
  }

  bool closed() const {
    std::lock_guard lock(mutex_);
    return closed_;
  }

  size_t size() const {
    std::lock_guard lock(mutex_);
    return items_.size();
  }

 private:
  // True when a sleeper is to be woken: nobody else has one woken. Under the lock.
  bool ClaimSleeper() { return sleepers_ > 0 && !std::exchange(waking_, true); }

  // Sleeps until there is something to take, the queue is closed, or `timeout` has passed.
  void Sleep(std::unique_lock<std::mutex>& lock, absl::Duration timeout) {
    if (!items_.empty() || closed_) return;
    const auto end = std::chrono::steady_clock::now() + absl::ToChronoMicroseconds(timeout);
    ++sleepers_;
    do {
      const bool over = changed_.wait_until(lock, end) == std::cv_status::timeout;
      // It is here, even if another has taken what it was woken for: from now on it must be woken again.
      waking_ = false;
      if (over) break;
    } while (items_.empty() && !closed_);
    --sleepers_;
  }

  const size_t bound_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<T> items_;
  int sleepers_ = 0;
  bool waking_ = false;  // a sleeper was woken and has not come yet
  bool closed_ = false;
};

}  // namespace amparo::pg
