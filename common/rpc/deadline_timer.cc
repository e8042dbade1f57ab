#include "common/rpc/deadline_timer.h"

#include <algorithm>
#include <chrono>

namespace amparo::rpc {
namespace {

int64_t SteadyNanos() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

}  // namespace

DeadlineTimer::DeadlineTimer() : start_nanos_(SteadyNanos()), thread_([this] { Run(); }) {}

DeadlineTimer::~DeadlineTimer() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

int64_t DeadlineTimer::TicksSinceStart() const {
  return (SteadyNanos() - start_nanos_) / absl::ToInt64Nanoseconds(kTick);
}

void DeadlineTimer::Set(Entry* entry, absl::Duration after) {
  // The tick under way has begun already, hence one more.
  const int64_t tick =
      TicksSinceStart() + std::max<int64_t>(0, absl::ToInt64Nanoseconds(after)) / absl::ToInt64Nanoseconds(kTick) + 1;
  const std::lock_guard lock(mutex_);
  entry->tick_ = std::max(tick, done_ + 1);
  Entry*& slot = slots_[static_cast<std::size_t>(entry->tick_ % kSlots)];
  entry->next_ = slot;
  entry->previous_ = nullptr;
  if (slot != nullptr) slot->previous_ = entry;
  slot = entry;
  // The thread sleeps without end while nothing is set.
  if (set_++ == 0) wake_.notify_one();
}

void DeadlineTimer::Clear(Entry* entry) {
  const std::lock_guard lock(mutex_);
  if (entry->tick_ >= 0) Unlink(entry);
}

void DeadlineTimer::Unlink(Entry* entry) {
  if (entry->previous_ != nullptr) {
    entry->previous_->next_ = entry->next_;
  } else {
    slots_[static_cast<std::size_t>(entry->tick_ % kSlots)] = entry->next_;
  }
  if (entry->next_ != nullptr) entry->next_->previous_ = entry->previous_;
  entry->tick_ = -1;
  --set_;
}

std::vector<DeadlineTimer::Entry*> DeadlineTimer::TakeExpired(int64_t until) {
  std::vector<Entry*> expired;
  // After a long sleep one turn of the wheel visits every slot.
  for (int64_t tick = std::max(done_ + 1, until - kSlots + 1); tick <= until; ++tick) {
    Entry* next = nullptr;
    for (Entry* entry = slots_[static_cast<std::size_t>(tick % kSlots)]; entry != nullptr; entry = next) {
      next = entry->next_;
      if (entry->tick_ > until) continue;
      Unlink(entry);
      // Taken under the lock, so that an owner who clears it now still finds it alive when it expires.
      entry->Ref();
      expired.push_back(entry);
    }
  }
  done_ = std::max(done_, until);
  return expired;
}

void DeadlineTimer::Run() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    if (set_ == 0) {
      wake_.wait(lock, [this] { return stopping_ || set_ > 0; });
    } else {
      wake_.wait_for(lock, absl::ToChronoMilliseconds(kTick), [this] { return stopping_; });
    }
    const std::vector<Entry*> expired = TakeExpired(TicksSinceStart());
    if (expired.empty()) continue;
    lock.unlock();
    for (Entry* entry : expired) {
      entry->Expired();
      entry->Unref();
    }
    lock.lock();
  }
}

}  // namespace amparo::rpc
