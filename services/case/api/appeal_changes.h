// What appeals make of a case and its charges, in one transaction each.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/case/api/acts.h"
#include "services/case/domain/appeal.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// An appeal to enter: checked by itself.
struct Filing {
  Appeal appeal;
  // What will be sealed.
  std::optional<std::string> grounds;
  Moment moment;
};

// Enters the appeal, and moves a case that was disposed of to APPEAL; answers the appeal.
absl::StatusOr<std::string> Filed(Work& work, const Filing& filing);

// Decisions to record on the appeal of `target`.
struct Deciding {
  Target target;
  std::vector<AppealDecision> decisions;
  Moment moment;
};

// Records the decisions on the appeal and on each charge, and moves a case in APPEAL of which a charge is remanded to
// PROSECUTION; answers the appeal.
absl::StatusOr<std::string> Decided(Work& work, const Deciding& deciding);

}  // namespace amparo::cases
