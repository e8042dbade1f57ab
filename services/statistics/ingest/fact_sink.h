// What the followers do with the feeds: facts go into the database in the follower's transaction, and into memory once
// that has been committed.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "common/feed/follower.h"
#include "services/statistics/domain/fact_board.h"
#include "services/statistics/store/fact_store.h"

namespace amparo::statistics {

// Keeps the facts in memory equal to those in the database. Shared by the sinks of all feeds.
class MemoryKeeper {
 public:
  // `store` and `board` must outlive the keeper.
  MemoryKeeper(const FactStore& store, FactBoard& board) : store_(store), board_(board) {}

  // Facts have been committed.
  void Apply(const std::vector<Fact>& facts);

  // Reads everything anew. What is committed meanwhile waits in Apply and is taken in afterwards, so nothing is missed.
  absl::Status Reload(const Limits& limits);

 private:
  const FactStore& store_;
  FactBoard& board_;
  std::mutex mutex_;
};

// One feed's sink.
class FactSink final : public feed::Sink {
 public:
  // `kinds`: the kinds of fact that come from this feed. `store` and `keeper` must outlive the sink.
  FactSink(std::vector<std::string> kinds, const FactStore& store, MemoryKeeper& keeper)
      : kinds_(std::move(kinds)), store_(store), keeper_(keeper) {}

  absl::Status Reset(pg::Transaction& transaction) override;
  absl::Status Apply(pg::Transaction& transaction, const feed::Events& events) override;
  void Applied(const feed::Events& events) override;
  absl::Status Reload(const Limits& limits) override;

 private:
  const std::vector<std::string> kinds_;
  const FactStore& store_;
  MemoryKeeper& keeper_;
};

}  // namespace amparo::statistics
