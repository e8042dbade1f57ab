#include "common/rpc/live_calls.h"

#include <chrono>
#include <utility>

namespace amparo::rpc {
namespace {

// With the time that grants are held for fresh it stays well below the second in which a revocation must be felt.
constexpr std::chrono::milliseconds kBeat(100);

}  // namespace

LiveCalls::LiveCalls() : thread_(&LiveCalls::Run, this) {}

LiveCalls::~LiveCalls() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void LiveCalls::Add(Entry* call) {
  bool first = false;
  {
    const std::lock_guard lock(mutex_);
    first = calls_.empty();
    calls_.insert(call);
  }
  if (first) changed_.notify_all();
}

void LiveCalls::Remove(Entry* call) {
  const std::lock_guard lock(mutex_);
  calls_.erase(call);
}

std::vector<LiveCalls::Entry*> LiveCalls::Hold() {
  std::vector<Entry*> held(calls_.begin(), calls_.end());
  for (Entry* call : held) call->Ref();
  return held;
}

void LiveCalls::Run() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    changed_.wait(lock, [this] { return stopping_ || !calls_.empty(); });
    const std::vector<Entry*> held = Hold();
    // A call that is ended may remove itself, and others, on this thread.
    lock.unlock();
    for (Entry* call : held) {
      if (absl::Status standing = call->Standing(); !standing.ok()) call->Revoke(std::move(standing));
      call->Unref();
    }
    lock.lock();
    changed_.wait_for(lock, kBeat, [this] { return stopping_; });
  }
}

}  // namespace amparo::rpc
