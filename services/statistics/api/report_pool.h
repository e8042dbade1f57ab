// Where reports are computed: a few threads of their own, so that neither gRPC's nor the database's threads wait for a
// scan.
#pragma once

#include <condition_variable>
#include <coroutine>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/limits.h"

namespace amparo::statistics {

// A bounded pool. Ends when all that was taken has been computed.
class ReportPool {
 public:
  // `threads` compute at once; `queue` reports may wait, one more is refused.
  ReportPool(int threads, size_t queue);
  ~ReportPool();
  ReportPool(const ReportPool&) = delete;
  ReportPool& operator=(const ReportPool&) = delete;

  template <typename T>
  class Pending;

  // `absl::StatusOr<T> answer = co_await pool.Run<T>(compute, context.limits());` calls `compute` on a thread of the
  // pool and goes on there. RESOURCE_EXHAUSTED when the queue is full; when it is too late, the limits' status instead
  // of computing. What `compute` throws is thrown where it is awaited.
  template <typename T>
  Pending<T> Run(std::function<absl::StatusOr<T>()> compute, Limits limits) {
    return Pending<T>(this, std::move(compute), std::move(limits));
  }

 private:
  // False when the queue is full.
  bool Submit(std::function<void()> job);
  void Work();

  const size_t queue_bound_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> queue_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

// RESOURCE_EXHAUSTED of a full pool.
absl::Status TooManyReports();

template <typename T>
class [[nodiscard]] ReportPool::Pending {
 public:
  Pending(ReportPool* pool, std::function<absl::StatusOr<T>()> compute, Limits limits)
      : pool_(pool), compute_(std::move(compute)), limits_(std::move(limits)) {}

  bool await_ready() const noexcept { return false; }
  bool await_suspend(std::coroutine_handle<> waiting) {
    return pool_->Submit([this, waiting] {
      Compute();
      waiting.resume();  // This object may be gone afterwards.
    });
  }
  absl::StatusOr<T> await_resume() {
    if (failure_) std::rethrow_exception(failure_);
    if (!answer_) return TooManyReports();
    return *std::move(answer_);
  }

 private:
  void Compute() {
    const absl::Time now = absl::Now();
    if (limits_.Over(now)) {
      answer_.emplace(limits_.WhyOver(now));
      return;
    }
    try {
      answer_.emplace(compute_());
    } catch (...) {
      failure_ = std::current_exception();
    }
  }

  ReportPool* pool_;
  std::function<absl::StatusOr<T>()> compute_;
  Limits limits_;
  std::optional<absl::StatusOr<T>> answer_;
  std::exception_ptr failure_;
};

}  // namespace amparo::statistics
