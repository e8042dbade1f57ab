#include "common/rpc/resource_id.h"

#include <optional>

namespace amparo::rpc {
namespace {

constexpr int kHiddenVersion = 6;

}  // namespace

Uuid GivenOrNewId(std::string_view given, std::string_view field, absl::Time now, errors::FieldViolations& violations) {
  if (given.empty()) return Uuid::V7(now);
  const std::optional<Uuid> id = Uuid::ParseId(given);
  const bool fits = id && id->version() != kHiddenVersion;
  violations.Require(fits, field, "must be empty or a UUID, neither the nil one nor of version 6");
  return fits ? *id : Uuid();
}

Uuid NewHiddenId(std::string_view given, std::string_view field, absl::Time now, errors::FieldViolations& violations) {
  violations.Require(given.empty(), field, "must be empty: the service makes the ids of what not everybody may know");
  return Uuid::V6(now);
}

}  // namespace amparo::rpc
