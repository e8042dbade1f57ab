#include "common/pg/writer.h"

#include <utility>
#include <vector>

#include "common/base/strings.h"
#include "common/pg/notify.h"
#include "common/pg/pipeline_loop.h"
#include "common/pg/sqlstate.h"

namespace amparo::pg {

// The writing thread: a group is one pipeline with one sync, which is its commit.
class WriterLoop final : public PipelineLoop {
 public:
  WriterLoop(LoopOptions options, QueryQueue* queue, Counters* counters, std::string notify_channel)
      : PipelineLoop(std::move(options), queue, counters), channel_(std::move(notify_channel)) {}

 protected:
  void RunBatch(const Batch& group) override;
  bool HasOwnWork() const override { return notify_; }
  void RunOwnWork() override;
  void NoteCommitted(const Rows& rows) override { notify_ |= !channel_.empty() && rows.affected() > 0; }
  void AnswerLost(const std::shared_ptr<Query>& query) override {
    ++counters().in_doubt;
    Answer(query, CommitInDoubt());
  }

 private:
  // What is known of a group once its answers have come.
  struct Outcome {
    std::vector<Rows> rows;
    absl::Status failure;        // of the first statement or the commit that failed
    bool failed = false;         // PostgreSQL said so: nothing of the group remains
    bool lost = false;           // the connection broke before the end was heard of
    bool session_ended = false;  // the session is of no more use
    bool in_doubt = false;       // committed here, perhaps not on the standby
  };

  bool SendNotify();
  // Reads the answers to SendNotify; false when the connection is lost.
  bool AwaitNotified(const Batch& group);
  bool SendGroup(const Batch& group);
  Outcome AwaitGroup(const Batch& group);
  void AnswerGroup(const Batch& group, Outcome outcome);

  const std::string channel_;
  bool notify_ = false;  // a group changed something and nobody was told yet
};

bool WriterLoop::SendNotify() {
  return session().Send(kNotify, Params().Text(channel_)) && session().SendSync();
}

bool WriterLoop::AwaitNotified(const Batch& group) {
  for (;;) {
    const Reply reply = Await(group);
    if (reply.kind == Reply::Kind::kLost) return false;
    if (reply.kind == Reply::Kind::kSynced) break;
  }
  notify_ = false;
  return true;
}

void WriterLoop::RunOwnWork() {
  if (!SendNotify() || !AwaitNotified({})) DropSession();
}

bool WriterLoop::SendGroup(const Batch& group) {
  // The last group's notification goes in front, in a transaction of its own: it costs no round trip.
  if (notify_ && !SendNotify()) return false;
  for (const auto& query : group) {
    if (!session().Send(query->statement(), query->params())) return false;
  }
  return session().SendSync();
}

WriterLoop::Outcome WriterLoop::AwaitGroup(const Batch& group) {
  Outcome outcome;
  outcome.rows.reserve(group.size());
  for (;;) {
    Reply reply = Await(group);
    switch (reply.kind) {
      case Reply::Kind::kRows:
        outcome.rows.push_back(std::move(reply.rows));
        break;
      case Reply::Kind::kFailed:
        outcome.failed = true;
        outcome.session_ended |= EndsSession(reply.sqlstate);
        break;
      case Reply::Kind::kSkipped:
        break;
      case Reply::Kind::kSynced:
        outcome.failed |= !reply.status.ok();
        outcome.session_ended |= EndsSession(reply.sqlstate);
        outcome.in_doubt = reply.warned_at_commit;
        return outcome;
      case Reply::Kind::kWaiting:
      case Reply::Kind::kLost:
        outcome.lost = true;
        return outcome;
    }
  }
}

void WriterLoop::RunBatch(const Batch& group) {
  ++counters().batches;
  const bool notifying = notify_;
  // A group whose sync could not be sent is never committed, nor one whose notification in front broke the connection
  // before the group's turn came: but the latter cannot be told from a commit unheard of.
  if (!SendGroup(group)) {
    DropSession();
    for (const auto& query : group) RunLater(query);
    return;
  }
  Outcome outcome;
  if (notifying && !AwaitNotified(group)) {
    outcome.lost = true;
  } else {
    outcome = AwaitGroup(group);
  }
  AnswerGroup(group, std::move(outcome));
}

void WriterLoop::AnswerGroup(const Batch& group, Outcome outcome) {
  if (outcome.lost || outcome.session_ended) DropSession();
  if (outcome.failed) {
    if (has_session()) return RunAlone(group);
    for (const auto& query : group) RunLater(query);
    return;
  }
  if (outcome.lost || outcome.in_doubt) {
    for (const auto& query : group) AnswerLost(query);
    return;
  }
  for (size_t i = 0; i < group.size(); ++i) {
    NoteCommitted(outcome.rows[i]);
    Answer(group[i], std::move(outcome.rows[i]));
  }
}

Writer::Writer(WriterOptions options) : options_(std::move(options)), queue_(options_.queue_bound) {
  LoopOptions loop{
      .session = {.conninfo = options_.conninfo,
                  .application_name = options_.application_name,
                  .settings = {{"statement_timeout", StrCat(absl::ToInt64Milliseconds(options_.statement_timeout))},
                               {"lock_timeout", StrCat(absl::ToInt64Milliseconds(options_.lock_timeout))}},
                  .connect_timeout = options_.connect_timeout},
      .max_batch = options_.max_group,
      .outage_grace = options_.outage_grace,
      .stuck_after = options_.stuck_after,
      .on_connect_error = options_.on_connect_error};
  loop_ = std::make_unique<WriterLoop>(std::move(loop), &queue_, &counters_, options_.notify_channel);
  thread_.Start([this] { loop_->Run(); });
}

Writer::~Writer() {
  Stop(absl::Seconds(5));
}

Writer::PendingRows Writer::Run(const Statement& statement, Params params, Limits limits) {
  return {this, std::make_shared<Query>(statement, std::move(params), std::move(limits))};
}

void Writer::Submit(const std::shared_ptr<Query>& query) {
  SubmitTo(queue_, counters_, query);
}

void Writer::Stop(absl::Duration grace) {
  Close();
  if (!thread_.WaitFor(grace)) loop_->Abandon();
  thread_.Join();
}

}  // namespace amparo::pg
