#include "services/case/api/sentence_api.h"

#include <algorithm>
#include <utility>

#include "common/base/status_macros.h"
#include "common/base/strings.h"
#include "common/rpc/request_id.h"
#include "services/case/api/entry_correction_request.h"
#include "services/case/api/listing.h"
#include "services/case/api/person_charges.h"
#include "services/case/convert/case_names.h"
#include "services/case/convert/effective_convert.h"

namespace amparo::cases {
namespace {

constexpr int kMostNamed = 100;

// What befell a person, as its request says.
struct Befallen {
  PartyName accused;
  SentenceEvent event;
  // The charges it is for; empty = all that it concerns.
  std::vector<Uuid> charges;
  Moment moment;
};

absl::StatusOr<Befallen> BefallenOf(rpc::CallContext& context, const v1::RecordSentenceEventRequest& request,
                                    const PartyName& accused, const OfficeFacts& office) {
  errors::FieldViolations violations;
  rpc::CheckRequestId(request.request_id(), violations);
  Befallen asked;
  asked.accused = accused;
  asked.moment = {.today = office.Today(context.clock().Now()), .now = context.clock().Now()};
  Violations found;
  asked.event = EventFrom(request.sentence_event(), accused.parent(), found);
  found.Require(asked.event.kind != SentenceEventKind::kCommuted, "sentence_event.kind",
                "is recorded by CommuteSentence");
  CheckEvent(asked.event, UpTo(asked.moment.today), found);
  const bool pardon = asked.event.kind == SentenceEventKind::kPardoned;
  found.Require(pardon || request.charges().empty(), "charges", "only a pardon is for some charges alone");
  found.Require(request.charges_size() <= kMostNamed, "charges", "must have at most 100 entries");
  for (int i = 0; i < request.charges_size(); ++i) {
    asked.charges.push_back(
        IdInCase<ChargeName>(request.charges(i), accused.parent(), StrCat("charges[", i, "]"), found));
  }
  AddViolations(found, violations);
  AMPARO_RETURN_IF_ERROR(violations.ToStatus());
  return asked;
}

// The charges of `all` that the event is for; NOT_FOUND for one that is named and is not the person's.
absl::StatusOr<std::vector<KeptCharge>> Chosen(const Befallen& asked, std::vector<KeptCharge> all) {
  const auto is = [](const Uuid& id) { return [&id](const KeptCharge& one) { return one.charge.name.id == id; }; };
  for (const Uuid& id : asked.charges) {
    if (std::any_of(all.begin(), all.end(), is(id))) continue;
    const ChargeName name{asked.accused.office, asked.accused.case_id, id};
    return errors::NotFound(KindWord(Kind::kCharge), ToString(name));
  }
  std::erase_if(all, [&](const KeptCharge& one) {
    // What was brought later has nothing in its ledger before that; what is to be served is reckoned with the event
    // all the same.
    if (asked.charges.empty()) {
      return !Concerns(asked.event.kind, one.charge) || asked.event.date < one.charge.charge_date;
    }
    return std::count(asked.charges.begin(), asked.charges.end(), one.charge.name.id) == 0;
  });
  return all;
}

// A death is a verdict on what was open: the tasks of the case follow.
absl::StatusOr<std::string> Befell(Work& work, const Befallen& asked, const TaskFollowing& following) {
  AMPARO_ASSIGN_OR_RETURN(std::vector<KeptCharge> all, ChargesOfPerson(work, asked.accused));
  AMPARO_ASSIGN_OR_RETURN(const std::vector<KeptCharge> concerned, Chosen(asked, std::move(all)));
  if (concerned.empty()) {
    return errors::FailedPrecondition("NO_CHARGE_CONCERNED", ToString(asked.accused),
                                      "the person has no charge that this could change");
  }
  v1::RecordSentenceEventResponse response;
  for (const KeptCharge& kept : concerned) {
    AMPARO_ASSIGN_OR_RETURN(const Charge after, ToStatusOr(RecordEvent(kept.charge, asked.event, asked.moment),
                                                           ToString(kept.charge.name)));
    AMPARO_ASSIGN_OR_RETURN(const std::string written,
                            Written(work, ChargeChange(kept, after, asked.moment.now, EveryStage())));
    AMPARO_ASSIGN_OR_RETURN(*response.add_charges(), ParseStored<v1::Charge>(written));
  }
  AMPARO_RETURN_IF_ERROR(FollowReferenceDates(work, following));
  return response.SerializeAsString();
}

Sentence SaidCommuted(const v1::CommuteSentenceRequest& request, const CaseName& parent, absl::CivilDay today,
                      Violations& found) {
  Sentence sentence = SentenceFrom(request.sentence(), parent, found);
  CheckSentence(sentence, {.verdict_date = absl::CivilDay::min(), .today = today}, found);
  return sentence;
}

Payment SaidPayment(const v1::RecordPaymentRequest& request, const CaseName& parent, absl::CivilDay today,
                    Violations& found) {
  Payment payment = PaymentFrom(request.payment(), parent, found);
  CheckPayment(payment, today, found);
  return payment;
}

EntryCorrection<Payment> SaidPaymentCorrection(const v1::CorrectPaymentRequest& request, const CaseName& parent,
                                               absl::CivilDay today, Violations& found) {
  auto correction = EntryCorrectionFrom<Payment>(request, found);
  if (!request.has_payment()) return correction;
  correction.instead = PaymentFrom(WithoutRecord(request.payment()), parent, found);
  CheckPayment(*correction.instead, today, found);
  return correction;
}

}  // namespace

rpc::ServiceBinding SentenceApi::Binding() {
  rpc::ServiceBinding binding("amparo.cases.v1.SentenceService");
  binding.Unary<&SentenceApi::CommuteSentence>("CommuteSentence", this)
      .Unary<&SentenceApi::RecordSentenceEvent>("RecordSentenceEvent", this)
      .Unary<&SentenceApi::RecordPayment>("RecordPayment", this)
      .Unary<&SentenceApi::CorrectPayment>("CorrectPayment", this)
      .Unary<&SentenceApi::GetEffectiveSentence>("GetEffectiveSentence", this);
  return binding;
}

Task<absl::StatusOr<v1::Charge>> SentenceApi::CommuteSentence(rpc::CallContext& context,
                                                              v1::CommuteSentenceRequest request) {
  return RunChargeAct(parts(), &context, std::move(request), &SaidCommuted, &Commute, EveryStage());
}

Task<absl::StatusOr<v1::RecordSentenceEventResponse>> SentenceApi::RecordSentenceEvent(
    rpc::CallContext& context, v1::RecordSentenceEventRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const PartyName accused, RequireName<PartyName>(context, request.accused(), "accused"));
  AMPARO_CO_ASSIGN_OR_RETURN(const auto office, co_await offices_->Find(accused.office, context.limits()));
  AMPARO_CO_ASSIGN_OR_RETURN(Befallen asked, BefallenOf(context, request, accused, *office));
  const DatedActParts dated{store_, offices_, templates_};
  AMPARO_CO_ASSIGN_OR_RETURN(TaskFollowing following,
                             co_await FollowingFor(dated, &context, accused.parent(), asked.moment.now));
  ActStamp stamp = StampOf(context, accused.office, request.request_id(), request);
  WorkBody body = [asked = std::move(asked), following = std::move(following)](Work& work) {
    return Befell(work, asked, following);
  };
  co_return co_await RunWork<v1::RecordSentenceEventResponse>(store_, &context, std::move(stamp), std::move(body));
}

Task<absl::StatusOr<v1::Charge>> SentenceApi::RecordPayment(rpc::CallContext& context,
                                                            v1::RecordPaymentRequest request) {
  return RunChargeAct(parts(), &context, std::move(request), &SaidPayment, &cases::RecordPayment, EveryStage());
}

Task<absl::StatusOr<v1::Charge>> SentenceApi::CorrectPayment(rpc::CallContext& context,
                                                             v1::CorrectPaymentRequest request) {
  return RunChargeAct(parts(), &context, std::move(request), &SaidPaymentCorrection, &cases::CorrectPayment,
                      EveryStage());
}

Task<absl::StatusOr<v1::EffectiveSentence>> SentenceApi::GetEffectiveSentence(rpc::CallContext& context,
                                                                              v1::GetEffectiveSentenceRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const PartyName accused, RequireName<PartyName>(context, request.accused(), "accused"));
  AMPARO_CO_ASSIGN_OR_RETURN(const auto office, co_await offices_->Find(accused.office, context.limits()));
  AMPARO_CO_ASSIGN_OR_RETURN(const Asked asked, AskedOf(context, request, *office));
  AMPARO_CO_ASSIGN_OR_RETURN(const std::vector<Charge> charges,
                             co_await ChargesOfPerson(store_, accused, asked.read_time, context.limits()));
  v1::EffectiveSentence answer;
  ToProto(EffectiveSentenceOf(charges, asked.as_of), accused, asked.as_of, answer);
  co_return answer;
}

}  // namespace amparo::cases
