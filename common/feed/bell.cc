#include "common/feed/bell.h"

#include <algorithm>
#include <utility>

namespace amparo::feed {

Bell::Bell(absl::Duration poll_interval, absl::Duration rest)
    : poll_interval_(poll_interval), rest_(rest), thread_(&Bell::Loop, this) {}

Bell::~Bell() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void Bell::Ring() {
  {
    std::lock_guard lock(mutex_);
    if (ringing_) return;
    ringing_ = true;
  }
  changed_.notify_all();
}

uint64_t Bell::rung() const {
  std::lock_guard lock(mutex_);
  return rung_;
}

Bell::Awaiting Bell::Wait(uint64_t rung, Limits limits, SteadyTime until) {
  return Awaiting(this, rung, std::move(limits), until);
}

void Bell::Submit(uint64_t rung, SteadyTime until, const std::shared_ptr<Waiting>& waiting) {
  {
    std::lock_guard lock(mutex_);
    if (rung_ == rung) {
      waiting_.push_back({until, waiting});
      if (until < wake_) changed_.notify_all();
      return;
    }
  }
  waiting->Answer(std::monostate());
}

std::vector<std::shared_ptr<Bell::Waiting>> Bell::TakeOut(SteadyTime now, bool all) {
  std::vector<std::shared_ptr<Waiting>> taken;
  std::erase_if(waiting_, [&](const Waiter& waiter) {
    const bool over = all || waiter.until <= now;
    if (over) taken.push_back(waiter.waiting);
    return over;
  });
  return taken;
}

void Bell::Loop() {
  const auto poll_interval = absl::ToChronoMicroseconds(poll_interval_);
  const auto rest = absl::ToChronoMicroseconds(rest_);
  std::unique_lock lock(mutex_);
  SteadyTime rested = std::chrono::steady_clock::now();
  SteadyTime poll = rested + poll_interval;
  while (!stopping_) {
    const SteadyTime now = std::chrono::steady_clock::now();
    const bool rings = now >= (ringing_ ? rested : poll);
    if (rings) {
      ringing_ = false;
      ++rung_;
    }
    std::vector<std::shared_ptr<Waiting>> over = TakeOut(now, rings);
    if (!over.empty()) {
      lock.unlock();
      for (const auto& one : over) one->Answer(std::monostate());
      over.clear();
      lock.lock();
    }
    if (rings) {
      rested = std::chrono::steady_clock::now() + rest;
      poll = rested + poll_interval;
    }
    // What came while the lock was free is looked at before the next sleep.
    wake_ = ringing_ ? rested : poll;
    for (const Waiter& waiter : waiting_) wake_ = std::min(wake_, waiter.until);
    if (!stopping_) changed_.wait_until(lock, wake_);
  }
}

}  // namespace amparo::feed
