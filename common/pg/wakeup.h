// Interrupts a thread that sleeps on a socket: an event to poll for beside it.
#pragma once

#include <atomic>

#include "absl/time/time.h"

namespace amparo::pg {

// What a wait on a socket ended with.
enum class WaitResult { kReady, kTimeout, kWoken };

// A flag that threads can poll for together with a socket. Once set it stays set.
class Wakeup {
 public:
  Wakeup();
  ~Wakeup();
  Wakeup(const Wakeup&) = delete;
  Wakeup& operator=(const Wakeup&) = delete;

  void Set();
  // Asks nobody: it is looked at between all that a thread does.
  bool IsSet() const { return set_.load(std::memory_order_acquire); }

  // Sleeps until set (true) or until `timeout` has passed (false).
  bool WaitFor(absl::Duration timeout) const;

  // Waits until `socket` is readable (or writable too, when asked), this is set, or `timeout` has passed.
  WaitResult WaitForSocket(int socket, bool or_writable, absl::Duration timeout) const;

 private:
  int event_;
  std::atomic<bool> set_{false};
};

}  // namespace amparo::pg
