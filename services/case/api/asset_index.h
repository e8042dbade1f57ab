// The index that assets are found by, made anew while the service runs: after the key of the index was changed.
#pragma once

#include <cstdint>

#include "absl/status/statusor.h"
#include "services/case/domain/network_store.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// Has every asset of the schema that stands found by a token under the current key; answers how many were not. It works
// in batches, each of its own transaction: services go on meanwhile, and one that was broken off goes on where it was.
// ALREADY_EXISTS naming an asset whose identifier another has: withdraw one of the two. Blocks its thread.
absl::StatusOr<int64_t> IndexAssets(Store& store, NetworkStore& network);

}  // namespace amparo::cases
