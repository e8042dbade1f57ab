// Frees threads whose server has stopped answering: past its deadline a connection is told to cancel, then broken.
#pragma once

#include <functional>
#include <list>
#include <mutex>
#include <thread>

#include "absl/time/time.h"
#include "common/pg/counters.h"
#include "common/pg/wakeup.h"

namespace amparo::pg {

// One thread that looks at every running job a few times a second.
class Watchdog {
 public:
  // What is watched: a connection in use. Both calls come from the watchdog's thread.
  struct Watched {
    std::function<bool()> unwanted;  // nobody waits for the answer any more: cancel now
    std::function<void()> cancel;    // asks the server to end the running statement
    int socket = -1;                 // shut down when the server does not answer that either
    absl::Time deadline;             // cancel from here on
    absl::Time give_up;              // shut the socket down from here on
  };

  explicit Watchdog(Counters* counters);
  ~Watchdog();
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;

  // Watches while the returned guard lives; the guard must go before the connection does.
  class Guard {
   public:
    ~Guard();
    Guard(const Guard&) = delete;
    Guard& operator=(const Guard&) = delete;

   private:
    friend class Watchdog;
    Guard(Watchdog* watchdog, Watched watched);
    Watchdog* const watchdog_;
    struct Entry {
      Watched watched;
      bool cancelled = false;
      bool broken = false;
    };
    std::list<Entry>::iterator entry_;
  };
  Guard Watch(Watched watched) { return Guard(this, std::move(watched)); }

  // Breaks every connection watched now, for a shutdown that can wait no longer.
  void BreakAll();

 private:
  void Loop();
  void Look(absl::Time now);

  Counters* const counters_;
  Wakeup stop_;
  std::mutex mutex_;
  std::list<Guard::Entry> entries_;
  std::thread thread_;
};

}  // namespace amparo::pg
