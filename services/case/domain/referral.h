// Referrals and transfers of survivors: prepared, agreed to, sent, answered.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/case/domain/assessment.h"
#include "services/case/domain/catalogue.h"
#include "services/case/domain/decision.h"
#include "services/case/domain/names.h"
#include "services/case/domain/party.h"
#include "services/case/domain/person.h"

namespace amparo::cases {

// What is handed over. The numbers of this enum and the following are those of the protos and of the database.
enum class ReferralKind { kUnspecified = 0, kReferral = 1, kTransfer = 2 };

// Where a referral stands.
enum class ReferralState {
  kUnspecified = 0,
  kPrepared = 1,
  kSent = 2,
  kAccepted = 3,
  kRejected = 4,
  kDone = 5,
  kRevoked = 6,
};

// "PREPARED".
std::string_view ReferralStateWord(ReferralState state);

// What stands of consent.
enum class ConsentDecision { kUnspecified = 0, kGiven = 1, kRefused = 2, kOverridden = 3 };

// Who spoke; unspecified is a supervisor who overrides.
enum class ConsentGiver { kUnspecified = 0, kSurvivor = 1, kGuardian = 2 };

// Who enters an act, and when.
struct Recorded {
  // A caller's identity.
  std::string recorder = {};
  absl::Time record_time = {};

  friend bool operator==(const Recorded&, const Recorded&) = default;
};

// One word on consent.
struct Consent {
  ConsentDecision decision = ConsentDecision::kUnspecified;
  ConsentGiver giver = ConsentGiver::kUnspecified;
  absl::CivilDay date = {};
  std::string reason = {};
  Recorded recorded = {};

  friend bool operator==(const Consent&, const Consent&) = default;
};

// One move of a referral.
struct ReferralChange {
  ReferralState state = ReferralState::kUnspecified;
  absl::CivilDay effective_date = {};
  std::string reason = {};
  Recorded recorded = {};

  friend bool operator==(const ReferralChange&, const ReferralChange&) = default;
};

// A referral without its note, which is sealed.
struct Referral {
  ReferralName name = {};
  // The survivor.
  Uuid party = {};
  // Whose data key seals the note.
  Uuid subject = {};
  ReferralKind kind = ReferralKind::kUnspecified;
  // The receiver: the id of another office, or a partner organisation.
  std::string to_office = {};
  std::string partner = {};
  // Codes of the table of service kinds.
  std::vector<std::string> service_kinds = {};
  absl::CivilDay date = {};
  std::string staff = {};
  ReferralState state = ReferralState::kUnspecified;
  // In order; the last is `state`.
  std::vector<ReferralChange> changes = {};
  // In order; the last stands.
  std::vector<Consent> consents = {};
};

// The acts that move a referral.
enum class ReferralAct { kSend, kAccept, kReject, kComplete, kRevoke };

// One act as a caller asks for it.
struct ReferralActInput {
  ReferralAct act = ReferralAct::kSend;
  absl::CivilDay date = {};
  std::string reason = {};
  Recorded recorded = {};
};

// Notes what is wrong with a new referral: kind, receiver, services, day, staff.
void CheckReferral(const Referral& value, const Catalogue& catalogue, const CareFrame& frame, Violations& violations);

// The referral as it begins.
Referral Prepared(Referral value, Recorded recorded);

// The referral with a word on consent, which then stands. Refused REFERRAL_STATE once it was sent, BEFORE_LAST_MOVE,
// and for an override CONSENT_GIVEN: there is nothing to override. Violations: what is not said, a day after `today`, a
// reason that is missing.
Decision<Referral> RecordConsent(Referral value, const Consent& consent, absl::CivilDay today);

// NO_GUARDIAN unless a guardian may speak for the survivor on a day: for a minor, by what is known of the birth or,
// where that leaves it open, as the party says; for anybody who has a guardian that day.
std::optional<Refusal> RefuseGuardian(const Party& survivor, const Person& person, const std::optional<Birth>& birth,
                                      absl::CivilDay day);

// The referral moved by an act. Refused REFERRAL_STATE from a state that the act is not for, BEFORE_LAST_MOVE, and to
// send it CONSENT_MISSING or CONSENT_REFUSED. Violations: a day after `today`, a reason that is missing or too long.
Decision<Referral> MoveReferral(Referral value, const ReferralActInput& input, absl::CivilDay today);

// True when who sees the office it was sent to may see it: from the day it was sent, which takes consent, for ever.
bool OpenToReceiver(const Referral& value);

// True when they may also read what the receiver must know (its note): as long as it was not rejected or taken back.
bool NoteOpenToReceiver(const Referral& value);

}  // namespace amparo::cases
