// Short reads, pipelined: many coroutines share a few connections and no thread waits for any one of them.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "common/base/limits.h"
#include "common/pg/counters.h"
#include "common/pg/query.h"
#include "common/pg/queue.h"
#include "common/pg/thread_group.h"

namespace amparo::pg {

class ReaderLoop;

struct ReaderOptions {
  std::string conninfo = {};                            // libpq connection string
  std::string application_name = "amparo-reader";       // as pg_stat_activity shows it
  int threads = 2;                                      // a connection each
  size_t max_batch = 64;                                // statements sent in one pipeline
  size_t queue_bound = 4096;                            // accepted and not yet sent; one more is refused
  absl::Duration statement_timeout = absl::Seconds(5);  // PostgreSQL's own bound on one statement
  absl::Duration watchdog_grace = absl::Seconds(2);     // past that bound a server that does not answer is given up
  absl::Duration connect_timeout = absl::Seconds(5);
  absl::Duration outage_grace = absl::Seconds(1);  // how long work waits for a database that is down before it fails
  std::function<void(const absl::Status&)> on_connect_error = {};  // told of each failed attempt, for the log
};

// Runs statements that are sure to be short, read only (the session's transactions are READ ONLY). Threads take what is
// queued, send it as one pipeline and answer as results come; a statement that fails never fails another.
//
// Errors of Run: RESOURCE_EXHAUSTED (QUEUE_FULL), CANCELLED and DEADLINE_EXCEEDED at once when the limits say so,
// UNAVAILABLE (DATABASE_UNAVAILABLE) while PostgreSQL is away longer than `outage_grace`, and what sqlstate.h maps.
// Coroutines resume on the reader's threads: what follows a read should be short too.
class Reader {
 public:
  using PendingRows = Awaitable<Rows, Query, Reader>;

  // Starts the threads; they connect by themselves and again after every loss.
  explicit Reader(ReaderOptions options);
  ~Reader();
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  // `absl::StatusOr<Rows> rows = co_await reader.Run(kGetCase, Params().Text(office).UuidValue(id), context.limits());`
  PendingRows Run(const Statement& statement, Params params, Limits limits);

  // Takes no more work (UNAVAILABLE, SHUTTING_DOWN); what is queued goes on.
  void Close() { queue_.Close(); }

  // Closes, finishes what is queued until `grace` has passed, fails the rest, and closes the connections. The
  // destructor does it with 5 s.
  void Stop(absl::Duration grace);

  const Counters& counters() const { return counters_; }

  // For Awaitable: queues or answers.
  void Submit(const std::shared_ptr<Query>& query);

 private:
  const ReaderOptions options_;
  Counters counters_;
  Queue<std::shared_ptr<Query>> queue_;
  std::vector<std::unique_ptr<ReaderLoop>> loops_;
  ThreadGroup threads_;
};

}  // namespace amparo::pg
