#include "services/scheduling/domain/court.h"

#include "common/base/text.h"
#include "common/base/zone.h"

namespace amparo::scheduling {
namespace {

constexpr TextBounds kNameBounds = {.min = 1, .max = 200};
constexpr int32_t kMostMinutes = 10000;

}  // namespace

Violations CheckCourt(const Court& court) {
  Violations violations;
  violations.Note("display_name", ValidateText(court.display_name, kNameBounds));
  violations.Note("city", ValidateText(court.city, kNameBounds));
  violations.Require(FindZone(court.time_zone).has_value(), "time_zone",
                     "must be an IANA time zone such as \"Asia/Manila\"");
  return violations;
}

Violations CheckTravelTime(const TravelTime& travel_time) {
  Violations violations;
  violations.Note("from_city", ValidateText(travel_time.from_city, kNameBounds));
  violations.Note("to_city", ValidateText(travel_time.to_city, kNameBounds));
  violations.Require(travel_time.from_city != travel_time.to_city, "to_city", "must be another city than from_city");
  violations.Require(travel_time.mode >= TravelMode::kWalk && travel_time.mode <= TravelMode::kBoat, "mode",
                     "must be one of the modes of travel");
  violations.Require(travel_time.min_minutes >= 1 && travel_time.min_minutes <= kMostMinutes, "min_minutes",
                     "must be from 1 to 10000");
  violations.Require(travel_time.max_minutes >= travel_time.min_minutes && travel_time.max_minutes <= kMostMinutes,
                     "max_minutes", "must be from min_minutes to 10000");
  return violations;
}

absl::CivilDay DayIn(absl::TimeZone zone, absl::Time start) {
  return absl::ToCivilDay(start, zone);
}

}  // namespace amparo::scheduling
