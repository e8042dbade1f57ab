#include "services/case/api/lifecycle_api.h"

#include <memory>
#include <utility>

#include "common/base/status_macros.h"
#include "services/case/api/acts.h"
#include "services/case/api/dated_act.h"
#include "services/case/api/listing.h"
#include "services/case/convert/case_convert.h"
#include "services/case/convert/enums.h"
#include "services/case/convert/lifecycle_convert.h"

namespace amparo::cases {
namespace {

// The rules that do not look at charges, as those that do.
template <Decision<Case> (*R)(Case, const ClosureInput&, absl::Time)>
Decision<Case> WhateverItsCharges(Case value, const ClosureInput& input, const ChargeFacts&, absl::Time now) {
  return R(std::move(value), input, now);
}

}  // namespace

rpc::ServiceBinding LifecycleApi::Binding() {
  rpc::ServiceBinding binding("amparo.cases.v1.LifecycleService");
  binding.Unary<&LifecycleApi::RequestClosure>("RequestClosure", this)
      .Unary<&LifecycleApi::ApproveClosure>("ApproveClosure", this)
      .Unary<&LifecycleApi::RejectClosure>("RejectClosure", this)
      .Unary<&LifecycleApi::WithdrawClosure>("WithdrawClosure", this)
      .Unary<&LifecycleApi::GetCaseClock>("GetCaseClock", this);
  return binding;
}

Task<absl::StatusOr<v1::Case>> LifecycleApi::RequestClosure(rpc::CallContext& context, v1::ClosureActRequest request) {
  return Say(&context, std::move(request), ClosureAct::kRequest, &cases::RequestClosure);
}

Task<absl::StatusOr<v1::Case>> LifecycleApi::ApproveClosure(rpc::CallContext& context, v1::ClosureActRequest request) {
  return Say(&context, std::move(request), ClosureAct::kApprove, &cases::ApproveClosure);
}

Task<absl::StatusOr<v1::Case>> LifecycleApi::RejectClosure(rpc::CallContext& context, v1::ClosureActRequest request) {
  return Say(&context, std::move(request), ClosureAct::kReject, &WhateverItsCharges<&cases::RejectClosure>);
}

Task<absl::StatusOr<v1::Case>> LifecycleApi::WithdrawClosure(rpc::CallContext& context, v1::ClosureActRequest request) {
  return Say(&context, std::move(request), ClosureAct::kWithdraw, &WhateverItsCharges<&cases::WithdrawClosure>);
}

Task<absl::StatusOr<v1::CaseClock>> LifecycleApi::GetCaseClock(rpc::CallContext& context,
                                                               v1::GetCaseClockRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const CaseName name, RequireName<CaseName>(context, request.name(), "name"));
  AMPARO_CO_ASSIGN_OR_RETURN(const auto office, co_await offices_->Find(name.office, context.limits()));
  AMPARO_CO_ASSIGN_OR_RETURN(const Asked asked, AskedOf(context, request, *office));
  AMPARO_CO_ASSIGN_OR_RETURN(const Record record, co_await store_->Get(KeyOf(name), asked.read_time, context.limits()));
  AMPARO_CO_ASSIGN_OR_RETURN(const v1::Case message, MessageIn<v1::Case>(record));
  v1::CaseClock clock;
  ToProto(ClockOn(CaseFromStored(message), asked.as_of), name, asked.as_of, clock);
  co_return clock;
}

Task<absl::StatusOr<v1::Case>> LifecycleApi::Say(rpc::CallContext* context, v1::ClosureActRequest request,
                                                 ClosureAct act, ClosureRule rule) {
  errors::FieldViolations violations;
  AMPARO_CO_ASSIGN_OR_RETURN(const Target target, TargetOf<CaseName>(*context, request, violations));
  AMPARO_CO_ASSIGN_OR_RETURN(const absl::CivilDay today,
                             co_await offices_->Today(target.key.office, target.now, context->limits()));
  Violations found;
  ClosureInput input;
  input.date =
      OptionalDay(request.has_effective_date(), request.effective_date(), "effective_date", found).value_or(today);
  input.reason = request.reason();
  input.actor = context->caller().identity();
  input.closure_reason =
      EnumFrom<ClosureReason>(request.closure_reason(), v1::ClosureReason_IsValid, "closure_reason", found);
  CheckClosure(input, act, today, found);
  AddViolations(found, violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  ActStamp stamp = StampOf(*context, target.key.office, request.request_id(), request);
  Decide decide = [target, input, act, rule](const Found& facts) -> absl::StatusOr<Change> {
    const ChargeFacts charges = facts[0]->charges;
    const Rule<Case> said = [&](Case value) { return rule(std::move(value), input, charges, target.now); };
    AMPARO_ASSIGN_OR_RETURN(Change change, ChangeByRule(target, *facts[0], &CaseFromStored, said));
    // Somebody may be charged while this is decided.
    change.needs_verdicts = act == ClosureAct::kApprove;
    return change;
  };
  ActPlan plan = ChangePlan(std::move(stamp), target, std::move(decide));
  if (act != ClosureAct::kApprove) co_return co_await RunAct<v1::Case>(store_, context, std::move(plan));
  // Nothing is to be done any more in a case that is closed.
  const DatedActParts parts{store_, offices_, templates_};
  const CaseName name{target.key.office, target.key.id};
  co_return co_await RunDatedAct<v1::Case>(parts, context, std::move(plan), name, target.now);
}

}  // namespace amparo::cases
