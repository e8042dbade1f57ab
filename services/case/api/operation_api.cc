#include "services/case/api/operation_api.h"

#include <memory>
#include <string>
#include <utility>

#include "common/base/status_macros.h"
#include "common/rpc/request_id.h"
#include "services/case/api/record_calls.h"
#include "services/case/convert/case_convert.h"
#include "services/case/convert/operation_convert.h"

namespace amparo::cases {
namespace {

// Operations are planned while the facts are gathered or the operation is prepared.
const std::vector<Stage>& PlanningStages() {
  static const std::vector<Stage> stages = {Stage::kInvestigation, Stage::kOperation};
  return stages;
}

// What must be there before an operation is planned: its case, its venues, and the operation it follows.
std::vector<RecordKey> NeededBy(const Operation& operation) {
  std::vector<RecordKey> keys = {KeyOf(operation.name.parent())};
  for (const OperationSite& site : operation.sites) keys.push_back(KeyOf(VenueName{operation.name.office, site.venue}));
  if (operation.follows) {
    keys.push_back(KeyOf(OperationName{operation.name.office, operation.name.case_id, *operation.follows}));
  }
  return keys;
}

absl::StatusOr<Change> Plan(const Operation& operation, const std::string& plan, const std::vector<RecordKey>& needed,
                            absl::Time now, const Found& found) {
  for (size_t i = 0; i < needed.size(); ++i) AMPARO_RETURN_IF_ERROR(RequireFound(found[i], needed[i]));
  // Read too when the caller chose the id.
  if (found.size() > needed.size() && found.back()) return errors::AlreadyExists("operation", ToString(operation.name));
  AMPARO_RETURN_IF_ERROR(RequireStage(*found[0], PlanningStages(), "CASE_NOT_IN_PLANNING",
                                      "operations are planned while a case is in INVESTIGATION or OPERATION"));
  Change change = NewResource<v1::Operation>(operation, now, SecretText(plan));
  change.guard = CaseGuard{.case_id = operation.name.case_id, .stages = PlanningStages()};
  return change;
}

}  // namespace

rpc::ServiceBinding OperationApi::Binding() {
  rpc::ServiceBinding binding("amparo.cases.v1.OperationService");
  binding.Unary<&OperationApi::CreateOperation>("CreateOperation", this)
      .Unary<&OperationApi::GetOperation>("GetOperation", this)
      .Unary<&OperationApi::ListOperations>("ListOperations", this)
      .Unary<&OperationApi::ApproveOperation>("ApproveOperation", this)
      .Unary<&OperationApi::RecordSiteOutcome>("RecordSiteOutcome", this)
      .Unary<&OperationApi::CancelOperation>("CancelOperation", this);
  return binding;
}

Task<absl::StatusOr<v1::Operation>> OperationApi::CreateOperation(rpc::CallContext& context,
                                                                  v1::CreateOperationRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const CaseName parent, RequireName<CaseName>(context, request.parent(), "parent"));
  const absl::Time now = context.clock().Now();
  errors::FieldViolations violations;
  rpc::CheckRequestId(request.request_id(), violations);
  const OperationName name{parent.office, parent.id, IdFrom(request.operation_id(), "operation_id", now, violations)};
  Violations found("operation.");
  const Operation operation =
      Planned(OperationFromRequest(request.operation(), name, found), context.caller().identity());
  CheckOperation(operation, request.operation().plan(), found);
  AddViolations(found, violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  ActPlan act;
  act.stamp = StampOf(context, name.office, request.request_id(), request);
  std::vector<RecordKey> needed = NeededBy(operation);
  act.reads = needed;
  if (!request.operation_id().empty()) act.reads.push_back(KeyOf(name));
  act.decide = [operation, plan = request.operation().plan(), needed = std::move(needed), now](const Found& facts) {
    return Plan(operation, plan, needed, now, facts);
  };
  const absl::StatusOr<std::string> answer = co_await store_->Run(std::move(act), context.limits());
  co_return ParseStored<v1::Operation>(answer);
}

Task<absl::StatusOr<v1::Operation>> OperationApi::GetOperation(rpc::CallContext& context,
                                                               v1::GetOperationRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const OperationName name, RequireName<OperationName>(context, request.name(), "name"));
  errors::FieldViolations violations;
  const bool full = WantsFull(request.view(), violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  if (!full) {
    AMPARO_CO_ASSIGN_OR_RETURN(const Record record, co_await store_->Get(KeyOf(name), context.limits()));
    co_return BasicOf<v1::Operation>(record);
  }
  RevealStamp stamp = RevealStampOf(context, {"plan"});
  AMPARO_CO_ASSIGN_OR_RETURN(const Revealed revealed,
                             co_await store_->Reveal(KeyOf(name), std::move(stamp), context.limits()));
  absl::StatusOr<v1::Operation> operation = BasicOf<v1::Operation>(revealed.record);
  if (operation.ok()) operation->set_plan(revealed.secret.value_or(""));
  co_return operation;
}

Task<absl::StatusOr<v1::ListOperationsResponse>> OperationApi::ListOperations(rpc::CallContext& context,
                                                                              v1::ListOperationsRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const CaseName parent, RequireName<CaseName>(context, request.parent(), "parent"));
  ListQuery query;
  query.kind = Kind::kOperation;
  query.office = parent.office;
  query.case_id = parent.id;
  co_return co_await ListPage(store_, &context, std::move(request), std::move(query),
                              &v1::ListOperationsResponse::add_operations);
}

Task<absl::StatusOr<v1::Operation>> OperationApi::ApproveOperation(rpc::CallContext& context,
                                                                   v1::ApproveOperationRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const Target target, TargetOf<OperationName>(context, request));
  const ActStamp stamp = StampOf(context, target.key.office, request.request_id(), request);
  Rule<Operation> rule = [approver = context.caller().identity()](Operation operation) {
    return Approve(std::move(operation), approver);
  };
  co_return co_await RunRule(context, stamp, target, std::move(rule));
}

Task<absl::StatusOr<v1::Operation>> OperationApi::RecordSiteOutcome(rpc::CallContext& context,
                                                                    v1::RecordSiteOutcomeRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const Target target, TargetOf<OperationName>(context, request));
  Violations found;
  const SiteReport report = SiteReportFrom(request, found);
  AMPARO_CO_RETURN_IF_ERROR(ToStatus(found));
  const ActStamp stamp = StampOf(context, target.key.office, request.request_id(), request);
  Rule<Operation> rule = [report, now = target.now](Operation operation) {
    return cases::RecordSiteOutcome(std::move(operation), report, now);
  };
  co_return co_await RunRule(context, stamp, target, std::move(rule));
}

Task<absl::StatusOr<v1::Operation>> OperationApi::CancelOperation(rpc::CallContext& context,
                                                                  v1::CancelOperationRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const Target target, TargetOf<OperationName>(context, request));
  const ActStamp stamp = StampOf(context, target.key.office, request.request_id(), request);
  Rule<Operation> rule = [reason = request.reason()](Operation operation) {
    return Cancel(std::move(operation), reason);
  };
  co_return co_await RunRule(context, stamp, target, std::move(rule));
}

Task<absl::StatusOr<v1::Operation>> OperationApi::RunRule(rpc::CallContext& context, ActStamp stamp, Target target,
                                                          Rule<Operation> rule) {
  ActPlan act;
  act.stamp = std::move(stamp);
  act.reads = {target.key};
  act.decide = [target, rule = std::move(rule)](const Found& found) {
    return ChangeByRule<v1::Operation, Operation>(target, found[0], &OperationFromStored, rule);
  };
  const absl::StatusOr<std::string> answer = co_await store_->Run(std::move(act), context.limits());
  co_return ParseStored<v1::Operation>(answer);
}

}  // namespace amparo::cases
