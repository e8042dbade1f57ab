// What the tests of people share: short ways to enter, read and change them.
#pragma once

#include <string>
#include <vector>

#include "tests/integration/services/case/court_test.h"

namespace amparo::cases {

using PersonStub = v1::PersonService::Stub;

class PersonTest : public CourtTest {
 protected:
  v1::CreatePersonRequest PersonRequest(const std::string& full_name, const std::string& pseudonym = "Maya") {
    v1::CreatePersonRequest request;
    request.set_parent("offices/cebu");
    request.mutable_person()->set_pseudonym(pseudonym);
    request.mutable_person()->mutable_profile()->set_full_name(full_name);
    return request;
  }
  v1::Person EnterPerson(const std::string& full_name, const std::string& pseudonym = "Maya") {
    // Lists and equals are in order of entry: two entries need two moments.
    service_.clock().Advance(absl::Milliseconds(1));
    return Done(service_.persons(), &PersonStub::CreatePerson, PersonRequest(full_name, pseudonym));
  }
  absl::StatusOr<v1::Person> ReadPerson(const std::string& name, types::v1::View view = types::v1::VIEW_FULL) {
    v1::GetPersonRequest request;
    request.set_name(name);
    request.set_view(view);
    return Call(service_.persons(), &PersonStub::GetPerson, request);
  }
  absl::StatusOr<v1::Person> UpdatePerson(const v1::Person& wanted, const std::vector<std::string>& paths) {
    v1::UpdatePersonRequest request;
    *request.mutable_person() = wanted;
    for (const std::string& path : paths) request.mutable_update_mask()->add_paths(path);
    return Call(service_.persons(), &PersonStub::UpdatePerson, request);
  }
  v1::CreatePartyRequest RoleRequest(const std::string& person, const std::string& the_case,
                                     v1::PartyRole role = v1::PARTY_ROLE_SURVIVOR) {
    v1::CreatePartyRequest request;
    request.set_parent(the_case);
    request.mutable_party()->set_role(role);
    request.mutable_party()->set_pseudonym("Maya");
    request.mutable_party()->set_person(person);
    return request;
  }
  v1::Party EnterRole(const std::string& person, const std::string& the_case,
                      v1::PartyRole role = v1::PARTY_ROLE_SURVIVOR) {
    service_.clock().Advance(absl::Milliseconds(1));
    return Done(service_.parties(), &v1::PartyService::Stub::CreateParty, RoleRequest(person, the_case, role));
  }
  absl::StatusOr<v1::Party> ReadParty(const std::string& name, types::v1::View view = types::v1::VIEW_FULL) {
    v1::GetPartyRequest request;
    request.set_name(name);
    request.set_view(view);
    return Call(service_.parties(), &v1::PartyService::Stub::GetParty, request);
  }
  v1::ErasePersonRequest EraseRequest(const std::string& name) {
    v1::ErasePersonRequest request;
    request.set_name(name);
    request.set_reason("asked for it in writing");
    return request;
  }
  v1::SearchPersonsRequest SearchRequest(const std::string& query) {
    v1::SearchPersonsRequest request;
    request.set_parent("offices/cebu");
    request.set_query(query);
    return request;
  }
  // The pseudonyms of those who are found, the most like first.
  std::vector<std::string> Found(const v1::SearchPersonsRequest& request) {
    std::vector<std::string> pseudonyms;
    const auto response = Call(service_.persons(), &PersonStub::SearchPersons, request);
    EXPECT_TRUE(response.ok()) << response.status();
    if (!response.ok()) return pseudonyms;
    for (const v1::PersonMatch& match : response->matches()) pseudonyms.push_back(match.person().pseudonym());
    return pseudonyms;
  }
  std::vector<std::string> Found(const std::string& query) { return Found(SearchRequest(query)); }
};

}  // namespace amparo::cases
