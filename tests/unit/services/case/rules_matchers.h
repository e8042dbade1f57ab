// What the tests of rules say of violations and refusals.
#pragma once

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "services/case/domain/decision.h"

namespace amparo::cases {

// The paths that are violated, in the order found.
inline std::vector<std::string> Fields(const Violations& violations) {
  std::vector<std::string> fields;
  for (const Violation& violation : violations.found()) fields.push_back(violation.field);
  return fields;
}

// Matches a Decision that is refused by the rule of this name.
MATCHER_P(IsRefusedBy, rule, "") {
  if (arg.refusal() == nullptr) {
    *result_listener << "which is not a refusal";
    return false;
  }
  *result_listener << "which is refused by " << arg.refusal()->rule;
  return arg.refusal()->rule == rule;
}

// Matches a Decision with violations of exactly these fields.
template <typename... Field>
auto Violates(Field... fields) {
  return ::testing::ResultOf(
      "violated fields",
      [](const auto& decision) {
        return decision.violations() == nullptr ? std::vector<std::string>{"(no violations)"}
                                                : Fields(*decision.violations());
      },
      ::testing::UnorderedElementsAre(std::string(fields)...));
}

}  // namespace amparo::cases
