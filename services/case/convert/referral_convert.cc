#include "services/case/convert/referral_convert.h"

#include "services/case/convert/case_members.h"
#include "services/case/convert/enums.h"
#include "services/case/convert/values.h"

namespace amparo::cases {
namespace {

static_assert(static_cast<int>(ReferralKind::kTransfer) == v1::REFERRAL_KIND_TRANSFER);
static_assert(static_cast<int>(ReferralState::kRevoked) == v1::REFERRAL_STATE_REVOKED);
static_assert(static_cast<int>(ConsentDecision::kOverridden) == v1::CONSENT_DECISION_OVERRIDDEN);
static_assert(static_cast<int>(ConsentGiver::kGuardian) == v1::CONSENT_GIVER_GUARDIAN);

void TakeReceiver(const v1::Referral& request, Referral& value, Violations& violations) {
  value.partner = request.partner();
  if (!request.has_to_office()) return;
  const auto office = ParseName<OfficeName>(request.to_office());
  if (violations.Require(office.has_value(), "to_office", "must be the name of an office")) {
    value.to_office = office->office;
  }
}

ReferralChange ChangeFrom(const v1::ReferralChange& change) {
  Violations none;
  return {.state = static_cast<ReferralState>(change.state()),
          .effective_date = RequiredDay(true, change.effective_date(), "effective_date", none),
          .reason = change.reason(),
          .recorded = {change.recorder(), TimeFrom(change.record_time())}};
}

Consent StoredConsent(const v1::Consent& consent) {
  Violations none;
  return {.decision = static_cast<ConsentDecision>(consent.decision()),
          .giver = static_cast<ConsentGiver>(consent.giver()),
          .date = RequiredDay(true, consent.date(), "date", none),
          .reason = consent.reason(),
          .recorded = {consent.recorder(), TimeFrom(consent.record_time())}};
}

// Who entered it, and when: of changes and consents alike.
template <typename Message>
void SetRecorded(const Recorded& recorded, Message& out) {
  out.set_recorder(recorded.recorder);
  SetTimestamp(recorded.record_time, out.mutable_record_time());
}

void SetReferralChange(const ReferralChange& change, v1::ReferralChange& out) {
  out.set_state(static_cast<v1::ReferralState>(change.state));
  SetDate(change.effective_date, out.mutable_effective_date());
  out.set_reason(change.reason);
  SetRecorded(change.recorded, out);
}

void SetConsent(const Consent& consent, v1::Consent& out) {
  out.set_decision(static_cast<v1::ConsentDecision>(consent.decision));
  out.set_giver(static_cast<v1::ConsentGiver>(consent.giver));
  SetDate(consent.date, out.mutable_date());
  out.set_reason(consent.reason);
  SetRecorded(consent.recorded, out);
}

}  // namespace

Referral ReferralFromRequest(const v1::Referral& request, const ReferralName& name, absl::CivilDay today,
                             Violations& violations) {
  Referral value;
  value.name = name;
  value.party = MemberOf<PartyName>(name.parent(), request.party(), "party", violations);
  value.kind = EnumFrom<ReferralKind>(request.kind(), v1::ReferralKind_IsValid, "kind", violations);
  TakeReceiver(request, value, violations);
  value.service_kinds.assign(request.service_kinds().begin(), request.service_kinds().end());
  value.date = OptionalDay(request.has_date(), request.date(), "date", violations).value_or(today);
  value.staff = request.staff();
  return value;
}

Referral ReferralFromStored(const v1::Referral& stored) {
  Violations none;
  Referral value = ReferralFromRequest(stored, StoredName<ReferralName>(stored), absl::CivilDay(), none);
  AMPARO_CHECK(none.empty(), "a stored referral is well formed");
  value.state = static_cast<ReferralState>(stored.state());
  for (const v1::ReferralChange& change : stored.changes()) value.changes.push_back(ChangeFrom(change));
  for (const v1::Consent& consent : stored.consents()) value.consents.push_back(StoredConsent(consent));
  return value;
}

Consent ConsentFrom(const v1::RecordConsentRequest& request, absl::CivilDay today, Violations& violations) {
  Consent consent;
  const bool said =
      request.decision() == v1::CONSENT_DECISION_GIVEN || request.decision() == v1::CONSENT_DECISION_REFUSED;
  if (violations.Require(said, "decision", "must be GIVEN or REFUSED")) {
    consent.decision = static_cast<ConsentDecision>(request.decision());
  }
  consent.giver = EnumFrom<ConsentGiver>(request.giver(), v1::ConsentGiver_IsValid, "giver", violations);
  consent.date =
      OptionalDay(request.has_effective_date(), request.effective_date(), "effective_date", violations).value_or(today);
  consent.reason = request.reason();
  return consent;
}

void ToProto(const Referral& value, v1::Referral& out) {
  out.set_name(ToString(value.name));
  out.set_party(MemberName<PartyName>(value.name, value.party));
  out.set_kind(static_cast<v1::ReferralKind>(value.kind));
  if (value.to_office.empty()) {
    out.set_partner(value.partner);
  } else {
    out.set_to_office(ToString(OfficeName{value.to_office}));
  }
  out.clear_service_kinds();
  for (const std::string& kind : value.service_kinds) out.add_service_kinds(kind);
  SetDate(value.date, out.mutable_date());
  out.set_staff(value.staff);
  out.set_state(static_cast<v1::ReferralState>(value.state));
  out.clear_changes();
  for (const ReferralChange& change : value.changes) SetReferralChange(change, *out.add_changes());
  out.clear_consents();
  for (const Consent& consent : value.consents) SetConsent(consent, *out.add_consents());
}

std::vector<Value> ColumnsOf(const Referral& value) {
  return {value.subject,
          value.party,
          static_cast<int64_t>(value.state),
          value.staff,
          OpenToReceiver(value) ? Value(value.to_office) : Value(),
          DayTime(value.date)};
}

}  // namespace amparo::cases
