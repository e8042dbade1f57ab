#include "common/pg/wakeup.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>

#include "absl/time/clock.h"
#include "common/base/check.h"

namespace amparo::pg {
namespace {

// poll() with a timeout rounded up to milliseconds, begun again after a signal.
int Poll(pollfd* fds, nfds_t count, absl::Duration timeout) {
  const absl::Time end = absl::Now() + timeout;
  for (;;) {
    const absl::Duration left = std::clamp(end - absl::Now(), absl::ZeroDuration(), absl::Hours(1));
    const int ready =
        poll(fds, count, static_cast<int>(absl::ToInt64Milliseconds(absl::Ceil(left, absl::Milliseconds(1)))));
    if (ready >= 0 || errno != EINTR) return ready;
  }
}

}  // namespace

Wakeup::Wakeup() : event_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  AMPARO_CHECK(event_ >= 0, "an eventfd can be made");
}

Wakeup::~Wakeup() {
  close(event_);
}

void Wakeup::Set() {
  set_.store(true, std::memory_order_release);
  const uint64_t one = 1;
  AMPARO_CHECK(write(event_, &one, sizeof(one)) == sizeof(one), "an eventfd takes an event");
}

bool Wakeup::WaitFor(absl::Duration timeout) const {
  pollfd fd{event_, POLLIN, 0};
  return Poll(&fd, 1, timeout) == 1;
}

WaitResult Wakeup::WaitForSocket(int socket, bool or_writable, absl::Duration timeout) const {
  pollfd fds[2] = {{socket, static_cast<short>(POLLIN | (or_writable ? POLLOUT : 0)), 0}, {event_, POLLIN, 0}};
  Poll(fds, 2, timeout);
  if (fds[1].revents != 0) return WaitResult::kWoken;
  return fds[0].revents != 0 ? WaitResult::kReady : WaitResult::kTimeout;
}

}  // namespace amparo::pg
