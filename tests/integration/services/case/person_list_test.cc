// Who is told of which people: lists, several at once, as they were, and nobody of another office.
#include "tests/integration/services/case/person_test.h"

namespace amparo::cases {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class PersonListTest : public PersonTest {};

TEST_F(PersonListTest, ListsAreFilteredAndPagesStable) {
  v1::CreatePersonRequest request = PersonRequest("A", "Ana");
  request.mutable_person()->set_sex(v1::SEX_FEMALE);
  request.mutable_person()->add_protection_needs(v1::PROTECTION_NEED_INTERPRETER);
  Done(service_.persons(), &PersonStub::CreatePerson, request);
  const v1::Person ben = EnterPerson("B", "Ben");
  v1::Person quiet = EnterPerson("C", "Cora");
  quiet.mutable_contact_preference()->set_never_contact(true);
  ASSERT_THAT(UpdatePerson(quiet, {"contact_preference"}), IsOk());
  const auto listed = [this](v1::ListPersonsRequest list) {
    list.set_parent("offices/cebu");
    list.set_page_size(1);
    std::vector<std::string> pseudonyms;
    do {
      const auto page = Done(service_.persons(), &PersonStub::ListPersons, list);
      for (const v1::Person& person : page.persons()) pseudonyms.push_back(person.pseudonym());
      list.set_page_token(page.next_page_token());
    } while (!list.page_token().empty());
    return pseudonyms;
  };
  v1::ListPersonsRequest list;
  EXPECT_THAT(listed(list), ElementsAre("Ana", "Ben", "Cora"));
  list.set_sex(v1::SEX_FEMALE);
  list.set_protection_need(v1::PROTECTION_NEED_INTERPRETER);
  EXPECT_THAT(listed(list), ElementsAre("Ana"));
  list.Clear();
  list.set_never_contact(true);
  EXPECT_THAT(listed(list), ElementsAre("Cora"));
  list.set_pseudonym("Ben");
  EXPECT_THAT(listed(list), IsEmpty());
  list.Clear();
  Done(service_.persons(), &PersonStub::ErasePerson, EraseRequest(ben.name()));
  list.set_erased(true);
  EXPECT_THAT(listed(list), ElementsAre("Ben"));
  list.set_parent("offices/nowhere");
  EXPECT_THAT(Call(service_.persons(), &PersonStub::ListPersons, list), FailsWith(kNotFound, "RESOURCE_NOT_FOUND"));
}

TEST_F(PersonListTest, ManyAreReadAtOnceOrNone) {
  const v1::Person one = EnterPerson("A", "Ana");
  const v1::Person two = EnterPerson("B", "Ben");
  v1::BatchGetPersonsRequest request;
  request.set_parent("offices/cebu");
  request.add_names(two.name());
  request.add_names(one.name());
  const auto response = Done(service_.persons(), &PersonStub::BatchGetPersons, request);
  EXPECT_EQ(response.persons(0).pseudonym(), "Ben");
  EXPECT_EQ(response.persons(1).pseudonym(), "Ana");
  request.add_names("offices/cebu/persons/" + NewId());
  EXPECT_THAT(Call(service_.persons(), &PersonStub::BatchGetPersons, request),
              FailsWith(kNotFound, "RESOURCE_NOT_FOUND"));
}

TEST_F(PersonListTest, APersonIsReadAsTheyWere) {
  v1::Person maya = EnterPerson("Maria Santos");
  const absl::Time then = service_.clock().Now();
  service_.clock().Advance(absl::Minutes(1));
  maya.mutable_profile()->set_full_name("Marie Santos");
  maya.set_pseudonym("Luz");
  ASSERT_THAT(UpdatePerson(maya, {"profile", "pseudonym"}), IsOk());
  v1::GetPersonRequest request;
  request.set_name(maya.name());
  request.set_view(types::v1::VIEW_FULL);
  SetTimestamp(then, request.mutable_read_time());
  const auto read = Call(service_.persons(), &PersonStub::GetPerson, request);
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->pseudonym(), "Maya");
  EXPECT_EQ(read->profile().full_name(), "Maria Santos");
  SetTimestamp(then - absl::Hours(1), request.mutable_read_time());
  EXPECT_THAT(Call(service_.persons(), &PersonStub::GetPerson, request), FailsWith(kNotFound, "RESOURCE_NOT_FOUND"));
}

TEST_F(PersonListTest, AnotherOfficeSeesNobody) {
  const v1::Person maya = EnterPerson("Maria Santos");
  service_.OpenOffice("la-paz");
  const auto stub = service_.StubOf<v1::PersonService>("la-paz");
  v1::GetPersonRequest get;
  get.set_name(maya.name());
  EXPECT_THAT(Call(*stub, &PersonStub::GetPerson, get), FailsWith(kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Call(*stub, &PersonStub::SearchPersons, SearchRequest("Maria")),
              FailsWith(kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Call(*stub, &PersonStub::ErasePerson, EraseRequest(maya.name())),
              FailsWith(kNotFound, "RESOURCE_NOT_FOUND"));
}

}  // namespace
}  // namespace amparo::cases
