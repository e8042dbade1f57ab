#include "services/case/api/charge_api.h"

#include <memory>
#include <string>
#include <utility>

#include "common/base/status_macros.h"
#include "common/rpc/request_id.h"
#include "services/case/api/charge_wording.h"
#include "services/case/api/entry_correction_request.h"
#include "services/case/api/listing.h"
#include "services/case/api/reads.h"
#include "services/case/api/ruling_correction.h"
#include "services/case/convert/case_names.h"
#include "services/case/convert/enums.h"

namespace amparo::cases {
namespace {

// What the filters of the charge's table are: accused, verdict, superseded.
std::vector<Value> FiltersOf(const v1::ListChargesRequest& request, const CaseName& parent,
                             errors::FieldViolations& violations) {
  Violations found;
  std::vector<Value> filters(3);
  const Uuid accused = OptionalIdInCase<PartyName>(request.accused(), parent, "accused", found);
  if (!accused.IsNil()) filters[0] = accused;
  const auto verdict = EnumFrom<VerdictOutcome>(request.verdict(), v1::VerdictOutcome_IsValid, "verdict", found);
  if (verdict != VerdictOutcome::kUnspecified) filters[1] = static_cast<int64_t>(verdict);
  if (request.standing_only()) filters[2] = false;
  AddViolations(found, violations);
  return filters;
}

// What stood on a charge, unless it had not been brought by then or was superseded.
void AddStanding(const Charge& charge, absl::CivilDay as_of, v1::CaseStandings& answer) {
  const bool superseded = charge.superseded_by && charge.superseded_by->date <= as_of;
  if (charge.charge_date > as_of || superseded) return;
  const CaseName parent = charge.name.parent();
  v1::ChargeStanding& one = *answer.add_charges();
  one.set_charge(ToString(charge.name));
  one.set_accused(NameInCaseOf<PartyName>(parent, charge.accused));
  const Standing standing = StandingOn(charge.rulings, as_of);
  // A charge that was remanded says so: nothing stands on it, since that day.
  const bool ruled = standing.record_time != absl::InfinitePast() || !SaySame(standing, Standing());
  if (ruled) SetStanding(standing, parent, one.mutable_standing());
}

// What each act of a court says, checked as far as that can be without the charge.
Plea SaidPlea(const v1::EnterPleaRequest& request, const CaseName& parent, absl::CivilDay today, Violations& found) {
  Plea plea = PleaFrom(request.plea(), parent, found);
  CheckPlea(plea, {.charge_date = absl::CivilDay::min(), .today = today}, found);
  return plea;
}

InterimOrder SaidOrder(const v1::RecordInterimOrderRequest& request, const CaseName&, absl::CivilDay today,
                       Violations& found) {
  const InterimOrder order = OrderFrom(request.interim_order(), found);
  CheckOrder(order, UpTo(today), found);
  return order;
}

Verdict SaidVerdict(const v1::RecordVerdictRequest& request, const CaseName&, absl::CivilDay today, Violations& found) {
  Verdict verdict = VerdictFrom(request.verdict(), found);
  CheckVerdict(verdict, UpTo(today), found);
  return verdict;
}

EntryCorrection<Plea> SaidPleaCorrection(const v1::CorrectPleaRequest& request, const CaseName& parent,
                                         absl::CivilDay today, Violations& found) {
  auto correction = EntryCorrectionFrom<Plea>(request, found);
  if (!request.has_plea()) return correction;
  correction.instead = PleaFrom(WithoutRecord(request.plea()), parent, found);
  CheckPlea(*correction.instead, {.charge_date = absl::CivilDay::min(), .today = today}, found);
  return correction;
}

// A charge in the place of others may be of another day: the tasks of its case follow.
absl::StatusOr<std::string> ReplacedAndFollowed(Work& work, const Replacement& asked, const TaskFollowing& following) {
  AMPARO_ASSIGN_OR_RETURN(std::string response, Replaced(work, asked));
  AMPARO_RETURN_IF_ERROR(FollowReferenceDates(work, following));
  return response;
}

// A verdict that is corrected may be of another day: the same.
absl::StatusOr<std::string> CorrectedAndFollowed(Work& work, const CorrectionToMake& asked,
                                                 const TaskFollowing& following) {
  AMPARO_ASSIGN_OR_RETURN(std::string response, Corrected(work, asked));
  AMPARO_RETURN_IF_ERROR(FollowReferenceDates(work, following));
  return response;
}

Sentence SaidSentence(const v1::ImposeSentenceRequest& request, const CaseName& parent, absl::CivilDay today,
                      Violations& found) {
  Sentence sentence = SentenceFrom(request.sentence(), parent, found);
  CheckSentence(sentence, {.verdict_date = absl::CivilDay::min(), .today = today}, found);
  return sentence;
}

}  // namespace

rpc::ServiceBinding ChargeApi::Binding() {
  rpc::ServiceBinding binding("amparo.cases.v1.ChargeService");
  binding.Unary<&ChargeApi::CreateCharge>("CreateCharge", this)
      .Unary<&ChargeApi::GetCharge>("GetCharge", this)
      .Unary<&ChargeApi::ListCharges>("ListCharges", this)
      .Unary<&ChargeApi::AmendCharge>("AmendCharge", this)
      .Unary<&ChargeApi::ReplaceCharge>("ReplaceCharge", this)
      .Unary<&ChargeApi::EnterPlea>("EnterPlea", this)
      .Unary<&ChargeApi::RecordInterimOrder>("RecordInterimOrder", this)
      .Unary<&ChargeApi::RecordVerdict>("RecordVerdict", this)
      .Unary<&ChargeApi::ImposeSentence>("ImposeSentence", this)
      .Unary<&ChargeApi::CorrectRuling>("CorrectRuling", this)
      .Unary<&ChargeApi::CorrectPlea>("CorrectPlea", this)
      .Unary<&ChargeApi::GetCaseStandings>("GetCaseStandings", this);
  return binding;
}

Task<absl::StatusOr<v1::Charge>> ChargeApi::CreateCharge(rpc::CallContext& context, v1::CreateChargeRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const CaseName parent, RequireName<CaseName>(context, request.parent(), "parent"));
  AMPARO_CO_ASSIGN_OR_RETURN(const auto office, co_await offices_->Find(parent.office, context.limits()));
  AMPARO_CO_ASSIGN_OR_RETURN(const NewChargeRequest asked, NewChargeOf(context, request, parent, *office));
  ActStamp stamp = StampOf(context, parent.office, request.request_id(), request);
  std::vector<RecordKey> rests_on(1, KeyOf(parent));
  rests_on.push_back(KeyOf(PartyName{parent.office, parent.id, asked.charge.accused}));
  Decide decide = [asked, parent](const Found& facts) -> absl::StatusOr<Change> {
    AMPARO_RETURN_IF_ERROR(RequireNotMerged(*facts[0], KeyOf(parent)));
    return Bring(asked, *facts[0], *facts[1]);
  };
  ActPlan act = NewPlan(std::move(stamp), std::move(rests_on), std::move(decide));
  co_return co_await RunDatedAct<v1::Charge>(dated_parts(), &context, std::move(act), parent, asked.moment.now);
}

Task<absl::StatusOr<rpc::Encoded<v1::Charge>>> ChargeApi::GetCharge(rpc::CallContext& context,
                                                                    v1::GetChargeRequest request) {
  return GetBasic<ChargeName, v1::Charge>(store_, &context, request);
}

Task<absl::StatusOr<v1::ListChargesResponse>> ChargeApi::ListCharges(rpc::CallContext& context,
                                                                     v1::ListChargesRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const CaseName parent, RequireName<CaseName>(context, request.parent(), "parent"));
  errors::FieldViolations violations;
  ListQuery query;
  query.kind = Kind::kCharge;
  query.office = parent.office;
  query.case_id = parent.id;
  query.with_merged = true;
  query.filters = FiltersOf(request, parent, violations);
  co_return co_await ListPage(store_, &context, std::move(request), std::move(query),
                              &v1::ListChargesResponse::add_charges, std::move(violations));
}

Task<absl::StatusOr<v1::Charge>> ChargeApi::AmendCharge(rpc::CallContext& context, v1::AmendChargeRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(
      const Update<v1::Charge> update,
      ReadUpdate<ChargeName>(context, request, request.charge(), "charge",
                             {"law_article", "crime_type", "completion", "charge_date", "elements"}));
  const RecordKey& key = update.target.key;
  AMPARO_CO_ASSIGN_OR_RETURN(const auto office, co_await offices_->Find(key.office, context.limits()));
  ActStamp stamp = StampOf(context, key.office, request.request_id(), request);
  const CaseName the_case{key.office, key.case_id};
  std::vector<RecordKey> rests_on(1, KeyOf(the_case));
  Decide decide = [update, request, office](const Found& facts) {
    return Amended(update, request, *office, *facts[0], *facts[1]);
  };
  ActPlan act = ChangePlan(std::move(stamp), update.target, std::move(decide), std::move(rests_on));
  co_return co_await RunDatedAct<v1::Charge>(dated_parts(), &context, std::move(act), the_case, update.target.now);
}

Task<absl::StatusOr<v1::Charge>> ChargeApi::ReplaceCharge(rpc::CallContext& context, v1::ReplaceChargeRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const ChargeName first, RequireName<ChargeName>(context, request.name(), "name"));
  AMPARO_CO_ASSIGN_OR_RETURN(const auto office, co_await offices_->Find(first.office, context.limits()));
  AMPARO_CO_ASSIGN_OR_RETURN(Replacement asked, ReplacementOf(context, request, first, *office));
  AMPARO_CO_ASSIGN_OR_RETURN(TaskFollowing following,
                             co_await FollowingFor(dated_parts(), &context, first.parent(), asked.fresh.moment.now));
  ActStamp stamp = StampOf(context, first.office, request.request_id(), request);
  WorkBody body = [asked = std::move(asked), following = std::move(following)](Work& work) {
    return ReplacedAndFollowed(work, asked, following);
  };
  co_return co_await RunWork<v1::Charge>(store_, &context, std::move(stamp), std::move(body));
}

Task<absl::StatusOr<v1::Charge>> ChargeApi::EnterPlea(rpc::CallContext& context, v1::EnterPleaRequest request) {
  return RunChargeAct(parts(), &context, std::move(request), &SaidPlea, &cases::EnterPlea, OpenStages());
}

Task<absl::StatusOr<v1::Charge>> ChargeApi::RecordInterimOrder(rpc::CallContext& context,
                                                               v1::RecordInterimOrderRequest request) {
  return RunChargeAct(parts(), &context, std::move(request), &SaidOrder, &cases::RecordInterimOrder, OpenStages());
}

Task<absl::StatusOr<v1::Charge>> ChargeApi::RecordVerdict(rpc::CallContext& context, v1::RecordVerdictRequest request) {
  const ChargeActParts dated{store_, offices_, templates_};
  return RunChargeAct(dated, &context, std::move(request), &SaidVerdict, &cases::RecordVerdict, OpenStages());
}

Task<absl::StatusOr<v1::Charge>> ChargeApi::ImposeSentence(rpc::CallContext& context,
                                                           v1::ImposeSentenceRequest request) {
  return RunChargeAct(parts(), &context, std::move(request), &SaidSentence, &cases::ImposeSentence, OpenStages());
}

Task<absl::StatusOr<v1::Charge>> ChargeApi::CorrectRuling(rpc::CallContext& context, v1::CorrectRulingRequest request) {
  errors::FieldViolations violations;
  AMPARO_CO_ASSIGN_OR_RETURN(const Target target, TargetOf<ChargeName>(context, request, violations));
  AMPARO_CO_ASSIGN_OR_RETURN(const auto office, co_await offices_->Find(target.key.office, context.limits()));
  AMPARO_CO_ASSIGN_OR_RETURN(CorrectionToMake asked,
                             CorrectionOf(request, target, office->Today(target.now), std::move(violations)));
  const CaseName the_case{target.key.office, target.key.case_id};
  AMPARO_CO_ASSIGN_OR_RETURN(TaskFollowing following,
                             co_await FollowingFor(dated_parts(), &context, the_case, target.now));
  ActStamp stamp = StampOf(context, target.key.office, request.request_id(), request);
  WorkBody body = [asked = std::move(asked), following = std::move(following)](Work& work) {
    return CorrectedAndFollowed(work, asked, following);
  };
  co_return co_await RunWork<v1::Charge>(store_, &context, std::move(stamp), std::move(body));
}

Task<absl::StatusOr<v1::Charge>> ChargeApi::CorrectPlea(rpc::CallContext& context, v1::CorrectPleaRequest request) {
  return RunChargeAct(parts(), &context, std::move(request), &SaidPleaCorrection, &cases::CorrectPlea, OpenStages());
}

Task<absl::StatusOr<v1::CaseStandings>> ChargeApi::GetCaseStandings(rpc::CallContext& context,
                                                                    v1::GetCaseStandingsRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const CaseName name, RequireName<CaseName>(context, request.name(), "name"));
  AMPARO_CO_ASSIGN_OR_RETURN(const auto office, co_await offices_->Find(name.office, context.limits()));
  AMPARO_CO_ASSIGN_OR_RETURN(const Asked asked, AskedOf(context, request, *office));
  const absl::StatusOr<Record> the_case = co_await store_->Get(KeyOf(name), asked.read_time, context.limits());
  AMPARO_CO_RETURN_IF_ERROR(the_case.status());
  ListQuery query;
  query.kind = Kind::kCharge;
  query.office = name.office;
  query.case_id = name.id;
  query.with_merged = true;
  AMPARO_CO_ASSIGN_OR_RETURN(const std::vector<Record> records,
                             co_await ListAllAt(store_, std::move(query), asked.read_time, context.limits()));
  v1::CaseStandings answer;
  SetDate(asked.as_of, answer.mutable_as_of());
  for (const Record& record : records) {
    AMPARO_CO_ASSIGN_OR_RETURN(const v1::Charge message, MessageIn<v1::Charge>(record));
    AddStanding(ChargeFromStored(message), asked.as_of, answer);
  }
  co_return answer;
}

}  // namespace amparo::cases
