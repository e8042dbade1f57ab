// Courts and travel times between protobuf and the domain. The messages are what callers read, what the database keeps
// as the record's body, and what the change feed carries.
#pragma once

#include <string_view>

#include "absl/status/statusor.h"
#include "amparo/scheduling/v1/court.pb.h"
#include "services/scheduling/domain/court.h"

namespace amparo::scheduling {

// What the caller gave of a new court or travel time; key, version and times are the server's and stay empty.
Court CourtFromProto(const v1::Court& proto);
TravelTime TravelTimeFromProto(const v1::TravelTime& proto);

// The whole message.
v1::Court ToProto(const Court& court);
v1::TravelTime ToProto(const TravelTime& travel_time);

// From the whole message, and from the record, the message's bytes. INTERNAL when it is not one that this service
// wrote.
absl::StatusOr<Court> FromProto(const v1::Court& proto);
absl::StatusOr<TravelTime> FromProto(const v1::TravelTime& proto);
absl::StatusOr<Court> CourtFromRecord(std::string_view body);
absl::StatusOr<TravelTime> TravelTimeFromRecord(std::string_view body);

}  // namespace amparo::scheduling
