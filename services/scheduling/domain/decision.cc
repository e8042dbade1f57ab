#include "services/scheduling/domain/decision.h"

#include <algorithm>

namespace amparo::scheduling {

bool Violations::Require(bool holds, std::string_view field, std::string_view rule) {
  if (!holds) list_.push_back({std::string(field), std::string(rule)});
  return holds;
}

void Violations::Note(std::string_view field, const absl::Status& status) {
  if (!status.ok()) list_.push_back({std::string(field), std::string(status.message())});
}

void Violations::AddOthers(const Violations& others) {
  for (const Violation& other : others.list_) {
    const bool told =
        std::any_of(list_.begin(), list_.end(), [&](const Violation& own) { return own.field == other.field; });
    if (!told) list_.push_back(other);
  }
}

}  // namespace amparo::scheduling
