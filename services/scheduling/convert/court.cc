#include "services/scheduling/convert/court.h"

#include "common/base/status_macros.h"
#include "services/scheduling/convert/common.h"

namespace amparo::scheduling {
namespace {

static_assert(static_cast<int>(TravelMode::kBoat) == v1::TRAVEL_MODE_BOAT);
static_assert(static_cast<int>(TravelMode::kBoat) == v1::TravelMode_MAX);

}  // namespace

Court CourtFromProto(const v1::Court& proto) {
  Court court;
  court.display_name = proto.display_name();
  court.city = proto.city();
  court.time_zone = proto.time_zone();
  return court;
}

TravelTime TravelTimeFromProto(const v1::TravelTime& proto) {
  TravelTime travel_time;
  travel_time.from_city = proto.from_city();
  travel_time.to_city = proto.to_city();
  travel_time.mode = static_cast<TravelMode>(proto.mode());
  travel_time.min_minutes = proto.min_minutes();
  travel_time.max_minutes = proto.max_minutes();
  return travel_time;
}

v1::Court ToProto(const Court& court) {
  v1::Court proto;
  proto.set_display_name(court.display_name);
  proto.set_city(court.city);
  proto.set_time_zone(court.time_zone);
  RecordToProto(court, Collection::kCourts, proto);
  return proto;
}

v1::TravelTime ToProto(const TravelTime& travel_time) {
  v1::TravelTime proto;
  proto.set_from_city(travel_time.from_city);
  proto.set_to_city(travel_time.to_city);
  proto.set_mode(static_cast<v1::TravelMode>(travel_time.mode));
  proto.set_min_minutes(travel_time.min_minutes);
  proto.set_max_minutes(travel_time.max_minutes);
  RecordToProto(travel_time, Collection::kTravelTimes, proto);
  return proto;
}

absl::StatusOr<Court> FromProto(const v1::Court& proto) {
  Violations violations;
  Court court = CourtFromProto(proto);
  RecordFromProto(proto, Collection::kCourts, court, violations);
  AMPARO_RETURN_IF_ERROR(RequireWhole(violations, "court"));
  return court;
}

absl::StatusOr<TravelTime> FromProto(const v1::TravelTime& proto) {
  Violations violations;
  TravelTime travel_time = TravelTimeFromProto(proto);
  RecordFromProto(proto, Collection::kTravelTimes, travel_time, violations);
  AMPARO_RETURN_IF_ERROR(RequireWhole(violations, "travel time"));
  return travel_time;
}

absl::StatusOr<Court> CourtFromRecord(std::string_view body) {
  v1::Court proto;
  AMPARO_RETURN_IF_ERROR(ParseRecord(body, "court", proto));
  return FromProto(proto);
}

absl::StatusOr<TravelTime> TravelTimeFromRecord(std::string_view body) {
  v1::TravelTime proto;
  AMPARO_RETURN_IF_ERROR(ParseRecord(body, "travel time", proto));
  return FromProto(proto);
}

}  // namespace amparo::scheduling
