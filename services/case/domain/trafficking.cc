#include "services/case/domain/trafficking.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include "common/base/strings.h"

namespace amparo::cases {
namespace {

// More than any of the lists has values: what is longer repeats some, and is not worth looking through.
constexpr std::size_t kMostOfEach = 20;

// Each value is one, and comes once.
template <typename E>
void CheckValues(const std::vector<E>& values, std::string_view field, Violations& violations) {
  if (!violations.Require(values.size() <= kMostOfEach, field, "must have at most 20 entries")) return;
  for (auto value = values.begin(); value != values.end(); ++value) {
    const std::string path = StrCat(field, "[", value - values.begin(), "]");
    violations.Require(*value != E::kUnspecified, path, "must be one of its values");
    violations.Require(std::find(values.begin(), value, *value) == value, path, "must come once");
  }
}

}  // namespace

void CheckElements(const TraffickingElements& elements, Violations& violations) {
  violations.Require(!elements.acts.empty(), "elements.acts", "must have at least one");
  violations.Require(!elements.purposes.empty(), "elements.purposes", "must have at least one");
  // Who trafficks a child needs no means. Whose victims' age is not known may have: such a record is not refused, for
  // nothing in it is wrong.
  violations.Require(!elements.means.empty() || elements.victims != Minority::kAdult, "elements.means",
                     "must have at least one when every victim was an adult");
  CheckValues(elements.acts, "elements.acts", violations);
  CheckValues(elements.means, "elements.means", violations);
  CheckValues(elements.purposes, "elements.purposes", violations);
}

}  // namespace amparo::cases
