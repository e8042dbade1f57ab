// Seals audit rows into their chains (chain.h) in the background, on a thread and a connection of its own, so that no
// act waits for it. Each instance of a service runs one: whoever comes first seals, and the others find nothing to do.
// A batch is one transaction: it may be killed at any point, and another goes on from what was committed.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "amparo/config/v1/service.pb.h"
#include "common/audit/chain.h"
#include "common/audit/head_keeper.h"
#include "common/base/clock.h"
#include "common/base/limits.h"
#include "common/observability/registry.h"
#include "common/pg/workers.h"

namespace amparo::audit {

struct SealerOptions {
  // libpq connection string, as the service's role, to where acts are written.
  std::string conninfo;
  // As pg_stat_activity shows the connection.
  std::string application_name = "amparo-sealer";
  // Rows sealed in one transaction.
  int64_t batch = 1000;
  // How often it looks for rows.
  absl::Duration poll_interval = absl::Milliseconds(200);
  // How often heads are written while rows are sealed; they also are at the start and at the end.
  absl::Duration head_interval = absl::Minutes(1);
  // How long a number without a row is waited for before sealing goes on behind it: where rows are spread over nodes, a
  // later one may be seen first.
  absl::Duration gap_patience = absl::Seconds(10);
  // Told of rounds that failed, at most once in 10 s; the next is tried all the same.
  std::function<void(const absl::Status&)> on_problem = {};
};

// As the configuration of service `program` says.
SealerOptions SealerOptionsFrom(const config::v1::ServiceConfig& config, const std::string& program);

// The keeper that the configuration describes; INVALID_ARGUMENT when `config` lacks what is required.
absl::StatusOr<std::shared_ptr<HeadKeeper>> OpenHeads(const config::v1::Audit& config);

// What one batch did.
struct SealRound {
  int64_t rows = 0;
  // There was more than one batch takes.
  bool more = false;
  // Rows that are not sealed yet.
  int64_t waiting = 0;
  // Another was sealing, so that nothing is known of gaps.
  bool busy = false;
  // Numbers that have no row, at which it stopped.
  std::optional<NumberRange> gap;
  // The chains that have grown, and what they grew from.
  Heads before;
  Heads heads;
};

// Runs until it is stopped; seals what there is and writes the heads before it goes, if the database lets it in time.
class Sealer {
 public:
  // `clock` must outlive this.
  Sealer(SealerOptions options, std::shared_ptr<HeadKeeper> keeper, const Clock& clock);
  // As Stop, with two seconds.
  ~Sealer();
  Sealer(const Sealer&) = delete;
  Sealer& operator=(const Sealer&) = delete;

  // Seals for the last time, and is over by `end`. Once; what it leaves is sealed by whoever runs next.
  void Stop(absl::Time end);

  // Exports amparo_audit_sealed_total, amparo_audit_unsealed, amparo_audit_missing_total, amparo_audit_heads_total and
  // amparo_audit_failures_total until destroyed.
  void ExportMetrics(obs::Registry& registry);

 private:
  void Loop();
  absl::Status SealAll();
  absl::StatusOr<SealRound> SealOnce();
  absl::Status WriteHeads();
  // The numbers that were waited for long enough.
  std::optional<NumberRange> RipeGap() const;
  void NoteGap(const std::optional<NumberRange>& gap);
  void Tell(const absl::Status& problem);
  // How long one transaction may take.
  Limits RoundLimits() const;

  const SealerOptions options_;
  const std::shared_ptr<HeadKeeper> keeper_;
  const Clock& clock_;
  obs::Registry* registry_ = nullptr;
  pg::Workers workers_;

  // Of the thread alone.
  std::optional<NumberRange> gap_;
  absl::Time gap_since_;
  absl::Time told_ = absl::InfinitePast();
  // By when the last round must be over, once it has begun.
  absl::Time end_ = absl::InfiniteFuture();

  // The same, for the thread to read once it is told to end.
  absl::Time told_end_ = absl::InfiniteFuture();

  std::atomic<int64_t> sealed_{0};
  std::atomic<int64_t> waiting_{0};
  std::atomic<int64_t> failures_{0};
  // Ends what is under way too, so that a database that hangs keeps nobody from the last round.
  std::stop_source ending_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::thread thread_;
};

}  // namespace amparo::audit
