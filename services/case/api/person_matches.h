// A search for people, between the request and the store: what is looked for, and who of those that come into question
// answers it.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "amparo/cases/v1/person_service.pb.h"
#include "common/errors/errors.h"
#include "services/case/domain/name_probes.h"
#include "services/case/domain/people_store.h"

namespace amparo::cases {

// How many records are opened for one search at most: so many take some milliseconds.
inline constexpr std::size_t kMostCandidates = 100;

// What a request looks for.
struct PersonSearch {
  std::vector<std::string> words;
  NameProbes probes;
  std::size_t most = 0;
};

// Reads a request; notes violations.
PersonSearch ReadPersonSearch(const v1::SearchPersonsRequest& request, errors::FieldViolations& violations);

// Those of `candidates` that are like what is looked for, the most like it first, with what identifies them. INTERNAL
// for a malformed record.
absl::StatusOr<v1::SearchPersonsResponse> MatchesAmong(const PersonSearch& search, const Candidates& candidates);

// The records of those who are in `response`, for the audit trail.
std::vector<Record> RecordsOf(const v1::SearchPersonsResponse& response, const Candidates& candidates);

}  // namespace amparo::cases
