// What the offices have before them, as metrics: amparo_cases{office, stage} and amparo_tasks_overdue{office}.
#pragma once

#include <cstdint>

#include "common/base/clock.h"
#include "common/observability/registry.h"
#include "common/pg/counted_gauges.h"
#include "common/pg/workers.h"

namespace amparo::cases {

// Publishes the metrics until it goes; the workers count in the background (pg::CountedGauges). An office is a label,
// though offices are data: an office is a place where people work, opened by hand and never removed, and its id says no
// more than the place. Beyond kMostOffices (by their ids, in order) they have no series.
//
// A statutory clock is a task that a template made; one that was breached is an overdue task. While a clock stands its
// task is not overdue.
class CaseGauges {
 public:
  static constexpr int64_t kMostOffices = 200;

  // All must outlive this.
  CaseGauges(pg::Workers& workers, const Clock& clock, obs::Registry& registry);

 private:
  const pg::CountedGauges gauges_;
};

}  // namespace amparo::cases
