// Appending to the change feed from a transaction of several statements; acts of one statement use act.h.
#pragma once

#include <span>

#include "common/feed/act.h"
#include "common/pg/workers.h"

namespace amparo::feed {

// Appends the changes that a transaction of several statements has made, in the given order, by one statement. Call it
// last: from here to the commit no other act of the service can commit. Throws as libpqxx does; two acts with one
// request id make a unique violation of idempotency::kRequestConstraint (idempotency::RunJob answers it). No acts: does
// nothing.
void Append(pg::Transaction& transaction, std::span<const Act> acts);

}  // namespace amparo::feed
