#include "services/statistics/store/fact_store.h"

#include <algorithm>
#include <memory>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "common/base/status_macros.h"
#include "common/base/strings.h"
#include "common/pg/copy.h"
#include "services/statistics/store/fact_json.h"
#include "services/statistics/store/fact_rows.h"

namespace amparo::statistics {
namespace {

// The facts that count, each resource once: a statement cannot touch a row twice.
std::vector<const Fact*> Newest(std::span<const Fact> facts) {
  absl::flat_hash_map<std::tuple<size_t, std::string, Uuid>, size_t> places;
  std::vector<const Fact*> newest;
  for (const Fact& fact : facts) {
    const FactHead& head = HeadOf(fact);
    auto [place, added] = places.try_emplace(std::tuple(fact.index(), head.office, head.id), newest.size());
    if (added) {
      newest.push_back(&fact);
    } else if (HeadOf(*newest[place->second]).version < head.version) {
      newest[place->second] = &fact;
    }
  }
  return newest;
}

size_t IndexOf(std::string_view table) {
  const std::vector<FactTable>& tables = FactTables();
  const auto it = std::find_if(tables.begin(), tables.end(), [&](const FactTable& t) { return t.name == table; });
  return static_cast<size_t>(it - tables.begin());
}

}  // namespace

absl::Status FactStore::Upsert(pg::Transaction& transaction, std::span<const Fact> facts) const {
  TableRows rows;
  for (const Fact* fact : Newest(facts)) AddRows(*fact, rows);
  for (size_t i = 0; i < kTableCount; ++i) {
    if (!rows[i].is_null()) transaction.exec_params(StatementsOf(static_cast<TableIndex>(i)).upsert, rows[i].dump());
  }
  for (size_t i = 0; i < kTableCount; ++i) {
    const FactTable& table = FactTables()[i];
    if (table.parent.empty()) continue;
    const nlohmann::json& parents = rows[IndexOf(table.parent)];
    if (!parents.is_null()) {
      transaction.exec_params(StatementsOf(static_cast<TableIndex>(i)).remove_stale, parents.dump());
    }
  }
  return absl::OkStatus();
}

absl::Status FactStore::Clear(pg::Transaction& transaction, std::span<const std::string> kinds) const {
  for (size_t i = 0; i < kTableCount; ++i) {
    const bool wanted = std::find(kinds.begin(), kinds.end(), FactTables()[i].kind) != kinds.end();
    if (wanted) transaction.exec(StatementsOf(static_cast<TableIndex>(i)).clear);
  }
  return absl::OkStatus();
}

absl::StatusOr<Facts> FactStore::Load(const Limits& limits) const {
  AMPARO_ASSIGN_OR_RETURN(const std::unique_ptr<pg::CopyOut> copy,
                          pg::CopyOut::Open(conninfo_, "statistics-load", limits));
  Facts facts;
  AMPARO_RETURN_IF_ERROR(LoadFacts(*copy, facts));
  return facts;
}

}  // namespace amparo::statistics
