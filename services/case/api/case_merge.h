// Merging cases of one matter.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "services/case/api/dated_act.h"
#include "services/case/api/merge_family.h"

namespace amparo::cases {

// Carries out MergeCase in a work; the tasks of the survivor follow what then belongs to it.
absl::StatusOr<std::string> MergeCaseIn(Work& work, const MergeAsked& asked, const TaskFollowing& following);

// Carries out UnmergeCase in a work.
absl::StatusOr<std::string> UnmergeCaseIn(Work& work, const Target& target);

}  // namespace amparo::cases
