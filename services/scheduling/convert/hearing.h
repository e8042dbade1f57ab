// Hearings between protobuf and the domain. The message is what callers read, what the database keeps as the record's
// body, and what the change feed carries.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "amparo/scheduling/v1/hearing.pb.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "services/scheduling/domain/decision.h"
#include "services/scheduling/domain/hearing.h"

namespace amparo::scheduling {

// What the caller plans of a new hearing, which is to have `key`. Notes a violation for each name, time or duration
// that is malformed; paths relative to the hearing.
Hearing HearingFromProto(const v1::Hearing& proto, const Key& key, Violations& violations);

// Why and how it was adjourned; paths begin with "adjournment".
Adjournment AdjournmentFromProto(const v1::Adjournment& proto, Violations& violations);

// Who came; paths begin with "attendance".
std::vector<Attendance> AttendanceFromProto(const google::protobuf::RepeatedPtrField<v1::Attendance>& proto,
                                            Violations& violations);

// The whole message.
v1::Hearing ToProto(const Hearing& hearing);

// A hearing from its whole message, and from its record, the message's bytes. INTERNAL when it is not one that this
// service wrote.
absl::StatusOr<Hearing> FromProto(const v1::Hearing& proto);
absl::StatusOr<Hearing> HearingFromRecord(std::string_view body);

}  // namespace amparo::scheduling
