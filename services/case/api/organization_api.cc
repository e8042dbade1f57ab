#include "services/case/api/organization_api.h"

#include <utility>

#include "common/base/status_macros.h"
#include "common/rpc/request_id.h"
#include "common/rpc/resource_id.h"
#include "services/case/api/acts.h"
#include "services/case/api/network_changes.h"
#include "services/case/api/reads.h"
#include "services/case/convert/organization_convert.h"

namespace amparo::cases {
namespace {

absl::StatusOr<Change> UpdatedOrganization(const Update<v1::Organization>& update, const Record& record) {
  const auto check = [](const Organization& value, const v1::Organization& message, Violations& found) {
    CheckOrganization(value, message.details(), found);
  };
  return UpdatedInNetwork(update, record, "organization", &OrganizationFromRequest, &OrganizationFromStored, check);
}

}  // namespace

rpc::ServiceBinding OrganizationApi::Binding() {
  rpc::ServiceBinding binding("amparo.cases.v1.OrganizationService");
  binding.Unary<&OrganizationApi::CreateOrganization>("CreateOrganization", this)
      .Unary<&OrganizationApi::GetOrganization>("GetOrganization", this)
      .Unary<&OrganizationApi::ListOrganizations>("ListOrganizations", this)
      .Unary<&OrganizationApi::UpdateOrganization>("UpdateOrganization", this)
      .Unary<&OrganizationApi::WithdrawOrganization>("WithdrawOrganization", this);
  return binding;
}

Task<absl::StatusOr<v1::Organization>> OrganizationApi::CreateOrganization(rpc::CallContext& context,
                                                                           v1::CreateOrganizationRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const OfficeName parent, RequireName<OfficeName>(context, request.parent(), "parent"));
  const absl::Time now = context.clock().Now();
  errors::FieldViolations violations;
  rpc::CheckRequestId(request.request_id(), violations);
  const OrganizationName name{parent.office,
                              rpc::GivenOrNewId(request.organization_id(), "organization_id", now, violations)};
  Violations found("organization.");
  const Organization value = OrganizationFromRequest(request.organization(), name, found);
  CheckOrganization(value, request.organization().details(), found);
  AddViolations(found, violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  const auto office = co_await offices_->Find(parent.office, context.limits());
  AMPARO_CO_RETURN_IF_ERROR(office.status());
  ActPlan act;
  act.stamp = StampOf(context, parent.office, request.request_id(), request);
  act.decide = [&value, &request, now](const Found&) -> absl::StatusOr<Change> {
    return NewResource<v1::Organization>(value, now, SecretOf(request.organization()));
  };
  co_return co_await RunAct<v1::Organization>(store_, &context, std::move(act));
}

Task<absl::StatusOr<rpc::Encoded<v1::Organization>>> OrganizationApi::GetOrganization(
    rpc::CallContext& context, v1::GetOrganizationRequest request) {
  return GetByView<OrganizationName, v1::Organization>(store_, &context, std::move(request));
}

Task<absl::StatusOr<v1::ListOrganizationsResponse>> OrganizationApi::ListOrganizations(
    rpc::CallContext& context, v1::ListOrganizationsRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const OfficeName parent, RequireName<OfficeName>(context, request.parent(), "parent"));
  errors::FieldViolations violations;
  ListQuery query;
  query.kind = Kind::kOrganization;
  query.office = parent.office;
  query.filters.resize(2);
  violations.Require(v1::OrganizationKind_IsValid(request.kind()), "kind", "must be one of its values");
  if (request.kind() != v1::ORGANIZATION_KIND_UNSPECIFIED) query.filters[0] = static_cast<int64_t>(request.kind());
  if (!request.show_withdrawn()) query.filters[1] = true;
  co_return co_await ListPage(store_, &context, std::move(request), std::move(query),
                              &v1::ListOrganizationsResponse::add_organizations, std::move(violations));
}

Task<absl::StatusOr<v1::Organization>> OrganizationApi::UpdateOrganization(rpc::CallContext& context,
                                                                           v1::UpdateOrganizationRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const Update<v1::Organization> update,
                             ReadUpdate<OrganizationName>(context, request, request.organization(), "organization",
                                                          {"kind", "pseudonym", "details"}));
  ActStamp stamp = StampOf(context, update.target.key.office, request.request_id(), request);
  Decide decide = [update](const Found& found) { return UpdatedOrganization(update, *found[0]); };
  ActPlan plan = ChangePlan(std::move(stamp), update.target, std::move(decide));
  co_return co_await RunAct<v1::Organization>(store_, &context, std::move(plan));
}

Task<absl::StatusOr<v1::Organization>> OrganizationApi::WithdrawOrganization(rpc::CallContext& context,
                                                                             v1::WithdrawOrganizationRequest request) {
  return WithdrawByWork<OrganizationName>(store_, &context, std::move(request), &OrganizationFromStored);
}

}  // namespace amparo::cases
