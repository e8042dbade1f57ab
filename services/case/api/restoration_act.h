// Restoration: what it is judged by, and the act that records it when nothing is missing.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "services/case/api/acts.h"
#include "services/case/domain/aftercare.h"
#include "services/case/domain/restoration.h"

namespace amparo::cases {

// What the restoration of a survivor in care is judged by on `date`: `assessments` are all that are final, in order of
// day, `flags` is how many of a safety risk stand against it.
RestorationFacts FactsOf(const Aftercare& track, absl::CivilDay date, std::vector<Assessment> assessments,
                         int64_t flags);

// How many flags of a risk to the survivor's safety are open, or were recorded as open at `at`, in the case and in
// those that are one with it: those on her or him, whichever record they are on, and those on a whole case.
Task<absl::StatusOr<int64_t>> CountSafetyFlags(Store* store, PartyName survivor, std::optional<absl::Time> at,
                                               Limits limits);

// The act that records a restoration on the day of `input` by `criteria`. FAILED_PRECONDITION
// RESTORATION_CRITERIA_NOT_MET with each criterion that is not met, besides what MoveAftercare refuses.
WorkBody RestorationBody(const Target& target, const AftercareActInput& input, const RestorationCriteria& criteria);

// FAILED_PRECONDITION RESTORATION_RESTS_ON_IT when the survivor is RESTORED on the ground of this assessment: it showed
// it, or without it the criteria would not have been met that day.
absl::Status RequireNotRestedOn(Work& work, const Aftercare& track, const Assessment& assessment,
                                const Catalogue& catalogue);

}  // namespace amparo::cases
