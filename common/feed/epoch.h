// The epoch of a feed, which tokens are bound to.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace amparo::feed {

// Gives the feed in `schema` a new epoch: tokens made before are refused (OUT_OF_RANGE), streams that are open too, and
// followers load everything anew. To be done after the database was restored to an earlier time: from then on the same
// numbers stand for other changes. `conninfo` is the schema owner's. FAILED_PRECONDITION when the schema has no feed;
// UNAVAILABLE with PostgreSQL's message when it cannot be reached. Blocks.
absl::Status BeginEpoch(const std::string& conninfo, std::string_view schema);

}  // namespace amparo::feed
