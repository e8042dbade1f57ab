#include "services/case/api/charge_api.h"

#include <memory>
#include <string>
#include <utility>

#include "common/base/status_macros.h"
#include "common/rpc/request_id.h"
#include "services/case/api/record_calls.h"
#include "services/case/convert/charge_convert.h"
#include "services/case/convert/party_convert.h"

namespace amparo::cases {
namespace {

// What a new charge rests on, as far as its request says.
struct NewCharge {
  Charge charge;
  absl::CivilDay today;
  absl::Time now;
};

// A case is charged in while it is before the courts.
const std::vector<Stage>& ChargingStages() {
  static const std::vector<Stage> stages = {Stage::kProsecution};
  return stages;
}

// `facts` are the case and the accused.
absl::StatusOr<Change> Bring(const NewCharge& asked, const std::vector<RecordKey>& needed, const Found& facts) {
  AMPARO_RETURN_IF_ERROR(RequireFound(facts[0], needed[0]));
  AMPARO_RETURN_IF_ERROR(RequireFound(facts[1], needed[1]));
  AMPARO_RETURN_IF_ERROR(RequireStage(*facts[0], ChargingStages(), "CASE_NOT_IN_PROSECUTION",
                                      "people are charged while their case is in PROSECUTION"));
  AMPARO_ASSIGN_OR_RETURN(const v1::Case parent, MessageIn<v1::Case>(*facts[0]));
  AMPARO_ASSIGN_OR_RETURN(const v1::Party accused, MessageIn<v1::Party>(*facts[1]));
  Violations found("charge.");
  found.Require(accused.role() == v1::PARTY_ROLE_ACCUSED, "accused", "must be a party in the role ACCUSED");
  CheckCharge(asked.charge, {.report_date = CaseFromStored(parent).report_date, .today = asked.today}, found);
  AMPARO_RETURN_IF_ERROR(ToStatus(found));
  Change change = NewResource<v1::Charge>(asked.charge, asked.now);
  change.guard = CaseGuard{
      .case_id = asked.charge.name.case_id, .stages = ChargingStages(), .charges_delta = 1, .without_verdict_delta = 1};
  return change;
}

// The verdict on a charge; `facts` are the charge and its case, whose count of charges without one goes down.
absl::StatusOr<Change> Judge(const Target& target, const Rule<Charge>& rule, const Found& facts) {
  AMPARO_ASSIGN_OR_RETURN(Change change, (ChangeByRule<v1::Charge, Charge>(target, facts[0], &ChargeFromStored, rule)));
  AMPARO_RETURN_IF_ERROR(RequireFound(facts[1], KeyOf(CaseName{target.key.office, target.key.case_id})));
  AMPARO_RETURN_IF_ERROR(
      RequireStage(*facts[1], OpenStages(), "CASE_NOT_OPEN", "verdicts are recorded while their case is open"));
  change.guard =
      CaseGuard{.case_id = target.key.case_id, .stages = OpenStages(), .charges_delta = 0, .without_verdict_delta = -1};
  return change;
}

// The plan of an act that looks at nothing but the charge.
ActPlan PlanOf(const ActStamp& stamp, const Target& target, Rule<Charge> rule) {
  ActPlan act;
  act.stamp = stamp;
  act.reads = {target.key};
  act.decide = [target, rule = std::move(rule)](const Found& facts) {
    return ChangeByRule<v1::Charge, Charge>(target, facts[0], &ChargeFromStored, rule);
  };
  return act;
}

}  // namespace

rpc::ServiceBinding ChargeApi::Binding() {
  rpc::ServiceBinding binding("amparo.cases.v1.ChargeService");
  binding.Unary<&ChargeApi::CreateCharge>("CreateCharge", this)
      .Unary<&ChargeApi::GetCharge>("GetCharge", this)
      .Unary<&ChargeApi::ListCharges>("ListCharges", this)
      .Unary<&ChargeApi::EnterPlea>("EnterPlea", this)
      .Unary<&ChargeApi::RecordVerdict>("RecordVerdict", this)
      .Unary<&ChargeApi::ImposeSentence>("ImposeSentence", this);
  return binding;
}

Task<absl::StatusOr<v1::Charge>> ChargeApi::CreateCharge(rpc::CallContext& context, v1::CreateChargeRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const CaseName parent, RequireName<CaseName>(context, request.parent(), "parent"));
  NewCharge asked;
  asked.now = context.clock().Now();
  AMPARO_CO_ASSIGN_OR_RETURN(asked.today, co_await TodayAt(parent.office, asked.now, context.limits()));
  errors::FieldViolations violations;
  rpc::CheckRequestId(request.request_id(), violations);
  const ChargeName name{parent.office, parent.id, IdFrom(request.charge_id(), "charge_id", asked.now, violations)};
  Violations found("charge.");
  asked.charge = ChargeFromRequest(request.charge(), name, found);
  CheckCharge(asked.charge, {.report_date = absl::CivilDay::min(), .today = asked.today}, found);
  AddViolations(found, violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  ActPlan act;
  act.stamp = StampOf(context, parent.office, request.request_id(), request);
  act.reads = {KeyOf(parent), KeyOf(PartyName{parent.office, parent.id, asked.charge.accused})};
  act.decide = [asked, needed = act.reads](const Found& facts) { return Bring(asked, needed, facts); };
  co_return co_await RunPlan(context, std::move(act));
}

Task<absl::StatusOr<v1::Charge>> ChargeApi::GetCharge(rpc::CallContext& context, v1::GetChargeRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const ChargeName name, RequireName<ChargeName>(context, request.name(), "name"));
  AMPARO_CO_ASSIGN_OR_RETURN(const Record record, co_await store_->Get(KeyOf(name), context.limits()));
  co_return BasicOf<v1::Charge>(record);
}

Task<absl::StatusOr<v1::ListChargesResponse>> ChargeApi::ListCharges(rpc::CallContext& context,
                                                                     v1::ListChargesRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const CaseName parent, RequireName<CaseName>(context, request.parent(), "parent"));
  ListQuery query;
  query.kind = Kind::kCharge;
  query.office = parent.office;
  query.case_id = parent.id;
  co_return co_await ListPage(store_, &context, std::move(request), std::move(query),
                              &v1::ListChargesResponse::add_charges);
}

Task<absl::StatusOr<v1::Charge>> ChargeApi::EnterPlea(rpc::CallContext& context, v1::EnterPleaRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const Target target, TargetOf<ChargeName>(context, request));
  AMPARO_CO_ASSIGN_OR_RETURN(const absl::CivilDay today,
                             co_await TodayAt(target.key.office, target.now, context.limits()));
  Violations found;
  const Plea plea = PleaFrom(request.plea(), found);
  AMPARO_CO_RETURN_IF_ERROR(ToStatus(found));
  const ActStamp stamp = StampOf(context, target.key.office, request.request_id(), request);
  ActPlan act =
      PlanOf(stamp, target, [plea, today](Charge charge) { return cases::EnterPlea(std::move(charge), plea, today); });
  co_return co_await RunPlan(context, std::move(act));
}

Task<absl::StatusOr<v1::Charge>> ChargeApi::RecordVerdict(rpc::CallContext& context, v1::RecordVerdictRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const Target target, TargetOf<ChargeName>(context, request));
  AMPARO_CO_ASSIGN_OR_RETURN(const absl::CivilDay today,
                             co_await TodayAt(target.key.office, target.now, context.limits()));
  Violations found;
  const Verdict verdict = VerdictFrom(request.verdict(), found);
  AMPARO_CO_RETURN_IF_ERROR(ToStatus(found));
  Rule<Charge> rule = [verdict, today](Charge charge) {
    return cases::RecordVerdict(std::move(charge), verdict, today);
  };
  ActPlan act;
  act.stamp = StampOf(context, target.key.office, request.request_id(), request);
  act.reads = {target.key, KeyOf(CaseName{target.key.office, target.key.case_id})};
  act.decide = [target, rule = std::move(rule)](const Found& facts) { return Judge(target, rule, facts); };
  co_return co_await RunPlan(context, std::move(act));
}

Task<absl::StatusOr<v1::Charge>> ChargeApi::ImposeSentence(rpc::CallContext& context,
                                                           v1::ImposeSentenceRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const Target target, TargetOf<ChargeName>(context, request));
  AMPARO_CO_ASSIGN_OR_RETURN(const absl::CivilDay today,
                             co_await TodayAt(target.key.office, target.now, context.limits()));
  Violations found;
  const Sentence sentence = SentenceFrom(request.sentence(), found);
  AMPARO_CO_RETURN_IF_ERROR(ToStatus(found));
  const ActStamp stamp = StampOf(context, target.key.office, request.request_id(), request);
  ActPlan act = PlanOf(stamp, target, [sentence, today](Charge charge) {
    return cases::ImposeSentence(std::move(charge), sentence, today);
  });
  co_return co_await RunPlan(context, std::move(act));
}

Task<absl::StatusOr<absl::CivilDay>> ChargeApi::TodayAt(std::string office, absl::Time now, Limits limits) {
  const auto found = co_await offices_->Find(std::move(office), std::move(limits));
  if (!found.ok()) co_return found.status();
  co_return (*found)->Today(now);
}

Task<absl::StatusOr<v1::Charge>> ChargeApi::RunPlan(rpc::CallContext& context, ActPlan act) {
  const absl::StatusOr<std::string> answer = co_await store_->Run(std::move(act), context.limits());
  co_return ParseStored<v1::Charge>(answer);
}

}  // namespace amparo::cases
