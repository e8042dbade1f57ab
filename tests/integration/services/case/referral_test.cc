#include "tests/integration/services/case/care_test.h"

namespace amparo::cases {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ReferralTest : public CareTest {
 protected:
  ReferralTest() {
    service_.OpenOffice("la-paz");
    Open();
  }

  std::string Prepared(v1::ReferralKind kind = v1::REFERRAL_KIND_REFERRAL, const std::string& office = "") {
    return Done(*referrals_, &ReferralStub::CreateReferral, ReferralRequest(kind, office)).name();
  }
  std::string Sent(v1::ReferralKind kind, const std::string& office) {
    const std::string name = Prepared(kind, office);
    EXPECT_THAT(Say(name, v1::CONSENT_DECISION_GIVEN), IsOk());
    EXPECT_THAT(Act(*referrals_, &ReferralStub::SendReferral, name), IsOk());
    return name;
  }
  v1::AftercareState StateOfTrack() {
    v1::GetAftercareRequest request;
    request.set_name(Track());
    return Done(*aftercare_, &AftercareStub::GetAftercare, request).state();
  }

  std::unique_ptr<ReferralStub> worker_ = service_.StubOf<v1::ReferralService>("social-worker");
  std::unique_ptr<ReferralStub> la_paz_ = service_.StubOf<v1::ReferralService>("la-paz");
};

TEST_F(ReferralTest, IsAgreedToSentTakenOnAndDone) {
  const std::string name = Prepared();
  EXPECT_THAT(Act(*referrals_, &ReferralStub::SendReferral, name), FailsWith(kRefused, "CONSENT_MISSING"));
  EXPECT_THAT(Say(name, v1::CONSENT_DECISION_GIVEN), IsOk());
  EXPECT_THAT(Act(*referrals_, &ReferralStub::SendReferral, name), IsOk());
  EXPECT_THAT(Act(*referrals_, &ReferralStub::AcceptReferral, name, "a bed is free"), IsOk());
  const auto done = Act(*referrals_, &ReferralStub::CompleteReferral, name);
  ASSERT_THAT(done, IsOk());
  EXPECT_EQ(done->state(), v1::REFERRAL_STATE_DONE);
  ASSERT_EQ(done->changes_size(), 4);
  EXPECT_EQ(done->changes(2).reason(), "a bed is free");
  EXPECT_EQ(done->changes(2).recorder(), "spiffe://amparo/everyone");
  EXPECT_EQ(done->consents(0).decision(), v1::CONSENT_DECISION_GIVEN);
  // A referral leaves the survivor in the office's care.
  EXPECT_EQ(StateOfTrack(), v1::AFTERCARE_STATE_ACTIVE);
  EXPECT_THAT(Act(*referrals_, &ReferralStub::RevokeReferral, name, "x"), FailsWith(kRefused, "REFERRAL_STATE"));
}

TEST_F(ReferralTest, AGuardianSpeaksOnlyForWhoHasOneOrIsAMinor) {
  v1::RecordConsentRequest request;
  request.set_name(Prepared());
  request.set_decision(v1::CONSENT_DECISION_GIVEN);
  request.set_giver(v1::CONSENT_GIVER_GUARDIAN);
  EXPECT_THAT(Call(*referrals_, &ReferralStub::RecordConsent, request), FailsWith(kRefused, "NO_GUARDIAN"));
  const auto person = [](const std::string& party) {
    return "offices/cebu/persons/" + party.substr(party.rfind('/') + 1);
  };
  v1::UpdatePersonRequest update;
  update.mutable_person()->set_name(person(survivor_));
  v1::Guardianship& guardian = *update.mutable_person()->add_guardians();
  guardian.set_guardian(person(EnterParty(case_, v1::PARTY_ROLE_GUARDIAN, "G1")));
  guardian.set_relation(v1::GUARDIAN_RELATION_LEGAL_GUARDIAN);
  update.mutable_update_mask()->add_paths("guardians");
  Done(service_.persons(), &v1::PersonService::Stub::UpdatePerson, update);
  const v1::Referral agreed = Done(*referrals_, &ReferralStub::RecordConsent, request);
  ASSERT_EQ(agreed.consents_size(), 1);
  EXPECT_EQ(agreed.consents(0).giver(), v1::CONSENT_GIVER_GUARDIAN);

  survivor_ = EnterParty(case_, v1::PARTY_ROLE_SURVIVOR, "Rosa", /*minor=*/true);
  Open();
  request.set_name(Prepared());
  EXPECT_THAT(Call(*referrals_, &ReferralStub::RecordConsent, request), IsOk());
}

TEST_F(ReferralTest, ARefusalIsOverriddenByASupervisorWithAReasonOnly) {
  const std::string name = Prepared();
  EXPECT_THAT(Say(name, v1::CONSENT_DECISION_REFUSED), IsInvalidIn("reason"));
  EXPECT_THAT(Say(name, v1::CONSENT_DECISION_OVERRIDDEN, "x"), IsInvalidIn("decision"));
  EXPECT_THAT(Say(name, v1::CONSENT_DECISION_REFUSED, "afraid to leave"), IsOk());
  EXPECT_THAT(Act(*worker_, &ReferralStub::SendReferral, name), FailsWith(kRefused, "CONSENT_REFUSED"));
  EXPECT_EQ(Act(*worker_, &ReferralStub::OverrideConsent, name, "in danger").status().code(),
            absl::StatusCode::kPermissionDenied);
  EXPECT_THAT(Act(*referrals_, &ReferralStub::OverrideConsent, name), IsInvalidIn("reason"));
  EXPECT_THAT(Act(*referrals_, &ReferralStub::OverrideConsent, name, "in danger of her life"), IsOk());
  const auto sent = Act(*worker_, &ReferralStub::SendReferral, name);
  ASSERT_THAT(sent, IsOk());
  EXPECT_EQ(sent->consents(1).decision(), v1::CONSENT_DECISION_OVERRIDDEN);
  EXPECT_EQ(sent->consents(1).recorder(), "spiffe://amparo/everyone");
}

TEST_F(ReferralTest, TheReceivingOfficeReadsAndAnswersWhatWasSentToIt) {
  v1::CreateReferralRequest request = ReferralRequest(v1::REFERRAL_KIND_REFERRAL, "la-paz");
  request.mutable_referral()->set_note("she speaks Aymara");
  v1::GetReferralRequest get;
  get.set_name(Done(*referrals_, &ReferralStub::CreateReferral, request).name());
  get.set_view(types::v1::VIEW_FULL);
  EXPECT_THAT(Call(*la_paz_, &ReferralStub::GetReferral, get), FailsWith(kNotFound, errors::kNotFound));
  EXPECT_THAT(Say(get.name(), v1::CONSENT_DECISION_GIVEN), IsOk());
  EXPECT_THAT(Act(*la_paz_, &ReferralStub::AcceptReferral, get.name()), FailsWith(kNotFound, errors::kNotFound));
  EXPECT_THAT(Act(*referrals_, &ReferralStub::SendReferral, get.name()), IsOk());
  EXPECT_EQ(Call(*la_paz_, &ReferralStub::GetReferral, get)->note(), "she speaks Aymara");
  EXPECT_EQ(service_.Sql("SELECT office || ' ' || caller FROM audit WHERE action = 'READ'"),
            "cebu spiffe://amparo/la-paz");
  EXPECT_THAT(Act(*la_paz_, &ReferralStub::RevokeReferral, get.name(), "x"), FailsWith(kNotFound, errors::kNotFound));
  EXPECT_THAT(Act(*la_paz_, &ReferralStub::RejectReferral, get.name()), IsInvalidIn("reason"));
  const auto rejected = Act(*la_paz_, &ReferralStub::RejectReferral, get.name(), "no room");
  ASSERT_THAT(rejected, IsOk());
  EXPECT_EQ(rejected->changes(2).recorder(), "spiffe://amparo/la-paz");
}

TEST_F(ReferralTest, TheReceivingOfficeListsWhatWasSentToItAndNothingElse) {
  const auto received = [&](v1::ListReceivedReferralsRequest request) {
    request.set_parent("offices/la-paz");
    const auto page = Done(*la_paz_, &ReferralStub::ListReceivedReferrals, request);
    std::vector<std::string> names;
    for (const v1::Referral& referral : page.referrals()) names.push_back(referral.name());
    return names;
  };
  Sent(v1::REFERRAL_KIND_REFERRAL, "");
  const std::string first = Prepared(v1::REFERRAL_KIND_REFERRAL, "la-paz");
  EXPECT_THAT(received({}), IsEmpty());
  // Taken back before it was sent, it was never theirs.
  EXPECT_THAT(Act(*referrals_, &ReferralStub::RevokeReferral, first, "she stays"), IsOk());
  EXPECT_THAT(received({}), IsEmpty());
  On(today_ + 1);
  const std::string second = Sent(v1::REFERRAL_KIND_REFERRAL, "la-paz");
  On(today_ + 1);
  const std::string third = Sent(v1::REFERRAL_KIND_TRANSFER, "la-paz");
  EXPECT_THAT(received({}), ElementsAre(second, third));
  v1::ListReceivedReferralsRequest request;
  *request.mutable_from_date() = DateOf(today_);
  EXPECT_THAT(received(request), ElementsAre(third));
  EXPECT_THAT(Act(*la_paz_, &ReferralStub::AcceptReferral, second), IsOk());
  request.Clear();
  request.add_states(v1::REFERRAL_STATE_ACCEPTED);
  EXPECT_THAT(received(request), ElementsAre(second));
  request.Clear();
  request.set_page_size(1);
  EXPECT_THAT(received(request), ElementsAre(second));
  // The office that sent them received none, and nobody lists what another office received.
  request.set_parent("offices/cebu");
  EXPECT_EQ(Done(*referrals_, &ReferralStub::ListReceivedReferrals, request).referrals_size(), 0);
  EXPECT_THAT(Call(*la_paz_, &ReferralStub::ListReceivedReferrals, request), FailsWith(kNotFound, errors::kNotFound));
}

TEST_F(ReferralTest, TheReceiverReadsTheNoteAsLongAsTheReferralStands) {
  v1::CreateReferralRequest request = ReferralRequest(v1::REFERRAL_KIND_REFERRAL, "la-paz");
  request.mutable_referral()->set_note("she speaks Aymara");
  v1::GetReferralRequest get;
  get.set_name(Done(*referrals_, &ReferralStub::CreateReferral, request).name());
  const absl::Time prepared = service_.clock().Now();
  service_.clock().Advance(absl::Hours(1));
  EXPECT_THAT(Say(get.name(), v1::CONSENT_DECISION_GIVEN), IsOk());
  EXPECT_THAT(Act(*referrals_, &ReferralStub::SendReferral, get.name()), IsOk());
  SetTimestamp(prepared, get.mutable_read_time());
  EXPECT_THAT(Call(*la_paz_, &ReferralStub::GetReferral, get), FailsWith(kNotFound, errors::kNotFound));
  EXPECT_EQ(Done(*referrals_, &ReferralStub::GetReferral, get).state(), v1::REFERRAL_STATE_PREPARED);
  get.clear_read_time();
  EXPECT_THAT(Act(*referrals_, &ReferralStub::RevokeReferral, get.name(), "she no longer agrees"), IsOk());
  EXPECT_EQ(Done(*la_paz_, &ReferralStub::GetReferral, get).state(), v1::REFERRAL_STATE_REVOKED);
  get.set_view(types::v1::VIEW_FULL);
  EXPECT_THAT(Call(*la_paz_, &ReferralStub::GetReferral, get), FailsWith(kRefused, "NOTE_CLOSED_TO_RECEIVER"));
  EXPECT_EQ(Done(*referrals_, &ReferralStub::GetReferral, get).note(), "she speaks Aymara");
}

TEST_F(ReferralTest, WhatWasSentToAnOfficeIsAnsweredThere) {
  const auto cebu = service_.StubOf<v1::ReferralService>("cebu");
  const std::string to_office = Sent(v1::REFERRAL_KIND_REFERRAL, "la-paz");
  EXPECT_THAT(Act(*cebu, &ReferralStub::AcceptReferral, to_office), FailsWith(kRefused, "RECEIVER_ANSWERS"));
  EXPECT_THAT(Act(*cebu, &ReferralStub::RejectReferral, to_office, "x"), FailsWith(kRefused, "RECEIVER_ANSWERS"));
  EXPECT_THAT(Act(*cebu, &ReferralStub::CompleteReferral, to_office), FailsWith(kRefused, "RECEIVER_ANSWERS"));
  EXPECT_THAT(Act(*cebu, &ReferralStub::RevokeReferral, to_office, "she stays"), IsOk());
  EXPECT_THAT(Act(*cebu, &ReferralStub::AcceptReferral, Sent(v1::REFERRAL_KIND_REFERRAL, "")), IsOk());
}

TEST_F(ReferralTest, AnotherOfficeSeesNothingOfIt) {
  service_.OpenOffice("phnom-penh");
  v1::GetReferralRequest get;
  get.set_name(Sent(v1::REFERRAL_KIND_REFERRAL, "phnom-penh"));
  EXPECT_THAT(Call(*la_paz_, &ReferralStub::GetReferral, get), FailsWith(kNotFound, errors::kNotFound));
  EXPECT_THAT(Act(*la_paz_, &ReferralStub::AcceptReferral, get.name()), FailsWith(kNotFound, errors::kNotFound));
  get.set_name("offices/cebu");
  EXPECT_THAT(Call(*la_paz_, &ReferralStub::GetReferral, get), IsInvalidIn("name"));
}

TEST_F(ReferralTest, ATransferThatIsDoneEndsTheCareHere) {
  const std::string name = Sent(v1::REFERRAL_KIND_TRANSFER, "la-paz");
  EXPECT_THAT(Act(*la_paz_, &ReferralStub::AcceptReferral, name), IsOk());
  EXPECT_EQ(StateOfTrack(), v1::AFTERCARE_STATE_ACTIVE);
  EXPECT_THAT(Act(*la_paz_, &ReferralStub::CompleteReferral, name), IsOk());
  EXPECT_EQ(StateOfTrack(), v1::AFTERCARE_STATE_ENDED);
  EXPECT_EQ(service_.Sql("SELECT string_agg(kind, ', ' ORDER BY seq) FROM outbox WHERE seq > "
                         "(SELECT max(seq) - 2 FROM outbox)"),
            "referral, aftercare");
  EXPECT_THAT(Call(*referrals_, &ReferralStub::CreateReferral, ReferralRequest(v1::REFERRAL_KIND_REFERRAL)),
              FailsWith(kRefused, "AFTERCARE_STATE"));
}

TEST_F(ReferralTest, ReceiversAndServicesAreChecked) {
  v1::CreateReferralRequest request = ReferralRequest(v1::REFERRAL_KIND_REFERRAL, "manila");
  EXPECT_THAT(Call(*referrals_, &ReferralStub::CreateReferral, request), FailsWith(kNotFound, errors::kNotFound));
  request = ReferralRequest(v1::REFERRAL_KIND_REFERRAL, "cebu");
  EXPECT_THAT(Call(*referrals_, &ReferralStub::CreateReferral, request), IsInvalidIn("referral.to_office"));
  request = ReferralRequest(v1::REFERRAL_KIND_REFERRAL);
  request.mutable_referral()->set_service_kinds(0, "massage");
  EXPECT_THAT(Call(*referrals_, &ReferralStub::CreateReferral, request), IsInvalidIn("referral.service_kinds[0]"));
}

TEST_F(ReferralTest, AreListedByStateAndSurvivor) {
  const std::string open = Prepared();
  const std::string sent = Sent(v1::REFERRAL_KIND_TRANSFER, "la-paz");
  v1::ListReferralsRequest request;
  request.set_parent("offices/cebu/cases/-");
  request.set_party(survivor_);
  EXPECT_EQ(Done(*referrals_, &ReferralStub::ListReferrals, request).referrals_size(), 2);
  request.add_states(v1::REFERRAL_STATE_SENT);
  const auto listed = Done(*referrals_, &ReferralStub::ListReferrals, request);
  ASSERT_EQ(listed.referrals_size(), 1);
  EXPECT_EQ(listed.referrals(0).name(), sent);
}

}  // namespace
}  // namespace amparo::cases
