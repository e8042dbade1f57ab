#include "common/pg/queue.h"

#include <gtest/gtest.h>

#include <atomic>
#include <numeric>
#include <thread>
#include <vector>

namespace amparo::pg {
namespace {

using Result = Queue<int>::PushResult;

TEST(Queue, IsFirstInFirstOutAndBounded) {
  Queue<int> queue(3);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(queue.Push(i), Result::kQueued);
  EXPECT_EQ(queue.Push(3), Result::kFull);
  std::vector<int> taken;
  queue.Take(taken, 2, absl::ZeroDuration());
  EXPECT_EQ(taken, (std::vector<int>{0, 1}));
  EXPECT_EQ(queue.Push(4), Result::kQueued);
  queue.Take(taken, 10, absl::ZeroDuration());
  EXPECT_EQ(taken, (std::vector<int>{0, 1, 2, 4}));
}

TEST(Queue, CloseRefusesAndWakesButKeepsWhatIsQueued) {
  Queue<int> queue(3);
  std::thread sleeper([&queue] {
    std::vector<int> taken;
    queue.Take(taken, 1, absl::Hours(1));
  });
  queue.Close();
  sleeper.join();
  EXPECT_EQ(queue.Push(1), Result::kClosed);

  Queue<int> full(3);
  full.Push(7);
  full.Close();
  std::vector<int> taken;
  full.Take(taken, 1, absl::Hours(1));
  EXPECT_EQ(taken, std::vector<int>{7});
}

TEST(Queue, TakesOutWhatIsUnwanted) {
  Queue<int> queue(10);
  for (int i = 0; i < 6; ++i) queue.Push(i);
  EXPECT_EQ(queue.TakeOutIf([](int i) { return i % 2 == 0; }), (std::vector<int>{0, 2, 4}));
  std::vector<int> rest;
  queue.Take(rest, 10, absl::ZeroDuration());
  EXPECT_EQ(rest, (std::vector<int>{1, 3, 5}));
}

TEST(Queue, LosesNothingBetweenThreads) {
  constexpr int kItems = 20'000;
  Queue<int> queue(kItems * 2);
  std::atomic<int64_t> sum{0};
  std::vector<std::thread> takers;
  for (int t = 0; t < 3; ++t) {
    takers.emplace_back([&] {
      std::vector<int> taken;
      do {
        taken.clear();
        queue.Take(taken, 16, absl::Seconds(30));
        sum += std::accumulate(taken.begin(), taken.end(), int64_t{0});
      } while (!taken.empty());
    });
  }
  std::vector<std::thread> pushers;
  for (int t = 0; t < 2; ++t) {
    pushers.emplace_back([&] {
      for (int i = 1; i <= kItems; ++i) EXPECT_EQ(queue.Push(i), Result::kQueued);
    });
  }
  for (std::thread& pusher : pushers) pusher.join();
  queue.Close();
  for (std::thread& taker : takers) taker.join();
  EXPECT_EQ(sum, int64_t{kItems} * (kItems + 1));
}

}  // namespace
}  // namespace amparo::pg
