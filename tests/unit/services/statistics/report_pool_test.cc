#include "services/statistics/api/report_pool.h"

#include <gtest/gtest.h>

#include <memory>
#include <semaphore>
#include <stdexcept>
#include <thread>

#include "common/base/task.h"
#include "common/errors/errors.h"

namespace amparo::statistics {
namespace {

Task<absl::StatusOr<int>> Ask(ReportPool& pool, std::function<absl::StatusOr<int>()> compute, Limits limits) {
  absl::StatusOr<int> answer = co_await pool.Run<int>(compute, limits);
  co_return answer;
}

TEST(ReportPoolTest, ComputesOnAnotherThread) {
  ReportPool pool(1, 1);
  std::thread::id thread;
  const std::function<absl::StatusOr<int>()> compute = [&thread] {
    thread = std::this_thread::get_id();
    return 7;
  };
  EXPECT_EQ(SyncWait(Ask(pool, compute, Limits())).value(), 7);
  EXPECT_NE(thread, std::this_thread::get_id());
}

TEST(ReportPoolTest, WhatIsThrownIsThrownWhereItIsAwaited) {
  ReportPool pool(1, 1);
  const std::function<absl::StatusOr<int>()> compute = []() -> absl::StatusOr<int> {
    throw std::runtime_error("broken");
  };
  EXPECT_THROW((void)SyncWait(Ask(pool, compute, Limits())), std::runtime_error);
}

TEST(ReportPoolTest, NothingIsComputedForACallThatIsOver) {
  ReportPool pool(1, 1);
  bool computed = false;
  const std::function<absl::StatusOr<int>()> compute = [&computed] {
    computed = true;
    return 7;
  };
  const Limits late{absl::Now() - absl::Seconds(1), {}};
  EXPECT_EQ(SyncWait(Ask(pool, compute, late)).status().code(), absl::StatusCode::kDeadlineExceeded);
  std::stop_source stop;
  stop.request_stop();
  const Limits cancelled{absl::InfiniteFuture(), stop.get_token()};
  EXPECT_EQ(SyncWait(Ask(pool, compute, cancelled)).status().code(), absl::StatusCode::kCancelled);
  EXPECT_FALSE(computed);
}

TEST(ReportPoolTest, AFullQueueRefusesAtOnceAndWhatWasTakenIsAnswered) {
  std::binary_semaphore begun(0);
  std::binary_semaphore go_on(0);
  std::optional<absl::StatusOr<int>> first;
  std::optional<absl::StatusOr<int>> second;
  {
    ReportPool pool(1, 1);
    const std::function<absl::StatusOr<int>()> wait = [&] {
      begun.release();
      go_on.acquire();
      return 1;
    };
    const std::function<absl::StatusOr<int>()> quick = [] { return 2; };
    Start(Ask(pool, wait, Limits()), [&first](absl::StatusOr<int> answer) { first.emplace(std::move(answer)); });
    begun.acquire();  // The thread is busy; one more may wait, and the next is refused.
    Start(Ask(pool, quick, Limits()), [&second](absl::StatusOr<int> answer) { second.emplace(std::move(answer)); });
    const absl::Status refused = SyncWait(Ask(pool, quick, Limits())).status();
    EXPECT_EQ(refused.code(), absl::StatusCode::kResourceExhausted);
    EXPECT_EQ(errors::Reason(refused), "TOO_MANY_REPORTS");
    go_on.release();
  }
  EXPECT_EQ(first->value(), 1);
  EXPECT_EQ(second->value(), 2);
}

}  // namespace
}  // namespace amparo::statistics
