// The bodies of support.h's templates that need rpc/paging.h.
#pragma once

#include <string>

#include "common/rpc/paging.h"
#include "services/case/api/support.h"

namespace amparo::cases {

template <typename Request>
void ReadPage(const Request& request, ListQuery& query, errors::FieldViolations& violations) {
  query.limit = rpc::PageSize(request.page_size(), kPerPage, kMostPerPage, violations) + 1;
  const std::string cursor = rpc::ReadPageToken(request, violations);
  if (cursor.empty()) return;
  query.after = ParseCursor(cursor);
  violations.Require(query.after.has_value(), "page_token", "must come from an earlier answer of this list");
}

}  // namespace amparo::cases
