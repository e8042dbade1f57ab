#include "services/case/api/operation_api.h"

#include <optional>
#include <string>
#include <utility>

#include "amparo/cases/v1/party.pb.h"
#include "common/base/status_macros.h"
#include "common/rpc/request_id.h"
#include "common/rpc/resource_id.h"
#include "services/case/api/operation_list.h"
#include "services/case/api/operation_plans.h"
#include "services/case/api/reads.h"
#include "services/case/convert/compartment_convert.h"
#include "services/case/convert/operation_convert.h"
#include "services/case/convert/operation_whole.h"
#include "services/case/domain/operation_people.h"

namespace amparo::cases {
namespace {

// Lets an act rest on a party of its matter that is in `role`; `field` named it. If the party is of another case, it
// rests on both cases.
void RestOnParty(const std::optional<PartyName>& party, v1::PartyRole role, std::string field, OperationAct& act) {
  if (!party) return;
  act.rests_on = {KeyOf(*party)};
  const CaseName own{act.target.key.office, act.target.key.case_id};
  if (party->parent() != own) act.rests_on.insert(act.rests_on.end(), {KeyOf(own), KeyOf(party->parent())});
  act.check = [role, keys = act.rests_on,
               field = std::move(field)](const std::vector<Record>& records) -> absl::Status {
    AMPARO_RETURN_IF_ERROR(RequireOneMatter(field, keys, records));
    AMPARO_ASSIGN_OR_RETURN(const v1::Party message, MessageIn<v1::Party>(records.front()));
    Violations found;
    found.Require(message.role() == role, field, StrCat("must be a party in the role ", v1::PartyRole_Name(role)));
    return ToStatus(found);
  };
}

}  // namespace

rpc::ServiceBinding OperationApi::Binding() {
  rpc::ServiceBinding binding("amparo.cases.v1.OperationService");
  binding.Unary<&OperationApi::CreateOperation>("CreateOperation", this)
      .Unary<&OperationApi::GetOperation>("GetOperation", this)
      .Unary<&OperationApi::ListOperations>("ListOperations", this)
      .Unary<&OperationApi::UpdateOperation>("UpdateOperation", this)
      .Unary<&OperationApi::ApproveOperation>("ApproveOperation", this)
      .Unary<&OperationApi::RecordSiteOutcome>("RecordSiteOutcome", this)
      .Unary<&OperationApi::RecordFreedPerson>("RecordFreedPerson", this)
      .Unary<&OperationApi::RecordArrest>("RecordArrest", this)
      .Unary<&OperationApi::AnalyzeSiteFailure>("AnalyzeSiteFailure", this)
      .Unary<&OperationApi::CorrectSiteOutcome>("CorrectSiteOutcome", this)
      .Unary<&OperationApi::StrikeFreedPerson>("StrikeFreedPerson", this)
      .Unary<&OperationApi::StrikeArrest>("StrikeArrest", this)
      .Unary<&OperationApi::CancelOperation>("CancelOperation", this);
  return binding;
}

Task<absl::StatusOr<v1::Operation>> OperationApi::CreateOperation(rpc::CallContext& context,
                                                                  v1::CreateOperationRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const CaseName parent, RequireName<CaseName>(context, request.parent(), "parent"));
  NewOperationPlan asked;
  asked.now = context.clock().Now();
  asked.caller = context.caller().identity();
  asked.plan = request.operation().plan();
  errors::FieldViolations violations;
  rpc::CheckRequestId(request.request_id(), violations);
  const OperationName name{parent.office, parent.id,
                           rpc::NewHiddenId(request.operation_id(), "operation_id", asked.now, violations)};
  Violations found("operation.");
  asked.operation = Planned(OperationFromRequest(request.operation(), name, found), asked.caller, asked.now);
  CheckOperation(asked.operation, asked.plan, found);
  const std::vector<CompartmentReader> readers = ReadersFrom(request.operation(), found);
  CheckReaders(readers, asked.operation.start_time, found);
  AddViolations(found, violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  asked.operation.compartment = NewCompartment(readers, asked.caller, asked.operation.start_time, asked.now);
  ActStamp stamp = StampOf(context, name.office, request.request_id(), request);
  ActPlan plan = NewOperationAct(std::move(stamp), std::move(asked));
  co_return co_await Carry(&context, std::move(plan));
}

Task<absl::StatusOr<v1::Operation>> OperationApi::GetOperation(rpc::CallContext& context,
                                                               v1::GetOperationRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const OperationName name, RequireName<OperationName>(context, request.name(), "name"));
  errors::FieldViolations violations;
  const bool full = WantsFull(request.view(), violations);
  const std::optional<absl::Time> at = ReadTimeOf(context, request, violations);
  const int32_t plan_version = request.plan_version();
  violations.Require(plan_version >= 0, "plan_version", "must not be negative");
  violations.Require(!at || plan_version == 0, "plan_version", "must not be given together with read_time");
  CheckReadReason(request.reason(), violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  AMPARO_CO_ASSIGN_OR_RETURN(SeenOperation seen, co_await See(compartments_, &context, name));
  AMPARO_CO_ASSIGN_OR_RETURN(Record content, co_await ContentOf(&context, &seen, name, at, plan_version));
  co_return co_await Show(compartments_, &context, std::move(seen), std::move(content), full, request.reason());
}

Task<absl::StatusOr<Record>> OperationApi::ContentOf(rpc::CallContext* context, const SeenOperation* seen,
                                                     OperationName name, std::optional<absl::Time> at,
                                                     int32_t plan_version) {
  if (at) {
    absl::StatusOr<Record> then = co_await compartments_->OpenAt(name, *at, context->limits());
    co_return then;
  }
  if (plan_version == 0 || plan_version == seen->whole.plan_version()) co_return seen->record;
  for (const v1::OperationPlanVersion& version : seen->whole.plan_versions()) {
    if (version.number() != plan_version) continue;
    absl::StatusOr<Record> then =
        co_await compartments_->OpenVersion(name, version.operation_version(), context->limits());
    co_return then;
  }
  co_return errors::InvalidField("plan_version", "must be a version of the operation's plan");
}

Task<absl::StatusOr<v1::ListOperationsResponse>> OperationApi::ListOperations(rpc::CallContext& context,
                                                                              v1::ListOperationsRequest request) {
  return ListSeen(store_, compartments_, &context, std::move(request));
}

Task<absl::StatusOr<v1::Operation>> OperationApi::UpdateOperation(rpc::CallContext& context,
                                                                  v1::UpdateOperationRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(
      const Update<v1::Operation> update,
      ReadUpdate<OperationName>(context, request, request.operation(), "operation",
                                {"start_time", "partner_unit", "sites", "resources", "follows", "plan"}));
  AMPARO_CO_ASSIGN_OR_RETURN(OperationAct act, UpdateAct(context, update));
  ActStamp stamp = StampOf(context, update.target.key.office, request.request_id(), request);
  ActPlan plan = PlanOf(std::move(stamp), std::move(act));
  co_return co_await Carry(&context, std::move(plan));
}

Task<absl::StatusOr<v1::Operation>> OperationApi::ApproveOperation(rpc::CallContext& context,
                                                                   v1::ApproveOperationRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const Target target, TargetOf<OperationName>(context, request, Violations()));
  ActStamp stamp = StampOf(context, target.key.office, request.request_id(), request);
  Rule<Operation> rule = [approver = context.caller().identity(), now = target.now](Operation operation) {
    return Approve(std::move(operation), approver, now);
  };
  ActPlan plan = PlanOf(std::move(stamp), ActByRule(context, target, std::move(rule)));
  co_return co_await Carry(&context, std::move(plan));
}

Task<absl::StatusOr<v1::Operation>> OperationApi::RecordSiteOutcome(rpc::CallContext& context,
                                                                    v1::RecordSiteOutcomeRequest request) {
  Violations found;
  const SiteReport report = SiteReportFrom(request, found);
  CheckSiteReport(report, found);
  AMPARO_CO_ASSIGN_OR_RETURN(const Target target, TargetOf<OperationName>(context, request, found));
  ActStamp stamp = StampOf(context, target.key.office, request.request_id(), request);
  Rule<Operation> rule = [report, now = target.now](Operation operation) {
    return cases::RecordSiteOutcome(std::move(operation), report, now);
  };
  ActPlan plan = PlanOf(std::move(stamp), ActByRule(context, target, std::move(rule)));
  co_return co_await Carry(&context, std::move(plan));
}

Task<absl::StatusOr<v1::Operation>> OperationApi::RecordFreedPerson(rpc::CallContext& context,
                                                                    v1::RecordFreedPersonRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const OperationName name, RequireName<OperationName>(context, request.name(), "name"));
  Violations found;
  const FreedPerson person = FreedPersonFrom(request.person(), name, found);
  CheckFreedPerson(person, found);
  AMPARO_CO_ASSIGN_OR_RETURN(const Target target, TargetOf<OperationName>(context, request, found));
  ActStamp stamp = StampOf(context, name.office, request.request_id(), request);
  Rule<Operation> rule = [person, now = target.now](Operation operation) {
    return cases::RecordFreedPerson(std::move(operation), person, now);
  };
  OperationAct act = ActByRule(context, target, std::move(rule));
  RestOnParty(person.survivor, v1::PARTY_ROLE_SURVIVOR, "person.survivor", act);
  ActPlan plan = PlanOf(std::move(stamp), std::move(act));
  co_return co_await Carry(&context, std::move(plan));
}

Task<absl::StatusOr<v1::Operation>> OperationApi::RecordArrest(rpc::CallContext& context,
                                                               v1::RecordArrestRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const OperationName name, RequireName<OperationName>(context, request.name(), "name"));
  Violations found;
  const Arrest arrest = ArrestFrom(request.arrest(), name, found);
  AMPARO_CO_ASSIGN_OR_RETURN(const Target target, TargetOf<OperationName>(context, request, found));
  ActStamp stamp = StampOf(context, name.office, request.request_id(), request);
  Rule<Operation> rule = [arrest, now = target.now](Operation operation) {
    return cases::RecordArrest(std::move(operation), arrest, now);
  };
  OperationAct act = ActByRule(context, target, std::move(rule));
  RestOnParty(arrest.accused, v1::PARTY_ROLE_ACCUSED, "arrest.accused", act);
  ActPlan plan = PlanOf(std::move(stamp), std::move(act));
  co_return co_await Carry(&context, std::move(plan));
}

Task<absl::StatusOr<v1::Operation>> OperationApi::AnalyzeSiteFailure(rpc::CallContext& context,
                                                                     v1::AnalyzeSiteFailureRequest request) {
  Violations found;
  SiteFailure failure = SiteFailureFrom(request, found);
  CheckSiteFailure(failure, found);
  AMPARO_CO_ASSIGN_OR_RETURN(const Target target, TargetOf<OperationName>(context, request, found));
  failure.analyst = context.caller().identity();
  failure.analyze_time = target.now;
  ActStamp stamp = StampOf(context, target.key.office, request.request_id(), request);
  Rule<Operation> rule = [site = request.site(), failure](Operation operation) {
    return cases::AnalyzeSiteFailure(std::move(operation), site, failure);
  };
  ActPlan plan = PlanOf(std::move(stamp), ActByRule(context, target, std::move(rule)));
  co_return co_await Carry(&context, std::move(plan));
}

Task<absl::StatusOr<v1::Operation>> OperationApi::CorrectSiteOutcome(rpc::CallContext& context,
                                                                     v1::CorrectSiteOutcomeRequest request) {
  Violations found;
  const SiteReport right = SiteReportFrom(request, found);
  CheckSiteReport(right, found);
  CheckOperationReason(request.reason(), found);
  found.Require(!request.etag().empty(), "etag", "is required");
  AMPARO_CO_ASSIGN_OR_RETURN(const Target target, TargetOf<OperationName>(context, request, found));
  ActStamp stamp = StampOf(context, target.key.office, request.request_id(), request);
  Rule<Operation> rule = [right, reason = request.reason(), corrector = context.caller().identity(),
                          now = target.now](Operation operation) {
    return cases::CorrectSiteOutcome(std::move(operation), right, reason, corrector, now);
  };
  ActPlan plan = PlanOf(std::move(stamp), ActByRule(context, target, std::move(rule)));
  co_return co_await Carry(&context, std::move(plan));
}

template <typename Request>
Task<absl::StatusOr<v1::Operation>> OperationApi::StrikeEntry(rpc::CallContext* context, Request request,
                                                              Decision<Operation> (*strike)(Operation, int,
                                                                                            EntryStrike)) {
  Violations found;
  CheckOperationReason(request.reason(), found);
  AMPARO_CO_ASSIGN_OR_RETURN(const Target target, TargetOf<OperationName>(*context, request, found));
  EntryStrike said;
  said.reason = request.reason();
  said.striker = context->caller().identity();
  said.time = target.now;
  ActStamp stamp = StampOf(*context, target.key.office, request.request_id(), request);
  Rule<Operation> rule = [strike, number = request.number(), said = std::move(said)](Operation operation) {
    return strike(std::move(operation), number, said);
  };
  ActPlan plan = PlanOf(std::move(stamp), ActByRule(*context, target, std::move(rule)));
  co_return co_await Carry(context, std::move(plan));
}

Task<absl::StatusOr<v1::Operation>> OperationApi::StrikeFreedPerson(rpc::CallContext& context,
                                                                    v1::StrikeFreedPersonRequest request) {
  return StrikeEntry(&context, std::move(request), &cases::StrikeFreedPerson);
}

Task<absl::StatusOr<v1::Operation>> OperationApi::StrikeArrest(rpc::CallContext& context,
                                                               v1::StrikeArrestRequest request) {
  return StrikeEntry(&context, std::move(request), &cases::StrikeArrest);
}

Task<absl::StatusOr<v1::Operation>> OperationApi::CancelOperation(rpc::CallContext& context,
                                                                  v1::CancelOperationRequest request) {
  Violations found;
  CheckOperationReason(request.reason(), found);
  AMPARO_CO_ASSIGN_OR_RETURN(const Target target, TargetOf<OperationName>(context, request, found));
  ActStamp stamp = StampOf(context, target.key.office, request.request_id(), request);
  Rule<Operation> rule = [reason = request.reason()](Operation operation) {
    return Cancel(std::move(operation), reason);
  };
  OperationAct act = ActByRule(context, target, std::move(rule));
  act.needs = Sight::kOutline;
  act.while_frozen = true;
  ActPlan plan = PlanOf(std::move(stamp), std::move(act));
  co_return co_await Carry(&context, std::move(plan));
}

Task<absl::StatusOr<v1::Operation>> OperationApi::Carry(rpc::CallContext* context, ActPlan plan) {
  absl::StatusOr<std::string> response = co_await store_->Run(std::move(plan), context->limits());
  co_return co_await AnswerTo(compartments_, context, std::move(response));
}

}  // namespace amparo::cases
