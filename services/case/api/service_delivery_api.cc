#include "services/case/api/service_delivery_api.h"

#include <utility>

#include "common/base/status_macros.h"
#include "common/rpc/request_id.h"
#include "common/rpc/resource_id.h"
#include "services/case/api/care.h"
#include "services/case/api/reads.h"
#include "services/case/convert/care_plan_convert.h"
#include "services/case/convert/service_delivery_convert.h"

namespace amparo::cases {
namespace {

// What a new service is made of.
struct NewServiceDelivery {
  ServiceDelivery value;
  std::shared_ptr<const Catalogue> catalogue;
  absl::CivilDay today;
  absl::Time now;
};

// `facts` are those of CareKeys, and the goal that the service serves.
absl::StatusOr<Change> Deliver(const NewServiceDelivery& asked, const v1::ServiceDelivery& wanted, const Found& facts) {
  AMPARO_ASSIGN_OR_RETURN(const Care care, CareIn(facts, InCareOrFollowUp(), "services are recorded"));
  ServiceDelivery value = asked.value;
  Violations found("service_delivery.");
  CheckServiceDelivery(value, *asked.catalogue, care.Frame(asked.today), found);
  if (value.goal) {
    AMPARO_ASSIGN_OR_RETURN(const Goal goal, CareValue(*facts.back(), &GoalFromStored));
    found.Require(goal.party == value.party, "goal", "must be a goal of the same survivor");
  }
  AMPARO_RETURN_IF_ERROR(ToStatus(found));
  value.subject = care.subject;
  value.state = ServiceDeliveryState::kDelivered;
  return NewCare(value, asked.now, wanted);
}

}  // namespace

rpc::ServiceBinding ServiceDeliveryApi::Binding() {
  rpc::ServiceBinding binding("amparo.cases.v1.ServiceDeliveryService");
  binding.Unary<&ServiceDeliveryApi::CreateServiceDelivery>("CreateServiceDelivery", this)
      .Unary<&ServiceDeliveryApi::GetServiceDelivery>("GetServiceDelivery", this)
      .Unary<&ServiceDeliveryApi::ListServiceDeliveries>("ListServiceDeliveries", this)
      .Unary<&ServiceDeliveryApi::VoidServiceDelivery>("VoidServiceDelivery", this);
  return binding;
}

Task<absl::StatusOr<v1::ServiceDelivery>> ServiceDeliveryApi::CreateServiceDelivery(
    rpc::CallContext& context, v1::CreateServiceDeliveryRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const CaseName parent, RequireName<CaseName>(context, request.parent(), "parent"));
  NewServiceDelivery asked;
  asked.now = context.clock().Now();
  AMPARO_CO_ASSIGN_OR_RETURN(asked.today, co_await offices_->Today(parent.office, asked.now, context.limits()));
  AMPARO_CO_ASSIGN_OR_RETURN(asked.catalogue, co_await catalogue_->Current(asked.now, context.limits()));
  errors::FieldViolations violations;
  rpc::CheckRequestId(request.request_id(), violations);
  const ServiceDeliveryName name{
      parent.office, parent.id,
      rpc::GivenOrNewId(request.service_delivery_id(), "service_delivery_id", asked.now, violations)};
  Violations found("service_delivery.");
  ServiceDelivery& value = asked.value;
  value = ServiceDeliveryFromRequest(request.service_delivery(), name, found);
  if (value.staff.empty()) value.staff = context.caller().identity();
  CheckServiceDelivery(value, *asked.catalogue, {absl::CivilDay::min(), asked.today}, found);
  CheckCareNote(request.service_delivery().note(), found);
  AddViolations(found, violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  ActStamp stamp = StampOf(context, parent.office, request.request_id(), request);
  std::vector<RecordKey> rests_on = CareKeys(PartyName{parent.office, parent.id, value.party});
  if (value.goal) rests_on.push_back(KeyOf(GoalName{parent.office, parent.id, *value.goal}));
  Decide decide = [&asked, &request](const Found& facts) { return Deliver(asked, request.service_delivery(), facts); };
  ActPlan plan = NewPlan(std::move(stamp), std::move(rests_on), std::move(decide));
  co_return co_await RunAct<v1::ServiceDelivery>(store_, &context, std::move(plan));
}

Task<absl::StatusOr<rpc::Encoded<v1::ServiceDelivery>>> ServiceDeliveryApi::GetServiceDelivery(
    rpc::CallContext& context, v1::GetServiceDeliveryRequest request) {
  return GetByView<ServiceDeliveryName, v1::ServiceDelivery>(store_, &context, request);
}

Task<absl::StatusOr<v1::ListServiceDeliveriesResponse>> ServiceDeliveryApi::ListServiceDeliveries(
    rpc::CallContext& context, v1::ListServiceDeliveriesRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(ListQuery query, CaseQuery(context, request.parent(), Kind::kServiceDelivery));
  errors::FieldViolations violations;
  ReadCareFilters(request, v1::ServiceDeliveryState_IsValid, {"staff", request.staff()}, query, violations);
  ReadDayFilters(request, query, violations);
  query.filters.push_back(TextIn({"kind", request.kind()}, violations));
  co_return co_await ListPage(store_, &context, std::move(request), std::move(query),
                              &v1::ListServiceDeliveriesResponse::add_service_deliveries, std::move(violations));
}

Task<absl::StatusOr<v1::ServiceDelivery>> ServiceDeliveryApi::VoidServiceDelivery(
    rpc::CallContext& context, v1::VoidServiceDeliveryRequest request) {
  Violations found;
  CheckReason(request.reason(), true, found);
  AMPARO_CO_ASSIGN_OR_RETURN(const Target target, TargetOf<ServiceDeliveryName>(context, request, found));
  ActStamp stamp = StampOf(context, target.key.office, request.request_id(), request);
  Rule<ServiceDelivery> rule = [reason = request.reason()](ServiceDelivery value) {
    return cases::VoidServiceDelivery(std::move(value), reason);
  };
  ActPlan plan = CareRulePlan(std::move(stamp), target, &ServiceDeliveryFromStored, std::move(rule));
  co_return co_await RunAct<v1::ServiceDelivery>(store_, &context, std::move(plan));
}

}  // namespace amparo::cases
