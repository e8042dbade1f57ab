// Brings the heads of the chains out of the database: every instance of a service writes the heads of all chains into a
// file of its own, whichever instance sealed them.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/audit/chain.h"
#include "common/audit/head_book.h"
#include "common/pg/workers.h"

namespace amparo::audit {

// The file of heads and what this process knows that is not in it yet. Safe for many threads; shared by the sealer and
// by jobs that verify.
class HeadKeeper {
 public:
  // `sealed` is the last SealedTo of `book`.
  HeadKeeper(HeadBook book, int64_t sealed) : book_(std::move(book)), written_(sealed) {}

  // This process has sealed from the heads `before` (of the chains that had begun) up to `heads`. They are kept until
  // they are written: what is done to the database meanwhile does not change them. One that `before` contradicts, since
  // the chain was cut or made anew, stays beside its successor, and verification then tells of it.
  void Keep(const Heads& before, const Heads& heads);

  // Appends the heads of all chains that have grown since the last time, the numbers of rows that were gone before they
  // were sealed, and how far that goes; of all chains when the file was begun anew. Nothing new writes nothing. Answers
  // the size of the file, up to which it holds whole lines. Errors: those of HeadBook; throws as libpqxx does.
  absl::StatusOr<int64_t> Write(pg::Transaction& transaction, absl::Time now);

  // Appends what this process knows by itself, for when the database cannot be asked.
  absl::Status WriteKept(absl::Time now);

  // True when the last Write had more to tell than one tells: the next should not wait.
  bool behind() const { return behind_.load(std::memory_order_relaxed); }

  const HeadBook& book() const { return book_; }

  // Heads written by this process, and rows it has seen missing.
  int64_t heads_written() const { return heads_written_.load(std::memory_order_relaxed); }
  int64_t rows_missing() const { return rows_missing_.load(std::memory_order_relaxed); }

 private:
  // What the database says has come since the last time.
  struct Growth {
    int64_t sealed = 0;
    std::vector<NumberRange> missing;
    Heads heads;
  };

  // Appends the growth and what was kept; with the lock.
  absl::Status AppendAll(const Growth& growth, absl::Time now);

  const HeadBook book_;
  // Never held while the database is waited for.
  std::mutex mutex_;
  int64_t written_;
  Heads kept_;
  std::vector<Head> contradicted_;
  std::atomic<int64_t> heads_written_{0};
  std::atomic<int64_t> rows_missing_{0};
  std::atomic<bool> behind_{false};
};

}  // namespace amparo::audit
