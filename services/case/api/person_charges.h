// What somebody is charged with in a matter, in whichever of its cases and by whichever record of theirs.
#pragma once

#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/limits.h"
#include "common/base/task.h"
#include "services/case/api/charge_changes.h"
#include "services/case/domain/charge.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// The charges against the person of `accused`, in order of entry: those of the case that stands for the accused's own,
// and of all that were merged into it, against any role of the person or of who stands for them. As recorded at `at`,
// by the merges of then; absent = as it is. NOT_FOUND for the accused. `store` outlives the task.
Task<absl::StatusOr<std::vector<Charge>>> ChargesOfPerson(Store* store, PartyName accused, std::optional<absl::Time> at,
                                                          Limits limits);

// The same in an act of several records: the accused's case is locked, then the roles, then the charges. NOT_FOUND.
absl::StatusOr<std::vector<KeptCharge>> ChargesOfPerson(Work& work, const PartyName& accused);

}  // namespace amparo::cases
