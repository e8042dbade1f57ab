#include "services/scheduling/store/hearing_gauges.h"

#include <optional>
#include <pqxx/pqxx>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/civil.h"
#include "common/base/status_macros.h"
#include "common/base/zone.h"
#include "common/pg/array_text.h"
#include "services/scheduling/domain/court.h"
#include "services/scheduling/store/statements.h"

namespace amparo::scheduling {
namespace {

constexpr char kHearingsTodayGauge[] = "amparo_hearings_today";
constexpr char kAdjournmentRateGauge[] = "amparo_adjournment_rate";

// The zones of the offices' courts, and the day it is in each; the three are as long as each other.
struct ZonesToday {
  std::vector<std::string> offices;
  std::vector<std::string> zones;
  std::vector<std::string> days;
};

// Zones are those of this machine, as everywhere in the service, and not those that PostgreSQL knows.
absl::StatusOr<ZonesToday> ReadZonesToday(pg::Transaction& transaction, absl::Time now) {
  ZonesToday found;
  for (const pqxx::row row : transaction.exec_params(std::string(kListCourtZones.sql), HearingGauges::kMostOffices)) {
    std::string name = row[1].as<std::string>();
    const std::optional<absl::TimeZone> zone = FindZone(name);
    if (!zone) return absl::InternalError("the zone of a stored court is not on this machine");
    found.offices.push_back(row[0].as<std::string>());
    found.zones.push_back(std::move(name));
    found.days.push_back(FormatDate(DayIn(*zone, now)));
  }
  return found;
}

absl::StatusOr<pg::Counted> CountHearings(pg::Transaction& transaction, absl::Time now) {
  AMPARO_ASSIGN_OR_RETURN(const ZonesToday today, ReadZonesToday(transaction, now));
  pg::Counted counted;
  for (const pqxx::row row :
       transaction.exec_params(std::string(kCountHearings.sql), pg::ArrayOf(today.offices), pg::ArrayOf(today.zones),
                               pg::ArrayOf(today.days), HearingGauges::kRateDays)) {
    const obs::Labels labels{{"office", row[0].as<std::string>()}};
    const auto of_today = row[1].as<int64_t>();
    const auto held = row[2].as<int64_t>();
    const auto adjourned = row[3].as<int64_t>();
    counted[kHearingsTodayGauge].push_back({labels, static_cast<double>(of_today)});
    if (held + adjourned == 0) continue;
    const double rate = static_cast<double>(adjourned) / static_cast<double>(held + adjourned);
    counted[kAdjournmentRateGauge].push_back({labels, rate});
  }
  return counted;
}

pg::CountedGaugesOptions HearingGaugesOptions() {
  pg::CountedGaugesOptions options;
  options.name = kCountHearings.name;
  options.families = {
      {kHearingsTodayGauge, "Hearings of today that were not vacated, by the days of their courts."},
      {kAdjournmentRateGauge, "Share of the hearings of the last 30 days, held or adjourned, that was adjourned."}};
  options.count = &CountHearings;
  return options;
}

}  // namespace

HearingGauges::HearingGauges(pg::Workers& workers, const Clock& clock, obs::Registry& registry)
    : gauges_(HearingGaugesOptions(), workers, clock, registry) {}

}  // namespace amparo::scheduling
