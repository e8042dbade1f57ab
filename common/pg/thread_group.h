// The threads of one component: started together, waited for with a bound, joined.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "absl/time/time.h"

namespace amparo::pg {

class ThreadGroup {
 public:
  ~ThreadGroup() { Join(); }

  void Start(std::function<void()> body) {
    {
      std::lock_guard lock(mutex_);
      ++running_;
    }
    threads_.emplace_back([this, body = std::move(body)] {
      body();
      std::lock_guard lock(mutex_);
      --running_;
      ended_.notify_all();
    });
  }

  // True when all have ended within `patience`.
  bool WaitFor(absl::Duration patience) {
    std::unique_lock lock(mutex_);
    return ended_.wait_for(lock, absl::ToChronoMilliseconds(patience), [this] { return running_ == 0; });
  }

  void Join() {
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
  }

 private:
  std::mutex mutex_;
  std::condition_variable ended_;
  int running_ = 0;
  std::vector<std::thread> threads_;
};

}  // namespace amparo::pg
