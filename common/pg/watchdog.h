// Frees threads that wait for a server in vain: a connection nobody waits for, or whose server has stopped answering,
// is broken by shutting its socket down. (Asking the server to cancel could itself wait for ever.)
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
  // What is watched: a connection in use.
  struct Watched {
    std::function<bool()> unwanted;  // nobody waits for the answer any more; called from the watchdog's thread
    int socket = -1;                 // watched through a descriptor of the guard's own
    absl::Time give_up;              // when the server should have answered long ago
  };

  explicit Watchdog(Counters* counters);
  ~Watchdog();
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;

  // Watches while the returned guard lives, however its connection fares meanwhile. Without a descriptor to be had
  // nothing is watched: then PostgreSQL's own timeouts are all that ends a wait.
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
      bool broken = false;
    };
    std::list<Entry>::iterator entry_;
  };
  Guard Watch(Watched watched) { return Guard(this, std::move(watched)); }

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
