// The meeting point of a waiting coroutine and whoever answers it: a database thread, or the caller's cancellation.
#pragma once

#include <atomic>
#include <coroutine>
#include <memory>
#include <optional>
#include <stop_token>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/clock.h"
#include "common/base/limits.h"

namespace amparo::pg {

// Lives on the heap, apart from the coroutine's frame, so that the frame may go while the work is still in flight: the
// first to answer wins, later answers are thrown away.
template <typename T>
class Completion {
 public:
  explicit Completion(Limits limits) : limits_(std::move(limits)) {}
  Completion(const Completion&) = delete;
  Completion& operator=(const Completion&) = delete;

  const Limits& limits() const { return limits_; }

  // True once somebody has answered: nobody waits for the work any more.
  bool answered() const { return claimed_.load(std::memory_order_acquire); }

  // Answers and resumes the waiting coroutine on this thread. False, and nothing happens, when it was answered before.
  bool Answer(absl::StatusOr<T> answer) {
    if (claimed_.exchange(true, std::memory_order_acq_rel)) return false;
    answer_.emplace(std::move(answer));
    // The second of {answered, suspended} to arrive goes on with the coroutine; after resume() this object may be gone.
    if (arrived_.exchange(true, std::memory_order_acq_rel)) waiting_.resume();
    return true;
  }

  // Answers with CANCELLED or DEADLINE_EXCEEDED when the limits say so; true when they do.
  bool AnswerIfOver(absl::Time now) {
    if (!limits_.Over(now)) return false;
    if (!answered()) Answer(limits_.WhyOver(now));
    return true;
  }

  // For the awaitable, in this order. Arm: who waits, and listen to cancellation. Suspend: false when the answer is
  // there already and the coroutine must go on at once. Take: the answer.
  void Arm(std::coroutine_handle<> waiting) {
    waiting_ = waiting;
    if (limits_.cancelled.stop_possible()) stop_.emplace(limits_.cancelled, OnStop{this});
  }
  bool Suspend() { return !arrived_.exchange(true, std::memory_order_acq_rel); }
  absl::StatusOr<T> Take() {
    stop_.reset();
    return *std::move(answer_);
  }

 private:
  struct OnStop {
    Completion* completion;
    void operator()() const { completion->Answer(completion->limits_.WhyOver(absl::Now())); }
  };

  const Limits limits_;
  std::atomic<bool> claimed_{false};
  std::atomic<bool> arrived_{false};
  std::coroutine_handle<> waiting_;
  std::optional<absl::StatusOr<T>> answer_;
  std::optional<std::stop_callback<OnStop>> stop_;
};

// What Run() returns: `co_await` hands `Op` (a Completion<T>) to `Owner::Submit`, which queues it or answers it at
// once, and yields absl::StatusOr<T>. Movable until it is awaited.
template <typename T, typename Op, typename Owner>
class [[nodiscard]] Awaitable {
 public:
  Awaitable(Owner* owner, std::shared_ptr<Op> op) : owner_(owner), op_(std::move(op)) {}

  bool await_ready() const noexcept { return false; }
  bool await_suspend(std::coroutine_handle<> waiting) {
    // This awaitable lies in the coroutine's frame, which may end on another thread before Submit returns.
    const std::shared_ptr<Op> op = op_;
    op->Arm(waiting);
    if (!op->answered()) owner_->Submit(op);
    return op->Suspend();
  }
  absl::StatusOr<T> await_resume() { return op_->Take(); }

 private:
  Owner* owner_;
  std::shared_ptr<Op> op_;
};

}  // namespace amparo::pg
