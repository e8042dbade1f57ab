// What the tests of RPCs say of statuses.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/errors/errors.h"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"

namespace amparo::cases {

inline const absl::Status& StatusIn(const absl::Status& status) {
  return status;
}
template <typename T>
const absl::Status& StatusIn(const absl::StatusOr<T>& value) {
  return value.status();
}

// Matches a status (or StatusOr) that is OK.
MATCHER(IsOk, "is OK") {
  *result_listener << "which is " << StatusIn(arg).ToString();
  return StatusIn(arg).ok();
}

// Matches a status (or StatusOr) with this code and ErrorInfo.reason.
MATCHER_P2(FailsWith, code, reason, "") {
  *result_listener << "which is " << StatusIn(arg).ToString() << " with reason " << errors::Reason(StatusIn(arg));
  return StatusIn(arg).code() == code && errors::Reason(StatusIn(arg)) == reason;
}

// The detail of this type (such as google::rpc::ResourceInfo) that a failed call brought; empty when there is none.
template <typename Detail, typename T>
Detail DetailIn(const T& value) {
  Detail detail;
  const auto payload = StatusIn(value).GetPayload("type.googleapis.com/" + detail.GetTypeName());
  if (payload) detail.ParseFromString(std::string(*payload));
  return detail;
}

// The fields that an INVALID_ARGUMENT names, in its order.
template <typename T>
std::vector<std::string> Violated(const T& value) {
  const auto detail = DetailIn<google::rpc::BadRequest>(value);
  std::vector<std::string> fields;
  for (const auto& violation : detail.field_violations()) fields.push_back(violation.field());
  return fields;
}

// Matches INVALID_ARGUMENT whose message names `field`.
MATCHER_P(IsInvalid, field, "") {
  *result_listener << "which is " << StatusIn(arg).ToString();
  return StatusIn(arg).code() == absl::StatusCode::kInvalidArgument &&
         std::string(StatusIn(arg).message()).find(field) != std::string::npos;
}

}  // namespace amparo::cases
