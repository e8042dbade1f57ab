#include "services/scheduling/convert/court.h"

#include "common/base/status_macros.h"
#include "common/rpc/etag.h"
#include "services/scheduling/convert/common.h"

namespace amparo::scheduling {
namespace {

static_assert(static_cast<int>(TravelMode::kBoat) == v1::TRAVEL_MODE_BOAT);
static_assert(static_cast<int>(TravelMode::kBoat) == v1::TravelMode_MAX);

// What every resource says about itself last.
template <typename Resource, typename Message>
void StampProto(const Resource& resource, Message& proto) {
  proto.set_etag(rpc::ToEtag(resource.version));
  TimeToProto(resource.create_time, proto.mutable_create_time());
  TimeToProto(resource.update_time, proto.mutable_update_time());
}

// The same, read back.
template <typename Message, typename Resource>
void StampFromProto(const Message& proto, Resource& resource, Violations& violations) {
  resource.version = VersionFromEtag(proto.etag(), violations);
  resource.create_time = TimeFromProto(proto.create_time(), "create_time", violations);
  resource.update_time = TimeFromProto(proto.update_time(), "update_time", violations);
}

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
  proto.set_name(BuildName(Collection::kCourts, court.key));
  proto.set_display_name(court.display_name);
  proto.set_city(court.city);
  proto.set_time_zone(court.time_zone);
  StampProto(court, proto);
  return proto;
}

v1::TravelTime ToProto(const TravelTime& travel_time) {
  v1::TravelTime proto;
  proto.set_name(BuildName(Collection::kTravelTimes, travel_time.key));
  proto.set_from_city(travel_time.from_city);
  proto.set_to_city(travel_time.to_city);
  proto.set_mode(static_cast<v1::TravelMode>(travel_time.mode));
  proto.set_min_minutes(travel_time.min_minutes);
  proto.set_max_minutes(travel_time.max_minutes);
  StampProto(travel_time, proto);
  return proto;
}

absl::StatusOr<Court> FromProto(const v1::Court& proto) {
  Violations violations;
  Court court = CourtFromProto(proto);
  court.key = KeyFromName(Collection::kCourts, proto.name(), "name", "must be a court's name", violations);
  StampFromProto(proto, court, violations);
  AMPARO_RETURN_IF_ERROR(RequireWhole(violations, "court"));
  return court;
}

absl::StatusOr<TravelTime> FromProto(const v1::TravelTime& proto) {
  Violations violations;
  TravelTime travel_time = TravelTimeFromProto(proto);
  travel_time.key =
      KeyFromName(Collection::kTravelTimes, proto.name(), "name", "must be a travel time's name", violations);
  StampFromProto(proto, travel_time, violations);
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
