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

TEST(Queue, WhatOneThreadLeavesIsTakenByAnother) {
  Queue<int> queue(3);
  std::vector<std::thread> takers;
  std::atomic<int> taken{0};
  for (int t = 0; t < 3; ++t) {
    takers.emplace_back([&] {
      std::vector<int> one;
      queue.Take(one, 1, absl::Hours(1));
      taken += static_cast<int>(one.size());
    });
  }
  for (int i = 0; i < 3; ++i) queue.Push(i);
  // Whoever was not woken would sleep for an hour.
  for (std::thread& taker : takers) taker.join();
  EXPECT_EQ(taken, 3);
}

TEST(Queue, AThreadWhoseItemAnotherTookIsWokenForTheNext) {
  constexpr int kRounds = 5'000;
  Queue<int> queue(kRounds);
  std::atomic<int> taken{0};
  std::thread sleeper([&] {
    std::vector<int> mine;
    while (taken < kRounds) {
      mine.clear();
      queue.Take(mine, 8, absl::Hours(1));
      taken += static_cast<int>(mine.size());
    }
  });
  std::vector<int> stolen;
  for (int i = 0; i < kRounds; ++i) {
    queue.Push(i);
    stolen.clear();
    if (i % 2 == 0) queue.Take(stolen, 1, absl::ZeroDuration());
    taken += static_cast<int>(stolen.size());
    // From time to time the sleeper is let run dry, and must be woken by the next.
    if (i % 64 == 63) {
      while (queue.size() > 0) std::this_thread::yield();
    }
  }
  queue.Close();
  sleeper.join();
  EXPECT_EQ(taken, kRounds);
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
