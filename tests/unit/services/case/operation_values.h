// People whom the tests of operations share.
#pragma once

#include <string>

#include "tests/unit/services/case/values.h"

namespace amparo::cases {

inline const std::string kPlanner = "spiffe://amparo/people/planner";
// Who approves what was planned.
inline const std::string kSupervisor = "spiffe://amparo/people/supervisor";

}  // namespace amparo::cases
