// Merging cases of one matter.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "services/case/api/dated_act.h"
#include "services/case/api/merge_family.h"

namespace amparo::cases {

// Carries out MergeCase in a work; its tasks and those of the survivor follow what then belongs to both.
absl::StatusOr<std::string> MergeCaseIn(Work& work, const MergeAsked& asked, const TaskFollowing& following);

// Carries out UnmergeCase in a work; the tasks of both follow what then belongs to each.
absl::StatusOr<std::string> UnmergeCaseIn(Work& work, const Target& target, const TaskFollowing& following);

}  // namespace amparo::cases
