#include "common/feed/bell.h"

#include <atomic>
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

}  // namespace
}  // namespace amparo::feed
