// What the acts of planning rest on: the case, the places, the operation that is followed up, which its planner must be
// on the list of.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/case/api/acts.h"
#include "services/case/api/operation_acts.h"
#include "services/case/domain/operation.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// An operation to be planned, checked.
struct NewOperationPlan {
  Operation operation;
  // The plan in words.
  std::string plan;
  // Its planner's identity.
  std::string caller;
  absl::Time now;
};

// The plan of the act that plans it. NOT_FOUND for the case, a venue, or what it follows;
// FAILED_PRECONDITION CASE_NOT_IN_PLANNING.
ActPlan NewOperationAct(ActStamp stamp, NewOperationPlan asked);

// The act of an update, whose fields of the mask are in `wanted`. Violations of the request's own are in the status.
absl::StatusOr<OperationAct> UpdateAct(const rpc::CallContext& context, const Update<v1::Operation>& update);

}  // namespace amparo::cases
