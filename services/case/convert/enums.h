// Enums between the contract and the domain: their numbers are the same, and proto3 lets any number through.
#pragma once

#include <string_view>

#include "services/case/domain/violations.h"

namespace amparo::cases {

// The domain's value of a contract's enum; notes a violation and answers E{} when `number` is not one of its values
// (`is_valid`: the generated `Enum_IsValid`).
template <typename E>
E EnumFrom(int number, bool (*is_valid)(int), std::string_view field, Violations& violations) {
  return violations.Require(is_valid(number), field, "must be one of its values") ? static_cast<E>(number) : E{};
}

}  // namespace amparo::cases
