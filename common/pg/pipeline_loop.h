// What the threads of Reader and Writer have in common: stay connected, take what has queued, run it, answer everybody.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "absl/time/time.h"
#include "common/pg/counters.h"
#include "common/pg/outage.h"
#include "common/pg/query.h"
#include "common/pg/queue.h"
#include "common/pg/session.h"
#include "common/pg/wakeup.h"

namespace amparo::pg {

using QueryQueue = Queue<std::shared_ptr<Query>>;

struct LoopOptions {
  SessionOptions session;
  size_t max_batch;
  absl::Duration outage_grace;
  absl::Duration stuck_after;  // no answer for so long: the connection is given up
  // A connection that has rested for no longer is sent to without a look whether it still stands.
  absl::Duration trusted = absl::ZeroDuration();
  std::function<void(const absl::Status&)> on_connect_error = {};
};

// Queues `query` or answers it at once: QUEUE_FULL, SHUTTING_DOWN. What Submit of Reader and Writer does.
void SubmitTo(QueryQueue& queue, Counters& counters, const std::shared_ptr<Query>& query);

// One thread's loop over one connection.
class PipelineLoop {
 public:
  PipelineLoop(LoopOptions options, QueryQueue* queue, Counters* counters);
  virtual ~PipelineLoop() = default;

  // The thread's body: works until the queue is closed and empty, or until Abandon.
  void Run();

  // Makes Run return soon: what is in flight and queued is answered with an error.
  void Abandon() { abandon_.Set(); }

 protected:
  using Batch = std::vector<std::shared_ptr<Query>>;

  // Runs and answers every query of `batch` over session_; may drop the session.
  virtual void RunBatch(const Batch& batch) = 0;
  // Work of the loop itself that waits to be sent even when nothing is queued, and the sending of it alone.
  virtual bool HasOwnWork() const { return false; }
  virtual void RunOwnWork() {}
  // Told of every query's rows once they are committed.
  virtual void NoteCommitted(const Rows&) {}
  // Answers a query whose connection broke before its transaction's end was heard of.
  virtual void AnswerLost(const std::shared_ptr<Query>& query) = 0;

  // Runs each query in a transaction of its own, all in one pipeline; repeats those that lost against other
  // transactions.
  void RunAlone(Batch queries);
  // Runs the query again on the next connection, alone: one of those that were sent together may be what ended the
  // session. After the second time it is given up as UNAVAILABLE.
  void RunLater(const std::shared_ptr<Query>& query);

  // The next reply that is not kWaiting. While it waits, queries whose time is over are answered; a server that does
  // not answer at all counts as lost. `in_flight` is what this loop has sent.
  Reply Await(const Batch& in_flight);
  void Answer(const std::shared_ptr<Query>& query, absl::StatusOr<Rows> answer);
  // Gives the connection up; the loop makes another one.
  void DropSession();

  Session& session() { return *session_; }
  bool has_session() const { return session_ != nullptr; }
  Counters& counters() { return *counters_; }

 private:
  bool Connect();
  // Moves pending and queued work into a batch, without what nobody waits for any more. `rested` = it waited for that
  // for longer than a connection is trusted.
  Batch NextBatch(bool& rested);
  // Runs those that must be alone one after the other, and the rest as a batch. What a lost session leaves unsent waits
  // for the next.
  void RunAll(Batch batch);
  void AnswerOverdue(const Batch& in_flight);
  void FailWaiting(const absl::Status& status);
  // One round of RunAlone; returns what must be repeated.
  Batch RunAloneOnce(const Batch& queries);
  void TakeAloneReply(const Batch& queries, size_t index, bool& lost, bool& session_ended, Batch& again);

  const LoopOptions options_;
  QueryQueue* const queue_;
  Counters* const counters_;
  Wakeup abandon_;
  Outage outage_;
  std::unique_ptr<Session> session_;
  Batch pending_;  // taken from the queue and waiting for a connection
};

}  // namespace amparo::pg
