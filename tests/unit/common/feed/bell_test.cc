#include "common/feed/bell.h"

#include <atomic>
#include <chrono>
#include <latch>
#include <vector>

#include "common/base/task.h"
#include "gtest/gtest.h"

namespace amparo::feed {
namespace {

constexpr absl::Duration kNever = absl::Hours(1);

Task<absl::Status> WaitFor(Bell& bell, uint64_t rung, Limits limits) {
  const auto rang = co_await bell.Wait(rung, std::move(limits));
  co_return rang.status();
}

Task<absl::Status> WaitUntil(Bell& bell, uint64_t rung, Bell::SteadyTime until) {
  const auto rang = co_await bell.Wait(rung, Limits::For(absl::Seconds(30)), until);
  co_return rang.status();
}

TEST(BellTest, WakesEveryoneWhoWaits) {
  Bell bell(kNever);
  std::latch woken(20);
  for (int i = 0; i < 20; ++i) {
    Start(WaitFor(bell, bell.rung(), Limits::For(absl::Seconds(30))), [&](absl::Status status) {
      EXPECT_TRUE(status.ok()) << status;
      woken.count_down();
    });
  }
  bell.Ring();
  woken.wait();
}

TEST(BellTest, DoesNotMissARingBetweenLookingAndWaiting) {
  Bell bell(kNever);
  const uint64_t rung = bell.rung();
  bell.Ring();
  EXPECT_TRUE(SyncWait(WaitFor(bell, rung, Limits::For(absl::Seconds(30)))).ok());
  EXPECT_GT(bell.rung(), rung);
}

TEST(BellTest, RingsByItselfAtEveryPollInterval) {
  Bell bell(absl::Milliseconds(1));
  EXPECT_TRUE(SyncWait(WaitFor(bell, bell.rung(), Limits::For(absl::Seconds(30)))).ok());
}

TEST(BellTest, LetsACancelledWaiterGoAtOnce) {
  Bell bell(kNever);
  std::stop_source stop;
  std::atomic<bool> ended = false;
  Start(WaitFor(bell, bell.rung(), Limits{absl::InfiniteFuture(), stop.get_token()}), [&](absl::Status status) {
    EXPECT_TRUE(absl::IsCancelled(status));
    ended = true;
  });
  EXPECT_FALSE(ended);
  stop.request_stop();
  EXPECT_TRUE(ended);
}

TEST(BellTest, ManyRingsAreOne) {
  // It rests longer than the rings take, however slow the machine is.
  Bell bell(kNever, /*rest=*/kNever);
  const uint64_t before = bell.rung();
  for (int i = 0; i < 1000; ++i) bell.Ring();
  ASSERT_TRUE(SyncWait(WaitFor(bell, before, Limits::For(absl::Seconds(30)))).ok());
  EXPECT_EQ(bell.rung() - before, 1u);
}

TEST(BellTest, LetsGoWhoNeedNotWaitLongerWithoutRinging) {
  std::latch woken(3);
  std::atomic<int> others = 0;
  Bell bell(kNever);
  const uint64_t rung = bell.rung();
  for (int i = 0; i < 3; ++i) {
    Start(WaitFor(bell, rung, Limits::For(absl::Seconds(30))), [&](absl::Status status) {
      EXPECT_TRUE(status.ok()) << status;
      ++others;
      woken.count_down();
    });
  }
  const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(20);
  EXPECT_TRUE(SyncWait(WaitUntil(bell, rung, until)).ok());
  EXPECT_GE(std::chrono::steady_clock::now(), until);
  EXPECT_EQ(bell.rung(), rung);
  EXPECT_EQ(others, 0) << "nobody else hears of it";
  bell.Ring();
  woken.wait();
}

TEST(BellTest, EachWaitsAsLongAsItMay) {
  std::latch over(3);
  Bell bell(kNever);
  const uint64_t rung = bell.rung();
  const auto now = std::chrono::steady_clock::now();
  // The one that may wait the longest came first, and one should not have waited at all.
  for (const int milliseconds : {30, 10, -10}) {
    Start(WaitUntil(bell, rung, now + std::chrono::milliseconds(milliseconds)), [&over](absl::Status status) {
      EXPECT_TRUE(status.ok()) << status;
      over.count_down();
    });
  }
  over.wait();
  EXPECT_GE(std::chrono::steady_clock::now(), now + std::chrono::milliseconds(30));
  EXPECT_EQ(bell.rung(), rung);
}

TEST(BellTest, WhileItRestsNobodyWaitsLongerThanTheyMay) {
  Bell bell(kNever, /*rest=*/kNever);
  const uint64_t before = bell.rung();
  bell.Ring();
  ASSERT_TRUE(SyncWait(WaitFor(bell, before, Limits::For(absl::Seconds(30)))).ok());
  bell.Ring();
  const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(5);
  EXPECT_TRUE(SyncWait(WaitUntil(bell, bell.rung(), until)).ok());
  EXPECT_EQ(bell.rung(), before + 1);
}

}  // namespace
}  // namespace amparo::feed
