// From a request that changes an operation to the act that the store carries out: who does not see the operation is
// told nothing but that there is none, before anything else is said.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "amparo/cases/v1/operation.pb.h"
#include "services/case/api/acts.h"
#include "services/case/api/operation_sight.h"
#include "services/case/domain/operation.h"

namespace amparo::cases {

// What one act on an operation asks, and does.
struct OperationAct {
  Target target;
  // Its caller's identity.
  std::string caller;
  // How much its caller must see: FAILED_PRECONDITION PLAN_WITHHELD otherwise.
  Sight needs = Sight::kAll;
  // May be done by who froze the compartment while it is frozen: FAILED_PRECONDITION COMPARTMENT_FROZEN otherwise.
  bool while_frozen = false;
  // The case must be open, and still be when the act takes effect: FAILED_PRECONDITION CASE_NOT_OPEN.
  bool in_open_case = true;
  // What else it rests on, which must be there; `check` says what must hold of it, in this order.
  std::vector<RecordKey> rests_on = {};
  std::function<absl::Status(const std::vector<Record>&)> check = {};
  // Decides on the changed operation; may change what of `whole` the domain does not know. `version` is the one that
  // the operation will have.
  std::function<absl::StatusOr<Operation>(Operation value, v1::Operation& whole, int64_t version)> decide;
};

// The act of a rule that looks at nothing but the operation.
OperationAct ActByRule(const rpc::CallContext& context, const Target& target, Rule<Operation> rule);

// Its plan.
ActPlan PlanOf(ActStamp stamp, OperationAct act);

// FAILED_PRECONDITION COMPARTMENT_FROZEN while it is.
absl::Status RequireNotFrozen(const SeenOperation& seen, const OperationName& name);

// INVALID_ARGUMENT for `field`, which brought them in, unless one case stands for all cases among `records`; `keys` are
// theirs.
absl::Status RequireOneMatter(std::string_view field, const std::vector<RecordKey>& keys,
                              const std::vector<Record>& records);

// The name of the operation that `key` is of.
OperationName OperationNameOf(const RecordKey& key);

}  // namespace amparo::cases
