// Etags: the version of a resource as an opaque string.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace amparo::rpc {

// The etag of version `version` (1 or more).
std::string ToEtag(int64_t version);

// The version that `etag` names. Nothing when it is empty (the caller does not mind what it overwrites);
// INVALID_ARGUMENT for field "etag" when no resource can have it.
absl::StatusOr<std::optional<int64_t>> ParseEtag(std::string_view etag);

}  // namespace amparo::rpc
