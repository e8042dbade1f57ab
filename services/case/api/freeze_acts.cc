#include "services/case/api/freeze_acts.h"

#include <utility>

#include "amparo/cases/v1/operation.pb.h"
#include "services/case/api/operation_acts.h"
#include "services/case/api/operation_changes.h"
#include "services/case/api/operation_sight.h"
#include "services/case/convert/compartment_convert.h"
#include "services/case/convert/operation_convert.h"
#include "services/case/convert/operation_whole.h"

namespace amparo::cases {
namespace {

using FreezeRule = Decision<Compartment> (*)(Compartment, std::string_view, std::string_view, absl::Time);

// A freeze shuts out those on the list, so that they are not told of it. Who froze it, and auditors, are.
bool MayFreeze(const Compartment& compartment, const FreezeAct& act) {
  return act.auditor || SightOf(compartment, act.caller, act.target.now) != Sight::kNone;
}

// Keepers are told, since one of them is to open it; of the others who still sees it.
bool MayUnfreeze(const Compartment& compartment, const FreezeAct& act) {
  const CompartmentReader* reader = compartment.Find(act.caller);
  return reader != nullptr && (reader->keeper || SightOf(compartment, act.caller, act.target.now) != Sight::kNone);
}

absl::StatusOr<Change> FreezeChange(const FreezeAct& act, bool (*may)(const Compartment&, const FreezeAct&),
                                    FreezeRule rule, const Found& found) {
  const OperationName name = OperationNameOf(act.target.key);
  if (!found[0]) return NoSuchOperation(name);
  AMPARO_ASSIGN_OR_RETURN(v1::Operation whole, WholeOf(*found[0]));
  Operation value = OperationFromStored(whole);
  if (!may(value.compartment, act)) return NoSuchOperation(name);
  AMPARO_ASSIGN_OR_RETURN(value.compartment,
                          ToStatusOr(rule(value.compartment, act.caller, act.reason, act.target.now), ToString(name)));
  Change change = OperationChange(value, found[0]->version + 1, act.target.now, std::move(whole));
  change.response = StateOf(name, value.compartment, act.target.now).SerializeAsString();
  return change;
}

ActPlan PlanWith(ActStamp stamp, FreezeAct act, bool (*may)(const Compartment&, const FreezeAct&), FreezeRule rule) {
  ActPlan plan;
  plan.stamp = std::move(stamp);
  plan.reads = {act.target.key};
  plan.decide = [act = std::move(act), may, rule](const Found& found) { return FreezeChange(act, may, rule, found); };
  return plan;
}

}  // namespace

ActPlan FreezePlan(ActStamp stamp, FreezeAct act) {
  return PlanWith(std::move(stamp), std::move(act), &MayFreeze, &Frozen);
}

ActPlan UnfreezePlan(ActStamp stamp, FreezeAct act) {
  return PlanWith(std::move(stamp), std::move(act), &MayUnfreeze, &Unfrozen);
}

}  // namespace amparo::cases
