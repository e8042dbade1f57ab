// Whole lists, for answers that are made of all of them, and the day that such an answer is asked for.
#pragma once

#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "services/case/api/office_directory.h"
#include "services/case/api/reads.h"
#include "services/case/api/support.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// All records of a list, in order. `query` begins at the list's beginning; its limit does not matter.
Task<absl::StatusOr<std::vector<Record>>> ListAll(Store* store, ListQuery query, Limits limits);

// The same in an act of several records, which locks them all; of a list in order of entry.
absl::StatusOr<std::vector<Record>> ListAll(Work& work, ListQuery query);

// All records of a list as they were recorded at `at`, without those that were not there yet; absent = as they are. A
// list with those of merged cases is one of the cases that were merged then, in order of entry. The query filters by
// what never changes only: what a record was then is for the caller to look at.
Task<absl::StatusOr<std::vector<Record>>> ListAllAt(Store* store, ListQuery query, std::optional<absl::Time> at,
                                                    Limits limits);

// The day in the world and the moment of the record that an answer is asked for.
struct Asked {
  absl::CivilDay as_of;
  // Absent = now.
  std::optional<absl::Time> read_time;
};

// What a request asks for by `as_of` and `read_time`; without a day it is the one of that moment in the office.
// INVALID_ARGUMENT for what is no date, and for a moment that is still to come.
template <typename Request>
absl::StatusOr<Asked> AskedOf(const rpc::CallContext& context, const Request& request, const OfficeFacts& office) {
  errors::FieldViolations violations;
  Asked asked;
  asked.read_time = ReadTimeOf(context, request, violations);
  Violations found;
  const auto day = OptionalDay(request.has_as_of(), request.as_of(), "as_of", found);
  AddViolations(found, violations);
  const absl::Status status = violations.ToStatus();
  if (!status.ok()) return status;
  asked.as_of = day.value_or(office.Today(asked.read_time.value_or(context.clock().Now())));
  return asked;
}

}  // namespace amparo::cases
