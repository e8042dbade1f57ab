// How many cases are in each stage, as the metric amparo_cases{stage}.
#pragma once

#include <memory>

#include "common/base/clock.h"
#include "common/observability/registry.h"
#include "common/pg/workers.h"

namespace amparo::cases {

// Publishes the metric until it goes. It speaks of all offices: labels are from fixed sets only, and offices are data.
// A scrape gets the last count at once and, when that is older than kFresh, has the workers count again: no scrape
// waits for the database, and a database that is away leaves the last count standing.
class CaseGauges {
 public:
  static constexpr absl::Duration kFresh = absl::Seconds(15);

  // All must outlive this.
  CaseGauges(pg::Workers& workers, const Clock& clock, obs::Registry& registry);
  ~CaseGauges();
  CaseGauges(const CaseGauges&) = delete;
  CaseGauges& operator=(const CaseGauges&) = delete;

 private:
  struct Counts;

  // Counts anew unless the last count is fresh or another is under way.
  static void Refresh(const std::shared_ptr<Counts>& counts, pg::Workers& workers, const Clock& clock);

  obs::Registry& registry_;
};

}  // namespace amparo::cases
