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

}  // namespace amparo::cases
