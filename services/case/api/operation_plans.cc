#include "services/case/api/operation_plans.h"

#include <optional>
#include <utility>

#include "common/base/status_macros.h"
#include "services/case/api/operation_acts.h"
#include "services/case/api/operation_changes.h"
#include "services/case/api/operation_sight.h"
#include "services/case/convert/operation_convert.h"

namespace amparo::cases {
namespace {

// Operations are planned while the facts are gathered or the operation is prepared.
const std::vector<Stage>& PlanningStages() {
  static const std::vector<Stage> stages = {Stage::kInvestigation, Stage::kOperation};
  return stages;
}

// The places, and the operation that is followed; if that is of another case, both cases.
std::vector<RecordKey> PlacesOf(const Operation& operation) {
  std::vector<RecordKey> keys;
  for (const OperationSite& site : operation.sites) keys.push_back(KeyOf(VenueName{operation.name.office, site.venue}));
  if (!operation.follows) return keys;
  keys.push_back(KeyOf(*operation.follows));
  if (operation.follows->parent() == operation.name.parent()) return keys;
  keys.push_back(KeyOf(operation.name.parent()));
  keys.push_back(KeyOf(operation.follows->parent()));
  return keys;
}

// NOT_FOUND for an operation among `records` that the caller does not see; `keys` are theirs.
absl::Status RequireSeen(const std::vector<RecordKey>& keys, const std::vector<Record>& records,
                         std::string_view caller, absl::Time now) {
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (keys[i].kind != Kind::kOperation) continue;
    AMPARO_RETURN_IF_ERROR(SeenIn(records[i], OperationNameOf(keys[i]), caller, now).status());
  }
  return absl::OkStatus();
}

absl::StatusOr<Change> PlanNew(const NewOperationPlan& asked, const std::vector<RecordKey>& keys, const Found& found) {
  std::vector<Record> records;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    AMPARO_RETURN_IF_ERROR(RequireFound(found[i], keys[i]));
    records.push_back(*found[i]);
  }
  AMPARO_RETURN_IF_ERROR(RequireSeen(keys, records, asked.caller, asked.now));
  AMPARO_RETURN_IF_ERROR(RequireOneMatter("operation.follows", keys, records));
  const OperationName& name = asked.operation.name;
  AMPARO_RETURN_IF_ERROR(RequireNotMerged(records.front(), keys.front()));
  AMPARO_RETURN_IF_ERROR(RequireStage(records.front(), PlanningStages(), "CASE_NOT_IN_PLANNING",
                                      "operations are planned while a case is in INVESTIGATION or OPERATION"));
  Change change = NewOperation(asked.operation, asked.now, asked.plan);
  change.guard = CaseGuard{.case_id = name.case_id, .stages = PlanningStages()};
  return change;
}

// The operation that `update` makes of `before`; `whole` becomes what is kept of it.
absl::StatusOr<Operation> ReplannedBy(const Update<v1::Operation>& update, std::string_view author, Operation before,
                                      v1::Operation& whole, int64_t version) {
  TakeFields(update.mask, update.wanted, whole);
  Violations found("operation.");
  const Operation wanted = OperationFromRequest(whole, before.name, found);
  CheckOperation(wanted, whole.plan(), found);
  AMPARO_RETURN_IF_ERROR(ToStatus(found));
  const std::string name = ToString(before.name);
  return ToStatusOr(Replan(std::move(before), wanted, author, update.target.now, version), name);
}

}  // namespace

ActPlan NewOperationAct(ActStamp stamp, NewOperationPlan asked) {
  std::vector<RecordKey> keys = PlacesOf(asked.operation);
  keys.insert(keys.begin(), KeyOf(asked.operation.name.parent()));
  ActPlan plan;
  plan.stamp = std::move(stamp);
  plan.reads = keys;
  plan.decide = [asked = std::move(asked), keys = std::move(keys)](const Found& found) {
    return PlanNew(asked, keys, found);
  };
  return plan;
}

absl::StatusOr<OperationAct> UpdateAct(const rpc::CallContext& context, const Update<v1::Operation>& update) {
  const OperationName name = OperationNameOf(update.target.key);
  // What the mask does not name is not looked at.
  v1::Operation given;
  TakeFields(update.mask, update.wanted, given);
  Violations found("operation.");
  Operation wanted = OperationFromRequest(given, name, found);
  Violations told;
  for (const Violation& violation : found.found()) {
    // An update that leaves the start as it is gives none.
    if (violation.field != "operation.start_time" || update.mask.Has("start_time")) {
      told.Add(violation.field, violation.rule);
    }
  }
  AMPARO_RETURN_IF_ERROR(ToStatus(told));
  OperationAct act;
  act.target = update.target;
  act.caller = context.caller().identity();
  act.rests_on = PlacesOf(wanted);
  act.check = [keys = act.rests_on, caller = act.caller,
               now = update.target.now](const std::vector<Record>& records) -> absl::Status {
    AMPARO_RETURN_IF_ERROR(RequireSeen(keys, records, caller, now));
    return RequireOneMatter("operation.follows", keys, records);
  };
  act.decide = [update, author = act.caller](Operation before, v1::Operation& whole, int64_t version) {
    return ReplannedBy(update, author, std::move(before), whole, version);
  };
  return act;
}

}  // namespace amparo::cases
