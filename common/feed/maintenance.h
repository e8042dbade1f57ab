// What keeps a feed healthy, on a thread of its own: partitions ahead of need, the floor below which tokens have
// expired, and the removal of answers nobody can ask for again.
#pragma once

#include <array>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/clock.h"
#include "common/base/limits.h"
#include "common/pg/statement.h"
#include "common/pg/workers.h"

namespace amparo::feed {

struct MaintenanceOptions {
  // How long a token stays good.
  absl::Duration token_retention = absl::Hours(24 * 30);
  // How long the same request id gets the same answer.
  absl::Duration request_retention = absl::Hours(24 * 7);
  // How often the work is done.
  absl::Duration interval = absl::Minutes(1);
  // How many empty partitions of the outbox stand ready; see outbox_extend.
  int partitions_ahead = 4;
  // What the service does besides in each round, last; may be empty. It blocks until its limits.
  std::function<absl::Status(absl::Time now, Limits limits)> also = {};
};

// $1 the most rows, $2 the time before which answers have expired.
inline constexpr pg::Statement kExpireRequests{
    "request_expire",
    "DELETE FROM request WHERE (office, caller, request_id) IN "
    "(SELECT office, caller, request_id FROM request WHERE request_time < $2::timestamptz LIMIT $1)",
    "maintenance of the whole schema"};

// $1 how many empty partitions -> how many were made.
inline constexpr pg::Statement kExtendOutbox{"outbox_extend", "SELECT outbox_extend($1)",
                                             "maintenance of the whole schema"};

// $1 a number, $2 a time -> whether the change of this number is older. No row: its partition is gone.
inline constexpr pg::Statement kIsOlder{"outbox_is_older",
                                        "SELECT change_time < $2::timestamptz FROM outbox WHERE seq = $1",
                                        "one feed a service: the floor is that of all offices"};

// $1 the number below which tokens have expired.
inline constexpr pg::Statement kMoveFloor{"feed_move_floor", "UPDATE feed_head SET floor = $1 WHERE floor < $1",
                                          "one feed a service, one head"};

// The named statements of the maintenance; it reads the head too (kReadHead).
inline constexpr std::array kMaintenanceStatements = {kExpireRequests, kExtendOutbox, kIsOlder, kMoveFloor};

// What one round did.
struct MaintenanceReport {
  int partitions_made = 0;
  int64_t requests_removed = 0;
  // The floor of the feed after the round.
  int64_t floor = 0;
};

// Runs rounds until destroyed.
class Maintenance {
 public:
  // `workers` and `clock` must outlive this. `failed` (may be empty) hears of rounds that failed; the next is tried all
  // the same.
  Maintenance(MaintenanceOptions options, pg::Workers& workers, const Clock& clock,
              std::function<void(const absl::Status&)> failed = {});
  ~Maintenance();
  Maintenance(const Maintenance&) = delete;
  Maintenance& operator=(const Maintenance&) = delete;

  // One round, now, on this thread.
  absl::StatusOr<MaintenanceReport> RunOnce();

 private:
  absl::StatusOr<int> MakePartitions();
  absl::StatusOr<int64_t> RemoveRequests(absl::Time before);
  absl::StatusOr<int64_t> MoveFloor(absl::Time before);
  Limits MakeLimits() const;
  void Loop();

  const MaintenanceOptions options_;
  pg::Workers& workers_;
  const Clock& clock_;
  const std::function<void(const absl::Status&)> failed_;
  std::stop_source stop_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace amparo::feed
