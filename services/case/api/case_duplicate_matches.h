// A search for a case's duplicates, between the request and the store: which of those that come into question are told.
#pragma once

#include "absl/status/statusor.h"
#include "amparo/cases/v1/case_duplicates.pb.h"
#include "services/case/api/duplicate_matches.h"
#include "services/case/domain/case_finder.h"

namespace amparo::cases {

// Those of `candidates` that may be of the same matter as `subject`, the likeliest first. INTERNAL for a malformed
// record.
absl::StatusOr<v1::FindDuplicateCasesResponse> DuplicateCasesAmong(const Case& subject, const DuplicateBounds& bounds,
                                                                   const CaseCandidates& candidates);

}  // namespace amparo::cases
