// The search for a person's duplicates, inside one transaction: blocks by the index of tokens, then the few records
// that are in them.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/crypto/blind_index.h"
#include "common/pg/workers.h"
#include "services/case/domain/people_store.h"
#include "services/case/store/people_blocks.h"
#include "services/case/store/work_statements.h"

namespace amparo::cases {

// Opens the people in these rows (of kPeopleOpen).
using OpenRows = std::function<absl::StatusOr<std::vector<Revealed>>(const pqxx::result&)>;

// What a search asks of the database: its blocks, under every key of the index, and its own records.
struct AlikeQuery {
  std::string office;
  PeopleBlocks blocks;
  std::set<Uuid> own;
};
AlikeQuery AlikeQueryOf(const crypto::BlindIndex& index, const AlikeSearch& search);

// Runs it. Throws as libpqxx does.
absl::StatusOr<Candidates> FindAlikeIn(pg::Transaction& transaction, const AlikeQuery& query, const OpenRows& open);

}  // namespace amparo::cases
