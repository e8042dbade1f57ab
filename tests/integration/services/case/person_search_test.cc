// People are found by name without the table being opened, and who was found is audited as read.
#include "absl/strings/str_format.h"
#include "gmock/gmock.h"
#include "tests/integration/services/case/person_test.h"

namespace amparo::cases {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

class PersonSearchTest : public PersonTest {};

TEST_F(PersonSearchTest, ANameIsFoundHoweverItIsWritten) {
  EnterPerson("María Clara Santos", "Maya");
  EnterPerson("Pedro Reyes", "The dealer");
  for (const char* query : {"Maria Clara Santos", "SANTOS maria", "Мария Сантос", "Mariya Santoz", "Maria Samtos",
                            "clara", "Mraia Santos"}) {
    EXPECT_THAT(Found(query), ElementsAre("Maya")) << query;
  }
  EXPECT_THAT(Found("Rosario Aquino"), IsEmpty());
}

TEST_F(PersonSearchTest, WhoIsMostLikeComesFirst) {
  EnterPerson("Maria Santoz", "Second");
  EnterPerson("Maria Santos", "First");
  EnterPerson("Maria Reyes Aquino", "Third");
  const std::vector<std::string> found = Found("Maria Santos");
  ASSERT_GE(found.size(), 2u);
  EXPECT_EQ(found[0], "First");
  EXPECT_EQ(found[1], "Second");
}

TEST_F(PersonSearchTest, OtherNamesAndYearsOfBirthCount) {
  v1::CreatePersonRequest request = PersonRequest("Maria Santos", "Born 1999");
  request.mutable_person()->mutable_profile()->add_other_names("Luzviminda");
  request.mutable_person()->mutable_profile()->mutable_birth_date()->set_year(1999);
  Done(service_.persons(), &PersonStub::CreatePerson, request);
  EnterPerson("Maria Santos", "Born who knows when");
  EXPECT_THAT(Found("luzviminda"), ElementsAre("Born 1999"));
  v1::SearchPersonsRequest search = SearchRequest("Maria Santos");
  EXPECT_THAT(Found(search), UnorderedElementsAre("Born 1999", "Born who knows when"));
  search.set_birth_year(1999);
  EXPECT_THAT(Found(search), ElementsAre("Born 1999"));
  search.set_birth_year(1998);
  EXPECT_THAT(Found(search), IsEmpty());
}

TEST_F(PersonSearchTest, EachWhoIsFoundIsAuditedFirst) {
  const v1::Person maya = EnterPerson("Maria Santos");
  EnterPerson("Pedro Reyes", "The dealer");
  const auto response = Done(service_.persons(), &PersonStub::SearchPersons, SearchRequest("maria santos"));
  ASSERT_EQ(response.matches_size(), 1);
  EXPECT_EQ(response.matches(0).likeness(), 100);
  EXPECT_EQ(response.matches(0).person().profile().full_name(), "Maria Santos");
  EXPECT_TRUE(response.matches(0).person().sealed_profile().empty());
  EXPECT_FALSE(response.incomplete());
  EXPECT_EQ(service_.Sql("SELECT string_agg(name || ' ' || fields::text, ',') FROM audit WHERE action = 'READ'"),
            maya.name() + " {profile}");
  service_.Sql("REVOKE INSERT ON audit FROM cases");
  EXPECT_FALSE(Call(service_.persons(), &PersonStub::SearchPersons, SearchRequest("maria santos")).ok());
}

TEST_F(PersonSearchTest, WhoChangesTheirNameIsFoundByTheNewOneOnly) {
  v1::Person maya = EnterPerson("Maria Santos");
  maya.mutable_profile()->set_full_name("Rosario Aquino");
  ASSERT_THAT(UpdatePerson(maya, {"profile"}), IsOk());
  EXPECT_THAT(Found("Maria Santos"), IsEmpty());
  EXPECT_THAT(Found("Rosario Aquino"), ElementsAre("Maya"));
  // A change that says nothing of names leaves them.
  v1::Person quiet = *ReadPerson(maya.name(), types::v1::VIEW_BASIC);
  quiet.set_pseudonym("Luz");
  ASSERT_THAT(UpdatePerson(quiet, {"pseudonym"}), IsOk());
  EXPECT_THAT(Found("Rosario Aquino"), ElementsAre("Luz"));
}

TEST_F(PersonSearchTest, OfficesDoNotFindEachOthersPeople) {
  service_.OpenOffice("la-paz");
  v1::CreatePersonRequest elsewhere = PersonRequest("Maria Santos", "Elsewhere");
  elsewhere.set_parent("offices/la-paz");
  Done(service_.persons(), &PersonStub::CreatePerson, elsewhere);
  EnterPerson("Maria Santos", "Here");
  EXPECT_THAT(Found("Maria Santos"), ElementsAre("Here"));
  // The same name gives no token that both have.
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM person a JOIN person b ON a.office < b.office AND a.tokens && b.tokens"),
            "0");
}

TEST_F(PersonSearchTest, AnImportIsFoundToo) {
  v1::CreatePartyRequest request = RoleRequest("", case_, v1::PARTY_ROLE_ACCUSED);
  request.mutable_party()->mutable_identity()->set_full_name("Pedro Reyes");
  request.mutable_party()->mutable_identity()->add_other_names("Pete");
  Done(service_.parties(), &v1::PartyService::Stub::CreateParty, request);
  EXPECT_THAT(Found("reyes pedro"), ElementsAre("Maya"));
  EXPECT_THAT(Found("pete"), ElementsAre("Maya"));
}

TEST_F(PersonSearchTest, RequestsAreChecked) {
  EXPECT_THAT(Call(service_.persons(), &PersonStub::SearchPersons, SearchRequest("")), IsInvalidIn("query"));
  EXPECT_THAT(Call(service_.persons(), &PersonStub::SearchPersons, SearchRequest(" - ")), IsInvalidIn("query"));
  v1::SearchPersonsRequest request = SearchRequest("Maria");
  request.set_max_results(-1);
  EXPECT_THAT(Call(service_.persons(), &PersonStub::SearchPersons, request), IsInvalidIn("max_results"));
  request.set_max_results(0);
  request.set_birth_year(-5);
  EXPECT_THAT(Call(service_.persons(), &PersonStub::SearchPersons, request), IsInvalidIn("birth_year"));
  const auto auditor = service_.StubOf<v1::PersonService>("auditor");
  EXPECT_THAT(Call(*auditor, &PersonStub::SearchPersons, SearchRequest("Maria")),
              FailsWith(absl::StatusCode::kPermissionDenied, "PERMISSION_DENIED"));
  request.set_birth_year(0);
  request.set_parent("offices/nowhere");
  EXPECT_THAT(Call(service_.persons(), &PersonStub::SearchPersons, request),
              FailsWith(kNotFound, "RESOURCE_NOT_FOUND"));
}

TEST_F(PersonSearchTest, WhoseNameIsOnlyLikeItIsLookedForWhenTooFewHaveIt) {
  EnterPerson("Maria Santos", "The same");
  EnterPerson("Maria Santoz", "Like it");
  EnterPerson("Maria Aquino", "One word");
  v1::SearchPersonsRequest request = SearchRequest("Santos Maria");
  request.set_max_results(2);
  EXPECT_THAT(Found(request), ElementsAre("The same", "Like it"));
  EXPECT_FALSE(Done(service_.persons(), &PersonStub::SearchPersons, request).incomplete());
  request.set_max_results(1);
  EXPECT_THAT(Found(request), ElementsAre("The same"));
  EXPECT_TRUE(Done(service_.persons(), &PersonStub::SearchPersons, request).incomplete());
  EXPECT_THAT(Found("Maria Villanueva"), UnorderedElementsAre("The same", "Like it", "One word"));
}

// Of those who have the name most are in the sample, as their ids say: they stand for all when they are as many as are
// asked for, and for nobody when more are asked for.
TEST_F(PersonSearchTest, NobodyOnlyLikeItTakesThePlaceOfOneOfACrowd) {
  const auto enter = [this](const char* full_name, const std::string& pseudonym, int number, const char* end) {
    v1::CreatePersonRequest request = PersonRequest(full_name, pseudonym);
    request.set_person_id(absl::StrFormat("0190f3c2-7d1e-7abc-8def-01234567%02x%s", number, end));
    Done(service_.persons(), &PersonStub::CreatePerson, request);
  };
  for (int i = 0; i < 36; ++i) enter("Maria Santos", "in the sample", i, "40");
  for (int i = 36; i < 40; ++i) enter("Maria Santos", "not in it", i, "41");
  for (int i = 40; i < 44; ++i) enter("Maria Santoz", "like it", i, "41");
  v1::SearchPersonsRequest request = SearchRequest("Maria Santos");
  request.set_max_results(40);
  EXPECT_THAT(Found(request), AllOf(SizeIs(40), Contains("in the sample").Times(36), Not(Contains("like it"))));
  request.set_max_results(36);
  EXPECT_THAT(Found(request), AllOf(SizeIs(36), Each("in the sample")));
  EXPECT_TRUE(Done(service_.persons(), &PersonStub::SearchPersons, request).incomplete());
}

TEST_F(PersonSearchTest, NoMoreThanAskedForAndTheRestIsSaid) {
  for (int i = 0; i < 5; ++i) EnterPerson("Maria Santos", "Maya " + std::to_string(i));
  v1::SearchPersonsRequest request = SearchRequest("Maria Santos");
  request.set_max_results(2);
  EXPECT_THAT(Found(request), ElementsAre("Maya 0", "Maya 1"));
  NameSearch search{.office = "cebu", .probes = ProbesFor("Maria Santos", std::nullopt), .enough = 9, .most = 3};
  const auto few = SyncWait(service_.people().Find(std::move(search), Limits::For(absl::Seconds(20))));
  ASSERT_TRUE(few.ok()) << few.status();
  EXPECT_EQ(few->people.size(), 3u);
  EXPECT_TRUE(few->incomplete);
}

}  // namespace
}  // namespace amparo::cases
