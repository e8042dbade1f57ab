#include "common/feed/maintenance.h"

#include <memory>
#include <pqxx/pqxx>
#include <string>
#include <utility>

#include "common/base/status_macros.h"
#include "common/feed/blocking.h"
#include "common/feed/reader.h"
#include "common/pg/array_text.h"

namespace amparo::feed {
namespace {

// Rows removed in one transaction: few enough that nobody waits for them.
constexpr int kRequestsAtOnce = 5000;
constexpr absl::Duration kPatience = absl::Minutes(2);

// True when the change `seq` was made before `before`. A number that is not there (its partition was archived) is old.
bool IsOlder(pg::Transaction& transaction, int64_t seq, const std::string& before) {
  const pqxx::result rows = transaction.exec_params(std::string(kIsOlder.sql), seq, before);
  return rows.empty() || rows[0][0].as<bool>();
}

// The last number in (floor, last] that is older than `before`, else floor. Times follow numbers closely enough to
// bisect.
int64_t FindFloor(pg::Transaction& transaction, int64_t floor, int64_t last, const std::string& before) {
  int64_t old = floor, young = last + 1;
  while (young - old > 1) {
    const int64_t middle = old + (young - old) / 2;
    (IsOlder(transaction, middle, before) ? old : young) = middle;
  }
  return old;
}

}  // namespace

Maintenance::Maintenance(MaintenanceOptions options, pg::Workers& workers, const Clock& clock,
                         std::function<void(const absl::Status&)> failed)
    : options_(options),
      workers_(workers),
      clock_(clock),
      failed_(std::move(failed)),
      thread_(&Maintenance::Loop, this) {}

Maintenance::~Maintenance() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  stop_.request_stop();
  changed_.notify_all();
  thread_.join();
}

Limits Maintenance::MakeLimits() const {
  return {absl::Now() + kPatience, stop_.get_token()};
}

absl::StatusOr<int> Maintenance::MakePartitions() {
  const auto made = std::make_shared<int>(0);
  AMPARO_RETURN_IF_ERROR(RunBlocking(
      workers_, kExtendOutbox.name,
      [made, ahead = options_.partitions_ahead](pg::Transaction& transaction) {
        *made = transaction.exec_params1(std::string(kExtendOutbox.sql), ahead)[0].as<int>();
        return absl::OkStatus();
      },
      MakeLimits()));
  return *made;
}

absl::StatusOr<int64_t> Maintenance::RemoveRequests(absl::Time before) {
  int64_t removed = 0;
  const auto of_this_run = std::make_shared<int64_t>(0);
  do {
    AMPARO_RETURN_IF_ERROR(RunBlocking(
        workers_, kExpireRequests.name,
        [of_this_run, before](pg::Transaction& transaction) {
          const pqxx::result gone =
              transaction.exec_params(std::string(kExpireRequests.sql), kRequestsAtOnce, pg::TimeText(before));
          *of_this_run = static_cast<int64_t>(gone.affected_rows());
          return absl::OkStatus();
        },
        MakeLimits()));
    removed += *of_this_run;
  } while (*of_this_run == kRequestsAtOnce);
  return removed;
}

absl::StatusOr<int64_t> Maintenance::MoveFloor(absl::Time before) {
  const auto floor = std::make_shared<int64_t>(0);
  AMPARO_RETURN_IF_ERROR(RunBlocking(
      workers_, kMoveFloor.name,
      [floor, before](pg::Transaction& transaction) {
        const pqxx::row head = transaction.exec1(std::string(kReadHead.sql));
        const int64_t old_floor = head["floor"].as<int64_t>();
        *floor = FindFloor(transaction, old_floor, head["last"].as<int64_t>(), pg::TimeText(before));
        // The head is every act's lock: it is touched only when there is something to move.
        if (*floor > old_floor) {
          transaction.exec_params0(std::string(kMoveFloor.sql), *floor);
        }
        return absl::OkStatus();
      },
      MakeLimits()));
  return *floor;
}

absl::StatusOr<MaintenanceReport> Maintenance::RunOnce() {
  const absl::Time now = clock_.Now();
  MaintenanceReport report;
  AMPARO_ASSIGN_OR_RETURN(report.partitions_made, MakePartitions());
  AMPARO_ASSIGN_OR_RETURN(report.requests_removed, RemoveRequests(now - options_.request_retention));
  AMPARO_ASSIGN_OR_RETURN(report.floor, MoveFloor(now - options_.token_retention));
  if (options_.also) AMPARO_RETURN_IF_ERROR(options_.also(now, MakeLimits()));
  return report;
}

void Maintenance::Loop() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    lock.unlock();
    const absl::Status done = RunOnce().status();
    lock.lock();
    if (!done.ok() && failed_ && !stopping_) failed_(done);
    changed_.wait_for(lock, absl::ToChronoMilliseconds(options_.interval), [this] { return stopping_; });
  }
}

}  // namespace amparo::feed
