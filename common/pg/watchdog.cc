#include "common/pg/watchdog.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

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

// libpq closes its descriptor when it sees a connection broken, and a stranger may be given the number. To shut a
// duplicate down breaks the same connection, and never another.
Watchdog::Guard::Guard(Watchdog* watchdog, Watched watched) : watchdog_(watchdog) {
  watched.socket = fcntl(watched.socket, F_DUPFD_CLOEXEC, 0);
  std::lock_guard lock(watchdog_->mutex_);
  entry_ = watchdog_->entries_.insert(watchdog_->entries_.end(), Entry{std::move(watched)});
}

Watchdog::Guard::~Guard() {
  std::lock_guard lock(watchdog_->mutex_);
  if (entry_->watched.socket >= 0) close(entry_->watched.socket);
  watchdog_->entries_.erase(entry_);
}

void Watchdog::Loop() {
  while (!stop_.WaitFor(kBetweenLooks)) Look(absl::Now());
}

// The lock is held throughout: an entry's descriptor must not be closed, nor what `unwanted` looks at go, meanwhile.
void Watchdog::Look(absl::Time now) {
  std::lock_guard lock(mutex_);
  for (Guard::Entry& entry : entries_) {
    if (entry.broken || entry.watched.socket < 0) continue;
    const bool unanswered = now >= entry.watched.give_up;
    if (!unanswered && !entry.watched.unwanted()) continue;
    shutdown(entry.watched.socket, SHUT_RDWR);
    entry.broken = true;
    if (unanswered) ++counters_->watchdog_kills;
  }
}

}  // namespace amparo::pg
