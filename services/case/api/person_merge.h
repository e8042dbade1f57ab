// Merging records of a person, and what stands against it: those judged to be of two people.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "services/case/api/acts.h"
#include "services/case/api/merge_family.h"
#include "services/case/domain/distinction.h"

namespace amparo::cases {

// Carries out MergePerson in a work.
absl::StatusOr<std::string> MergePersonIn(Work& work, const MergeAsked& asked);

// Carries out UnmergePerson in a work.
absl::StatusOr<std::string> UnmergePersonIn(Work& work, const Target& target);

// Carries out DistinguishPersons in a work.
absl::StatusOr<std::string> DistinguishIn(Work& work, const Distinction& asked, absl::Time now);

}  // namespace amparo::cases
