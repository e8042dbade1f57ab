// What a case shows of its flags.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "services/case/api/acts.h"
#include "services/case/domain/flag.h"

namespace amparo::cases {

// What the open flags of a case warn of, those of the cases that were merged into it among them. The case is locked,
// which keeps others from being raised.
absl::StatusOr<std::vector<FlagKind>> OpenFlagsOf(Work& work, const CaseName& name);

// Writes it on the case in `record`, which is locked, if it has changed.
absl::Status ShowFlagsOnCase(Work& work, const Record& record, absl::Time now);

}  // namespace amparo::cases
