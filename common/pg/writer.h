// Acts, committed in groups: one connection, one implicit transaction for all that has queued up meanwhile.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "absl/time/time.h"
#include "common/base/limits.h"
#include "common/pg/counters.h"
#include "common/pg/query.h"
#include "common/pg/queue.h"
#include "common/pg/thread_group.h"

namespace amparo::pg {

class WriterLoop;

struct WriterOptions {
  std::string conninfo = {};                       // libpq connection string
  std::string application_name = "amparo-writer";  // as pg_stat_activity shows it
  size_t max_group = 128;                          // statements in one group
  size_t queue_bound = 4096;                       // accepted and not yet sent; one more is refused
  absl::Duration statement_timeout = absl::Seconds(5);
  absl::Duration lock_timeout = absl::Seconds(2);
  absl::Duration connect_timeout = absl::Seconds(5);
  absl::Duration outage_grace = absl::Seconds(1);  // how long work waits for a database that is down before it fails
  std::function<void(const absl::Status&)> on_connect_error = {};  // told of each failed attempt, for the log
  absl::Duration stuck_after = absl::Seconds(15);  // a group unanswered this long: the connection is given up
  std::string notify_channel = {};                 // when set: one NOTIFY after each group that changed something
};

// Runs statements that change something, each one statement whole (a data-modifying CTE guarded by its version). What
// has queued is sent as one pipeline and committed once; answers are given after the commit. A group that fails is
// rolled back and each of its statements run again alone, so that one bad act never fails another.
//
// An OK answer is an acknowledgement: committed. Errors of Run: RESOURCE_EXHAUSTED (QUEUE_FULL); CANCELLED and
// DEADLINE_EXCEEDED at once when the limits say so (the effect of a statement already sent is then unknown to the
// caller); UNAVAILABLE (DATABASE_UNAVAILABLE) when nothing was committed for sure; UNAVAILABLE (COMMIT_IN_DOUBT) when
// nobody knows: find out by the request id; ABORTED (TRANSACTION_CONFLICT) after five serialization failures or
// deadlocks; and what sqlstate.h maps. Coroutines resume on the writer's thread: what follows should be short.
class Writer {
 public:
  using PendingRows = Awaitable<Rows, Query, Writer>;

  // Starts the thread; it connects by itself and again after every loss.
  explicit Writer(WriterOptions options);
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  // `absl::StatusOr<Rows> rows = co_await writer.Run(kRecordVerdict, Params()..., context.limits());`
  PendingRows Run(const Statement& statement, Params params, Limits limits);

  // Takes no more work (UNAVAILABLE, SHUTTING_DOWN); what is queued goes on.
  void Close() { queue_.Close(); }

  // Closes, finishes what is queued until `grace` has passed, fails the rest, and closes the connection. The destructor
  // does it with 5 s.
  void Stop(absl::Duration grace);

  const Counters& counters() const { return counters_; }

  // For Awaitable: queues or answers.
  void Submit(const std::shared_ptr<Query>& query);

 private:
  const WriterOptions options_;
  Counters counters_;
  Queue<std::shared_ptr<Query>> queue_;
  std::unique_ptr<WriterLoop> loop_;
  ThreadGroup thread_;
};

}  // namespace amparo::pg
