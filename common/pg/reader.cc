#include "common/pg/reader.h"

#include <utility>

#include "common/base/strings.h"
#include "common/pg/pipeline_loop.h"
#include "common/pg/sqlstate.h"

namespace amparo::pg {

// One reading thread: a batch is one pipeline with one sync; what a failure keeps from running is run alone.
class ReaderLoop final : public PipelineLoop {
 public:
  using PipelineLoop::PipelineLoop;

 protected:
  void RunBatch(const Batch& batch) override;

  // A read can be run twice: nobody is told about a connection that broke once.
  void AnswerLost(const std::shared_ptr<Query>& query) override { RunLater(query); }

 private:
  bool SendBatch(const Batch& batch);
};

bool ReaderLoop::SendBatch(const Batch& batch) {
  for (const auto& query : batch) {
    if (!session().Send(query->statement(), query->params())) return false;
  }
  return session().SendSync();
}

void ReaderLoop::RunBatch(const Batch& batch) {
  ++counters().batches;
  Batch alone;
  bool session_ended = !SendBatch(batch);
  bool synced = false;
  size_t next = 0;
  while (!synced && !session_ended) {
    Reply reply = Await(batch);
    switch (reply.kind) {
      case Reply::Kind::kRows:
        Answer(batch[next++], std::move(reply.rows));
        break;
      case Reply::Kind::kFailed:
        if (EndsSession(reply.sqlstate)) {
          session_ended = true;
        } else if (IsRetryable(reply.sqlstate)) {
          alone.push_back(batch[next++]);
        } else {
          Answer(batch[next++], std::move(reply.status));
        }
        break;
      case Reply::Kind::kSkipped:
        alone.push_back(batch[next++]);
        break;
      case Reply::Kind::kSynced:
        synced = true;
        break;
      case Reply::Kind::kWaiting:
      case Reply::Kind::kLost:
        session_ended = true;
        break;
    }
  }
  if (session_ended) {
    DropSession();
    for (const auto& query : alone) AnswerLost(query);
    for (; next < batch.size(); ++next) AnswerLost(batch[next]);
  } else if (!alone.empty()) {
    RunAlone(std::move(alone));
  }
}

Reader::Reader(ReaderOptions options) : options_(std::move(options)), queue_(options_.queue_bound) {
  const LoopOptions loop{
      .session = {.conninfo = options_.conninfo,
                  .application_name = options_.application_name,
                  .settings = {{"default_transaction_read_only", "on"},
                               {"statement_timeout", StrCat(absl::ToInt64Milliseconds(options_.statement_timeout))}},
                  .connect_timeout = options_.connect_timeout},
      .max_batch = options_.max_batch,
      .outage_grace = options_.outage_grace,
      // PostgreSQL ends a slow statement itself: past that it is the server or the network that does not answer.
      .stuck_after = options_.statement_timeout + options_.watchdog_grace,
      // A read that meets a connection which has just broken is run again: no system call a pipeline to find that out.
      .trusted = absl::Milliseconds(10),
      .on_connect_error = options_.on_connect_error};
  for (int i = 0; i < options_.threads; ++i) {
    loops_.push_back(std::make_unique<ReaderLoop>(loop, &queue_, &counters_));
    threads_.Start([loop = loops_.back().get()] { loop->Run(); });
  }
}

Reader::~Reader() {
  Stop(absl::Seconds(5));
}

Reader::PendingRows Reader::Run(const Statement& statement, Params params, Limits limits) {
  return {this, std::make_shared<Query>(statement, std::move(params), std::move(limits))};
}

void Reader::Submit(const std::shared_ptr<Query>& query) {
  SubmitTo(queue_, counters_, query);
}

void Reader::Stop(absl::Duration grace) {
  Close();
  if (!threads_.WaitFor(grace)) {
    for (const auto& loop : loops_) loop->Abandon();
  }
  threads_.Join();
}

}  // namespace amparo::pg
