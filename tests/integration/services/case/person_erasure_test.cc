// Who is erased is gone for good, everywhere, and every count stays.
#include "amparo/cases/v1/aftercare.grpc.pb.h"
#include "amparo/cases/v1/assessment.grpc.pb.h"
#include "common/rpc/etag.h"
#include "tests/integration/services/case/care_test.h"

namespace amparo::cases {
namespace {

using PersonStub = v1::PersonService::Stub;
using ::testing::IsEmpty;

class PersonErasureTest : public CareTest {
 protected:
  PersonErasureTest() {
    v1::UpdatePartyRequest named;
    named.mutable_party()->set_name(survivor_);
    named.mutable_party()->mutable_identity()->set_full_name("Maria Santos");
    *named.mutable_party()->mutable_identity()->mutable_birth_date() = DateOf(absl::CivilDay(1999, 2, 3));
    named.mutable_update_mask()->add_paths("identity");
    person_ = Done(service_.parties(), &v1::PartyService::Stub::UpdateParty, named).person();
  }

  v1::ErasePersonRequest EraseRequest() {
    v1::ErasePersonRequest request;
    request.set_name(person_);
    request.set_reason("asked for it in writing");
    return request;
  }
  v1::Person Erase() { return Done(service_.persons(), &PersonStub::ErasePerson, EraseRequest()); }
  absl::StatusOr<v1::Person> ReadPerson(std::optional<absl::Time> at = std::nullopt) {
    v1::GetPersonRequest request;
    request.set_name(person_);
    request.set_view(types::v1::VIEW_FULL);
    if (at) SetTimestamp(*at, request.mutable_read_time());
    return Call(service_.persons(), &PersonStub::GetPerson, request);
  }
  absl::StatusOr<v1::Party> ReadParty() {
    v1::GetPartyRequest request;
    request.set_name(survivor_);
    request.set_view(types::v1::VIEW_FULL);
    return Call(service_.parties(), &v1::PartyService::Stub::GetParty, request);
  }

  std::string person_;
};

TEST_F(PersonErasureTest, NothingThatIdentifiesIsLeftAndTheRestStays) {
  ASSERT_EQ(ReadParty()->identity().full_name(), "Maria Santos");
  ASSERT_TRUE(ReadParty()->minor());
  const std::string tokens = service_.Sql("SELECT cardinality(tokens) FROM person");
  EXPECT_NE(tokens, "0");
  const v1::Person erased = Erase();
  EXPECT_TRUE(erased.has_erase_time());
  EXPECT_EQ(erased.erase_reason(), "asked for it in writing");
  EXPECT_EQ(erased.pseudonym(), "Maria");
  const auto person = ReadPerson();
  ASSERT_THAT(person, IsOk());
  EXPECT_FALSE(person->has_profile());
  EXPECT_EQ(person->erase_time().seconds(), erased.erase_time().seconds());
  const auto party = ReadParty();
  ASSERT_THAT(party, IsOk());
  EXPECT_FALSE(party->has_identity());
  EXPECT_TRUE(party->has_erase_time());
  EXPECT_TRUE(party->minor()) << "what was counted stays";
  EXPECT_EQ(service_.Sql("SELECT cardinality(tokens) FROM person"), "0");
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM data_key WHERE wrapped IS NULL AND erase_time IS NOT NULL"), "1");
  v1::SearchPersonsRequest search;
  search.set_parent("offices/cebu");
  search.set_query("Maria Santos");
  EXPECT_EQ(Done(service_.persons(), &PersonStub::SearchPersons, search).matches_size(), 0);
}

TEST_F(PersonErasureTest, WhatWasSealedUnderTheKeyReadsAsErased) {
  Open();
  v1::CreateAssessmentRequest noted = AssessRequest(3);
  noted.mutable_assessment()->set_note("Her mother is called Luz");
  const std::string assessment = Done(*assessments_, &AssessmentStub::CreateAssessment, noted).name();
  const absl::Time before = service_.clock().Now();
  service_.clock().Advance(absl::Minutes(1));
  Erase();
  v1::GetAssessmentRequest get;
  get.set_name(assessment);
  get.set_view(types::v1::VIEW_FULL);
  const auto read = Call(*assessments_, &AssessmentStub::GetAssessment, get);
  ASSERT_THAT(read, IsOk());
  EXPECT_THAT(read->note(), IsEmpty());
  EXPECT_EQ(read->scores_size(), noted.assessment().scores_size());
  // Nor does the past give it back.
  const auto then = ReadPerson(before);
  ASSERT_THAT(then, IsOk());
  EXPECT_FALSE(then->has_profile());
  EXPECT_FALSE(then->has_erase_time());
  // And nothing is entered again.
  EXPECT_THAT(Call(*assessments_, &AssessmentStub::CreateAssessment, noted), FailsWith(kRefused, "DATA_KEY_ERASED"));
  v1::UpdatePartyRequest again;
  again.mutable_party()->set_name(survivor_);
  again.mutable_party()->mutable_identity()->set_full_name("Maria Santos");
  again.mutable_update_mask()->add_paths("identity");
  EXPECT_THAT(Call(service_.parties(), &v1::PartyService::Stub::UpdateParty, again),
              FailsWith(kRefused, "DATA_KEY_ERASED"));
  v1::UpdatePersonRequest update;
  update.mutable_person()->set_name(person_);
  update.mutable_person()->set_pseudonym("Luz");
  update.mutable_update_mask()->add_paths("pseudonym");
  EXPECT_THAT(Call(service_.persons(), &PersonStub::UpdatePerson, update), FailsWith(kRefused, "PERSON_ERASED"));
}

TEST_F(PersonErasureTest, TheCaseGoesOnWithoutTheName) {
  Erase();
  v1::UpdatePartyRequest testified;
  testified.mutable_party()->set_name(survivor_);
  testified.mutable_party()->set_testified(true);
  testified.mutable_update_mask()->add_paths("testified");
  const auto party = Call(service_.parties(), &v1::PartyService::Stub::UpdateParty, testified);
  ASSERT_THAT(party, IsOk());
  EXPECT_TRUE(party->testified());
  EXPECT_TRUE(party->has_erase_time());
  v1::CreatePartyRequest role;
  role.set_parent(case_);
  role.mutable_party()->set_role(v1::PARTY_ROLE_WITNESS);
  role.mutable_party()->set_pseudonym("Maria");
  role.mutable_party()->set_person(person_);
  EXPECT_THAT(Call(service_.parties(), &v1::PartyService::Stub::CreateParty, role),
              FailsWith(kRefused, "PERSON_ERASED"));
}

TEST_F(PersonErasureTest, RepeatedItAnswersTheSame) {
  v1::ErasePersonRequest request = EraseRequest();
  request.set_request_id(NewId());
  const v1::Person first = Done(service_.persons(), &PersonStub::ErasePerson, request);
  EXPECT_EQ(Done(service_.persons(), &PersonStub::ErasePerson, request).SerializeAsString(), first.SerializeAsString());
  service_.clock().Advance(absl::Hours(1));
  v1::ErasePersonRequest other = EraseRequest();
  other.set_reason("another reason");
  other.set_etag(rpc::ToEtag(1));
  EXPECT_EQ(Done(service_.persons(), &PersonStub::ErasePerson, other).SerializeAsString(), first.SerializeAsString());
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM outbox WHERE name = '" + person_ + "'"), "3");
}

TEST_F(PersonErasureTest, OnlySupervisorsErase) {
  for (const char* caller : {"intake", "investigator", "auditor", "social-worker"}) {
    const auto stub = service_.StubOf<v1::PersonService>(caller);
    EXPECT_THAT(Call(*stub, &PersonStub::ErasePerson, EraseRequest()),
                FailsWith(absl::StatusCode::kPermissionDenied, "PERMISSION_DENIED"))
        << caller;
  }
  v1::ErasePersonRequest request = EraseRequest();
  request.clear_reason();
  const auto supervisor = service_.StubOf<v1::PersonService>("supervisor");
  EXPECT_THAT(Call(*supervisor, &PersonStub::ErasePerson, request), IsInvalidIn("reason"));
  EXPECT_THAT(Call(*supervisor, &PersonStub::ErasePerson, EraseRequest()), IsOk());
}

}  // namespace
}  // namespace amparo::cases
