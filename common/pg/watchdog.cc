#include "common/pg/watchdog.h"

#include <sys/socket.h>

#include <utility>

#include "absl/time/clock.h"

namespace amparo::pg {
namespace {

constexpr absl::Duration kBetweenLooks = absl::Milliseconds(50);

}  // namespace

Watchdog::Watchdog(Counters* counters) : counters_(counters), thread_([this] { Loop(); }) {}

Watchdog::~Watchdog() {
  stop_.Set();
  thread_.join();
}

Watchdog::Guard::Guard(Watchdog* watchdog, Watched watched) : watchdog_(watchdog) {
  std::lock_guard lock(watchdog_->mutex_);
  entry_ = watchdog_->entries_.insert(watchdog_->entries_.end(), Entry{std::move(watched)});
}

Watchdog::Guard::~Guard() {
  std::lock_guard lock(watchdog_->mutex_);
  watchdog_->entries_.erase(entry_);
}

void Watchdog::Loop() {
  while (!stop_.WaitFor(kBetweenLooks)) Look(absl::Now());
}

// The lock is held throughout: an entry's connection must not be closed, nor its socket's number reused, meanwhile.
void Watchdog::Look(absl::Time now) {
  std::lock_guard lock(mutex_);
  for (Guard::Entry& entry : entries_) {
    if (entry.broken) continue;
    const bool unanswered = now >= entry.watched.give_up;
    if (!unanswered && !entry.watched.unwanted()) continue;
    shutdown(entry.watched.socket, SHUT_RDWR);
    entry.broken = true;
    if (unanswered) ++counters_->watchdog_kills;
  }
}

}  // namespace amparo::pg
