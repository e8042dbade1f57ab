// Courts, and how long it takes to get from one place to another.
#pragma once

#include <cstdint>
#include <string>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/scheduling/domain/decision.h"
#include "services/scheduling/domain/record.h"

namespace amparo::scheduling {

// A court.
struct Court : Record {
  std::string display_name;
  // As travel times name it.
  std::string city;
  // IANA zone: where its days begin and end.
  std::string time_zone;
};

// How one travels; numbered as `amparo.scheduling.v1.TravelMode`.
enum class TravelMode { kUnspecified = 0, kWalk = 1, kBus = 2, kCar = 3, kRail = 4, kBoat = 5 };

// How long it takes from one city to another by one mode, in minutes. The way back is the same unless it is entered
// apart.
struct TravelTime : Record {
  std::string from_city;
  std::string to_city;
  TravelMode mode = TravelMode::kUnspecified;
  int32_t min_minutes = 0;
  int32_t max_minutes = 0;
};

// What is wrong with a court or a travel time that is to be entered; field paths are relative to the resource.
Violations CheckCourt(const Court& court);
Violations CheckTravelTime(const TravelTime& travel_time);

// The civil day on which `start` falls on a wall in `zone`.
absl::CivilDay DayIn(absl::TimeZone zone, absl::Time start);

}  // namespace amparo::scheduling
