#include "services/case/api/charge_act.h"

#include <string>
#include <utility>

#include "common/base/status_macros.h"

namespace amparo::cases {
namespace {

// The charge by a rule and what is named to it: read, decided and written in one transaction.
absl::StatusOr<std::string> Referring(Work& work, const ChargeAct& act, const ReferenceCheck& check) {
  const RecordKey& key = act.target.key;
  AMPARO_ASSIGN_OR_RETURN(const Record the_case, Need(work, KeyOf(CaseName{key.office, key.case_id})));
  AMPARO_ASSIGN_OR_RETURN(const KeptCharge kept, NeedCharge(work, {key.office, key.case_id, key.id}));
  AMPARO_RETURN_IF_ERROR(CheckEtag(act.target.etag, kept.record, NameOf(key)));
  AMPARO_ASSIGN_OR_RETURN(const Charge after, ToStatusOr(act.rule(kept.charge), NameOf(key)));
  AMPARO_RETURN_IF_ERROR(RequireCourtStage(the_case, act.stages));
  AMPARO_RETURN_IF_ERROR(check(work, kept.charge));
  return Written(work, ChargeChange(kept, after, act.target.now, act.stages));
}

}  // namespace

Task<absl::StatusOr<v1::Charge>> RunChargeRule(ChargeActParts parts, rpc::CallContext* context, ChargeAct act) {
  const CaseName the_case{act.target.key.office, act.target.key.case_id};
  std::vector<RecordKey> rests_on(1, KeyOf(the_case));
  // What it captures lives on its own: a work may outlive this.
  Decide decide = [act](const Found& facts) { return RuledCharge(act.target, act.rule, act.stages, facts); };
  ActPlan plan = ChangePlan(act.stamp, act.target, std::move(decide), std::move(rests_on));
  if (parts.templates == nullptr) co_return co_await RunAct<v1::Charge>(parts.store, context, std::move(plan));
  const DatedActParts dated{parts.store, parts.offices, parts.templates};
  co_return co_await RunDatedAct<v1::Charge>(dated, context, std::move(plan), the_case, act.target.now);
}

Task<absl::StatusOr<v1::Charge>> RunReferringRule(Store* store, rpc::CallContext* context, ChargeAct act,
                                                  ReferenceCheck check) {
  ActStamp stamp = act.stamp;
  WorkBody body = [act = std::move(act), check = std::move(check)](Work& work) { return Referring(work, act, check); };
  co_return co_await RunWork<v1::Charge>(store, context, std::move(stamp), std::move(body));
}

}  // namespace amparo::cases
