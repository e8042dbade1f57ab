#include "services/case/api/referral_api.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "common/base/status_macros.h"
#include "common/rpc/request_id.h"
#include "common/rpc/resource_id.h"
#include "services/case/api/care.h"
#include "services/case/api/person_changes.h"
#include "services/case/api/reads.h"
#include "services/case/convert/aftercare_convert.h"
#include "services/case/convert/party_convert.h"
#include "services/case/convert/referral_convert.h"

namespace amparo::cases {
namespace {

// What a new referral is made of.
struct NewReferral {
  Referral value;
  std::shared_ptr<const Catalogue> catalogue;
  absl::CivilDay today;
  Recorded recorded;
};

// `facts` are those of CareKeys.
absl::StatusOr<Change> Prepare(const NewReferral& asked, const v1::Referral& wanted, const Found& facts) {
  AMPARO_ASSIGN_OR_RETURN(const Care care, CareIn(facts, InCare(), "referrals are prepared"));
  Violations found("referral.");
  CheckReferral(asked.value, *asked.catalogue, care.Frame(asked.today), found);
  AMPARO_RETURN_IF_ERROR(ToStatus(found));
  Referral value = Prepared(asked.value, asked.recorded);
  value.subject = care.subject;
  return NewCare(value, asked.recorded.record_time, wanted);
}

// A supervisor's word, which lets a referral go without the survivor's.
Consent OverrideFrom(const v1::ReferralActRequest& request, absl::CivilDay today, Violations& violations) {
  Consent consent;
  consent.decision = ConsentDecision::kOverridden;
  consent.date = ActDay(request, today, violations);
  consent.reason = request.reason();
  return consent;
}

// The survivor must be somebody for whom a guardian may speak on a day.
absl::Status RequireGuardian(Work& work, const PartyName& survivor, absl::CivilDay day) {
  AMPARO_ASSIGN_OR_RETURN(const Record record, Need(work, KeyOf(survivor)));
  AMPARO_ASSIGN_OR_RETURN(const v1::Party message, MessageIn<v1::Party>(record));
  const Party party = PartyFromStored(message);
  const PersonName name{survivor.office, party.standing_person().value_or(survivor.id)};
  AMPARO_ASSIGN_OR_RETURN(const OpenPerson person, OpenPersonIn(work, name));
  const std::optional<Birth> birth = ProfileFromStored(person.profile).birth;
  const std::optional<Refusal> refusal = RefuseGuardian(party, person.value, birth, day);
  return refusal ? ToStatus(*refusal, ToString(survivor)) : absl::OkStatus();
}

// A guardian's word.
absl::StatusOr<std::string> HearGuardian(Work& work, const Target& target, const Consent& consent,
                                         absl::CivilDay today) {
  AMPARO_ASSIGN_OR_RETURN(const Record record, LockTarget(work, target));
  AMPARO_ASSIGN_OR_RETURN(Referral before, CareValue(record, &ReferralFromStored));
  const PartyName survivor{before.name.office, before.name.case_id, before.party};
  AMPARO_ASSIGN_OR_RETURN(const Referral said,
                          ToStatusOr(RecordConsent(std::move(before), consent, today), NameOf(target.key)));
  AMPARO_RETURN_IF_ERROR(RequireGuardian(work, survivor, consent.date));
  AMPARO_ASSIGN_OR_RETURN(Change change, NextCare<v1::Referral>(said, record, target.now));
  return WriteCare(work, std::move(change));
}

// A transfer that is done ends the survivor's care here, if it has not ended.
absl::Status EndTrack(Work& work, const Referral& transfer, const Target& target, absl::CivilDay date) {
  const PartyName survivor{transfer.name.office, transfer.name.case_id, transfer.party};
  AMPARO_ASSIGN_OR_RETURN(const Record record, Need(work, KeyOf(AftercareOf(survivor))));
  AMPARO_ASSIGN_OR_RETURN(Aftercare track, CareValue(record, &AftercareFromStored));
  if (std::find(InCare().begin(), InCare().end(), track.state) == InCare().end()) return absl::OkStatus();
  const AftercareActInput end{
      .act = AftercareAct::kEnd, .date = date, .reason = "the transfer is done", .cause = EndCause::kTransferred};
  const std::string name = ToString(track.name);
  AMPARO_ASSIGN_OR_RETURN(const Aftercare ended, ToStatusOr(MoveAftercare(std::move(track), end, target.now), name));
  AMPARO_ASSIGN_OR_RETURN(Change change, NextCare<v1::Aftercare>(ended, record, target.now));
  return WriteCare(work, std::move(change)).status();
}

absl::StatusOr<std::string> Finish(Work& work, const Target& target, const ReferralActInput& input,
                                   absl::CivilDay today) {
  AMPARO_ASSIGN_OR_RETURN(const Record record, LockTarget(work, target));
  AMPARO_ASSIGN_OR_RETURN(Referral before, CareValue(record, &ReferralFromStored));
  AMPARO_ASSIGN_OR_RETURN(const Referral done,
                          ToStatusOr(MoveReferral(std::move(before), input, today), NameOf(target.key)));
  AMPARO_ASSIGN_OR_RETURN(Change change, NextCare<v1::Referral>(done, record, target.now));
  AMPARO_ASSIGN_OR_RETURN(std::string response, WriteCare(work, std::move(change)));
  if (done.kind == ReferralKind::kTransfer) AMPARO_RETURN_IF_ERROR(EndTrack(work, done, target, input.date));
  return response;
}

}  // namespace

rpc::ServiceBinding ReferralApi::Binding() {
  rpc::ServiceBinding binding("amparo.cases.v1.ReferralService");
  binding.Unary<&ReferralApi::CreateReferral>("CreateReferral", this)
      .Unary<&ReferralApi::GetReferral>("GetReferral", this)
      .Unary<&ReferralApi::ListReferrals>("ListReferrals", this)
      .Unary<&ReferralApi::ListReceivedReferrals>("ListReceivedReferrals", this)
      .Unary<&ReferralApi::RecordConsent>("RecordConsent", this)
      .Unary<&ReferralApi::OverrideConsent>("OverrideConsent", this)
      .Unary<&ReferralApi::SendReferral>("SendReferral", this)
      .Unary<&ReferralApi::AcceptReferral>("AcceptReferral", this)
      .Unary<&ReferralApi::RejectReferral>("RejectReferral", this)
      .Unary<&ReferralApi::CompleteReferral>("CompleteReferral", this)
      .Unary<&ReferralApi::RevokeReferral>("RevokeReferral", this);
  return binding;
}

Task<absl::StatusOr<v1::Referral>> ReferralApi::CreateReferral(rpc::CallContext& context,
                                                               v1::CreateReferralRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const CaseName parent, RequireName<CaseName>(context, request.parent(), "parent"));
  const absl::Time now = context.clock().Now();
  NewReferral asked;
  asked.recorded = {context.caller().identity(), now};
  AMPARO_CO_ASSIGN_OR_RETURN(asked.today, co_await offices_->Today(parent.office, now, context.limits()));
  AMPARO_CO_ASSIGN_OR_RETURN(asked.catalogue, co_await catalogue_->Current(now, context.limits()));
  errors::FieldViolations violations;
  rpc::CheckRequestId(request.request_id(), violations);
  const ReferralName name{parent.office, parent.id,
                          rpc::GivenOrNewId(request.referral_id(), "referral_id", now, violations)};
  Violations found("referral.");
  Referral& value = asked.value;
  value = ReferralFromRequest(request.referral(), name, asked.today, found);
  if (value.staff.empty()) value.staff = context.caller().identity();
  CheckReferral(value, *asked.catalogue, {absl::CivilDay::min(), asked.today}, found);
  CheckCareNote(request.referral().note(), found);
  AddViolations(found, violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  if (!value.to_office.empty()) {
    const auto receiver = co_await offices_->Find(value.to_office, context.limits());
    AMPARO_CO_RETURN_IF_ERROR(receiver.status());
  }
  ActStamp stamp = StampOf(context, parent.office, request.request_id(), request);
  std::vector<RecordKey> rests_on = CareKeys(PartyName{parent.office, parent.id, value.party});
  Decide decide = [&asked, &request](const Found& facts) { return Prepare(asked, request.referral(), facts); };
  ActPlan plan = NewPlan(std::move(stamp), std::move(rests_on), std::move(decide));
  co_return co_await RunAct<v1::Referral>(store_, &context, std::move(plan));
}

Task<absl::StatusOr<rpc::Encoded<v1::Referral>>> ReferralApi::GetReferral(rpc::CallContext& context,
                                                                          v1::GetReferralRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const Sight sight, co_await Visible(&context, request.name()));
  if (!sight.note && request.view() == types::v1::VIEW_FULL) {
    co_return errors::FailedPrecondition("NOTE_CLOSED_TO_RECEIVER", ToString(sight.name),
                                         "the receiver reads the note while the referral is SENT, ACCEPTED or DONE");
  }
  AMPARO_CO_ASSIGN_OR_RETURN(rpc::Encoded<v1::Referral> answer,
                             co_await GetKeyByView<v1::Referral>(store_, &context, KeyOf(sight.name), request));
  if (!sight.as_receiver) co_return answer;
  // What was recorded before it was sent is not the receiver's.
  AMPARO_CO_ASSIGN_OR_RETURN(const v1::Referral referral, answer.Decode());
  if (!OpenToReceiver(ReferralFromStored(referral))) {
    co_return errors::NotFound(KindWord(Kind::kReferral), ToString(sight.name));
  }
  co_return answer;
}

Task<absl::StatusOr<v1::ListReferralsResponse>> ReferralApi::ListReferrals(rpc::CallContext& context,
                                                                           v1::ListReferralsRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(ListQuery query, CaseQuery(context, request.parent(), Kind::kReferral));
  errors::FieldViolations violations;
  ReadCareFilters(request, v1::ReferralState_IsValid, {"staff", request.staff()}, query, violations);
  ReadDayFilters(request, query, violations);
  co_return co_await ListPage(store_, &context, std::move(request), std::move(query),
                              &v1::ListReferralsResponse::add_referrals, std::move(violations));
}

Task<absl::StatusOr<v1::ListReceivedReferralsResponse>> ReferralApi::ListReceivedReferrals(
    rpc::CallContext& context, v1::ListReceivedReferralsRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const OfficeName office, RequireName<OfficeName>(context, request.parent(), "parent"));
  ListQuery query;
  query.kind = Kind::kReferral;
  query.office = office.office;
  query.all_cases = true;
  query.received = true;
  errors::FieldViolations violations;
  query.filters.resize(3);
  query.filters[1] = StatesIn(request, v1::ReferralState_IsValid, violations);
  ReadDayFilters(request, query, violations);
  co_return co_await ListPage(store_, &context, std::move(request), std::move(query),
                              &v1::ListReceivedReferralsResponse::add_referrals, std::move(violations));
}

Task<absl::StatusOr<v1::Referral>> ReferralApi::RecordConsent(rpc::CallContext& context,
                                                              v1::RecordConsentRequest request) {
  return Say(&context, std::move(request), &ConsentFrom);
}

Task<absl::StatusOr<v1::Referral>> ReferralApi::OverrideConsent(rpc::CallContext& context,
                                                                v1::ReferralActRequest request) {
  return Say(&context, std::move(request), &OverrideFrom);
}

Task<absl::StatusOr<v1::Referral>> ReferralApi::SendReferral(rpc::CallContext& context,
                                                             v1::ReferralActRequest request) {
  return Move(&context, std::move(request), ReferralAct::kSend, /*receiver=*/false);
}

Task<absl::StatusOr<v1::Referral>> ReferralApi::AcceptReferral(rpc::CallContext& context,
                                                               v1::ReferralActRequest request) {
  return Move(&context, std::move(request), ReferralAct::kAccept, /*receiver=*/true);
}

Task<absl::StatusOr<v1::Referral>> ReferralApi::RejectReferral(rpc::CallContext& context,
                                                               v1::ReferralActRequest request) {
  return Move(&context, std::move(request), ReferralAct::kReject, /*receiver=*/true);
}

Task<absl::StatusOr<v1::Referral>> ReferralApi::CompleteReferral(rpc::CallContext& context,
                                                                 v1::ReferralActRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const Asked asked, co_await Read(&context, &request, ReferralAct::kComplete, true));
  ActStamp stamp = StampOf(context, asked.target.key.office, request.request_id(), request);
  WorkBody body = [asked](Work& work) { return Finish(work, asked.target, asked.input, asked.today); };
  co_return co_await RunWork<v1::Referral>(store_, &context, std::move(stamp), std::move(body));
}

Task<absl::StatusOr<v1::Referral>> ReferralApi::RevokeReferral(rpc::CallContext& context,
                                                               v1::ReferralActRequest request) {
  return Move(&context, std::move(request), ReferralAct::kRevoke, /*receiver=*/false);
}

Task<absl::StatusOr<ReferralApi::Sight>> ReferralApi::Visible(rpc::CallContext* context, std::string text) {
  const std::optional<ReferralName> name = ParseName<ReferralName>(text);
  if (!name || context->caller().MaySee(name->office)) {
    AMPARO_CO_ASSIGN_OR_RETURN(const ReferralName own, RequireName<ReferralName>(*context, text, "name"));
    const Sight sight{.name = own};
    co_return sight;
  }
  // A replica may not have heard yet that it was taken back.
  AMPARO_CO_ASSIGN_OR_RETURN(const Record record, co_await store_->GetLatest(KeyOf(*name), context->limits()));
  AMPARO_CO_ASSIGN_OR_RETURN(const Referral referral, CareValue(record, &ReferralFromStored));
  if (!OpenToReceiver(referral) || !context->caller().MaySee(referral.to_office)) {
    co_return errors::NotFound(KindWord(Kind::kReferral), text);
  }
  context->set_office(name->office);
  const Sight sight{.name = *name, .as_receiver = true, .note = NoteOpenToReceiver(referral)};
  co_return sight;
}

Task<absl::Status> ReferralApi::RequireAnswerer(rpc::CallContext* context, Sight sight) {
  if (sight.as_receiver) co_return absl::OkStatus();
  // Whom it goes to never changes.
  AMPARO_CO_ASSIGN_OR_RETURN(const Record record, co_await store_->GetLatest(KeyOf(sight.name), context->limits()));
  AMPARO_CO_ASSIGN_OR_RETURN(const Referral referral, CareValue(record, &ReferralFromStored));
  if (referral.to_office.empty() || context->caller().MaySee(referral.to_office)) co_return absl::OkStatus();
  co_return errors::FailedPrecondition("RECEIVER_ANSWERS", ToString(sight.name),
                                       "the office that a referral was sent to answers it");
}

Task<absl::StatusOr<ReferralApi::Asked>> ReferralApi::Read(rpc::CallContext* context,
                                                           const v1::ReferralActRequest* request, ReferralAct act,
                                                           bool receiver) {
  if (receiver) {
    AMPARO_CO_ASSIGN_OR_RETURN(const Sight sight, co_await Visible(context, request->name()));
    const absl::Status answers = co_await RequireAnswerer(context, sight);
    AMPARO_CO_RETURN_IF_ERROR(answers);
  } else {
    AMPARO_CO_RETURN_IF_ERROR(RequireName<ReferralName>(*context, request->name(), "name").status());
  }
  Asked asked;
  asked.target.key = KeyOf(*ParseName<ReferralName>(request->name()));
  asked.target.now = context->clock().Now();
  AMPARO_CO_ASSIGN_OR_RETURN(asked.today,
                             co_await offices_->Today(asked.target.key.office, asked.target.now, context->limits()));
  errors::FieldViolations violations;
  rpc::CheckRequestId(request->request_id(), violations);
  asked.target.etag = EtagFrom(request->etag(), violations);
  Violations found;
  asked.input = {.act = act,
                 .date = ActDay(*request, asked.today, found),
                 .reason = request->reason(),
                 .recorded = {context->caller().identity(), asked.target.now}};
  AddViolations(found, violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  co_return asked;
}

Task<absl::StatusOr<v1::Referral>> ReferralApi::Move(rpc::CallContext* context, v1::ReferralActRequest request,
                                                     ReferralAct act, bool receiver) {
  AMPARO_CO_ASSIGN_OR_RETURN(const Asked asked, co_await Read(context, &request, act, receiver));
  ActStamp stamp = StampOf(*context, asked.target.key.office, request.request_id(), request);
  Rule<Referral> rule = [input = asked.input, today = asked.today](Referral referral) {
    return MoveReferral(std::move(referral), input, today);
  };
  ActPlan plan = CareRulePlan(std::move(stamp), asked.target, &ReferralFromStored, std::move(rule));
  co_return co_await RunAct<v1::Referral>(store_, context, std::move(plan));
}

template <typename Request>
Task<absl::StatusOr<v1::Referral>> ReferralApi::Say(rpc::CallContext* context, Request request,
                                                    ReadConsent<Request> read) {
  errors::FieldViolations violations;
  AMPARO_CO_ASSIGN_OR_RETURN(const Target target, TargetOf<ReferralName>(*context, request, violations));
  AMPARO_CO_ASSIGN_OR_RETURN(const absl::CivilDay today,
                             co_await offices_->Today(target.key.office, target.now, context->limits()));
  Violations found;
  Consent consent = read(request, today, found);
  AddViolations(found, violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  consent.recorded = {context->caller().identity(), target.now};
  ActStamp stamp = StampOf(*context, target.key.office, request.request_id(), request);
  if (consent.giver == ConsentGiver::kGuardian) {
    WorkBody body = [target, consent, today](Work& work) { return HearGuardian(work, target, consent, today); };
    co_return co_await RunWork<v1::Referral>(store_, context, std::move(stamp), std::move(body));
  }
  Rule<Referral> rule = [consent = std::move(consent), today](Referral referral) {
    return cases::RecordConsent(std::move(referral), consent, today);
  };
  ActPlan plan = CareRulePlan(std::move(stamp), target, &ReferralFromStored, std::move(rule));
  co_return co_await RunAct<v1::Referral>(store_, context, std::move(plan));
}

}  // namespace amparo::cases
