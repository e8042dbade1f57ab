// Transactions of several round trips, or slow ones: a bounded pool of threads with a libpqxx connection each.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/limits.h"
#include "common/pg/completion.h"
#include "common/pg/counters.h"
#include "common/pg/queue.h"
#include "common/pg/thread_group.h"
#include "common/pg/watchdog.h"
#include "pqxx/transaction.hxx"

namespace amparo::pg {

class WorkerLoop;

// The transaction a job works in: READ COMMITTED, begun at its first statement.
class Transaction final : public pqxx::work {
 public:
  // `name` is for error messages.
  explicit Transaction(pqxx::connection_base& connection, const std::string& name = "")
      : pqxx::internal::namedclass("transaction", name), pqxx::work(connection, name) {}

  // Has WorkersOptions::notify_channel rung once this is committed: others wait for what it changed.
  void NotifyWhenCommitted() { notify_ = true; }
  bool notify() const { return notify_; }

 private:
  bool notify_ = false;
};

struct WorkersOptions {
  std::string conninfo = {};                        // libpq connection string
  std::string application_name = "amparo-workers";  // as pg_stat_activity shows it
  int threads = 4;                                  // a connection each
  size_t queue_bound = 256;                         // accepted and not yet begun; one more is refused
  absl::Duration connect_timeout = absl::Seconds(5);
  absl::Duration outage_grace = absl::Seconds(1);  // how long work waits for a database that is down before it fails
  std::function<void(const absl::Status&)> on_connect_error = {};  // told of each failed attempt, for the log
  absl::Duration default_timeout = absl::Seconds(60);              // for limits without a deadline
  absl::Duration watchdog_grace = absl::Seconds(2);  // past its deadline a server that does not answer is given up
  std::string notify_channel = {};                   // what Transaction::NotifyWhenCommitted rings; empty = nothing
};

// One job on its way through the pool. `body` does the work and returns OK to commit.
class Job : public Completion<std::monostate> {
 public:
  Job(std::string_view name, std::function<absl::Status(Transaction&)> body, Limits limits)
      : Completion(std::move(limits)), name_(name), body_(std::move(body)) {}

  std::string_view name() const { return name_; }
  absl::Status RunBody(Transaction& transaction) const { return body_(transaction); }

 private:
  const std::string_view name_;
  const std::function<absl::Status(Transaction&)> body_;
};

// Runs jobs, each in one transaction: commits when the job returns OK, else rolls back and answers with its status.
// A serialization failure, a deadlock or a lock that was not had within the job's own lock_timeout (55P03: it yields to
// whoever waits for what it holds) runs the job again, at most five times with jitter inside the deadline; so a job
// keeps its effects inside the transaction. Captures of a job must live on their own (by value): it may still run when
// a cancelled caller is gone. Exceptions of libpqxx end here as statuses; errors are those of Writer::Run.
class Workers {
 public:
  explicit Workers(WorkersOptions options);
  ~Workers();
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  // What a job of result T yields when awaited: absl::StatusOr<T>.
  template <typename T>
  class Pending;

  // `auto report = co_await workers.Run<Report>("merge_people", [ids](pg::Transaction& t) -> absl::StatusOr<Report>
  // {...}, context.limits());` `name` lives as long as the program.
  template <typename T>
  Pending<T> Run(std::string_view name, std::function<absl::StatusOr<T>(Transaction&)> body, Limits limits);

  // The same for a job that yields nothing but its status; awaits to absl::StatusOr<std::monostate>.
  Awaitable<std::monostate, Job, Workers> RunStatus(std::string_view name,
                                                    std::function<absl::Status(Transaction&)> body, Limits limits);

  // Takes no more work (UNAVAILABLE, SHUTTING_DOWN); what is queued goes on.
  void Close() { queue_.Close(); }

  // Closes, finishes what is queued until `grace` has passed, fails the rest, breaks connections still busy then, and
  // joins. The destructor does it with 5 s.
  void Stop(absl::Duration grace);

  const Counters& counters() const { return counters_; }

  // For Awaitable: queues or answers.
  void Submit(const std::shared_ptr<Job>& job);

 private:
  const WorkersOptions options_;
  Counters counters_;
  Queue<std::shared_ptr<Job>> queue_;
  Watchdog watchdog_;
  std::vector<std::unique_ptr<WorkerLoop>> loops_;
  ThreadGroup threads_;
};

template <typename T>
class [[nodiscard]] Workers::Pending {
 public:
  Pending(Workers* workers, std::string_view name, std::function<absl::StatusOr<T>(Transaction&)> body, Limits limits)
      : result_(std::make_shared<std::optional<T>>()),
        run_(workers->RunStatus(
            name,
            [result = result_, body = std::move(body)](Transaction& transaction) -> absl::Status {
              absl::StatusOr<T> value = body(transaction);
              if (!value.ok()) return value.status();
              result->emplace(*std::move(value));
              return absl::OkStatus();
            },
            std::move(limits))) {}

  bool await_ready() const noexcept { return run_.await_ready(); }
  bool await_suspend(std::coroutine_handle<> waiting) { return run_.await_suspend(waiting); }
  absl::StatusOr<T> await_resume() {
    const absl::StatusOr<std::monostate> done = run_.await_resume();
    // On an error the job may still be running and writing to the result: it is left alone.
    if (!done.ok()) return done.status();
    return **std::move(result_);
  }

 private:
  std::shared_ptr<std::optional<T>> result_;
  Awaitable<std::monostate, Job, Workers> run_;
};

template <typename T>
Workers::Pending<T> Workers::Run(std::string_view name, std::function<absl::StatusOr<T>(Transaction&)> body,
                                 Limits limits) {
  return Pending<T>(this, name, std::move(body), std::move(limits));
}

}  // namespace amparo::pg
