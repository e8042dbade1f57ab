#include "common/base/clock.h"

#include <gtest/gtest.h>

#include "absl/time/clock.h"
#include "common/base/boot_clock.h"
#include "common/base/limits.h"
#include "common/testing/fake_clock.h"

namespace amparo {
namespace {

TEST(Clock, GivesWholeMicroseconds) {
  const absl::Time before = absl::Now();
  const absl::Time now = SystemClock().Now();
  EXPECT_EQ(now, FloorToMicros(now));
  EXPECT_GE(now, FloorToMicros(before));
  EXPECT_LE(now, absl::Now());
}

TEST(Clock, FloorsBeforeTheEpochToo) {
  EXPECT_EQ(FloorToMicros(absl::FromUnixNanos(1999)), absl::FromUnixMicros(1));
  EXPECT_EQ(FloorToMicros(absl::FromUnixNanos(-1)), absl::FromUnixMicros(-1));
}

TEST(BootClockTest, GoesAsTheSteadyClockDoesWhileTheMachineIsAwake) {
  const BootClock::time_point begin = BootClock::now();
  const auto steady_begin = std::chrono::steady_clock::now();
  while (std::chrono::steady_clock::now() - steady_begin < std::chrono::milliseconds(5)) {
  }
  const auto steadily = std::chrono::steady_clock::now() - steady_begin;
  EXPECT_GE(BootClock::now() - begin, steadily);
}

TEST(FakeClock, MovesOnlyWhenTold) {
  testing::FakeClock clock;
  const absl::Time start = clock.Now();
  EXPECT_EQ(clock.Now(), start);
  clock.Advance(absl::Hours(2));
  EXPECT_EQ(clock.Now() - start, absl::Hours(2));
  clock.Set(start);
  EXPECT_EQ(clock.Now(), start);
}

TEST(Limits, SayWhyWorkEnds) {
  const absl::Time now = absl::FromUnixSeconds(1'000);
  std::stop_source source;
  const Limits limits{now + absl::Seconds(1), source.get_token()};
  EXPECT_FALSE(limits.Over(now));
  EXPECT_EQ(limits.Remaining(now), absl::Seconds(1));
  EXPECT_TRUE(limits.Over(now + absl::Seconds(1)));
  EXPECT_EQ(limits.Remaining(now + absl::Seconds(2)), absl::ZeroDuration());
  EXPECT_TRUE(absl::IsDeadlineExceeded(limits.WhyOver(now + absl::Seconds(1))));
  source.request_stop();
  EXPECT_TRUE(limits.Over(now));
  EXPECT_TRUE(absl::IsCancelled(limits.WhyOver(now)));
}

}  // namespace
}  // namespace amparo
