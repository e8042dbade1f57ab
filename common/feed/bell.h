// Wakes those who wait for changes: on PostgreSQL's notification, and at every poll interval because a notification is
// only a hint. One bell a process, whatever the number of streams.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <thread>
#include <variant>
#include <vector>

#include "absl/time/time.h"
#include "common/base/limits.h"
#include "common/pg/completion.h"

namespace amparo::feed {

// Waiters resume on the bell's thread: what follows a wait should be short.
class Bell {
 public:
  using Waiting = pg::Completion<std::monostate>;
  using SteadyTime = std::chrono::steady_clock::time_point;

  // Rings by itself every `poll_interval`; rings that come closer together than `rest` become one.
  explicit Bell(absl::Duration poll_interval, absl::Duration rest = absl::Milliseconds(5));
  // No one may be waiting any more.
  ~Bell();
  Bell(const Bell&) = delete;
  Bell& operator=(const Bell&) = delete;

  // Something may have changed. Any thread; never blocks.
  void Ring();

  // How often it has rung; ask before looking for changes, and hand it to Wait.
  uint64_t rung() const;

  class Awaiting;

  // `absl::StatusOr<std::monostate> rang = co_await bell.Wait(rung, limits);` resumes when the bell has rung since
  // `rung` was asked, or without a ring when it is `until`, which nobody else hears of; or at once with CANCELLED or
  // DEADLINE_EXCEEDED when the limits say so.
  Awaiting Wait(uint64_t rung, Limits limits, SteadyTime until = SteadyTime::max());

 private:
  // One who waits, and how long without a ring.
  struct Waiter {
    SteadyTime until;
    std::shared_ptr<Waiting> waiting;
  };

  void Submit(uint64_t rung, SteadyTime until, const std::shared_ptr<Waiting>& waiting);
  void Loop();
  // Takes out those who need wait no longer at `now`, or all.
  std::vector<std::shared_ptr<Waiting>> TakeOut(SteadyTime now, bool all);

  const absl::Duration poll_interval_;
  const absl::Duration rest_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Waiter> waiting_;
  // When the thread wakes by itself.
  SteadyTime wake_ = SteadyTime::max();
  uint64_t rung_ = 0;
  bool ringing_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

// What Wait returns.
class [[nodiscard]] Bell::Awaiting {
 public:
  Awaiting(Bell* bell, uint64_t rung, Limits limits, SteadyTime until)
      : bell_(bell), rung_(rung), until_(until), waiting_(std::make_shared<Waiting>(std::move(limits))) {}

  bool await_ready() const noexcept { return false; }
  bool await_suspend(std::coroutine_handle<> handle) {
    // The frame this lies in may end on another thread before Submit returns.
    const std::shared_ptr<Waiting> waiting = waiting_;
    waiting->Arm(handle);
    if (!waiting->answered()) bell_->Submit(rung_, until_, waiting);
    return waiting->Suspend();
  }
  absl::StatusOr<std::monostate> await_resume() { return waiting_->Take(); }

 private:
  Bell* bell_;
  uint64_t rung_;
  SteadyTime until_;
  std::shared_ptr<Waiting> waiting_;
};

}  // namespace amparo::feed
