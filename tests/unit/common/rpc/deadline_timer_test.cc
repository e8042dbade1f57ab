#include "common/rpc/deadline_timer.h"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <semaphore>

#include "absl/time/clock.h"

namespace amparo::rpc {
namespace {

constexpr std::chrono::seconds kPatience(10);

// Tells when it expires. Owned by the test, hence no counting of references beyond noting them.
class Alarm : public DeadlineTimer::Entry {
 public:
  void Expired() override {
    expired_at = absl::Now();
    fired.release();
  }
  void Ref() override { ++references; }
  void Unref() override {
    --references;
    released.release();
  }

  std::counting_semaphore<8> fired{0};
  std::counting_semaphore<8> released{0};
  std::atomic<int> references{0};
  absl::Time expired_at;
};

TEST(DeadlineTimer, ExpiresWhenTheTimeHasComeAndNotBefore) {
  Alarm alarm;
  DeadlineTimer timer;
  const absl::Time set_at = absl::Now();
  timer.Set(&alarm, absl::Milliseconds(50));
  ASSERT_TRUE(alarm.fired.try_acquire_for(kPatience));
  EXPECT_GE(alarm.expired_at - set_at, absl::Milliseconds(50));
  ASSERT_TRUE(alarm.released.try_acquire_for(kPatience));
  EXPECT_EQ(alarm.references, 0);
}

TEST(DeadlineTimer, WhatIsClearedDoesNotExpire) {
  Alarm cleared;
  Alarm later;
  DeadlineTimer timer;
  // Far enough ahead for a thread that is put aside before it clears.
  timer.Set(&cleared, absl::Milliseconds(500));
  timer.Set(&later, absl::Milliseconds(600));
  timer.Clear(&cleared);
  timer.Clear(&cleared);
  ASSERT_TRUE(later.released.try_acquire_for(kPatience));
  EXPECT_FALSE(cleared.fired.try_acquire());
}

TEST(DeadlineTimer, CanBeSetAgainAfterItFiredAndAfterALongSleep) {
  Alarm alarm;
  DeadlineTimer timer;
  for (int i = 0; i < 3; ++i) {
    timer.Set(&alarm, absl::ZeroDuration());
    ASSERT_TRUE(alarm.released.try_acquire_for(kPatience));
  }
  EXPECT_TRUE(alarm.fired.try_acquire());
}

TEST(DeadlineTimer, ATurnOfTheWheelIsNotTheEnd) {
  // The wheel turns once in 10.24 s: an entry beyond a turn shares its slot with one before it.
  Alarm near;
  Alarm far;
  DeadlineTimer timer;
  timer.Set(&far, absl::Milliseconds(60) + 512 * absl::Milliseconds(20));
  timer.Set(&near, absl::Milliseconds(60));
  ASSERT_TRUE(near.released.try_acquire_for(kPatience));
  EXPECT_FALSE(far.fired.try_acquire());
  timer.Clear(&far);
}

TEST(DeadlineTimer, ManyEntriesInAnyOrder) {
  constexpr int kMany = 1'000;
  std::vector<std::unique_ptr<Alarm>> alarms;
  DeadlineTimer timer;
  for (int i = 0; i < kMany; ++i) {
    alarms.push_back(std::make_unique<Alarm>());
    timer.Set(alarms.back().get(), absl::Milliseconds((i * 37) % 200));
  }
  for (int i = 0; i < kMany; i += 2) timer.Clear(alarms[i].get());
  for (int i = 1; i < kMany; i += 2) ASSERT_TRUE(alarms[i]->released.try_acquire_for(kPatience)) << i;
}

}  // namespace
}  // namespace amparo::rpc
