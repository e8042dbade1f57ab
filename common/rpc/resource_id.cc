#include "common/rpc/resource_id.h"

#include <optional>

namespace amparo::rpc {

Uuid GivenOrNewId(std::string_view given, std::string_view field, absl::Time now, errors::FieldViolations& violations) {
  if (given.empty()) return Uuid::V7(now);
  const std::optional<Uuid> id = Uuid::ParseId(given);
  violations.Require(id.has_value(), field, "must be empty or a UUID, and not the nil one");
  return id.value_or(Uuid());
}

}  // namespace amparo::rpc
