// Asking to break the glass, and granting it: both answer the same whether there is such an operation or not.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "services/case/api/acts.h"
#include "services/case/domain/break_glass.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// The plan of the act that asks. NOT_FOUND for the case.
ActPlan RequestBreakGlassPlan(ActStamp stamp, const BreakGlass& request, absl::Time now);

// What a grant says.
struct BreakGlassGrant {
  Target target;
  // Its caller's identity.
  std::string granter;
  int minutes = 0;
};

// The act that grants, and tells everyone on the operation's list if there is one. NOT_FOUND for the request;
// ETAG_MISMATCH; what GrantBreakGlass refuses.
WorkBody GrantBreakGlassBody(BreakGlassGrant grant);

}  // namespace amparo::cases
