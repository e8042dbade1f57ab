// The facts in PostgreSQL: where followers put them and memory is loaded from.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/limits.h"
#include "common/pg/workers.h"
#include "services/statistics/domain/facts.h"

namespace amparo::statistics {

// Thread-safe.
class FactStore {
 public:
  // `conninfo` is for loading: libpq's connection string as the service's role.
  explicit FactStore(std::string conninfo) : conninfo_(std::move(conninfo)) {}

  // Puts facts in. Of one resource the highest version stays, whatever the order and however often a fact comes.
  absl::Status Upsert(pg::Transaction& transaction, std::span<const Fact> facts) const;

  // Removes all facts of these kinds.
  absl::Status Clear(pg::Transaction& transaction, std::span<const std::string> kinds) const;

  // All facts as they stand in one snapshot, by binary COPY. Blocks, within `limits`. Errors: as pg::CopyOut.
  absl::StatusOr<Facts> Load(const Limits& limits) const;

 private:
  const std::string conninfo_;
};

}  // namespace amparo::statistics
