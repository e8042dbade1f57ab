#include "services/case/domain/referral.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "absl/strings/str_join.h"
#include "common/base/check.h"
#include "common/base/strings.h"
#include "services/case/domain/aftercare.h"

namespace amparo::cases {
namespace {

constexpr std::size_t kMostServices = 20;

// What an act asks of a referral.
struct ReferralMove {
  ReferralAct act;
  std::string_view word;
  std::vector<ReferralState> from;
  ReferralState to;
  bool needs_reason;
};

// Every way a referral can move.
const ReferralMove& MoveOf(ReferralAct act) {
  using enum ReferralState;
  using enum ReferralAct;
  static const std::array<ReferralMove, 5> moves = {{
      {kSend, "SendReferral", {kPrepared}, kSent, false},
      {kAccept, "AcceptReferral", {kSent}, kAccepted, false},
      {kReject, "RejectReferral", {kSent}, kRejected, true},
      {kComplete, "CompleteReferral", {kAccepted}, kDone, false},
      {kRevoke, "RevokeReferral", {kPrepared, kSent, kAccepted}, kRevoked, true},
  }};
  const auto* const found =
      std::find_if(moves.begin(), moves.end(), [act](const ReferralMove& move) { return move.act == act; });
  AMPARO_CHECK(found != moves.end(), "every act of referrals has a move");
  return *found;
}

std::optional<Refusal> RefuseReferralState(const Referral& value, const std::vector<ReferralState>& states,
                                           std::string_view act) {
  if (std::find(states.begin(), states.end(), value.state) != states.end()) return std::nullopt;
  const std::string words = absl::StrJoin(
      states, " or ", [](std::string* out, ReferralState state) { out->append(ReferralStateWord(state)); });
  return Refusal{"REFERRAL_STATE",
                 StrCat(act, " is for a referral that is ", words, "; this one is ", ReferralStateWord(value.state))};
}

// What was done or said last of it.
std::optional<Refusal> RefuseBeforeLast(const Referral& value, absl::CivilDay date) {
  const bool after_move = value.changes.empty() || date >= value.changes.back().effective_date;
  const bool after_word = value.consents.empty() || date >= value.consents.back().date;
  if (after_move && after_word) return std::nullopt;
  return Refusal{"BEFORE_LAST_MOVE", "effective_date must not be before what was last done or said of the referral"};
}

std::optional<Refusal> RefuseWithoutConsent(const Referral& value) {
  if (value.consents.empty()) {
    return Refusal{"CONSENT_MISSING", "a referral is sent when the survivor's consent was given, or overridden"};
  }
  if (value.consents.back().decision == ConsentDecision::kRefused) {
    return Refusal{"CONSENT_REFUSED", "the survivor does not agree; a supervisor may override that with a reason"};
  }
  return std::nullopt;
}

void CheckReceiver(const Referral& value, Violations& violations) {
  const bool to_office = !value.to_office.empty();
  violations.Require(to_office || !value.partner.empty(), "receiver", "must be an office or a partner");
  if (to_office) {
    violations.Require(value.to_office != value.name.office, "to_office", "must be another office");
  } else {
    violations.RequireText(value.partner, {0, 200}, "partner");
  }
}

void CheckServiceKinds(const Referral& value, const Catalogue& catalogue, Violations& violations) {
  const std::vector<std::string>& kinds = value.service_kinds;
  violations.Require(kinds.size() <= kMostServices, "service_kinds", "must be at most 20");
  violations.Require(value.kind != ReferralKind::kReferral || !kinds.empty(), "service_kinds",
                     "must be said of a referral");
  std::set<std::string_view> seen;
  for (std::size_t i = 0; i < kinds.size() && i < kMostServices; ++i) {
    const std::string path = StrCat("service_kinds[", i, "]");
    violations.Require(catalogue.HasServiceKind(kinds[i]), path, "must be a code of the table of service kinds");
    violations.Require(seen.insert(kinds[i]).second, path, "must be said once");
  }
}

}  // namespace

std::string_view ReferralStateWord(ReferralState state) {
  static constexpr std::array<std::string_view, 7> kWords = {"UNSPECIFIED", "PREPARED", "SENT",   "ACCEPTED",
                                                             "REJECTED",    "DONE",     "REVOKED"};
  return kWords[static_cast<std::size_t>(state)];
}

void CheckReferral(const Referral& value, const Catalogue& catalogue, const CareFrame& frame, Violations& violations) {
  violations.Require(value.kind != ReferralKind::kUnspecified, "kind", "must be given");
  CheckReceiver(value, violations);
  CheckServiceKinds(value, catalogue, violations);
  CheckCareDate(value.date, frame, "date", violations);
  CheckStaff(value.staff, true, "staff", violations);
}

Referral Prepared(Referral value, Recorded recorded) {
  value.state = ReferralState::kPrepared;
  value.changes = {{.state = value.state, .effective_date = value.date, .recorded = std::move(recorded)}};
  value.consents.clear();
  return value;
}

Decision<Referral> RecordConsent(Referral value, const Consent& consent, absl::CivilDay today) {
  const bool override = consent.decision == ConsentDecision::kOverridden;
  Violations violations;
  violations.Require(consent.decision != ConsentDecision::kUnspecified, "decision", "must be given");
  violations.Require(override || consent.giver != ConsentGiver::kUnspecified, "giver", "must be given");
  violations.Require(consent.date <= today, "effective_date", "must not be in the future");
  CheckReason(consent.reason, consent.decision != ConsentDecision::kGiven, violations);
  if (!violations.empty()) return violations;
  if (auto refusal = RefuseReferralState(value, {ReferralState::kPrepared}, "consent")) return *refusal;
  if (auto refusal = RefuseBeforeLast(value, consent.date)) return *refusal;
  if (override && !value.consents.empty() && value.consents.back().decision == ConsentDecision::kGiven) {
    return Refusal{"CONSENT_GIVEN", "the survivor agrees: there is nothing to override"};
  }
  value.consents.push_back(consent);
  return value;
}

std::optional<Refusal> RefuseGuardian(const Party& survivor, const Person& person, const std::optional<Birth>& birth,
                                      absl::CivilDay day) {
  const Minority minority = MinorityOn(birth, day);
  const bool minor = minority == Minority::kUnknown ? survivor.minor : minority == Minority::kMinor;
  const bool has_guardian = std::any_of(
      person.guardians.begin(), person.guardians.end(),
      [day](const Guardianship& one) { return (!one.from || *one.from <= day) && (!one.until || day <= *one.until); });
  if (minor || has_guardian) return std::nullopt;
  return Refusal{"NO_GUARDIAN",
                 "giver must be SURVIVOR: on effective_date the survivor is no minor and has no guardian"};
}

Decision<Referral> MoveReferral(Referral value, const ReferralActInput& input, absl::CivilDay today) {
  const ReferralMove& move = MoveOf(input.act);
  Violations violations;
  violations.Require(input.date <= today, "effective_date", "must not be in the future");
  CheckReason(input.reason, move.needs_reason, violations);
  if (!violations.empty()) return violations;
  if (auto refusal = RefuseReferralState(value, move.from, move.word)) return *refusal;
  if (auto refusal = RefuseBeforeLast(value, input.date)) return *refusal;
  if (input.act == ReferralAct::kSend) {
    if (auto refusal = RefuseWithoutConsent(value)) return *refusal;
  }
  value.state = move.to;
  value.changes.push_back({move.to, input.date, input.reason, input.recorded});
  return value;
}

bool OpenToReceiver(const Referral& value) {
  return !value.to_office.empty() &&
         std::any_of(value.changes.begin(), value.changes.end(),
                     [](const ReferralChange& change) { return change.state == ReferralState::kSent; });
}

bool NoteOpenToReceiver(const Referral& value) {
  using enum ReferralState;
  return OpenToReceiver(value) && (value.state == kSent || value.state == kAccepted || value.state == kDone);
}

}  // namespace amparo::cases
