// The search for a person's duplicates, inside one transaction: blocks by the index of tokens, then the few records
// that are in them.
#pragma once

#include <functional>
#include <vector>

#include "absl/status/statusor.h"
#include "common/pg/workers.h"
#include "services/case/domain/people_store.h"
#include "services/case/store/people_blocks.h"
#include "services/case/store/work_statements.h"

namespace amparo::cases {

// Opens the people in these rows (of kPeopleOpen).
using OpenRows = std::function<absl::StatusOr<std::vector<Revealed>>(const pqxx::result&)>;

// Runs a search, whose blocks are asked for as `blocks`. Throws as libpqxx does.
absl::StatusOr<Candidates> FindAlikeIn(pg::Transaction& transaction, const AlikeSearch& search,
                                       const PeopleBlocks& blocks, const OpenRows& open);

}  // namespace amparo::cases
