// Whole lists, for answers that are made of all of them, and the day that such an answer is asked for.
#pragma once

#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "services/case/api/office_directory.h"
#include "services/case/api/support.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// All records of a list, in order. `query` begins at the list's beginning; its limit does not matter.
Task<absl::StatusOr<std::vector<Record>>> ListAll(Store* store, ListQuery query, Limits limits);

// The same as they were recorded at `at`, without those that were not there yet; absent = as they are. The query
// filters by what never changes only: what a record was then is for the caller to look at.
Task<absl::StatusOr<std::vector<Record>>> ListAllAt(Store* store, ListQuery query, std::optional<absl::Time> at,
                                                    Limits limits);

// The day that a request asks for by `as_of`; absent = today in the office. INVALID_ARGUMENT for what is no date.
template <typename Request>
absl::StatusOr<absl::CivilDay> AsOf(const rpc::CallContext& context, const Request& request,
                                    const OfficeFacts& office) {
  Violations found;
  const auto day = OptionalDay(request.has_as_of(), request.as_of(), "as_of", found);
  const absl::Status status = ToStatus(found);
  if (!status.ok()) return status;
  return day.value_or(office.Today(context.clock().Now()));
}

}  // namespace amparo::cases
