#include "services/case/api/appeal_api.h"

#include <utility>

#include "common/base/status_macros.h"
#include "common/base/strings.h"
#include "common/rpc/request_id.h"
#include "common/rpc/resource_id.h"
#include "services/case/api/appeal_changes.h"
#include "services/case/api/reads.h"
#include "services/case/convert/appeal_convert.h"

namespace amparo::cases {
namespace {

Moment MomentIn(const OfficeFacts& office, absl::Time now) {
  return {.today = office.Today(now), .now = now};
}

// Reads FileAppeal. INVALID_ARGUMENT with everything that is wrong with the request by itself.
absl::StatusOr<Filing> FilingOf(rpc::CallContext& context, const v1::FileAppealRequest& request, const CaseName& parent,
                                const OfficeFacts& office) {
  errors::FieldViolations violations;
  rpc::CheckRequestId(request.request_id(), violations);
  Filing filing;
  filing.moment = MomentIn(office, context.clock().Now());
  const Uuid id = rpc::GivenOrNewId(request.appeal_id(), "appeal_id", filing.moment.now, violations);
  Violations found("appeal.");
  filing.appeal = AppealFromRequest(request.appeal(), {parent.office, parent.id, id}, found);
  CheckAppeal(filing.appeal, filing.moment.today, found);
  CheckGrounds(request.appeal().grounds(), found);
  AddViolations(found, violations);
  AMPARO_RETURN_IF_ERROR(violations.ToStatus());
  filing.grounds = SecretOf(request.appeal());
  return filing;
}

std::vector<AppealDecision> DecisionsOf(const v1::DecideAppealRequest& request, const CaseName& parent,
                                        absl::CivilDay today, Violations& violations) {
  std::vector<AppealDecision> decisions;
  for (int i = 0; i < request.decisions_size(); ++i) {
    Violations found(StrCat("decisions[", i, "]."));
    decisions.push_back(DecisionFrom(request.decisions(i), parent, found));
    CheckDecision(decisions.back(), UpTo(today), found);
    violations.Append(std::move(found).Take());
  }
  return decisions;
}

// The filters of the appeal's table: state, appellant.
std::vector<Value> FiltersOf(const v1::ListAppealsRequest& request, errors::FieldViolations& violations) {
  std::vector<Value> filters(2);
  violations.Require(v1::AppealState_IsValid(request.state()), "state", "must be one of its values");
  violations.Require(v1::Appellant_IsValid(request.appellant()), "appellant", "must be one of its values");
  if (request.state() != v1::APPEAL_STATE_UNSPECIFIED) filters[0] = int64_t{request.state()};
  if (request.appellant() != v1::APPELLANT_UNSPECIFIED) filters[1] = int64_t{request.appellant()};
  return filters;
}

}  // namespace

rpc::ServiceBinding AppealApi::Binding() {
  rpc::ServiceBinding binding("amparo.cases.v1.AppealService");
  binding.Unary<&AppealApi::FileAppeal>("FileAppeal", this)
      .Unary<&AppealApi::GetAppeal>("GetAppeal", this)
      .Unary<&AppealApi::ListAppeals>("ListAppeals", this)
      .Unary<&AppealApi::DecideAppeal>("DecideAppeal", this)
      .Unary<&AppealApi::WithdrawAppeal>("WithdrawAppeal", this);
  return binding;
}

Task<absl::StatusOr<v1::Appeal>> AppealApi::FileAppeal(rpc::CallContext& context, v1::FileAppealRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const CaseName parent, RequireName<CaseName>(context, request.parent(), "parent"));
  AMPARO_CO_ASSIGN_OR_RETURN(const auto office, co_await offices_->Find(parent.office, context.limits()));
  AMPARO_CO_ASSIGN_OR_RETURN(Filing filing, FilingOf(context, request, parent, *office));
  ActStamp stamp = StampOf(context, parent.office, request.request_id(), request);
  WorkBody body = [filing = std::move(filing)](Work& work) { return Filed(work, filing); };
  co_return co_await RunWork<v1::Appeal>(store_, &context, std::move(stamp), std::move(body));
}

Task<absl::StatusOr<rpc::Encoded<v1::Appeal>>> AppealApi::GetAppeal(rpc::CallContext& context,
                                                                    v1::GetAppealRequest request) {
  return GetByView<AppealName, v1::Appeal>(store_, &context, request);
}

Task<absl::StatusOr<v1::ListAppealsResponse>> AppealApi::ListAppeals(rpc::CallContext& context,
                                                                     v1::ListAppealsRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(ListQuery query, CaseQuery(context, request.parent(), Kind::kAppeal));
  errors::FieldViolations violations;
  query.filters = FiltersOf(request, violations);
  co_return co_await ListPage(store_, &context, std::move(request), std::move(query),
                              &v1::ListAppealsResponse::add_appeals, std::move(violations));
}

Task<absl::StatusOr<v1::Appeal>> AppealApi::DecideAppeal(rpc::CallContext& context, v1::DecideAppealRequest request) {
  errors::FieldViolations violations;
  Deciding deciding;
  AMPARO_CO_ASSIGN_OR_RETURN(deciding.target, TargetOf<AppealName>(context, request, violations));
  const RecordKey key = deciding.target.key;
  AMPARO_CO_ASSIGN_OR_RETURN(const auto office, co_await offices_->Find(key.office, context.limits()));
  deciding.moment = MomentIn(*office, deciding.target.now);
  Violations found;
  deciding.decisions = DecisionsOf(request, {key.office, key.case_id}, deciding.moment.today, found);
  AddViolations(found, violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  ActStamp stamp = StampOf(context, key.office, request.request_id(), request);
  WorkBody body = [deciding = std::move(deciding)](Work& work) { return Decided(work, deciding); };
  co_return co_await RunWork<v1::Appeal>(store_, &context, std::move(stamp), std::move(body));
}

Task<absl::StatusOr<v1::Appeal>> AppealApi::WithdrawAppeal(rpc::CallContext& context,
                                                           v1::WithdrawAppealRequest request) {
  Violations found;
  const auto date = OptionalDay(request.has_date(), request.date(), "date", found);
  AMPARO_CO_ASSIGN_OR_RETURN(const Target target, TargetOf<AppealName>(context, request, found));
  AMPARO_CO_ASSIGN_OR_RETURN(const auto office, co_await offices_->Find(target.key.office, context.limits()));
  const Moment moment = MomentIn(*office, target.now);
  ActStamp stamp = StampOf(context, target.key.office, request.request_id(), request);
  Rule<Appeal> rule = [date, moment](Appeal appeal) {
    return Withdraw(std::move(appeal), date.value_or(moment.today), moment);
  };
  ActPlan act = RulePlan(std::move(stamp), target, &AppealFromStored, std::move(rule));
  co_return co_await RunAct<v1::Appeal>(store_, &context, std::move(act));
}

}  // namespace amparo::cases
