// What the tests of RPCs say of statuses.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/errors/errors.h"
#include "gmock/gmock.h"

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

// Matches INVALID_ARGUMENT whose message names `field`.
MATCHER_P(IsInvalid, field, "") {
  *result_listener << "which is " << StatusIn(arg).ToString();
  return StatusIn(arg).code() == absl::StatusCode::kInvalidArgument &&
         std::string(StatusIn(arg).message()).find(field) != std::string::npos;
}

}  // namespace amparo::cases
