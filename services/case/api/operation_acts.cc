#include "services/case/api/operation_acts.h"

#include <memory>
#include <optional>
#include <utility>

#include "services/case/api/operation_changes.h"
#include "services/case/convert/operation_convert.h"

namespace amparo::cases {
namespace {

// The change that `act` makes; `found` are the operation, its case, and what the act rests on.
absl::StatusOr<Change> DecidedOperation(const OperationAct& act, const Found& found) {
  const Target& target = act.target;
  const OperationName name = OperationNameOf(target.key);
  AMPARO_ASSIGN_OR_RETURN(SeenOperation seen, SeenIn(found[0], name, act.caller, target.now));
  AMPARO_RETURN_IF_ERROR(CheckEtag(target.etag, seen.record, ToString(name)));
  if (seen.sight < act.needs) {
    return errors::FailedPrecondition("PLAN_WITHHELD", ToString(name),
                                      "place and start time are not open to the caller yet");
  }
  if (!act.while_frozen) AMPARO_RETURN_IF_ERROR(RequireNotFrozen(seen, name));
  AMPARO_RETURN_IF_ERROR(RequireFound(found[1], KeyOf(name.parent())));
  std::vector<Record> rests_on;
  for (std::size_t i = 0; i < act.rests_on.size(); ++i) {
    AMPARO_RETURN_IF_ERROR(RequireFound(found[i + 2], act.rests_on[i]));
    rests_on.push_back(*found[i + 2]);
  }
  if (act.check) AMPARO_RETURN_IF_ERROR(act.check(rests_on));
  const int64_t version = seen.record.version + 1;
  Operation before = OperationFromStored(seen.whole);
  AMPARO_ASSIGN_OR_RETURN(const Operation value, act.decide(std::move(before), seen.whole, version));
  if (act.in_open_case) AMPARO_RETURN_IF_ERROR(RequireOpen(*found[1]));
  Change change = OperationChange(value, version, target.now, std::move(seen.whole));
  if (act.in_open_case) change.guard = OpenGuard(name.case_id);
  return change;
}

}  // namespace

OperationAct ActByRule(const rpc::CallContext& context, const Target& target, Rule<Operation> rule) {
  OperationAct act;
  act.target = target;
  act.caller = context.caller().identity();
  act.decide = [name = NameOf(target.key), rule = std::move(rule)](Operation value, v1::Operation&, int64_t) {
    return ToStatusOr(rule(std::move(value)), name);
  };
  return act;
}

ActPlan PlanOf(ActStamp stamp, OperationAct act) {
  ActPlan plan;
  plan.stamp = std::move(stamp);
  plan.reads = {act.target.key, KeyOf(CaseName{act.target.key.office, act.target.key.case_id})};
  plan.reads.insert(plan.reads.end(), act.rests_on.begin(), act.rests_on.end());
  const auto shared = std::make_shared<const OperationAct>(std::move(act));
  plan.decide = [shared](const Found& found) { return DecidedOperation(*shared, found); };
  return plan;
}

absl::Status RequireNotFrozen(const SeenOperation& seen, const OperationName& name) {
  if (seen.compartment.frozen() == nullptr) return absl::OkStatus();
  return errors::FailedPrecondition("COMPARTMENT_FROZEN", ToString(name), "the compartment of the operation is frozen");
}

absl::Status RequireOneMatter(std::string_view field, const std::vector<RecordKey>& keys,
                              const std::vector<Record>& records) {
  std::optional<Uuid> matter;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (keys[i].kind != Kind::kCase) continue;
    const Uuid standing = records[i].merged_into.value_or(keys[i].id);
    if (matter.value_or(standing) != standing) {
      return errors::InvalidField(field, "must be of the same case, or of one that was merged with it into one");
    }
    matter = standing;
  }
  return absl::OkStatus();
}

OperationName OperationNameOf(const RecordKey& key) {
  return {key.office, key.case_id, key.id};
}

}  // namespace amparo::cases
