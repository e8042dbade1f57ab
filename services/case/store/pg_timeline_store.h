// Implements domain/timeline_store.h over PostgreSQL.
#pragma once

#include <cstdint>
#include <vector>

#include "common/pg/workers.h"
#include "services/case/domain/timeline_store.h"

namespace amparo::cases {

class PgTimelineStore final : public TimelineStore {
 public:
  // `workers` must outlive it: a long journal never stands before anybody's short read.
  explicit PgTimelineStore(pg::Workers* workers) : workers_(workers) {}

  Task<absl::StatusOr<std::vector<JournalRow>>> Journal(JournalQuery query, Limits limits) override;
  Task<absl::StatusOr<int64_t>> Head(Limits limits) override;

 private:
  pg::Workers* const workers_;
};

}  // namespace amparo::cases
