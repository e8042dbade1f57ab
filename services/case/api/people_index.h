// The index that people are found by, made anew while the service runs: after the key of the index was changed, and for
// people who were entered through parties before they had records.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/clock.h"
#include "services/case/domain/people_store.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// Who is named in the audit trail where a record changed.
inline constexpr char kIndexPeopleCaller[] = "spiffe://amparo/case-service/index-people";

// Has every person of the schema found by tokens under the current key; answers how many were not. A person whose
// profile stands with the party that they were entered through gets it into the own record, which is a change of both.
// It works in batches, each of its own transaction: services go on meanwhile, and one that was broken off goes on where
// it was. Blocks its thread.
absl::StatusOr<int64_t> IndexPeople(Store& store, PeopleStore& people, const Clock& clock);

}  // namespace amparo::cases
