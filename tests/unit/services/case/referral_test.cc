#include "services/case/domain/referral.h"

#include <algorithm>

#include "tests/unit/services/case/care_values.h"
#include "tests/unit/services/case/rules_matchers.h"

namespace amparo::cases {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const Recorded kBy{"spiffe://amparo/social-worker", kNow};

Referral ToAnOffice() {
  Referral referral;
  referral.name = {"cebu", Id(1), Id(7)};
  referral.party = Id(2);
  referral.kind = ReferralKind::kReferral;
  referral.to_office = "la-paz";
  referral.service_kinds = {"trauma-therapy"};
  referral.date = kOpened + 10;
  referral.staff = "spiffe://amparo/social-worker";
  return Prepared(referral, kBy);
}

Decision<Referral> Said(const Referral& referral, ConsentDecision decision, const std::string& reason = "",
                        absl::CivilDay date = kToday) {
  const bool override = decision == ConsentDecision::kOverridden;
  return RecordConsent(referral,
                       {.decision = decision,
                        .giver = override ? ConsentGiver::kUnspecified : ConsentGiver::kSurvivor,
                        .date = date,
                        .reason = reason,
                        .recorded = kBy},
                       kToday);
}

Decision<Referral> MovedReferral(const Referral& referral, ReferralAct act, const std::string& reason = "why",
                                 absl::CivilDay date = kToday) {
  return MoveReferral(referral, {.act = act, .date = date, .reason = reason, .recorded = kBy}, kToday);
}

Referral Agreed() {
  return Said(ToAnOffice(), ConsentDecision::kGiven).value();
}

std::vector<std::string> WrongWithReferral(const Referral& referral) {
  Violations violations;
  CheckReferral(referral, SmallCatalogue(), {kOpened, kToday}, violations);
  return Fields(violations);
}

TEST(ReferralTest, SaysWhatToWhomAndWhen) {
  EXPECT_THAT(WrongWithReferral(ToAnOffice()), IsEmpty());
  Referral referral = ToAnOffice();
  referral.kind = ReferralKind::kUnspecified;
  referral.to_office.clear();
  referral.service_kinds = {"trauma-therapy", "massage", "trauma-therapy"};
  referral.date = kToday + 1;
  referral.staff.clear();
  EXPECT_THAT(WrongWithReferral(referral),
              ElementsAre("kind", "receiver", "service_kinds[1]", "service_kinds[2]", "date", "staff"));
  referral = ToAnOffice();
  referral.to_office = "cebu";
  referral.service_kinds.clear();
  EXPECT_THAT(WrongWithReferral(referral), ElementsAre("to_office", "service_kinds"));
  referral = ToAnOffice();
  referral.to_office.clear();
  referral.partner = std::string(201, 'x');
  EXPECT_THAT(WrongWithReferral(referral), ElementsAre("partner"));
  referral.partner = "A shelter";
  referral.kind = ReferralKind::kTransfer;
  referral.service_kinds.clear();
  EXPECT_THAT(WrongWithReferral(referral), IsEmpty());
}

TEST(ReferralTest, IsNotSentWithoutConsent) {
  EXPECT_THAT(MovedReferral(ToAnOffice(), ReferralAct::kSend), IsRefusedBy("CONSENT_MISSING"));
  const Referral refused = Said(ToAnOffice(), ConsentDecision::kRefused, "afraid of the trip").value();
  EXPECT_THAT(MovedReferral(refused, ReferralAct::kSend), IsRefusedBy("CONSENT_REFUSED"));
  EXPECT_TRUE(MovedReferral(Agreed(), ReferralAct::kSend).ok());
  // The last word stands.
  EXPECT_TRUE(MovedReferral(Said(refused, ConsentDecision::kGiven).value(), ReferralAct::kSend).ok());
  EXPECT_THAT(MovedReferral(Said(Agreed(), ConsentDecision::kRefused, "changed her mind").value(), ReferralAct::kSend),
              IsRefusedBy("CONSENT_REFUSED"));
}

TEST(ReferralTest, AnOverrideNeedsAReasonAndSomethingToOverride) {
  EXPECT_THAT(Said(ToAnOffice(), ConsentDecision::kOverridden), Violates("reason"));
  EXPECT_THAT(Said(Agreed(), ConsentDecision::kOverridden, "in danger"), IsRefusedBy("CONSENT_GIVEN"));
  const Referral refused = Said(ToAnOffice(), ConsentDecision::kRefused, "afraid").value();
  const Decision<Referral> overridden = Said(refused, ConsentDecision::kOverridden, "in danger of her life");
  ASSERT_TRUE(overridden.ok());
  EXPECT_EQ(overridden.value().consents.size(), 2u);
  EXPECT_TRUE(MovedReferral(overridden.value(), ReferralAct::kSend).ok());
  EXPECT_TRUE(
      MovedReferral(Said(ToAnOffice(), ConsentDecision::kOverridden, "cannot speak").value(), ReferralAct::kSend).ok());
}

TEST(ReferralTest, ConsentSaysWhoAndWhen) {
  Consent consent{.date = kToday + 1};
  EXPECT_THAT(RecordConsent(ToAnOffice(), consent, kToday), Violates("decision", "giver", "effective_date", "reason"));
  EXPECT_THAT(Said(ToAnOffice(), ConsentDecision::kRefused), Violates("reason"));
  EXPECT_THAT(Said(ToAnOffice(), ConsentDecision::kGiven, "", kOpened), IsRefusedBy("BEFORE_LAST_MOVE"));
  EXPECT_THAT(Said(MovedReferral(Agreed(), ReferralAct::kSend).value(), ConsentDecision::kRefused, "late"),
              IsRefusedBy("REFERRAL_STATE"));
}

TEST(ReferralTest, AGuardianSpeaksForMinorsAndForWhoHasOne) {
  Party survivor;
  Person person;
  EXPECT_EQ(RefuseGuardian(survivor, person, std::nullopt, kToday)->rule, "NO_GUARDIAN");
  person.guardians = {{.guardian = Id(5), .from = kToday - 10, .until = kToday}};
  EXPECT_FALSE(RefuseGuardian(survivor, person, std::nullopt, kToday));
  EXPECT_FALSE(RefuseGuardian(survivor, person, std::nullopt, kToday - 10));
  EXPECT_TRUE(RefuseGuardian(survivor, person, std::nullopt, kToday + 1)) << "not any more";
  EXPECT_TRUE(RefuseGuardian(survivor, person, std::nullopt, kToday - 11)) << "not yet";
  person.guardians.clear();
  survivor.minor = true;
  EXPECT_FALSE(RefuseGuardian(survivor, person, std::nullopt, kToday));
  // Who was a minor on the day of the report may be none any more.
  const absl::CivilDay birthday(kToday.year() - kMajority, kToday.month(), kToday.day());
  EXPECT_TRUE(RefuseGuardian(survivor, person, BirthOn(birthday), kToday));
  survivor.minor = false;
  EXPECT_FALSE(RefuseGuardian(survivor, person, BirthOn(birthday + 1), kToday));
}

TEST(ReferralTest, EveryActIsForItsStatesOnly) {
  using enum ReferralState;
  const std::vector<std::pair<ReferralAct, std::vector<ReferralState>>> from = {
      {ReferralAct::kSend, {kPrepared}},
      {ReferralAct::kAccept, {kSent}},
      {ReferralAct::kReject, {kSent}},
      {ReferralAct::kComplete, {kAccepted}},
      {ReferralAct::kRevoke, {kPrepared, kSent, kAccepted}}};
  for (const auto& [act, states] : from) {
    for (const ReferralState state : {kPrepared, kSent, kAccepted, kRejected, kDone, kRevoked}) {
      Referral referral = Agreed();
      referral.state = state;
      const Decision<Referral> moved = MovedReferral(referral, act);
      EXPECT_EQ(moved.ok(), std::find(states.begin(), states.end(), state) != states.end());
      if (!moved.ok()) {
        EXPECT_THAT(moved, IsRefusedBy("REFERRAL_STATE"));
      }
    }
  }
}

TEST(ReferralTest, EachMoveHasItsDayAndWhoRecordedIt) {
  const Referral sent = MovedReferral(Agreed(), ReferralAct::kSend).value();
  EXPECT_EQ(sent.changes.back(), (ReferralChange{ReferralState::kSent, kToday, "why", kBy}));
  EXPECT_THAT(MovedReferral(sent, ReferralAct::kAccept, "", kToday - 1), IsRefusedBy("BEFORE_LAST_MOVE"));
  EXPECT_THAT(MovedReferral(sent, ReferralAct::kAccept, "", kToday + 1), Violates("effective_date"));
  EXPECT_THAT(MovedReferral(sent, ReferralAct::kReject, ""), Violates("reason"));
  EXPECT_THAT(MovedReferral(sent, ReferralAct::kRevoke, ""), Violates("reason"));
  EXPECT_EQ(MovedReferral(MovedReferral(sent, ReferralAct::kAccept).value(), ReferralAct::kComplete, "").value().state,
            ReferralState::kDone);
}

TEST(ReferralTest, IsOpenToTheOfficeItWasSentToAndFromThenOn) {
  EXPECT_FALSE(OpenToReceiver(Agreed()));
  const Referral sent = MovedReferral(Agreed(), ReferralAct::kSend).value();
  EXPECT_TRUE(OpenToReceiver(sent));
  EXPECT_TRUE(OpenToReceiver(MovedReferral(sent, ReferralAct::kRevoke).value()));
  EXPECT_FALSE(OpenToReceiver(MovedReferral(Agreed(), ReferralAct::kRevoke).value()));
  EXPECT_TRUE(NoteOpenToReceiver(sent));
  EXPECT_TRUE(NoteOpenToReceiver(MovedReferral(sent, ReferralAct::kAccept).value()));
  EXPECT_FALSE(NoteOpenToReceiver(Agreed()));
  EXPECT_FALSE(NoteOpenToReceiver(MovedReferral(sent, ReferralAct::kRevoke).value()));
  EXPECT_FALSE(NoteOpenToReceiver(MovedReferral(sent, ReferralAct::kReject).value()));
  Referral to_partner = sent;
  to_partner.to_office.clear();
  EXPECT_FALSE(OpenToReceiver(to_partner));
}

}  // namespace
}  // namespace amparo::cases
