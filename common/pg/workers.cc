#include "common/pg/workers.h"

#include <algorithm>
#include <cstdint>
#include <pqxx/pqxx>

#include "absl/time/clock.h"
#include "common/base/strings.h"
#include "common/pg/connection.h"
#include "common/pg/notify.h"
#include "common/pg/outage.h"
#include "common/pg/sqlstate.h"

namespace amparo::pg {
namespace {

constexpr absl::Duration kWithoutJobs = absl::Seconds(1);
// How often one job may be begun on a connection that turned out to be broken before anything was committed.
constexpr int kConnections = 2;
constexpr std::string_view kLockNotAvailable = "55P03";

// Worth another attempt of a whole transaction.
bool IsConflict(std::string_view sqlstate) {
  return IsRetryable(sqlstate) || sqlstate == kLockNotAvailable;
}

// PostgreSQL's own words without what stands below them: details and context may hold stored values.
std::string_view FirstLine(std::string_view message) {
  return message.substr(0, message.find('\n'));
}

// When a job must have ended: its own bound, or `default_timeout` from now for one that has none.
absl::Time DeadlineOf(const Limits& limits, absl::Time now, absl::Duration default_timeout) {
  return limits.deadline == absl::InfiniteFuture() ? now + default_timeout : limits.deadline;
}

}  // namespace

// One worker: a thread's loop over one libpqxx connection.
class WorkerLoop {
 public:
  WorkerLoop(const WorkersOptions* options, Queue<std::shared_ptr<Job>>* queue, Counters* counters, Watchdog* watchdog)
      : options_(*options),
        queue_(*queue),
        counters_(*counters),
        watchdog_(*watchdog),
        outage_(options->outage_grace) {}

  void Run();
  void Abandon() { abandon_.Set(); }

 private:
  // How one attempt at a job ended.
  struct Attempt {
    absl::Status status;
    bool conflict = false;         // lost against other transactions: worth another attempt
    bool connection_lost = false;  // and nothing was committed
  };

  bool Connect();
  void Disconnect();
  void FailWaiting(const absl::Status& status);
  void RunJob(const std::shared_ptr<Job>& job);
  Attempt RunOnce(Job& job, absl::Time deadline);
  absl::Status RunTransaction(Job& job, absl::Time deadline);
  Attempt Classify();
  void Notify();

  const WorkersOptions& options_;
  Queue<std::shared_ptr<Job>>& queue_;
  Counters& counters_;
  Watchdog& watchdog_;
  Outage outage_;
  Wakeup abandon_;
  std::unique_ptr<Connection> connection_;
  bool notify_ = false;  // something was committed that others wait for, and nobody was told yet
};

void WorkerLoop::Run() {
  while (!abandon_.IsSet() && !(queue_.closed() && queue_.size() == 0)) {
    if (!connection_ && !Connect()) continue;
    std::vector<std::shared_ptr<Job>> jobs;
    queue_.Take(jobs, 1, kWithoutJobs);
    for (const auto& job : jobs) {
      --counters_.queued;
      RunJob(job);
    }
  }
  FailWaiting(ShuttingDown());
  Disconnect();
}

bool WorkerLoop::Connect() {
  outage_.Begin(absl::Now());
  absl::Status status;
  try {
    connection_ = std::make_unique<Connection>(
        SessionOptions{.conninfo = options_.conninfo,
                       .application_name = options_.application_name,
                       // A connection broken by the watchdog ends its statement on the server too.
                       .settings = {{"client_connection_check_interval", "500"}},
                       .connect_timeout = options_.connect_timeout},
        &abandon_);
    connection_->set_verbosity(pqxx::connection_base::verbose);  // for ConstraintIn
    ++counters_.connects;
    ++counters_.connections;
    outage_.End();
    return true;
  } catch (const std::exception& error) {
    status = absl::UnavailableError(error.what());
  }
  ++counters_.connect_errors;
  if (options_.on_connect_error) options_.on_connect_error(status);
  if (outage_.Lasting(absl::Now()) && counters_.connections == 0) FailWaiting(DatabaseUnavailable());
  abandon_.WaitFor(outage_.NextPause());
  return false;
}

void WorkerLoop::Disconnect() {
  if (!connection_) return;
  connection_.reset();
  --counters_.connections;
}

void WorkerLoop::FailWaiting(const absl::Status& status) {
  for (const auto& job : queue_.TakeOutIf([](const auto&) { return true; })) {
    --counters_.queued;
    ++(job->Answer(status) ? counters_.failed : counters_.abandoned);
  }
}

void WorkerLoop::RunJob(const std::shared_ptr<Job>& job) {
  const absl::Time now = absl::Now();
  if (job->answered() || job->AnswerIfOver(now)) {
    ++counters_.abandoned;
    return;
  }
  const absl::Time deadline = DeadlineOf(job->limits(), now, options_.default_timeout);
  Attempt attempt;
  int conflicts = 0;
  int connections_lost = 0;
  for (;;) {
    ++counters_.batches;
    attempt = RunOnce(*job, deadline);
    if (attempt.conflict && ++conflicts > kConflictRetries) attempt = {TransactionConflict()};
    if (attempt.connection_lost && ++connections_lost >= kConnections) attempt = {DatabaseUnavailable()};
    if (!attempt.conflict && !attempt.connection_lost) break;
    ++counters_.retries;
    if (attempt.conflict) abandon_.WaitFor(ConflictPause(conflicts));
    if (job->answered() || job->AnswerIfOver(absl::Now()) || abandon_.IsSet()) break;
    if (!connection_ && !Connect()) {
      attempt = {DatabaseUnavailable()};
      break;
    }
  }
  const absl::Status status = attempt.status;
  const bool told = status.ok() ? job->Answer(std::monostate()) : job->Answer(status);
  ++(!told ? counters_.abandoned : status.ok() ? counters_.succeeded : counters_.failed);
  if (std::exchange(notify_, false) && connection_) Notify();
}

// After the answer and in a transaction of its own, so that nobody waits for it. Failing is no error: it is a hint, and
// who waits looks by itself too.
void WorkerLoop::Notify() {
  bool failed = false;
  {
    const Watchdog::Guard watched = watchdog_.Watch({
        .unwanted = [this] { return abandon_.IsSet(); },
        .socket = connection_->sock(),
        .give_up = absl::Now() + options_.watchdog_grace,
    });
    try {
      pqxx::nontransaction alone(*connection_);
      alone.exec_params(std::string(kNotify.sql), options_.notify_channel);
    } catch (const std::exception&) {
      failed = true;
    }
  }
  if (failed || !connection_->is_open()) Disconnect();
}

WorkerLoop::Attempt WorkerLoop::RunOnce(Job& job, absl::Time deadline) {
  Attempt attempt;
  bool threw = false;
  {
    // Gone before the connection is dropped below.
    // PostgreSQL ends a statement at the deadline itself; the watchdog is for callers that go and servers that hang.
    const Watchdog::Guard watched = watchdog_.Watch({
        .unwanted = [this, &job] { return job.answered() || abandon_.IsSet(); },
        .socket = connection_->sock(),
        .give_up = deadline + options_.watchdog_grace,
    });
    try {
      attempt.status = RunTransaction(job, deadline);
    } catch (...) {
      attempt = Classify();
      threw = true;
    }
  }
  // After any error the session's state is not to be trusted.
  if (threw || !connection_->is_open()) Disconnect();
  return attempt;
}

absl::Status WorkerLoop::RunTransaction(Job& job, absl::Time deadline) {
  connection_->TakeWarning();
  Transaction transaction(*connection_, std::string(job.name()));
  const int64_t millis = std::clamp<int64_t>(absl::ToInt64Milliseconds(deadline - absl::Now()), 1, INT32_MAX);
  transaction.exec0(StrCat("SET LOCAL statement_timeout = ", millis));
  const absl::Status status = job.RunBody(transaction);
  if (!status.ok()) {
    transaction.abort();
    return status;
  }
  transaction.commit();
  notify_ = transaction.notify() && !options_.notify_channel.empty();
  if (connection_->TakeWarning()) {
    ++counters_.in_doubt;
    return CommitInDoubt();
  }
  return absl::OkStatus();
}

// Called inside a handler: turns the exception at hand into an attempt's outcome.
WorkerLoop::Attempt WorkerLoop::Classify() {
  const auto from_sqlstate = [](std::string_view sqlstate, const std::exception& error) {
    const std::string constraint = sqlstate.starts_with("23") ? ConstraintIn(error.what()) : "";
    return Attempt{StatusFromSqlState(sqlstate, FirstLine(error.what()), constraint), IsConflict(sqlstate), false};
  };
  try {
    throw;
  } catch (const pqxx::in_doubt_error&) {
    ++counters_.in_doubt;
    return {CommitInDoubt()};
  } catch (const pqxx::serialization_failure& error) {
    return from_sqlstate("40001", error);
  } catch (const pqxx::deadlock_detected& error) {
    return from_sqlstate("40P01", error);
  } catch (const pqxx::transaction_rollback& error) {
    return from_sqlstate("40000", error);
  } catch (const pqxx::broken_connection&) {
    return {DatabaseUnavailable(), false, true};
  } catch (const pqxx::sql_error& error) {
    if (EndsSession(error.sqlstate())) return {DatabaseUnavailable(), false, true};
    return from_sqlstate(error.sqlstate(), error);
  } catch (const std::exception& error) {
    return {absl::InternalError(error.what())};
  }
}

Workers::Workers(WorkersOptions options)
    : options_(std::move(options)), queue_(options_.queue_bound), watchdog_(&counters_) {
  for (int i = 0; i < options_.threads; ++i) {
    loops_.push_back(std::make_unique<WorkerLoop>(&options_, &queue_, &counters_, &watchdog_));
    threads_.Start([loop = loops_.back().get()] { loop->Run(); });
  }
}

Workers::~Workers() {
  Stop(absl::Seconds(5));
}

Awaitable<std::monostate, Job, Workers> Workers::RunStatus(std::string_view name,
                                                           std::function<absl::Status(Transaction&)> body,
                                                           Limits limits) {
  return {this, std::make_shared<Job>(name, std::move(body), std::move(limits))};
}

void Workers::Submit(const std::shared_ptr<Job>& job) {
  if (job->AnswerIfOver(absl::Now())) {
    ++counters_.abandoned;
    return;
  }
  ++counters_.queued;
  const auto pushed = queue_.Push(job);
  if (pushed == Queue<std::shared_ptr<Job>>::PushResult::kQueued) {
    ++counters_.submitted;
    return;
  }
  --counters_.queued;
  ++counters_.refused;
  job->Answer(pushed == Queue<std::shared_ptr<Job>>::PushResult::kFull ? QueueFull() : ShuttingDown());
}

void Workers::Stop(absl::Duration grace) {
  Close();
  if (!threads_.WaitFor(grace)) {
    for (const auto& loop : loops_) loop->Abandon();
  }
  threads_.Join();
}

}  // namespace amparo::pg
