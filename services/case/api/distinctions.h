// What was judged to be of two people, or of two matters: in works that merge, or that judge so.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/case/api/acts.h"
#include "services/case/domain/distinction.h"

namespace amparo::cases {

// FAILED_PRECONDITION PERSONS_DISTINGUISHED or CASES_DISTINGUISHED when one of these records of a kind was judged to be
// of another person, or of another matter, than one of those.
absl::Status RequireNotDistinguished(Work& work, Kind of, const std::string& office, const std::vector<Uuid>& ones,
                                     const std::vector<Uuid>& others);

// Carries out DistinguishPersons or DistinguishCases in a work.
absl::StatusOr<std::string> DistinguishIn(Work& work, const Distinction& asked, absl::Time now);

}  // namespace amparo::cases
