// An operation as it is kept: whole, in what is sealed under its own data key, and beside that in clear what feeds and
// counts may have of it.
#pragma once

#include "absl/status/statusor.h"
#include "amparo/cases/v1/operation.pb.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// The whole operation in a record whose secret was opened. Of one that was entered before operations were compartments,
// planner and approver are on the list, as keepers. DATA_LOSS when its data key was destroyed or its bytes are none.
absl::StatusOr<v1::Operation> WholeOf(const Record& record);

// What of a whole operation stands in clear: that there is one, its state and plan version, and once it is EXECUTED its
// start and its sites with what they came to, which is what statistics count.
v1::Operation PublishedPart(const v1::Operation& whole);

}  // namespace amparo::cases
