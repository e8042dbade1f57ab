#include "common/feed/bell.h"

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

Bell::Awaiting Bell::Wait(uint64_t rung, Limits limits) {
  return Awaiting(this, rung, std::move(limits));
}

void Bell::Submit(uint64_t rung, const std::shared_ptr<Waiting>& waiting) {
  {
    std::lock_guard lock(mutex_);
    if (rung_ == rung) {
      waiting_.push_back(waiting);
      return;
    }
  }
  waiting->Answer(std::monostate());
}

void Bell::Loop() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    changed_.wait_for(lock, absl::ToChronoMicroseconds(poll_interval_), [this] { return ringing_ || stopping_; });
    ringing_ = false;
    ++rung_;
    std::vector<std::shared_ptr<Waiting>> waiting = std::exchange(waiting_, {});
    lock.unlock();
    for (const auto& one : waiting) one->Answer(std::monostate());
    lock.lock();
    changed_.wait_for(lock, absl::ToChronoMicroseconds(rest_), [this] { return stopping_; });
  }
}

}  // namespace amparo::feed
