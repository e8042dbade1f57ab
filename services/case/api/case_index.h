// The index that cases are found by, made anew while the service runs: for cases that were entered before there was
// one, and after its key was changed.
#pragma once

#include <cstdint>

#include "absl/status/statusor.h"
#include "services/case/domain/case_finder.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// Who is named as the caller where a narrative is opened for its words.
inline constexpr char kIndexCasesCaller[] = "spiffe://amparo/case-service/index-cases";

// Has every case of the schema found by all there is, under the current key; answers how many were not. What a case
// says stays as it is. It works case by case: services go on meanwhile, and one that was broken off goes on where it
// was. Blocks its thread.
absl::StatusOr<int64_t> IndexCases(Store& store, CaseFinder& finder);

}  // namespace amparo::cases
