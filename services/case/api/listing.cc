#include "services/case/api/listing.h"

#include <utility>

#include "common/base/status_macros.h"

namespace amparo::cases {

Task<absl::StatusOr<std::vector<Record>>> ListAll(Store* store, ListQuery query, Limits limits) {
  query.limit = kMostPerPage;
  std::vector<Record> all;
  while (true) {
    AMPARO_CO_ASSIGN_OR_RETURN(std::vector<Listed> page, co_await store->List(query, limits));
    if (page.empty()) break;
    query.after = ListQuery::After{page.back().order_time, page.back().record.id};
    for (Listed& one : page) all.push_back(std::move(one.record));
    if (page.size() < static_cast<std::size_t>(kMostPerPage)) break;
  }
  co_return all;
}

Task<absl::StatusOr<std::vector<Record>>> ListAllAt(Store* store, ListQuery query, std::optional<absl::Time> at,
                                                    Limits limits) {
  const RecordKey parent{query.kind, query.office, query.case_id, Uuid()};
  AMPARO_CO_ASSIGN_OR_RETURN(std::vector<Record> all, co_await ListAll(store, std::move(query), limits));
  if (!at) co_return all;
  std::vector<Record> then;
  for (const Record& one : all) {
    if (one.create_time > *at) continue;
    RecordKey key = parent;
    key.id = one.id;
    AMPARO_CO_ASSIGN_OR_RETURN(then.emplace_back(), co_await store->Get(std::move(key), at, limits));
  }
  co_return then;
}

}  // namespace amparo::cases
