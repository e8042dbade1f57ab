// What the calendar of each office has today, as metrics: amparo_hearings_today{office} and
// amparo_adjournment_rate{office}.
#pragma once

#include <cstdint>

#include "common/base/clock.h"
#include "common/observability/registry.h"
#include "common/pg/counted_gauges.h"
#include "common/pg/workers.h"

namespace amparo::scheduling {

// Publishes the metrics until it goes; the workers count in the background (pg::CountedGauges). Offices are those that
// have a court, since every hearing is at one; beyond kMostOffices (by their ids, in order) they have no series.
//
// Today is the day in the zone of the hearing's court. A hearing that was vacated is none of today's. The rate is
// adjourned / (held + adjourned) among the hearings whose day was one of the last kRateDays, today being the last; an
// office without any has no rate. It is for those who watch the service: what is reported is counted by the statistics
// service.
class HearingGauges {
 public:
  static constexpr int64_t kMostOffices = 200;
  static constexpr int kRateDays = 30;

  // All must outlive this.
  HearingGauges(pg::Workers& workers, const Clock& clock, obs::Registry& registry);

 private:
  const pg::CountedGauges gauges_;
};

}  // namespace amparo::scheduling
