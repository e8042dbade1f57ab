#include "services/case/api/assessment_api.h"

#include <utility>

#include "common/base/status_macros.h"
#include "common/rpc/request_id.h"
#include "common/rpc/resource_id.h"
#include "services/case/api/care.h"
#include "services/case/api/reads.h"
#include "services/case/api/restoration_act.h"
#include "services/case/convert/aftercare_convert.h"
#include "services/case/convert/assessment_convert.h"

namespace amparo::cases {
namespace {

// What a new assessment is made of.
struct NewAssessment {
  Assessment value;
  // What it is made with; null = none of the table. Kept alive by the catalogue.
  const Instrument* instrument = nullptr;
  std::shared_ptr<const Catalogue> catalogue;
  bool finalize = false;
  absl::CivilDay today;
  absl::Time now;
};

void CheckNew(const NewAssessment& asked, absl::CivilDay open_date, Violations& found) {
  CheckAssessment(asked.value, asked.instrument, {open_date, asked.today}, found);
  if (asked.finalize && asked.instrument != nullptr) CheckComplete(asked.value, *asked.instrument, found);
}

// `facts` are those of CareKeys.
absl::StatusOr<Change> Assess(const NewAssessment& asked, const v1::Assessment& wanted, const Found& facts) {
  AMPARO_ASSIGN_OR_RETURN(const Care care, CareIn(facts, InCareOrFollowUp(), "assessments are made"));
  Violations found("assessment.");
  CheckNew(asked, care.track.open_date, found);
  AMPARO_RETURN_IF_ERROR(ToStatus(found));
  Assessment value = asked.value;
  value.subject = care.subject;
  value.state = AssessmentState::kDraft;
  if (asked.finalize) {
    AMPARO_ASSIGN_OR_RETURN(value,
                            ToStatusOr(cases::FinalizeAssessment(std::move(value), *asked.instrument), wanted.name()));
  }
  return NewCare(value, asked.now, wanted);
}

// Takes over the fields of a draft that the mask names.
absl::Status TakeDraft(const Update<v1::Assessment>& update, const Catalogue& catalogue, absl::CivilDay today,
                       Assessment& value) {
  if (const auto refusal = RefuseUnlessDraft(value)) return ToStatus(*refusal, ToString(value.name));
  if (update.mask.Has("assessor")) value.assessor = update.wanted.assessor();
  if (update.mask.Has("scores")) {
    value.scores.clear();
    for (const v1::Score& score : update.wanted.scores()) value.scores.push_back({score.sub_domain(), score.score()});
  }
  Violations found("assessment.");
  CheckAssessment(value, catalogue.FindInstrument(value.instrument), {value.date, today}, found);
  CheckCareNote(update.wanted.note(), found);
  return ToStatus(found);
}

absl::StatusOr<std::string> Void(Work& work, const Target& target, const Catalogue& catalogue,
                                 const std::string& reason) {
  AMPARO_ASSIGN_OR_RETURN(const Record record, LockTarget(work, target));
  AMPARO_ASSIGN_OR_RETURN(const Assessment value, CareValue(record, &AssessmentFromStored));
  const PartyName survivor{target.key.office, target.key.case_id, value.party};
  AMPARO_ASSIGN_OR_RETURN(const Record track_record, Need(work, KeyOf(AftercareOf(survivor))));
  AMPARO_ASSIGN_OR_RETURN(const Aftercare track, CareValue(track_record, &AftercareFromStored));
  AMPARO_RETURN_IF_ERROR(RequireNotRestedOn(work, track, value, catalogue));
  const Rule<Assessment> rule = [&reason](Assessment before) {
    return cases::VoidAssessment(std::move(before), reason);
  };
  AMPARO_ASSIGN_OR_RETURN(Change change, CareByRule(target, record, &AssessmentFromStored, rule));
  return WriteCare(work, std::move(change));
}

}  // namespace

rpc::ServiceBinding AssessmentApi::Binding() {
  rpc::ServiceBinding binding("amparo.cases.v1.AssessmentService");
  binding.Unary<&AssessmentApi::CreateAssessment>("CreateAssessment", this)
      .Unary<&AssessmentApi::GetAssessment>("GetAssessment", this)
      .Unary<&AssessmentApi::ListAssessments>("ListAssessments", this)
      .Unary<&AssessmentApi::UpdateAssessment>("UpdateAssessment", this)
      .Unary<&AssessmentApi::FinalizeAssessment>("FinalizeAssessment", this)
      .Unary<&AssessmentApi::VoidAssessment>("VoidAssessment", this);
  return binding;
}

Task<absl::StatusOr<v1::Assessment>> AssessmentApi::CreateAssessment(rpc::CallContext& context,
                                                                     v1::CreateAssessmentRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const CaseName parent, RequireName<CaseName>(context, request.parent(), "parent"));
  NewAssessment asked;
  asked.now = context.clock().Now();
  asked.finalize = request.finalize();
  AMPARO_CO_ASSIGN_OR_RETURN(asked.today, co_await offices_->Today(parent.office, asked.now, context.limits()));
  AMPARO_CO_ASSIGN_OR_RETURN(asked.catalogue, co_await catalogue_->Current(asked.now, context.limits()));
  errors::FieldViolations violations;
  rpc::CheckRequestId(request.request_id(), violations);
  const AssessmentName name{parent.office, parent.id,
                            rpc::GivenOrNewId(request.assessment_id(), "assessment_id", asked.now, violations)};
  Violations found("assessment.");
  Assessment& value = asked.value;
  value = AssessmentFromRequest(request.assessment(), name, found);
  if (value.assessor.empty()) value.assessor = context.caller().identity();
  asked.instrument = value.instrument.empty() ? asked.catalogue->InstrumentOn(value.date)
                                              : asked.catalogue->FindInstrument(value.instrument);
  if (asked.instrument != nullptr) value.instrument = asked.instrument->id;
  CheckNew(asked, absl::CivilDay::min(), found);
  CheckCareNote(request.assessment().note(), found);
  AddViolations(found, violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  ActStamp stamp = StampOf(context, parent.office, request.request_id(), request);
  std::vector<RecordKey> rests_on = CareKeys(PartyName{parent.office, parent.id, value.party});
  Decide decide = [&asked, &request](const Found& facts) { return Assess(asked, request.assessment(), facts); };
  ActPlan plan = NewPlan(std::move(stamp), std::move(rests_on), std::move(decide));
  co_return co_await RunAct<v1::Assessment>(store_, &context, std::move(plan));
}

Task<absl::StatusOr<rpc::Encoded<v1::Assessment>>> AssessmentApi::GetAssessment(rpc::CallContext& context,
                                                                                v1::GetAssessmentRequest request) {
  return GetByView<AssessmentName, v1::Assessment>(store_, &context, request);
}

Task<absl::StatusOr<v1::ListAssessmentsResponse>> AssessmentApi::ListAssessments(rpc::CallContext& context,
                                                                                 v1::ListAssessmentsRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(ListQuery query, CaseQuery(context, request.parent(), Kind::kAssessment));
  errors::FieldViolations violations;
  ReadCareFilters(request, v1::AssessmentState_IsValid, {"assessor", request.assessor()}, query, violations);
  ReadDayFilters(request, query, violations);
  co_return co_await ListPage(store_, &context, std::move(request), std::move(query),
                              &v1::ListAssessmentsResponse::add_assessments, std::move(violations));
}

Task<absl::StatusOr<v1::Assessment>> AssessmentApi::UpdateAssessment(rpc::CallContext& context,
                                                                     v1::UpdateAssessmentRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(
      const Update<v1::Assessment> update,
      ReadUpdate<AssessmentName>(context, request, request.assessment(), "assessment", {"assessor", "scores", "note"}));
  const Target& target = update.target;
  AMPARO_CO_ASSIGN_OR_RETURN(const absl::CivilDay today,
                             co_await offices_->Today(target.key.office, target.now, context.limits()));
  AMPARO_CO_ASSIGN_OR_RETURN(const std::shared_ptr<const Catalogue> catalogue,
                             co_await catalogue_->Current(target.now, context.limits()));
  ActStamp stamp = StampOf(context, target.key.office, request.request_id(), request);
  ActPlan plan = CareUpdatePlan(std::move(stamp), update, &AssessmentFromStored,
                                [&](Assessment& value) { return TakeDraft(update, *catalogue, today, value); });
  co_return co_await RunAct<v1::Assessment>(store_, &context, std::move(plan));
}

Task<absl::StatusOr<v1::Assessment>> AssessmentApi::FinalizeAssessment(rpc::CallContext& context,
                                                                       v1::FinalizeAssessmentRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const Target target, TargetOf<AssessmentName>(context, request, Violations()));
  AMPARO_CO_ASSIGN_OR_RETURN(const std::shared_ptr<const Catalogue> catalogue,
                             co_await catalogue_->Current(target.now, context.limits()));
  ActStamp stamp = StampOf(context, target.key.office, request.request_id(), request);
  Rule<Assessment> rule = [catalogue](Assessment draft) -> Decision<Assessment> {
    const Instrument* const instrument = catalogue->FindInstrument(draft.instrument);
    if (instrument == nullptr) return Refusal{"NO_INSTRUMENT", "the instrument is not in the table"};
    return cases::FinalizeAssessment(std::move(draft), *instrument);
  };
  ActPlan plan = CareRulePlan(std::move(stamp), target, &AssessmentFromStored, std::move(rule));
  co_return co_await RunAct<v1::Assessment>(store_, &context, std::move(plan));
}

Task<absl::StatusOr<v1::Assessment>> AssessmentApi::VoidAssessment(rpc::CallContext& context,
                                                                   v1::VoidAssessmentRequest request) {
  Violations found;
  CheckReason(request.reason(), true, found);
  AMPARO_CO_ASSIGN_OR_RETURN(const Target target, TargetOf<AssessmentName>(context, request, found));
  AMPARO_CO_ASSIGN_OR_RETURN(const std::shared_ptr<const Catalogue> catalogue,
                             co_await catalogue_->Current(target.now, context.limits()));
  ActStamp stamp = StampOf(context, target.key.office, request.request_id(), request);
  WorkBody body = [target, catalogue, reason = request.reason()](Work& work) {
    return Void(work, target, *catalogue, reason);
  };
  co_return co_await RunWork<v1::Assessment>(store_, &context, std::move(stamp), std::move(body));
}

}  // namespace amparo::cases
