// The clock of a case as the contract has it.
#pragma once

#include "absl/time/civil_time.h"
#include "amparo/cases/v1/lifecycle.pb.h"
#include "services/case/domain/case_clock.h"

namespace amparo::cases {

// The clock of the case `name` on `as_of`.
void ToProto(const CaseClock& value, const CaseName& name, absl::CivilDay as_of, v1::CaseClock& out);

}  // namespace amparo::cases
