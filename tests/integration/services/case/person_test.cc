// People: one record across cases, opened only to calls that are audited first.
#include "tests/integration/services/case/person_test.h"

#include "tests/integration/services/case/canary.h"

namespace amparo::cases {
namespace {

using ::testing::ElementsAre;

TEST_F(PersonTest, APersonIsEnteredAndShownWithoutWhatIdentifiesThem) {
  v1::CreatePersonRequest request = PersonRequest("Maria Santos");
  request.mutable_person()->set_sex(v1::SEX_FEMALE);
  request.mutable_person()->add_languages("ceb");
  request.mutable_person()->mutable_contact_preference()->set_never_contact(true);
  const auto created = Call(service_.persons(), &PersonStub::CreatePerson, request);
  ASSERT_THAT(created, IsOk());
  EXPECT_FALSE(created->has_profile());
  EXPECT_TRUE(created->sealed_profile().empty());
  EXPECT_TRUE(created->contact_preference().never_contact());
  EXPECT_EQ(ReadPerson(created->name(), types::v1::VIEW_BASIC)->SerializeAsString(), created->SerializeAsString());
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM audit WHERE action = 'READ'"), "0");
  const auto full = ReadPerson(created->name());
  ASSERT_THAT(full, IsOk());
  EXPECT_EQ(full->profile().full_name(), "Maria Santos");
  EXPECT_EQ(service_.Sql("SELECT name || ' ' || fields::text FROM audit WHERE action = 'READ'"),
            created->name() + " {profile}");
}

TEST_F(PersonTest, EveryPersonHasAKeyFromTheBeginning) {
  v1::CreatePersonRequest request = PersonRequest("");
  request.mutable_person()->clear_profile();
  const v1::Person person = Done(service_.persons(), &PersonStub::CreatePerson, request);
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM data_key WHERE wrapped IS NOT NULL"), "1");
  EXPECT_EQ(ReadPerson(person.name())->profile().ByteSizeLong(), 0u);
}

TEST_F(PersonTest, ARepeatedRequestGivesTheFirstAnswer) {
  v1::CreatePersonRequest request = PersonRequest("Maria Santos");
  request.set_request_id(NewId());
  const v1::Person first = Done(service_.persons(), &PersonStub::CreatePerson, request);
  EXPECT_EQ(Done(service_.persons(), &PersonStub::CreatePerson, request).SerializeAsString(),
            first.SerializeAsString());
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM person"), "1");
  request.mutable_person()->set_pseudonym("Luz");
  EXPECT_THAT(Call(service_.persons(), &PersonStub::CreatePerson, request), FailsWith(kInvalid, "REQUEST_ID_REUSED"));
  request.clear_request_id();
  request.set_person_id(first.name().substr(first.name().rfind('/') + 1));
  EXPECT_THAT(Call(service_.persons(), &PersonStub::CreatePerson, request),
              FailsWith(kExists, "RESOURCE_ALREADY_EXISTS"));
}

TEST_F(PersonTest, WhatIsWrongIsToldAllAtOnce) {
  v1::CreatePersonRequest request = PersonRequest(std::string(201, 'x'), "");
  request.mutable_person()->add_languages("no language");
  request.mutable_person()->mutable_profile()->mutable_birth_date()->set_year(2020);
  const auto created = Call(service_.persons(), &PersonStub::CreatePerson, request);
  EXPECT_THAT(Violated(created), ElementsAre("person.pseudonym", "person.languages", "person.profile.full_name",
                                             "person.profile.birth_date"));
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM person"), "0");
}

TEST_F(PersonTest, ARoleIsLinkedToThePersonInEachCase) {
  const v1::Person maya = EnterPerson("Maria Santos");
  const std::string other = CaseIn("cebu", v1::CASE_STAGE_INVESTIGATION);
  const v1::Party survivor = EnterRole(maya.name(), case_);
  const v1::Party witness = EnterRole(maya.name(), other, v1::PARTY_ROLE_WITNESS);
  EXPECT_EQ(ReadParty(survivor.name())->identity().full_name(), "Maria Santos");
  EXPECT_EQ(ReadParty(witness.name())->identity().full_name(), "Maria Santos");
  v1::ListPersonPartiesRequest list;
  list.set_parent(maya.name());
  list.set_page_size(1);
  std::vector<std::string> names;
  do {
    const auto page = Done(service_.persons(), &PersonStub::ListPersonParties, list);
    for (const v1::Party& party : page.parties()) names.push_back(party.name());
    list.set_page_token(page.next_page_token());
  } while (!list.page_token().empty());
  EXPECT_THAT(names, ElementsAre(survivor.name(), witness.name()));
  list.set_role(v1::PARTY_ROLE_WITNESS);
  EXPECT_EQ(Done(service_.persons(), &PersonStub::ListPersonParties, list).parties(0).name(), witness.name());
  list.set_parent("offices/cebu/persons/" + NewId());
  EXPECT_THAT(Call(service_.persons(), &PersonStub::ListPersonParties, list),
              FailsWith(kNotFound, "RESOURCE_NOT_FOUND"));
}

TEST_F(PersonTest, ARoleWithoutAPersonBringsOne) {
  v1::CreatePartyRequest request = RoleRequest("", case_);
  request.mutable_party()->mutable_identity()->set_full_name("Maria Santos");
  const v1::Party party = Done(service_.parties(), &v1::PartyService::Stub::CreateParty, request);
  ASSERT_FALSE(party.person().empty());
  const auto person = ReadPerson(party.person());
  ASSERT_THAT(person, IsOk());
  EXPECT_EQ(person->pseudonym(), "Maya");
  EXPECT_EQ(person->profile().full_name(), "Maria Santos");
  EXPECT_EQ(service_.Sql("SELECT string_agg(kind, ' ' ORDER BY seq) FROM outbox WHERE kind IN ('person', 'party')"),
            "person party");
  EXPECT_THAT(Found("santos, maria"), ElementsAre("Maya"));
}

TEST_F(PersonTest, WhatIsSaidThroughOneCaseHoldsInAll) {
  const v1::Person maya = EnterPerson("Maria Santos");
  const v1::Party here = EnterRole(maya.name(), case_);
  const v1::Party there = EnterRole(maya.name(), CaseIn("cebu", v1::CASE_STAGE_INVESTIGATION));
  v1::Person wanted = *ReadPerson(maya.name());
  wanted.mutable_profile()->set_narrative("What else is known");
  ASSERT_THAT(UpdatePerson(wanted, {"profile"}), IsOk());
  v1::UpdatePartyRequest update;
  update.mutable_party()->set_name(here.name());
  update.mutable_party()->mutable_identity()->set_full_name("Marie Santos");
  update.mutable_update_mask()->add_paths("identity");
  Done(service_.parties(), &v1::PartyService::Stub::UpdateParty, update);
  EXPECT_EQ(ReadParty(there.name())->identity().full_name(), "Marie Santos");
  EXPECT_EQ(ReadPerson(maya.name())->profile().narrative(), "What else is known");
  EXPECT_THAT(Found("Marie Santos"), ElementsAre("Maya"));
}

TEST_F(PersonTest, APartyNamesAPersonOfItsOfficeAndNothingElseOfThem) {
  service_.OpenOffice("la-paz");
  v1::CreatePersonRequest elsewhere = PersonRequest("Rosa");
  elsewhere.set_parent("offices/la-paz");
  const v1::Person rosa = Done(service_.persons(), &PersonStub::CreatePerson, elsewhere);
  EXPECT_THAT(Call(service_.parties(), &v1::PartyService::Stub::CreateParty, RoleRequest(rosa.name(), case_)),
              IsInvalidIn("party.person"));
  EXPECT_THAT(Call(service_.parties(), &v1::PartyService::Stub::CreateParty,
                   RoleRequest("offices/cebu/persons/" + NewId(), case_)),
              FailsWith(kNotFound, "RESOURCE_NOT_FOUND"));
  v1::CreatePartyRequest both = RoleRequest(EnterPerson("Maria").name(), case_);
  both.mutable_party()->mutable_identity()->set_full_name("Another");
  EXPECT_THAT(Call(service_.parties(), &v1::PartyService::Stub::CreateParty, both), IsInvalidIn("party.identity"));
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM party"), "0");
}

TEST_F(PersonTest, WhetherAMinorFollowsFromTheBirthInEveryCase) {
  const v1::Person maya = EnterPerson("Maria Santos");
  v1::CreatePartyRequest request = RoleRequest(maya.name(), case_);
  request.mutable_party()->set_minor(true);
  // The case was reported on 2014-05-12.
  const v1::Party party = Done(service_.parties(), &v1::PartyService::Stub::CreateParty, request);
  EXPECT_TRUE(party.minor());
  EXPECT_FALSE(party.minor_derived()) << "no birth date is known";
  v1::Person wanted = *ReadPerson(maya.name());
  wanted.mutable_profile()->mutable_birth_date()->set_year(1996);
  ASSERT_THAT(UpdatePerson(wanted, {"profile"}), IsOk());
  EXPECT_FALSE(ReadParty(party.name())->minor_derived()) << "17 or 18: it stays as it was said";
  EXPECT_TRUE(ReadParty(party.name())->minor());
  wanted = *ReadPerson(maya.name());
  wanted.mutable_profile()->mutable_birth_date()->set_year(1990);
  ASSERT_THAT(UpdatePerson(wanted, {"profile"}), IsOk());
  EXPECT_TRUE(ReadParty(party.name())->minor_derived());
  EXPECT_FALSE(ReadParty(party.name())->minor());
  // The flag does not change against it, and a day on which it was another does.
  v1::UpdatePartyRequest update;
  *update.mutable_party() = *ReadParty(party.name(), types::v1::VIEW_BASIC);
  update.mutable_party()->set_minor(true);
  update.mutable_update_mask()->add_paths("minor");
  EXPECT_THAT(Call(service_.parties(), &v1::PartyService::Stub::UpdateParty, update),
              FailsWith(kRefused, "MINOR_IS_DERIVED"));
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM outbox WHERE name = '" + party.name() + "'"), "2");
}

TEST_F(PersonTest, ADayThatTheBirthDecidesIsDecidedByIt) {
  v1::CreatePersonRequest enter = PersonRequest("Maria Santos");
  enter.mutable_person()->mutable_profile()->mutable_birth_date()->set_year(1996);
  const std::string maya = Done(service_.persons(), &PersonStub::CreatePerson, enter).name();
  const v1::Party party = EnterRole(maya, case_);
  EXPECT_FALSE(party.minor_derived());
  v1::UpdatePartyRequest update;
  update.mutable_party()->set_name(party.name());
  update.mutable_party()->set_minor(false);
  *update.mutable_party()->mutable_minor_date() = DateOf(absl::CivilDay(2013, 12, 31));
  update.mutable_update_mask()->add_paths("minor");
  update.mutable_update_mask()->add_paths("minor_date");
  const v1::Party moved = Done(service_.parties(), &v1::PartyService::Stub::UpdateParty, update);
  EXPECT_TRUE(moved.minor()) << "whoever was born in 1996 is a minor in 2013";
  EXPECT_TRUE(moved.minor_derived());
}

TEST_F(PersonTest, AgesAreBoundsAndTheLookAtThemIsAudited) {
  v1::CreatePersonRequest enter = PersonRequest("Maria Santos");
  v1::Profile& profile = *enter.mutable_person()->mutable_profile();
  profile.mutable_birth_date()->set_year(1996);
  profile.mutable_birth_date()->set_month(5);
  const std::string maya = Done(service_.persons(), &PersonStub::CreatePerson, enter).name();
  v1::ComputeAgesRequest request;
  request.set_name(maya);
  for (const absl::CivilDay day :
       {absl::CivilDay(2014, 4, 30), absl::CivilDay(2014, 5, 12), absl::CivilDay(2014, 6, 1)}) {
    *request.add_dates() = DateOf(day);
  }
  const auto response = Done(service_.persons(), &PersonStub::ComputeAges, request);
  ASSERT_EQ(response.ages_size(), 3);
  EXPECT_EQ(response.ages(0).minority(), v1::MINORITY_MINOR);
  EXPECT_EQ(response.ages(1).min_years(), 17);
  EXPECT_EQ(response.ages(1).max_years(), 18);
  EXPECT_EQ(response.ages(1).minority(), v1::MINORITY_UNKNOWN);
  EXPECT_EQ(response.ages(2).minority(), v1::MINORITY_ADULT);
  EXPECT_EQ(service_.Sql("SELECT name || ' ' || fields::text FROM audit WHERE action = 'READ'"),
            maya + " {profile.birth_date}");
  request.set_name(EnterPerson("Nobody knows").name());
  EXPECT_FALSE(Done(service_.persons(), &PersonStub::ComputeAges, request).ages(0).known());
  request.mutable_dates(1)->set_month(13);
  EXPECT_THAT(Call(service_.persons(), &PersonStub::ComputeAges, request), IsInvalidIn("dates[1]"));
  request.clear_dates();
  EXPECT_THAT(Call(service_.persons(), &PersonStub::ComputeAges, request), IsInvalidIn("dates"));
}

TEST_F(PersonTest, AGuardianIsAPersonOfTheOffice) {
  const v1::Person mother = EnterPerson("Luz Santos", "The mother");
  v1::CreatePersonRequest child = PersonRequest("Maria Santos");
  v1::Guardianship& guardian = *child.mutable_person()->add_guardians();
  guardian.set_guardian(mother.name());
  guardian.set_relation(v1::GUARDIAN_RELATION_PARENT);
  const v1::Person maya = Done(service_.persons(), &PersonStub::CreatePerson, child);
  EXPECT_EQ(maya.guardians(0).guardian(), mother.name());
  guardian.set_guardian("offices/cebu/persons/" + NewId());
  EXPECT_THAT(Call(service_.persons(), &PersonStub::CreatePerson, child), FailsWith(kNotFound, "RESOURCE_NOT_FOUND"));
  v1::Person wanted = maya;
  wanted.mutable_guardians(0)->set_guardian(maya.name());
  EXPECT_THAT(UpdatePerson(wanted, {"guardians"}), IsInvalidIn("person.guardians[0].guardian"));
  Done(service_.persons(), &PersonStub::ErasePerson, EraseRequest(mother.name()));
  wanted.mutable_guardians(0)->set_guardian(mother.name());
  EXPECT_THAT(UpdatePerson(wanted, {"guardians"}), FailsWith(kRefused, "PERSON_ERASED"));
}

TEST_F(PersonTest, OnlyWhatTheMaskNamesChanges) {
  const v1::Person maya = EnterPerson("Maria Santos");
  v1::Person wanted = maya;
  wanted.set_pseudonym("Luz");
  wanted.set_sex(v1::SEX_FEMALE);
  const auto changed = UpdatePerson(wanted, {"sex"});
  ASSERT_THAT(changed, IsOk());
  EXPECT_EQ(changed->pseudonym(), "Maya");
  EXPECT_EQ(changed->sex(), v1::SEX_FEMALE);
  EXPECT_EQ(ReadPerson(maya.name())->profile().full_name(), "Maria Santos");
  EXPECT_THAT(UpdatePerson(wanted, {"pseudonym"}), FailsWith(kAborted, "ETAG_MISMATCH"));
  wanted.clear_etag();
  EXPECT_THAT(UpdatePerson(wanted, {"erase_time"}), IsInvalid("update_mask"));
  EXPECT_THAT(UpdatePerson(wanted, {"pseudonym"}), IsOk());
}

// Everything that identifies, driven through every call, and then looked for in every place that keeps or tells
// anything.
TEST_F(PersonTest, NothingThatIdentifiesIsKeptOrLoggedInClear) {
  const std::string canary = "QvZx7CanaryPerson";
  v1::CreatePersonRequest request = PersonRequest(canary);
  request.set_request_id(NewId());
  v1::Profile& profile = *request.mutable_person()->mutable_profile();
  profile.set_given_name(canary);
  profile.set_family_name(canary);
  profile.add_other_names(canary);
  profile.add_addresses()->set_address(canary);
  profile.mutable_addresses(0)->set_label(canary);
  profile.add_contacts()->set_contact(canary + "@example.org");
  profile.set_narrative(canary);
  profile.set_contact_note(canary);
  profile.set_protection_note(canary);
  v1::Person person = Done(service_.persons(), &PersonStub::CreatePerson, request);
  EXPECT_FALSE(Call(service_.persons(), &PersonStub::CreatePerson, PersonRequest(canary, "")).ok());
  *person.mutable_profile() = profile;
  ASSERT_THAT(UpdatePerson(person, {"profile"}), IsOk());
  EXPECT_FALSE(UpdatePerson(person, {"profile"}).ok());
  ASSERT_EQ(ReadPerson(person.name())->profile().full_name(), canary);
  ASSERT_THAT(Found(canary), ElementsAre("Maya"));
  EXPECT_FALSE(Call(service_.persons(), &PersonStub::SearchPersons, SearchRequest(canary + std::string(1, '\0'))).ok());
  const v1::Party party = EnterRole(person.name(), case_);
  ASSERT_EQ(ReadParty(party.name())->identity().full_name(), canary);
  Done(service_.persons(), &PersonStub::ErasePerson, EraseRequest(person.name()));
  ExpectNowhereInClear(service_, canary);
  // Nor its words as they are folded.
  ExpectNowhereInClear(service_, "qvzx7canaryperson");
}

}  // namespace
}  // namespace amparo::cases
