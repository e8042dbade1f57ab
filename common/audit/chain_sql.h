// The statements of sealing and verifying, and what they answer. All run in transactions of pg::Workers and throw as
// libpqxx does.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "common/audit/chain.h"
#include "common/audit/verify.h"
#include "common/pg/statement.h"
#include "common/pg/workers.h"

namespace amparo::audit {

// How many rows are sealed, and how many there are.
struct SealState {
  int64_t sealed = 0;
  int64_t audited = 0;
};

// A row by its number; no entry when it cannot be read.
struct NumberedEntry {
  int64_t seq = 0;
  std::optional<Entry> entry;
};

SealState ReadSealState(pg::Transaction& transaction);

// The same, locked until the commit; nullopt while another seals.
std::optional<SealState> LockSealState(pg::Transaction& transaction);

// Rows after number `after` and up to `last`, in order, at most `most`.
std::vector<NumberedEntry> ReadEntries(pg::Transaction& transaction, int64_t after, int64_t last, int64_t most);

// The last head of each of these chains that has one.
Heads ReadHeads(pg::Transaction& transaction, const std::set<ChainName>& chains);

// Adds the links.
void AppendLinks(pg::Transaction& transaction, std::span<const Link> links);

// Everything up to number `sealed` is sealed.
void MoveSeal(pg::Transaction& transaction, int64_t sealed);

// The chains that rows after number `after` and up to `last` belong to.
std::set<ChainName> ChainsBetween(pg::Transaction& transaction, int64_t after, int64_t last);

// The numbers after `after` and up to `last` under which there is no row.
std::vector<NumberRange> MissingBetween(pg::Transaction& transaction, int64_t after, int64_t last);

// What Evidence of an office answers from the database.
std::optional<std::string> FindCompartment(pg::Transaction& transaction, const std::string& office,
                                           const std::optional<std::string>& after);
std::vector<SealedEntry> ReadLinks(pg::Transaction& transaction, const ChainName& chain, int64_t after, int64_t most);
std::vector<std::optional<std::string>> FindHashes(pg::Transaction& transaction, const std::string& office,
                                                   const std::vector<Head>& heads);
// Rows that are in no chain though they are older than `grace_end`, or though sealing has passed them.
TrailPiece FindLoose(pg::Transaction& transaction, const std::string& office, const std::string& from,
                     absl::Time grace_end, int64_t most);

// The named statements of this part, for checks.
std::vector<pg::Statement> ChainStatements();

}  // namespace amparo::audit
