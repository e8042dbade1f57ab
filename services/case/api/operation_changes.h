// What an act writes of an operation: all of it sealed, what feeds may have beside it, its columns.
#pragma once

#include <string>

#include "absl/time/time.h"
#include "amparo/cases/v1/operation.pb.h"
#include "services/case/domain/operation.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// The change that writes `value` as version `version` over `whole`, which has the operation as it was kept (of a new
// one the plan in words), dated by StampTimes. Its answer names the operation and the version, and nothing else:
// answers are kept in clear.
Change OperationChange(const Operation& value, int64_t version, absl::Time now, v1::Operation whole);

// The first version of an operation, with its plan in words.
Change NewOperation(const Operation& value, absl::Time now, const std::string& plan);

}  // namespace amparo::cases
