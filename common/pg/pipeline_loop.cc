#include "common/pg/pipeline_loop.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "common/pg/sqlstate.h"

namespace amparo::pg {
namespace {

// How long an idle loop sleeps before it looks whether its connection still stands.
constexpr absl::Duration kIdle = absl::Seconds(1);
// How often a loop that waits for the server looks whose time is over. Calls of the API are told at once by their
// token.
constexpr absl::Duration kLook = absl::Milliseconds(20);
// How often one query may be sent: a connection that broke is no fault of its own, unless it breaks it again.
constexpr int kSends = 2;

}  // namespace

void SubmitTo(QueryQueue& queue, Counters& counters, const std::shared_ptr<Query>& query) {
  if (query->AnswerIfOver(absl::Now())) {
    ++counters.abandoned;
    return;
  }
  // Counted before a loop can take it, so that the gauge never shows less than nothing.
  ++counters.queued;
  const auto pushed = queue.Push(query);
  if (pushed == QueryQueue::PushResult::kQueued) {
    ++counters.submitted;
    return;
  }
  --counters.queued;
  ++counters.refused;
  query->Answer(pushed == QueryQueue::PushResult::kFull ? QueueFull() : ShuttingDown());
}

PipelineLoop::PipelineLoop(LoopOptions options, QueryQueue* queue, Counters* counters)
    : options_(std::move(options)), queue_(queue), counters_(counters), outage_(options_.outage_grace) {}

void PipelineLoop::Run() {
  bool idle = true;
  for (;;) {
    const bool nothing_left =
        queue_->closed() && queue_->size() == 0 && pending_.empty() && !(HasOwnWork() && session_);
    if (nothing_left || abandon_.IsSet()) break;
    // A session that was just worked with needs no look: what it is given next asks it anyway.
    if (idle && session_ && !session_->IsAlive()) DropSession();
    if (!session_ && !Connect()) continue;
    bool rested = false;
    const Batch batch = NextBatch(rested);
    idle = batch.empty();
    if (!batch.empty() && rested && !session_->IsAlive()) {
      // It broke while this loop slept: nothing was sent, so nothing is lost.
      DropSession();
      pending_ = batch;
    } else if (!batch.empty()) {
      RunAll(batch);
    } else if (HasOwnWork()) {
      RunOwnWork();
    }
  }
  FailWaiting(ShuttingDown());
  DropSession();
}

bool PipelineLoop::Connect() {
  outage_.Begin(absl::Now());
  absl::StatusOr<std::unique_ptr<Session>> session = Session::Connect(options_.session, &abandon_);
  absl::Status status = session.status();
  if (status.ok()) status = (*session)->EnterPipeline();
  if (status.ok()) {
    session_ = *std::move(session);
    ++counters_->connects;
    ++counters_->connections;
    outage_.End();
    return true;
  }
  ++counters_->connect_errors;
  if (options_.on_connect_error) options_.on_connect_error(status);
  AnswerOverdue({});
  // While another loop of the same queue is connected it serves what is queued.
  if (outage_.Lasting(absl::Now()) && counters_->connections == 0) FailWaiting(DatabaseUnavailable());
  abandon_.WaitFor(outage_.NextPause());
  return false;
}

void PipelineLoop::DropSession() {
  if (!session_) return;
  session_.reset();
  --counters_->connections;
}

PipelineLoop::Batch PipelineLoop::NextBatch(bool& rested) {
  const absl::Time begin = absl::Now();
  Batch batch = std::exchange(pending_, {});
  const size_t before = batch.size();
  const bool may_sleep = batch.empty() && !HasOwnWork();
  if (before < options_.max_batch) {
    queue_->Take(batch, options_.max_batch - before, may_sleep ? kIdle : absl::ZeroDuration());
    counters_->queued -= static_cast<int64_t>(batch.size() - before);
  }
  const absl::Time now = absl::Now();
  rested = options_.trusted == absl::ZeroDuration() || now - begin > options_.trusted;
  std::erase_if(batch, [&](const std::shared_ptr<Query>& query) {
    if (!query->answered() && !query->AnswerIfOver(now)) return false;
    ++counters_->abandoned;
    return true;
  });
  return batch;
}

void PipelineLoop::RunAll(Batch batch) {
  const auto together =
      std::stable_partition(batch.begin(), batch.end(), [](const auto& query) { return query->alone(); });
  for (auto query = batch.begin(); query != together; ++query) {
    if (session_) {
      RunAlone({*query});
    } else {
      pending_.push_back(*query);
    }
  }
  batch.erase(batch.begin(), together);
  if (session_ && !batch.empty()) return RunBatch(batch);
  pending_.insert(pending_.end(), batch.begin(), batch.end());
}

void PipelineLoop::AnswerOverdue(const Batch& in_flight) {
  const absl::Time now = absl::Now();
  const auto over = [now](const std::shared_ptr<Query>& query) {
    return query->answered() || query->limits().Over(now);
  };
  for (const auto& query : in_flight) query->AnswerIfOver(now);
  // Outside the queue's lock: an answered coroutine goes on at once and may ask for more.
  const Batch queued = queue_->TakeOutIf(over);
  counters_->queued -= static_cast<int64_t>(queued.size());
  Batch overdue = queued;
  const auto kept = std::stable_partition(pending_.begin(), pending_.end(), std::not_fn(over));
  overdue.insert(overdue.end(), kept, pending_.end());
  pending_.erase(kept, pending_.end());
  for (const auto& query : overdue) {
    ++counters_->abandoned;
    query->AnswerIfOver(now);
  }
}

void PipelineLoop::FailWaiting(const absl::Status& status) {
  const Batch queued = queue_->TakeOutIf([](const auto&) { return true; });
  counters_->queued -= static_cast<int64_t>(queued.size());
  for (const auto& query : std::exchange(pending_, {})) Answer(query, status);
  for (const auto& query : queued) Answer(query, status);
}

void PipelineLoop::Answer(const std::shared_ptr<Query>& query, absl::StatusOr<Rows> answer) {
  const bool ok = answer.ok();
  if (!query->Answer(std::move(answer))) {
    ++counters_->abandoned;
  } else {
    ++(ok ? counters_->succeeded : counters_->failed);
  }
}

void PipelineLoop::RunLater(const std::shared_ptr<Query>& query) {
  if (query->CountSend() < kSends) {
    query->SetAlone();
    pending_.push_back(query);
  } else {
    Answer(query, DatabaseUnavailable());
  }
}

Reply PipelineLoop::Await(const Batch& in_flight) {
  absl::Time give_up = absl::InfiniteFuture();
  for (;;) {
    Reply reply = session_->Receive(abandon_, kLook);
    if (reply.kind != Reply::Kind::kWaiting) return reply;
    const absl::Time now = absl::Now();
    if (give_up == absl::InfiniteFuture()) give_up = now + options_.stuck_after;
    AnswerOverdue(in_flight);
    if (now < give_up && !abandon_.IsSet()) continue;
    if (!abandon_.IsSet()) ++counters_->watchdog_kills;
    return Reply{Reply::Kind::kLost, {}, DatabaseUnavailable(), {}};
  }
}

void PipelineLoop::RunAlone(Batch queries) {
  counters_->reruns += static_cast<int64_t>(queries.size());
  for (int round = 0; !queries.empty(); ++round) {
    if (round > 0) {
      counters_->retries += static_cast<int64_t>(queries.size());
      abandon_.WaitFor(ConflictPause(round));
    }
    std::erase_if(queries, [](const auto& query) { return query->answered() || query->AnswerIfOver(absl::Now()); });
    Batch again = RunAloneOnce(queries);
    if (!session_) {
      for (const auto& query : again) RunLater(query);
      return;
    }
    if (round == kConflictRetries) {
      for (const auto& query : again) Answer(query, TransactionConflict());
      return;
    }
    queries = std::move(again);
  }
}

PipelineLoop::Batch PipelineLoop::RunAloneOnce(const Batch& queries) {
  size_t sent = 0;
  while (sent < queries.size() &&
         session_->Send(queries[sent]->statement(), queries[sent]->params(), /*may_prepare=*/false) &&
         session_->SendSync()) {
    ++sent;
  }
  // What could not be sent whole has no sync and so is never committed.
  Batch again(queries.begin() + static_cast<std::ptrdiff_t>(sent), queries.end());
  bool lost = false;
  bool session_ended = false;
  for (size_t i = 0; i < sent; ++i) {
    if (lost) {
      AnswerLost(queries[i]);
    } else {
      TakeAloneReply(queries, i, lost, session_ended, again);
    }
  }
  if (lost || session_ended || sent < queries.size()) DropSession();
  return again;
}

void PipelineLoop::TakeAloneReply(const Batch& queries, size_t index, bool& lost, bool& session_ended, Batch& again) {
  const std::shared_ptr<Query>& query = queries[index];
  Reply reply = Await(queries);
  lost = reply.kind == Reply::Kind::kLost;
  if (lost) return AnswerLost(query);
  const bool failed = reply.kind != Reply::Kind::kRows;
  Reply sync = Await(queries);
  lost = sync.kind == Reply::Kind::kLost;
  if (!failed && lost) return AnswerLost(query);
  if (!failed && sync.warned_at_commit) {
    ++counters_->in_doubt;
    return Answer(query, CommitInDoubt());
  }
  if (!failed && sync.status.ok()) {
    NoteCommitted(reply.rows);
    return Answer(query, std::move(reply.rows));
  }
  // The server said that it failed: nothing of it remains.
  const Reply& cause = failed ? reply : sync;
  session_ended |= EndsSession(cause.sqlstate);
  if (IsRetryable(cause.sqlstate) || EndsSession(cause.sqlstate)) {
    again.push_back(query);
  } else {
    Answer(query, cause.status);
  }
}

}  // namespace amparo::pg
