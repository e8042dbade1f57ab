// The calls of people that are under way, so that they end when what the person may do does: a grant that is revoked or
// over, a token that expires, a key that is withdrawn, grants that are not fresh.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"

namespace amparo::rpc {

// Looks at all calls ten times a second on a thread of its own, which sleeps while there are none.
class LiveCalls {
 public:
  // A call that can be ended from here. Its owner keeps it alive by counting references.
  class Entry {
   public:
    virtual ~Entry() = default;
    // OK while the call may go on, else why not.
    virtual absl::Status Standing() const = 0;
    // Ends the call for that reason; called on the thread of LiveCalls alone, which holds a reference, perhaps after
    // Remove.
    virtual void Revoke(absl::Status why) = 0;
    virtual void Ref() = 0;
    virtual void Unref() = 0;
  };

  LiveCalls();
  ~LiveCalls();
  LiveCalls(const LiveCalls&) = delete;
  LiveCalls& operator=(const LiveCalls&) = delete;

  void Add(Entry* call);
  void Remove(Entry* call);

 private:
  void Run();
  // All of them, each with a reference.
  std::vector<Entry*> Hold();

  std::mutex mutex_;
  std::condition_variable changed_;
  absl::flat_hash_set<Entry*> calls_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace amparo::rpc
