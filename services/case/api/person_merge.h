// Merging records of a person.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "services/case/api/acts.h"
#include "services/case/api/merge_family.h"

namespace amparo::cases {

// Carries out MergePerson in a work.
absl::StatusOr<std::string> MergePersonIn(Work& work, const MergeAsked& asked);

// Carries out UnmergePerson in a work.
absl::StatusOr<std::string> UnmergePersonIn(Work& work, const Target& target);

}  // namespace amparo::cases
