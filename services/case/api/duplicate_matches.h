// A search for duplicates, between the request and the store: whose, and who of those that come into question is told
// of.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "amparo/cases/v1/merge.pb.h"
#include "common/errors/errors.h"
#include "services/case/domain/people_store.h"

namespace amparo::cases {

// What a request wants to be told.
struct DuplicateBounds {
  std::size_t most = 0;
  int least_score = 0;
};

// Reads it, from a request for duplicates of people or of cases; notes violations.
DuplicateBounds ReadDuplicateBounds(int32_t max_results, int32_t min_score, errors::FieldViolations& violations);

// Those of `candidates` who may be the same person as `subject`, the likeliest first, with what identifies them.
// INTERNAL for a malformed record.
absl::StatusOr<v1::FindDuplicatesResponse> DuplicatesAmong(const ComparedPerson& subject, const DuplicateBounds& bounds,
                                                           const Candidates& candidates);

// The records of those who are in `response`, for the audit trail.
std::vector<Record> RecordsOf(const v1::FindDuplicatesResponse& response, const Candidates& candidates);

}  // namespace amparo::cases
