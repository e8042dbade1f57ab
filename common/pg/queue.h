// A bounded queue between the coroutines that ask and the threads that work.
#pragma once

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <utility>
#include <vector>

#include "absl/time/time.h"

namespace amparo::pg {

// First in, first out, bounded, for any number of threads. Wakes a thread only when one sleeps.
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
    const bool wake = sleepers_ > 0;
    lock.unlock();
    if (wake) changed_.notify_one();
    return PushResult::kQueued;
  }

  // Moves up to `max` items to the end of `out`, waiting up to `timeout` for the first. Nothing is moved when the time
  // has passed or the queue is closed and empty.
  void Take(std::vector<T>& out, size_t max, absl::Duration timeout) {
    std::unique_lock lock(mutex_);
    if (items_.empty() && !closed_ && timeout > absl::ZeroDuration()) {
      ++sleepers_;
      changed_.wait_for(lock, absl::ToChronoMicroseconds(timeout), [this] { return !items_.empty() || closed_; });
      --sleepers_;
    }
    const size_t count = std::min(max, items_.size());
    for (size_t i = 0; i < count; ++i) {
      out.push_back(std::move(items_.front()));
      items_.pop_front();
    }
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
  const size_t bound_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<T> items_;
  int sleepers_ = 0;
  bool closed_ = false;
};

}  // namespace amparo::pg
