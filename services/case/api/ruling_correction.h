// Correcting what was entered in error of what courts ruled: on the charge, and in the appeal of a decision on appeal.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "amparo/cases/v1/charge.pb.h"
#include "services/case/api/acts.h"
#include "services/case/domain/charge_acts.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// A correction of the charge of `target`, checked by itself.
struct CorrectionToMake {
  Target target;
  Correction correction;
  Moment moment;
};

// Reads CorrectRuling on the charge of `target`. INVALID_ARGUMENT with everything that is wrong with the request by
// itself, `violations` too.
absl::StatusOr<CorrectionToMake> CorrectionOf(const v1::CorrectRulingRequest& request, const Target& target,
                                              absl::CivilDay today, errors::FieldViolations violations);

// Makes the correction, of what befell the person on all of their charges in the matter that tell of it; answers the
// charge of `asked`.
absl::StatusOr<std::string> Corrected(Work& work, const CorrectionToMake& asked);

}  // namespace amparo::cases
