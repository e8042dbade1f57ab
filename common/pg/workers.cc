#include "common/pg/workers.h"

#include <pqxx/pqxx>

#include "absl/time/clock.h"
#include "common/base/strings.h"
#include "common/pg/conninfo.h"
#include "common/pg/outage.h"
#include "common/pg/sqlstate.h"

namespace amparo::pg {
namespace {

constexpr absl::Duration kIdle = absl::Seconds(1);
// How often one job may be begun on a connection that turned out to be broken before anything was committed.
constexpr int kConnections = 2;

// Hears PostgreSQL's warnings on a connection: one at commit means that the commit may not be on the standby.
class CommitWarnings final : public pqxx::errorhandler {
 public:
  using pqxx::errorhandler::errorhandler;
  bool operator()(const char message[]) noexcept override {
    if (std::string_view(message).find("synchronous replication") != std::string_view::npos) heard_ = true;
    return false;
  }
  bool heard() const { return heard_; }

 private:
  bool heard_ = false;
};

// libpqxx gives no more of a violation than its text: the constraint's name is what is quoted last on the first line.
std::string ConstraintIn(std::string_view message) {
  message = message.substr(0, message.find('\n'));
  const size_t end = message.rfind('"');
  if (end == std::string_view::npos || end == 0) return "";
  const size_t begin = message.rfind('"', end - 1);
  return begin == std::string_view::npos ? "" : std::string(message.substr(begin + 1, end - begin - 1));
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

  const WorkersOptions& options_;
  Queue<std::shared_ptr<Job>>& queue_;
  Counters& counters_;
  Watchdog& watchdog_;
  Outage outage_;
  Wakeup abandon_;
  std::unique_ptr<pqxx::connection> connection_;
};

void WorkerLoop::Run() {
  while (!abandon_.IsSet() && !(queue_.closed() && queue_.size() == 0)) {
    if (!connection_ && !Connect()) continue;
    std::vector<std::shared_ptr<Job>> jobs;
    queue_.Take(jobs, 1, kIdle);
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
  const auto conninfo = ConninfoFor({.conninfo = options_.conninfo,
                                     .application_name = options_.application_name,
                                     // A connection broken by the watchdog ends its statement on the server too.
                                     .settings = {{"client_connection_check_interval", "500"}}});
  try {
    if (!conninfo.ok()) throw pqxx::broken_connection(std::string(conninfo.status().message()));
    auto connection = std::make_unique<pqxx::connection>(
        StrCat(*conninfo, " connect_timeout=", absl::ToInt64Seconds(options_.connect_timeout)));
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
    // A connection made again in silence would have lost its session and perhaps a commit.
    connection->inhibit_reactivation(true);
#pragma GCC diagnostic pop
    connection_ = std::move(connection);
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
  const absl::Time deadline = std::min(job->limits().deadline, now + options_.default_timeout);
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
}

WorkerLoop::Attempt WorkerLoop::RunOnce(Job& job, absl::Time deadline) {
  Attempt attempt;
  bool threw = false;
  {
    // Gone before the connection is dropped below.
    // PostgreSQL ends a statement at the deadline itself; the watchdog is for callers that go and servers that hang.
    const Watchdog::Guard watched = watchdog_.Watch({
        .unwanted = [&job] { return job.answered(); },
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
  CommitWarnings warnings(*connection_);
  Transaction transaction(*connection_, std::string(job.name()));
  const int64_t millis = std::max<int64_t>(1, absl::ToInt64Milliseconds(deadline - absl::Now()));
  transaction.exec0(StrCat("SET LOCAL statement_timeout = ", millis));
  const absl::Status status = job.RunBody(transaction);
  if (!status.ok()) {
    transaction.abort();
    return status;
  }
  transaction.commit();
  if (warnings.heard()) {
    ++counters_.in_doubt;
    return CommitInDoubt();
  }
  return absl::OkStatus();
}

// Called inside a handler: turns the exception at hand into an attempt's outcome.
WorkerLoop::Attempt WorkerLoop::Classify() {
  const auto from_sqlstate = [](std::string_view sqlstate, const std::exception& error, std::string constraint) {
    return Attempt{StatusFromSqlState(sqlstate, error.what(), constraint), IsRetryable(sqlstate), false};
  };
  try {
    throw;
  } catch (const pqxx::in_doubt_error&) {
    ++counters_.in_doubt;
    return {CommitInDoubt()};
  } catch (const pqxx::serialization_failure& error) {
    return from_sqlstate("40001", error, "");
  } catch (const pqxx::deadlock_detected& error) {
    return from_sqlstate("40P01", error, "");
  } catch (const pqxx::transaction_rollback& error) {
    return from_sqlstate("40000", error, "");
  } catch (const pqxx::broken_connection&) {
    return {DatabaseUnavailable(), false, true};
  } catch (const pqxx::integrity_constraint_violation& error) {
    return from_sqlstate(error.sqlstate(), error, ConstraintIn(error.what()));
  } catch (const pqxx::sql_error& error) {
    if (EndsSession(error.sqlstate())) return {DatabaseUnavailable(), false, true};
    return from_sqlstate(error.sqlstate(), error, error.sqlstate().starts_with("23") ? ConstraintIn(error.what()) : "");
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
  queue_.Close();
  if (!threads_.WaitFor(grace)) {
    for (const auto& loop : loops_) loop->Abandon();
    watchdog_.BreakAll();
  }
  threads_.Join();
}

}  // namespace amparo::pg
