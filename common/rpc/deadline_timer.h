// Ends calls whose deadline gRPC does not watch for us: those that came without one, or with a longer one than we
// allow.
#pragma once

#include <array>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>
#include <vector>

#include "absl/time/time.h"

namespace amparo::rpc {

// A wheel of timers, 20 ms a slot, with one thread. Setting and clearing one costs a short lock and no allocation:
// nearly every timer is cleared long before it would fire.
class DeadlineTimer {
 public:
  // What can expire. Its owner keeps it alive by counting references.
  class Entry {
   public:
    virtual ~Entry() = default;
    // The time has come; called on the timer's thread, never after Clear has returned before it began.
    virtual void Expired() = 0;
    // Keep the entry, or let it go: the timer holds a reference while Expired runs.
    virtual void Ref() = 0;
    virtual void Unref() = 0;

   private:
    friend class DeadlineTimer;
    Entry* next_ = nullptr;
    Entry* previous_ = nullptr;
    int64_t tick_ = -1;
  };

  DeadlineTimer();
  // Ends the thread; entries still set never expire.
  ~DeadlineTimer();
  DeadlineTimer(const DeadlineTimer&) = delete;
  DeadlineTimer& operator=(const DeadlineTimer&) = delete;

  // Lets `entry` expire `after` from now (rounded up to the next 20 ms). It must not be set already.
  void Set(Entry* entry, absl::Duration after);

  // Forgets `entry` if it is set.
  void Clear(Entry* entry);

 private:
  static constexpr absl::Duration kTick = absl::Milliseconds(20);
  static constexpr int kSlots = 512;

  int64_t TicksSinceStart() const;
  void Unlink(Entry* entry);
  void Run();
  std::vector<Entry*> TakeExpired(int64_t until);

  const int64_t start_nanos_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  int64_t done_ = 0;
  std::size_t set_ = 0;
  std::array<Entry*, kSlots> slots_{};
  std::thread thread_;
};

}  // namespace amparo::rpc
