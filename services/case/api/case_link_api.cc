#include "services/case/api/case_link_api.h"

#include <memory>
#include <string>
#include <utility>

#include "common/base/status_macros.h"
#include "common/rpc/request_id.h"
#include "common/rpc/resource_id.h"
#include "services/case/api/acts.h"
#include "services/case/api/case_link_changes.h"
#include "services/case/api/reads.h"
#include "services/case/convert/case_link_convert.h"

namespace amparo::cases {

rpc::ServiceBinding CaseLinkApi::Binding() {
  rpc::ServiceBinding binding("amparo.cases.v1.CaseLinkService");
  binding.Unary<&CaseLinkApi::CreateCaseLink>("CreateCaseLink", this)
      .Unary<&CaseLinkApi::GetCaseLink>("GetCaseLink", this)
      .Unary<&CaseLinkApi::ListCaseLinks>("ListCaseLinks", this)
      .Unary<&CaseLinkApi::WithdrawCaseLink>("WithdrawCaseLink", this);
  return binding;
}

Task<absl::StatusOr<v1::CaseLink>> CaseLinkApi::CreateCaseLink(rpc::CallContext& context,
                                                               v1::CreateCaseLinkRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const CaseName parent, RequireName<CaseName>(context, request.parent(), "parent"));
  const absl::Time now = context.clock().Now();
  AMPARO_CO_ASSIGN_OR_RETURN(const absl::CivilDay today,
                             co_await offices_->Today(parent.office, now, context.limits()));
  errors::FieldViolations violations;
  rpc::CheckRequestId(request.request_id(), violations);
  const CaseLinkName name{parent.office, parent.id, rpc::GivenOrNewId(request.link_id(), "link_id", now, violations)};
  Violations found("link.");
  CaseLink link = CaseLinkFromRequest(request.link(), name, today, found);
  CheckCaseLink(link, today, found);
  AddViolations(found, violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  link.recorder = context.caller().identity();
  link.state = CaseLinkState::kActive;
  ActStamp stamp = StampOf(context, parent.office, request.request_id(), request);
  WorkBody body = [link = std::move(link), now](Work& work) { return LinkCases(work, link, now); };
  co_return co_await RunWork<v1::CaseLink>(store_, &context, std::move(stamp), std::move(body));
}

Task<absl::StatusOr<rpc::Encoded<v1::CaseLink>>> CaseLinkApi::GetCaseLink(rpc::CallContext& context,
                                                                          v1::GetCaseLinkRequest request) {
  return GetBasic<CaseLinkName, v1::CaseLink>(store_, &context, request);
}

Task<absl::StatusOr<v1::ListCaseLinksResponse>> CaseLinkApi::ListCaseLinks(rpc::CallContext& context,
                                                                           v1::ListCaseLinksRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const CaseName parent, RequireName<CaseName>(context, request.parent(), "parent"));
  errors::FieldViolations violations;
  ListQuery query;
  query.kind = Kind::kCaseLink;
  query.office = parent.office;
  // Those of every case of the office that have to do with this one, or with one that was merged into it.
  query.all_cases = true;
  query.filters.resize(3);
  query.filters[0] = parent.id;
  std::vector<int64_t> kinds;
  for (const int kind : request.kinds()) {
    violations.Require(kind != 0 && v1::CaseLinkKind_IsValid(kind), "kinds", "must be kinds of links");
    kinds.push_back(kind);
  }
  if (!kinds.empty()) query.filters[1] = std::move(kinds);
  if (!request.show_withdrawn()) query.filters[2] = static_cast<int64_t>(CaseLinkState::kActive);
  const absl::StatusOr<Record> the_case = co_await store_->Get(KeyOf(parent), std::nullopt, context.limits());
  AMPARO_CO_RETURN_IF_ERROR(the_case.status());
  co_return co_await ListPage(store_, &context, std::move(request), std::move(query),
                              &v1::ListCaseLinksResponse::add_links, std::move(violations));
}

Task<absl::StatusOr<v1::CaseLink>> CaseLinkApi::WithdrawCaseLink(rpc::CallContext& context,
                                                                 v1::WithdrawCaseLinkRequest request) {
  errors::FieldViolations violations;
  AMPARO_CO_ASSIGN_OR_RETURN(const Target target, TargetOf<CaseLinkName>(context, request, violations));
  AMPARO_CO_ASSIGN_OR_RETURN(const absl::CivilDay today,
                             co_await offices_->Today(target.key.office, target.now, context.limits()));
  Violations found;
  CaseLinkEnd end;
  end.date =
      OptionalDay(request.has_effective_date(), request.effective_date(), "effective_date", found).value_or(today);
  end.record_time = target.now;
  end.recorder = context.caller().identity();
  end.reason = request.reason();
  AddViolations(found, violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  ActStamp stamp = StampOf(context, target.key.office, request.request_id(), request);
  Decide decide = [target, end, today](const Found& facts) {
    const Rule<CaseLink> rule = [&](CaseLink link) { return WithdrawLink(std::move(link), end, today); };
    return ChangeByRule(target, *facts[0], &CaseLinkFromStored, rule);
  };
  ActPlan plan = ChangePlan(std::move(stamp), target, std::move(decide));
  co_return co_await RunAct<v1::CaseLink>(store_, &context, std::move(plan));
}

}  // namespace amparo::cases
