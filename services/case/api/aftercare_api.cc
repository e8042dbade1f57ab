#include "services/case/api/aftercare_api.h"

#include <utility>

#include "amparo/cases/v1/party.pb.h"
#include "common/base/civil.h"
#include "common/base/status_macros.h"
#include "common/base/strings.h"
#include "common/rpc/request_id.h"
#include "services/case/api/care.h"
#include "services/case/api/reads.h"
#include "services/case/api/restoration_act.h"
#include "services/case/convert/aftercare_convert.h"
#include "services/case/convert/assessment_convert.h"
#include "services/case/convert/enums.h"
#include "services/case/domain/progress.h"

namespace amparo::cases {
namespace {

// `found` are the case and the survivor.
absl::StatusOr<Change> OpenTrack(const Aftercare& value, bool start, absl::Time now, const Found& found) {
  AMPARO_RETURN_IF_ERROR(RequireNotDeclined(*found[0]));
  AMPARO_ASSIGN_OR_RETURN(const v1::Party survivor, MessageIn<v1::Party>(*found[1]));
  if (survivor.role() != v1::PARTY_ROLE_SURVIVOR) {
    return errors::InvalidField("aftercare.party", "must be a party in the role SURVIVOR");
  }
  return OfCare(value, NewResource<v1::Aftercare>(Opened(value, start, now), now));
}

// Why a track ends; only its end has a cause.
EndCause CauseIn(const v1::AftercareActRequest&, Violations&) {
  return EndCause::kUnspecified;
}
EndCause CauseIn(const v1::EndAftercareRequest& request, Violations& violations) {
  return EnumFrom<EndCause>(request.cause(), v1::EndCause_IsValid, "cause", violations);
}

// What an act is told; notes what is wrong with it.
template <typename Request>
AftercareActInput InputFrom(const Request& request, AftercareAct act, absl::CivilDay today, Violations& violations) {
  AftercareActInput input;
  input.act = act;
  input.date = ActDay(request, today, violations);
  input.reason = request.reason();
  input.cause = CauseIn(request, violations);
  CheckAftercareAct(input, today, violations);
  return input;
}

absl::Status NoCriteria(const RecordKey& key) {
  return errors::FailedPrecondition("NO_RESTORATION_CRITERIA", NameOf(key),
                                    "no criteria of restoration apply that day");
}

// FAILED_PRECONDITION for a day on which the track did not stand where it stands: its last time in care and what is
// open against it say nothing of that day.
absl::Status RequireSinceLastMove(const Aftercare& track, absl::CivilDay date) {
  if (track.changes.empty() || date >= track.changes.back().effective_date) return absl::OkStatus();
  return errors::FailedPrecondition(
      "BEFORE_LAST_MOVE", ToString(track.name),
      StrCat("date must not be before the last move of the survivor's aftercare, of ",
             FormatDate(track.changes.back().effective_date), ": read_time judges by what was recorded before"));
}

}  // namespace

rpc::ServiceBinding AftercareApi::Binding() {
  rpc::ServiceBinding binding("amparo.cases.v1.AftercareService");
  binding.Unary<&AftercareApi::CreateAftercare>("CreateAftercare", this)
      .Unary<&AftercareApi::GetAftercare>("GetAftercare", this)
      .Unary<&AftercareApi::ListAftercares>("ListAftercares", this)
      .Unary<&AftercareApi::UpdateAftercare>("UpdateAftercare", this)
      .Unary<&AftercareApi::StartAftercare>("StartAftercare", this)
      .Unary<&AftercareApi::CheckRestoration>("CheckRestoration", this)
      .Unary<&AftercareApi::RecordRestoration>("RecordRestoration", this)
      .Unary<&AftercareApi::RecordRevictimization>("RecordRevictimization", this)
      .Unary<&AftercareApi::ReopenAftercare>("ReopenAftercare", this)
      .Unary<&AftercareApi::EndAftercare>("EndAftercare", this)
      .Unary<&AftercareApi::GetProgress>("GetProgress", this);
  return binding;
}

Task<absl::StatusOr<v1::Aftercare>> AftercareApi::CreateAftercare(rpc::CallContext& context,
                                                                  v1::CreateAftercareRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const CaseName parent, RequireName<CaseName>(context, request.parent(), "parent"));
  const absl::Time now = context.clock().Now();
  AMPARO_CO_ASSIGN_OR_RETURN(const absl::CivilDay today,
                             co_await offices_->Today(parent.office, now, context.limits()));
  errors::FieldViolations violations;
  rpc::CheckRequestId(request.request_id(), violations);
  Violations found("aftercare.");
  const Aftercare value = AftercareFromRequest(request.aftercare(), parent, today, found);
  CheckAftercare(value, today, found);
  AddViolations(found, violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  ActStamp stamp = StampOf(context, parent.office, request.request_id(), request);
  std::vector<RecordKey> rests_on(1, KeyOf(parent));
  rests_on.push_back(KeyOf(value.party()));
  Decide decide = [&value, &request, now](const Found& facts) { return OpenTrack(value, request.start(), now, facts); };
  ActPlan plan = NewPlan(std::move(stamp), std::move(rests_on), std::move(decide));
  co_return co_await RunAct<v1::Aftercare>(store_, &context, std::move(plan));
}

Task<absl::StatusOr<rpc::Encoded<v1::Aftercare>>> AftercareApi::GetAftercare(rpc::CallContext& context,
                                                                             v1::GetAftercareRequest request) {
  return GetBasic<AftercareName, v1::Aftercare>(store_, &context, request);
}

Task<absl::StatusOr<v1::ListAftercaresResponse>> AftercareApi::ListAftercares(rpc::CallContext& context,
                                                                              v1::ListAftercaresRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(ListQuery query, CaseQuery(context, request.parent(), Kind::kAftercare));
  errors::FieldViolations violations;
  ReadCareFilters(request, v1::AftercareState_IsValid, {"lead", request.lead()}, query, violations);
  ReadDayFilters(request, query, violations);
  co_return co_await ListPage(store_, &context, std::move(request), std::move(query),
                              &v1::ListAftercaresResponse::add_aftercares, std::move(violations));
}

Task<absl::StatusOr<v1::Aftercare>> AftercareApi::UpdateAftercare(rpc::CallContext& context,
                                                                  v1::UpdateAftercareRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const Update<v1::Aftercare> update,
                             ReadUpdate<AftercareName>(context, request, request.aftercare(), "aftercare", {"lead"}));
  ActStamp stamp = StampOf(context, update.target.key.office, request.request_id(), request);
  ActPlan plan = CareUpdatePlan(std::move(stamp), update, &AftercareFromStored, [&update](Aftercare& value) {
    Violations found("aftercare.");
    value.lead = update.wanted.lead();
    CheckStaff(value.lead, false, "lead", found);
    return ToStatus(found);
  });
  co_return co_await RunAct<v1::Aftercare>(store_, &context, std::move(plan));
}

Task<absl::StatusOr<v1::Aftercare>> AftercareApi::StartAftercare(rpc::CallContext& context,
                                                                 v1::AftercareActRequest request) {
  return Move(&context, std::move(request), AftercareAct::kStart);
}

Task<absl::StatusOr<v1::CheckRestorationResponse>> AftercareApi::CheckRestoration(rpc::CallContext& context,
                                                                                  v1::CheckRestorationRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const AftercareName name, RequireName<AftercareName>(context, request.name(), "name"));
  const absl::Time now = context.clock().Now();
  errors::FieldViolations violations;
  const std::optional<absl::Time> at = ReadTimeOf(context, request, violations);
  AMPARO_CO_ASSIGN_OR_RETURN(const absl::CivilDay today,
                             co_await offices_->Today(name.office, at.value_or(now), context.limits()));
  Violations found;
  const absl::CivilDay date = OptionalDay(request.has_date(), request.date(), "date", found).value_or(today);
  AddViolations(found, violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  AMPARO_CO_ASSIGN_OR_RETURN(const std::shared_ptr<const Catalogue> catalogue,
                             co_await catalogue_->Current(now, context.limits()));
  const RestorationCriteria* const criteria = catalogue->CriteriaOn(date);
  if (criteria == nullptr) co_return NoCriteria(KeyOf(name));
  AMPARO_CO_ASSIGN_OR_RETURN(const Record record, co_await store_->Get(KeyOf(name), at, context.limits()));
  AMPARO_CO_ASSIGN_OR_RETURN(const Aftercare track, CareValue(record, &AftercareFromStored));
  AMPARO_CO_RETURN_IF_ERROR(RequireSinceLastMove(track, date));
  AMPARO_CO_ASSIGN_OR_RETURN(std::vector<Assessment> assessments,
                             co_await FinalAssessments(store_, track.party(), at, context.limits()));
  AMPARO_CO_ASSIGN_OR_RETURN(const int64_t flags,
                             co_await CountSafetyFlags(store_, track.party(), at, context.limits()));
  const RestorationFacts facts = FactsOf(track, date, std::move(assessments), flags);
  v1::CheckRestorationResponse response;
  ToProto(JudgeRestoration(*criteria, facts), name, response);
  co_return response;
}

Task<absl::StatusOr<v1::Aftercare>> AftercareApi::RecordRestoration(rpc::CallContext& context,
                                                                    v1::AftercareActRequest request) {
  errors::FieldViolations violations;
  AMPARO_CO_ASSIGN_OR_RETURN(const Target target, TargetOf<AftercareName>(context, request, violations));
  AMPARO_CO_ASSIGN_OR_RETURN(const absl::CivilDay today,
                             co_await offices_->Today(target.key.office, target.now, context.limits()));
  Violations found;
  const AftercareActInput input = InputFrom(request, AftercareAct::kRestore, today, found);
  AddViolations(found, violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  AMPARO_CO_ASSIGN_OR_RETURN(const std::shared_ptr<const Catalogue> catalogue,
                             co_await catalogue_->Current(target.now, context.limits()));
  const RestorationCriteria* const criteria = catalogue->CriteriaOn(input.date);
  if (criteria == nullptr) co_return NoCriteria(target.key);
  ActStamp stamp = StampOf(context, target.key.office, request.request_id(), request);
  WorkBody body = RestorationBody(target, input, *criteria);
  co_return co_await RunWork<v1::Aftercare>(store_, &context, std::move(stamp), std::move(body));
}

Task<absl::StatusOr<v1::Aftercare>> AftercareApi::RecordRevictimization(rpc::CallContext& context,
                                                                        v1::AftercareActRequest request) {
  return Move(&context, std::move(request), AftercareAct::kRevictimize);
}

Task<absl::StatusOr<v1::Aftercare>> AftercareApi::ReopenAftercare(rpc::CallContext& context,
                                                                  v1::AftercareActRequest request) {
  return Move(&context, std::move(request), AftercareAct::kReopen);
}

Task<absl::StatusOr<v1::Aftercare>> AftercareApi::EndAftercare(rpc::CallContext& context,
                                                               v1::EndAftercareRequest request) {
  return Move(&context, std::move(request), AftercareAct::kEnd);
}

Task<absl::StatusOr<v1::Progress>> AftercareApi::GetProgress(rpc::CallContext& context,
                                                             v1::GetProgressRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const PartyName party, RequireName<PartyName>(context, request.party(), "party"));
  errors::FieldViolations violations;
  const std::optional<absl::Time> at = ReadTimeOf(context, request, violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  const RecordKey track = KeyOf(AftercareOf(party));
  const absl::StatusOr<Record> found = co_await store_->Get(track, at, context.limits());
  AMPARO_CO_RETURN_IF_ERROR(found.status());
  AMPARO_CO_ASSIGN_OR_RETURN(const std::vector<Assessment> assessments,
                             co_await FinalAssessments(store_, party, at, context.limits()));
  v1::Progress progress;
  ToProto(ProgressOver(assessments), party, progress);
  co_return progress;
}

template <typename Request>
Task<absl::StatusOr<v1::Aftercare>> AftercareApi::Move(rpc::CallContext* context, Request request, AftercareAct act) {
  errors::FieldViolations violations;
  AMPARO_CO_ASSIGN_OR_RETURN(const Target target, TargetOf<AftercareName>(*context, request, violations));
  AMPARO_CO_ASSIGN_OR_RETURN(const absl::CivilDay today,
                             co_await offices_->Today(target.key.office, target.now, context->limits()));
  Violations found;
  const AftercareActInput input = InputFrom(request, act, today, found);
  AddViolations(found, violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  ActStamp stamp = StampOf(*context, target.key.office, request.request_id(), request);
  Rule<Aftercare> rule = [input, now = target.now](Aftercare track) {
    return MoveAftercare(std::move(track), input, now);
  };
  ActPlan plan = CareRulePlan(std::move(stamp), target, &AftercareFromStored, std::move(rule));
  co_return co_await RunAct<v1::Aftercare>(store_, context, std::move(plan));
}

}  // namespace amparo::cases
