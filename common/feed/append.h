// Appending to the change feed from a transaction of several statements; acts of one statement use act.h.
#pragma once

#include <span>

#include "absl/time/time.h"
#include "common/feed/act.h"
#include "common/pg/statement.h"
#include "common/pg/workers.h"

namespace amparo::feed {

// How long an append waits for the head. Many times what a group of acts holds it, and well below the patience of the
// writer (pg::WriterOptions::lock_timeout) and PostgreSQL's deadlock_timeout, either of which would end the group.
inline constexpr absl::Duration kHeadPatience = absl::Milliseconds(250);

// Acts as arrays, their number; every row with its own office.
extern const pg::Statement kAppend;

// Appends the changes that a transaction of several statements has made, in the given order, by one statement. Call it
// last: from here to the commit no other act of the service can commit. It waits for the feed's head only a moment
// (kHeadPatience), so that of a transaction that holds a row and a group of acts that holds the head and wants the row
// it is the transaction that yields: 55P03, which pg::Workers answers by running the job again. Followers are told
// after the commit (pg::Transaction::NotifyWhenCommitted). Throws as libpqxx does; two acts with one
// request id make a unique violation (idempotency::RunJob answers it). No acts: does nothing.
void Append(pg::Transaction& transaction, std::span<const Act> acts);

}  // namespace amparo::feed
