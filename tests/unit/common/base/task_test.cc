#include "common/base/task.h"

#include <gtest/gtest.h>

#include <future>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>

namespace amparo {
namespace {

Task<int> Value(int value) {
  co_return value;
}

Task<int> Sum(int a, int b) {
  const int first = co_await Value(a);
  const int second = co_await Value(b);
  co_return first + second;
}

Task<int> Note(bool* ran) {
  *ran = true;
  co_return 1;
}

Task<void> Throws() {
  throw std::runtime_error("lost");
  co_return;
}

Task<std::string> Catches() {
  try {
    co_await Throws();
  } catch (const std::runtime_error& error) {
    co_return error.what();
  }
  co_return "nothing was thrown";
}

Task<std::unique_ptr<int>> MoveOnly() {
  co_return std::make_unique<int>(7);
}

// Counts its copies alive, to see that a coroutine's frame frees what it holds.
struct Alive {
  explicit Alive(int* counter) : count(counter) { ++*count; }
  Alive(const Alive& other) : count(other.count) { ++*count; }
  ~Alive() { --*count; }
  int* count;
};

Task<int> Holds(Alive held) {
  co_return *held.count;
}

// Goes on with the coroutine on another thread.
struct OnThread {
  std::thread* thread;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> waiting) const {
    // The coroutine goes on only when the thread stands in its place: by then it may be over, and this object gone.
    std::promise<void> stored;
    *thread = std::thread([waiting, ready = stored.get_future()] {
      ready.wait();
      waiting.resume();
    });
    stored.set_value();
  }
  void await_resume() const noexcept {}
};

Task<std::thread::id> Hop(std::thread* thread) {
  co_await OnThread{thread};
  co_return std::this_thread::get_id();
}

Task<long> Chain(int depth) {
  if (depth == 0) co_return 0;
  const long rest = co_await Chain(depth - 1);
  co_return rest + 1;
}

Task<long> Loop(int times) {
  long sum = 0;
  for (int i = 0; i < times; ++i) {
    const int one = co_await Value(1);
    sum += one;
  }
  co_return sum;
}

TEST(Task, YieldsItsValue) {
  EXPECT_EQ(SyncWait(Sum(40, 2)), 42);
  EXPECT_EQ(*SyncWait(MoveOnly()), 7);
}

TEST(Task, MayHaveEndedBeforeItIsAwaited) {
  EXPECT_EQ(*SyncWait(Ended(std::make_unique<int>(7))), 7);
}

TEST(Task, StartsOnlyWhenAwaited) {
  bool ran = false;
  {
    Task<int> task = Note(&ran);
    EXPECT_FALSE(ran);
  }
  EXPECT_FALSE(ran);
  SyncWait(Note(&ran));
  EXPECT_TRUE(ran);
}

TEST(Task, ThrowsWhereItIsAwaited) {
  EXPECT_EQ(SyncWait(Catches()), "lost");
  EXPECT_THROW(SyncWait(Throws()), std::runtime_error);
}

TEST(Task, FreesWhatItHolds) {
  int alive = 0;
  EXPECT_GE(SyncWait(Holds(Alive(&alive))), 1);
  EXPECT_EQ(alive, 0);
  {
    const Task<int> never_started = Holds(Alive(&alive));
    EXPECT_EQ(alive, 1);
  }
  EXPECT_EQ(alive, 0);
}

TEST(Task, GoesOnWhereItIsResumed) {
  std::thread thread;
  const std::thread::id resumed_on = SyncWait(Hop(&thread));
  EXPECT_EQ(resumed_on, thread.get_id());
  EXPECT_NE(resumed_on, std::this_thread::get_id());
  thread.join();
}

TEST(Task, LongChainsAndLoopsDoNotGrowTheStack) {
  EXPECT_EQ(SyncWait(Chain(1'000)), 1'000);
  EXPECT_EQ(SyncWait(Loop(10'000)), 10'000);
}

TEST(Start, HandsTheResultToItsCallback) {
  int result = 0;
  Start(Sum(1, 2), [&result](int value) { result = value; });
  EXPECT_EQ(result, 3);
  std::string thrown;
  Start(Catches(), [&thrown](std::string value) { thrown = std::move(value); });
  EXPECT_EQ(thrown, "lost");
}

}  // namespace
}  // namespace amparo
