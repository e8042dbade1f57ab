// Freezing the compartment of an operation and opening it again: acts of people who need not see the operation.
#pragma once

#include <string>

#include "services/case/api/acts.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// What freezes or opens.
struct FreezeAct {
  Target target;
  // Its caller's identity, and whether they are an auditor, who may freeze what they are not on the list of.
  std::string caller;
  bool auditor = false;
  std::string reason;
};

// Their plans. NOT_FOUND for who is not on the list (and no auditor, who may freeze), and for who is shut out by a
// freeze (and no keeper, who may open it). The answer is the compartment's state, and tells nothing of the operation.
ActPlan FreezePlan(ActStamp stamp, FreezeAct act);
ActPlan UnfreezePlan(ActStamp stamp, FreezeAct act);

}  // namespace amparo::cases
