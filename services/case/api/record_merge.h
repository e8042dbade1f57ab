// What a record that comes from elsewhere says it was merged into.
#pragma once

#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/status_macros.h"
#include "services/case/convert/record_convert.h"
#include "services/case/domain/merge.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// What the records in `there`, all of one kind, know of their merges, in their order. T is what the domain calls such a
// record.
template <typename T, typename Message>
absl::StatusOr<std::vector<MergeState>> MergeStatesOf(const Found& there, T (*from_stored)(const Message&)) {
  std::vector<MergeState> states;
  for (const std::optional<Record>& record : there) {
    AMPARO_ASSIGN_OR_RETURN(const Message message, MessageIn<Message>(*record));
    states.push_back(from_stored(message).merge);
  }
  return states;
}

}  // namespace amparo::cases
