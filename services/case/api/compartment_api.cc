#include "services/case/api/compartment_api.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "amparo/options/v1/options.pb.h"
#include "common/base/status_macros.h"
#include "common/rpc/request_id.h"
#include "services/case/api/break_glass_acts.h"
#include "services/case/api/freeze_acts.h"
#include "services/case/api/operation_sight.h"
#include "services/case/api/reads.h"
#include "services/case/convert/compartment_convert.h"
#include "services/case/convert/operation_whole.h"

namespace amparo::cases {
namespace {

// The receipts of one report, and those that one read of the database gives.
constexpr std::size_t kMostReceiptsTold = 5000;
constexpr int32_t kReceiptsAtOnce = 1000;

bool IsAuditor(const rpc::CallContext& context, std::string_view office) {
  return context.caller().RolesIn(office).Has(options::v1::ROLE_AUDITOR);
}

// Who freezes or opens, and why. INVALID_ARGUMENT.
template <typename Request>
absl::StatusOr<FreezeAct> FreezeActFrom(rpc::CallContext& context, const Request& request) {
  AMPARO_ASSIGN_OR_RETURN(const OperationName name, RequireName<OperationName>(context, request.name(), "name"));
  errors::FieldViolations violations;
  rpc::CheckRequestId(request.request_id(), violations);
  Violations found;
  CheckCompartmentReason(request.reason(), found);
  AddViolations(found, violations);
  AMPARO_RETURN_IF_ERROR(violations.ToStatus());
  FreezeAct act;
  act.target = {.key = KeyOf(name), .etag = std::nullopt, .now = context.clock().Now()};
  act.caller = context.caller().identity();
  act.auditor = IsAuditor(context, name.office);
  act.reason = request.reason();
  return act;
}

// An act by a rule of the need-to-know list, which is kept whatever the case's stage.
OperationAct ListAct(const rpc::CallContext& context, const Target& target, Rule<Operation> rule) {
  OperationAct act = ActByRule(context, target, std::move(rule));
  act.needs = Sight::kOutline;
  act.while_frozen = true;
  act.in_open_case = false;
  return act;
}

// The operation with the compartment that a rule decided on.
Decision<Operation> With(Operation operation, Decision<Compartment> decided) {
  if (decided.violations() != nullptr) return *decided.violations();
  if (decided.refusal() != nullptr) return *decided.refusal();
  operation.compartment = std::move(decided.value());
  return operation;
}

v1::ExposureReportResponse ReportOf(const OperationName& name, const Compartment& compartment,
                                    const std::vector<ReadReceipt>& receipts, absl::Time as_of) {
  v1::ExposureReportResponse report;
  report.set_operation(ToString(name));
  SetTimestamp(as_of, report.mutable_as_of());
  for (const ExposedPerson& person : Exposed(compartment, receipts, as_of)) SetExposed(person, *report.add_people());
  const std::size_t told = std::min(receipts.size(), kMostReceiptsTold);
  for (std::size_t i = 0; i < told; ++i) SetReceipt(receipts[i], *report.add_receipts());
  report.set_receipts_left_out(static_cast<int32_t>(receipts.size() - told));
  for (const CompartmentFreeze& freeze : compartment.freezes) {
    if (freeze.freeze_time <= as_of) SetFreeze(freeze, *report.add_freezes());
  }
  return report;
}

}  // namespace

rpc::ServiceBinding CompartmentApi::Binding() {
  rpc::ServiceBinding binding("amparo.cases.v1.CompartmentService");
  binding.Unary<&CompartmentApi::AddReader>("AddReader", this)
      .Unary<&CompartmentApi::RemoveReader>("RemoveReader", this)
      .Unary<&CompartmentApi::FreezeCompartment>("FreezeCompartment", this)
      .Unary<&CompartmentApi::UnfreezeCompartment>("UnfreezeCompartment", this)
      .Unary<&CompartmentApi::RequestBreakGlass>("RequestBreakGlass", this)
      .Unary<&CompartmentApi::GrantBreakGlass>("GrantBreakGlass", this)
      .Unary<&CompartmentApi::GetBreakGlass>("GetBreakGlass", this)
      .Unary<&CompartmentApi::ListBreakGlasses>("ListBreakGlasses", this)
      .Unary<&CompartmentApi::ExposureReport>("ExposureReport", this);
  return binding;
}

Task<absl::StatusOr<v1::Operation>> CompartmentApi::Keep(rpc::CallContext* context, ActStamp stamp, OperationAct act) {
  ActPlan plan = PlanOf(std::move(stamp), std::move(act));
  absl::StatusOr<std::string> response = co_await store_->Run(std::move(plan), context->limits());
  co_return co_await AnswerTo(compartments_, context, std::move(response));
}

Task<absl::StatusOr<v1::Operation>> CompartmentApi::AddReader(rpc::CallContext& context, v1::AddReaderRequest request) {
  Violations found;
  const CompartmentReader reader = ReaderFrom(request.reader(), "reader.", found);
  CheckPrincipal(reader.principal, "reader.principal", found);
  AMPARO_CO_ASSIGN_OR_RETURN(const Target target, TargetOf<OperationName>(context, request, found));
  ActStamp stamp = StampOf(context, target.key.office, request.request_id(), request);
  Rule<Operation> rule = [reader, by = context.caller().identity(), now = target.now](Operation operation) {
    Decision<Compartment> decided = PutReader(operation.compartment, reader, by, operation.start_time, now);
    return With(std::move(operation), std::move(decided));
  };
  OperationAct act = ListAct(context, target, std::move(rule));
  co_return co_await Keep(&context, std::move(stamp), std::move(act));
}

Task<absl::StatusOr<v1::Operation>> CompartmentApi::RemoveReader(rpc::CallContext& context,
                                                                 v1::RemoveReaderRequest request) {
  Violations found;
  CheckPrincipal(request.principal(), "principal", found);
  AMPARO_CO_ASSIGN_OR_RETURN(const Target target, TargetOf<OperationName>(context, request, found));
  ActStamp stamp = StampOf(context, target.key.office, request.request_id(), request);
  Rule<Operation> rule = [principal = request.principal(), by = context.caller().identity(),
                          now = target.now](Operation operation) {
    Decision<Compartment> decided = cases::RemoveReader(operation.compartment, principal, by, now);
    return With(std::move(operation), std::move(decided));
  };
  OperationAct act = ListAct(context, target, std::move(rule));
  co_return co_await Keep(&context, std::move(stamp), std::move(act));
}

Task<absl::StatusOr<v1::Compartment>> CompartmentApi::FreezeCompartment(rpc::CallContext& context,
                                                                        v1::FreezeCompartmentRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(FreezeAct act, FreezeActFrom(context, request));
  ActStamp stamp = StampOf(context, act.target.key.office, request.request_id(), request);
  ActPlan plan = FreezePlan(std::move(stamp), std::move(act));
  co_return co_await RunAct<v1::Compartment>(store_, &context, std::move(plan));
}

Task<absl::StatusOr<v1::Compartment>> CompartmentApi::UnfreezeCompartment(rpc::CallContext& context,
                                                                          v1::UnfreezeCompartmentRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(FreezeAct act, FreezeActFrom(context, request));
  ActStamp stamp = StampOf(context, act.target.key.office, request.request_id(), request);
  ActPlan plan = UnfreezePlan(std::move(stamp), std::move(act));
  co_return co_await RunAct<v1::Compartment>(store_, &context, std::move(plan));
}

Task<absl::StatusOr<v1::BreakGlass>> CompartmentApi::RequestBreakGlass(rpc::CallContext& context,
                                                                       v1::RequestBreakGlassRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const OperationName operation,
                             RequireName<OperationName>(context, request.operation(), "operation"));
  errors::FieldViolations violations;
  rpc::CheckRequestId(request.request_id(), violations);
  Violations found;
  CheckCompartmentReason(request.reason(), found);
  AddViolations(found, violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  const absl::Time now = context.clock().Now();
  BreakGlass asked;
  asked.name = {operation.office, operation.case_id, Uuid::V7(now)};
  asked.operation = operation.id;
  asked.requester = context.caller().identity();
  asked.reason = request.reason();
  asked.state = BreakGlassState::kRequested;
  asked.request_time = now;
  ActStamp stamp = StampOf(context, operation.office, request.request_id(), request);
  ActPlan plan = RequestBreakGlassPlan(std::move(stamp), asked, now);
  co_return co_await RunAct<v1::BreakGlass>(store_, &context, std::move(plan));
}

Task<absl::StatusOr<v1::BreakGlass>> CompartmentApi::GrantBreakGlass(rpc::CallContext& context,
                                                                     v1::GrantBreakGlassRequest request) {
  Violations found;
  CheckBreakGlassMinutes(request.minutes(), found);
  BreakGlassGrant grant;
  AMPARO_CO_ASSIGN_OR_RETURN(grant.target, TargetOf<BreakGlassName>(context, request, found));
  grant.granter = context.caller().identity();
  grant.minutes = request.minutes();
  ActStamp stamp = StampOf(context, grant.target.key.office, request.request_id(), request);
  WorkBody body = GrantBreakGlassBody(std::move(grant));
  co_return co_await RunWork<v1::BreakGlass>(store_, &context, std::move(stamp), std::move(body));
}

Task<absl::StatusOr<rpc::Encoded<v1::BreakGlass>>> CompartmentApi::GetBreakGlass(rpc::CallContext& context,
                                                                                 v1::GetBreakGlassRequest request) {
  return GetBasic<BreakGlassName, v1::BreakGlass>(store_, &context, request);
}

Task<absl::StatusOr<v1::ListBreakGlassesResponse>> CompartmentApi::ListBreakGlasses(
    rpc::CallContext& context, v1::ListBreakGlassesRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(ListQuery query, CaseQuery(context, request.parent(), Kind::kBreakGlass));
  errors::FieldViolations violations;
  query.filters.resize(1);
  std::vector<int64_t> states;
  for (const int state : request.states()) {
    const bool known = state != v1::BREAK_GLASS_STATE_UNSPECIFIED && v1::BreakGlassState_IsValid(state);
    if (violations.Require(known, "states", "must be states of a request")) states.push_back(state);
  }
  if (!states.empty()) query.filters[0] = std::move(states);
  co_return co_await ListPage(store_, &context, std::move(request), std::move(query),
                              &v1::ListBreakGlassesResponse::add_break_glasses, std::move(violations));
}

Task<absl::StatusOr<v1::Operation>> CompartmentApi::Reportable(rpc::CallContext* context, OperationName name) {
  AMPARO_CO_ASSIGN_OR_RETURN(const Record record, co_await compartments_->Open(name, context->limits()));
  AMPARO_CO_ASSIGN_OR_RETURN(v1::Operation whole, WholeOf(record));
  if (IsAuditor(*context, name.office)) co_return whole;
  const Compartment compartment = CompartmentFrom(whole);
  const std::string caller = context->caller().identity();
  if (SightOf(compartment, caller, context->clock().Now()) == Sight::kNone) co_return NoSuchOperation(name);
  if (compartment.Find(caller)->keeper) co_return whole;
  co_return errors::FailedPrecondition("NOT_A_KEEPER", ToString(name),
                                       "exposure is reported to auditors and to keepers of the list");
}

Task<absl::StatusOr<std::vector<ReadReceipt>>> CompartmentApi::AllReceipts(rpc::CallContext* context,
                                                                           OperationName name, absl::Time as_of) {
  std::vector<ReadReceipt> all;
  int64_t after = 0;
  while (true) {
    AMPARO_CO_ASSIGN_OR_RETURN(
        std::vector<ReadReceipt> page,
        co_await compartments_->Receipts(name, after, as_of, kReceiptsAtOnce, context->limits()));
    if (page.empty()) break;
    after = page.back().order;
    const bool last = page.size() < static_cast<std::size_t>(kReceiptsAtOnce);
    for (ReadReceipt& receipt : page) all.push_back(std::move(receipt));
    if (last) break;
  }
  co_return all;
}

Task<absl::StatusOr<v1::ExposureReportResponse>> CompartmentApi::ExposureReport(rpc::CallContext& context,
                                                                                v1::ExposureReportRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const OperationName name,
                             RequireName<OperationName>(context, request.operation(), "operation"));
  const absl::Time now = context.clock().Now();
  errors::FieldViolations violations;
  const absl::Time as_of = request.has_as_of() ? PastTime(request.as_of(), "as_of", now, violations) : now;
  Violations found;
  found.RequireText(request.reason(), {.min = 0, .max = 500}, "reason");
  AddViolations(found, violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  AMPARO_CO_ASSIGN_OR_RETURN(const v1::Operation whole, co_await Reportable(&context, name));
  Shown report;
  report.operation = name;
  report.part = "/exposure";
  report.plan_version = whole.plan_version();
  report.fields = {"people", "receipts", "freezes"};
  std::vector<Shown> shown(1, report);
  ReceiptStamp stamp = ReceiptStampOf(context, name.office, request.reason());
  const absl::Status left = co_await compartments_->LeaveReceipts(std::move(stamp), std::move(shown), context.limits());
  if (!left.ok()) co_return left;
  AMPARO_CO_ASSIGN_OR_RETURN(const std::vector<ReadReceipt> receipts, co_await AllReceipts(&context, name, as_of));
  co_return ReportOf(name, CompartmentFrom(whole), receipts, as_of);
}

}  // namespace amparo::cases
