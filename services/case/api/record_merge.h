// What a record that comes from elsewhere says it was merged into.
#pragma once

#include <optional>
#include <vector>

#include "services/case/domain/store.h"
#include "services/case/domain/violations.h"

namespace amparo::cases {

// Notes a path of merges that is not the one of here: its last record stands for itself, and for all before it. `there`
// has the records on it, in its order.
inline void RequirePathOfHere(const std::vector<Uuid>& path, const Found& there, Violations& found) {
  for (std::size_t i = 0; i < path.size(); ++i) {
    const bool last = i + 1 == path.size();
    const bool stands = there[i]->merged_into == (last ? std::nullopt : std::optional<Uuid>(path.back()));
    found.Require(stands, last ? "merged_into" : "merged_through",
                  last ? "must stand for itself" : "must have been merged into merged_into");
  }
}

}  // namespace amparo::cases
