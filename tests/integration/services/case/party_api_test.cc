#include "gmock/gmock.h"
#include "tests/integration/services/case/canary.h"
#include "tests/integration/services/case/case_service.h"
#include "tests/integration/services/case/status_matchers.h"

namespace amparo::cases {
namespace {

using PartyStub = v1::PartyService::Stub;
using ::testing::ElementsAre;

class PartyApiTest : public ::testing::Test {
 protected:
  PartyApiTest() {
    service_.OpenOffice("cebu");
    case_name_ = service_.EnterCase().name();
  }

  v1::CreatePartyRequest Request(v1::PartyRole role = v1::PARTY_ROLE_SURVIVOR, const std::string& pseudonym = "Maya") {
    v1::CreatePartyRequest request;
    request.set_parent(case_name_);
    request.mutable_party()->set_role(role);
    request.mutable_party()->set_pseudonym(pseudonym);
    return request;
  }
  absl::StatusOr<v1::Party> Create(const v1::CreatePartyRequest& request) {
    return Call(service_.parties(), &PartyStub::CreateParty, request);
  }
  absl::StatusOr<v1::Party> Get(const std::string& name, types::v1::View view) {
    v1::GetPartyRequest request;
    request.set_name(name);
    request.set_view(view);
    return Call(service_.parties(), &PartyStub::GetParty, request);
  }
  absl::StatusOr<v1::Party> Update(const v1::Party& wanted, const std::vector<std::string>& paths) {
    v1::UpdatePartyRequest request;
    *request.mutable_party() = wanted;
    for (const std::string& path : paths) request.mutable_update_mask()->add_paths(path);
    return Call(service_.parties(), &PartyStub::UpdateParty, request);
  }

  CaseService service_;
  std::string case_name_;
};

TEST_F(PartyApiTest, APersonIsEnteredAndShownWithoutTheirIdentity) {
  v1::CreatePartyRequest request = Request();
  request.mutable_party()->mutable_identity()->set_full_name("A Real Name");
  const auto created = Create(request);
  ASSERT_THAT(created, IsOk());
  EXPECT_FALSE(created->has_identity());
  EXPECT_TRUE(created->sealed_identity().empty());
  EXPECT_EQ(created->pseudonym(), "Maya");
  const auto basic = Get(created->name(), types::v1::VIEW_UNSPECIFIED);
  ASSERT_THAT(basic, IsOk());
  EXPECT_EQ(basic->SerializeAsString(), created->SerializeAsString());
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM audit WHERE action = 'READ'"), "0");
}

TEST_F(PartyApiTest, TheFullViewIsAuditedFirst) {
  v1::CreatePartyRequest request = Request();
  v1::Identity& identity = *request.mutable_party()->mutable_identity();
  identity.set_full_name("A Real Name");
  identity.add_other_names("Another");
  identity.set_address("Colon Street");
  const auto created = Create(request);
  ASSERT_THAT(created, IsOk());
  const auto full = Get(created->name(), types::v1::VIEW_FULL);
  ASSERT_THAT(full, IsOk());
  EXPECT_EQ(full->identity().SerializeAsString(), identity.SerializeAsString());
  EXPECT_TRUE(full->sealed_identity().empty());
  EXPECT_EQ(service_.Sql("SELECT caller || ' ' || name || ' ' || version || ' ' || fields::text FROM audit "
                         "WHERE action = 'READ' AND name LIKE '%/parties/%'"),
            "spiffe://amparo/everyone " + created->name() + " 1 {identity}");
  EXPECT_EQ(service_.Sql("SELECT name || ' ' || version || ' ' || fields::text FROM audit "
                         "WHERE action = 'READ' AND name LIKE '%/persons/%'"),
            created->person() + " 1 {profile}");
}

TEST_F(PartyApiTest, WithoutAnAuditRowThereIsNoAnswer) {
  v1::CreatePartyRequest request = Request();
  request.mutable_party()->mutable_identity()->set_full_name("A Real Name");
  const auto created = Create(request);
  ASSERT_THAT(created, IsOk());
  service_.Sql("REVOKE INSERT ON audit FROM cases");
  const auto full = Get(created->name(), types::v1::VIEW_FULL);
  EXPECT_FALSE(full.ok());
  EXPECT_THAT(Get(created->name(), types::v1::VIEW_BASIC), IsOk());
}

TEST_F(PartyApiTest, AChildIsKnownByTheBirthDate) {
  v1::CreatePartyRequest request = Request();
  request.mutable_party()->set_minor(false);
  // Reported on 2014-05-12.
  *request.mutable_party()->mutable_identity()->mutable_birth_date() = DateOf(absl::CivilDay(1996, 5, 13));
  const auto child = Create(request);
  ASSERT_THAT(child, IsOk());
  EXPECT_TRUE(child->minor());
  *request.mutable_party()->mutable_identity()->mutable_birth_date() = DateOf(absl::CivilDay(1996, 5, 12));
  const auto adult = Create(request);
  ASSERT_THAT(adult, IsOk());
  EXPECT_FALSE(adult->minor());
}

TEST_F(PartyApiTest, AFlagThatFollowsFromTheBirthDateChangesWithItOnly) {
  v1::CreatePartyRequest request = Request();
  *request.mutable_party()->mutable_identity()->mutable_birth_date() = DateOf(absl::CivilDay(1996, 5, 13));
  const auto child = Create(request);
  ASSERT_THAT(child, IsOk());
  EXPECT_TRUE(child->minor_derived());
  v1::Party wanted = *child;
  wanted.clear_etag();
  wanted.set_minor(false);
  *wanted.mutable_minor_date() = DateOf(absl::CivilDay(2014, 6, 1));
  for (const char* path : {"minor", "minor_date"}) {
    EXPECT_THAT(Update(wanted, {path}), FailsWith(absl::StatusCode::kFailedPrecondition, "MINOR_IS_DERIVED")) << path;
  }
  ASSERT_THAT(Update(wanted, {"testified"}), IsOk());
  *wanted.mutable_identity()->mutable_birth_date() = DateOf(absl::CivilDay(1996, 6, 2));
  auto changed = Update(wanted, {"minor", "minor_date", "identity"});
  ASSERT_THAT(changed, IsOk());
  EXPECT_TRUE(changed->minor());
  EXPECT_EQ(changed->minor_date().month(), 6);
  // Without a birth date the flag is what the caller says.
  wanted.clear_identity();
  changed = Update(wanted, {"minor", "identity"});
  ASSERT_THAT(changed, IsOk());
  EXPECT_FALSE(changed->minor());
  EXPECT_FALSE(changed->minor_derived());
  EXPECT_THAT(Update(wanted, {"minor_date"}), IsOk());
}

TEST_F(PartyApiTest, AFlagKeepsItsDayWhenTheReportIsCorrected) {
  v1::CreatePartyRequest request = Request();
  request.mutable_party()->set_minor(true);
  const auto entered = Create(request);
  ASSERT_THAT(entered, IsOk());
  EXPECT_EQ(entered->minor_date().day(), 12);
  v1::UpdateCaseRequest correct;
  correct.mutable_case_()->set_name(case_name_);
  *correct.mutable_case_()->mutable_report_date() = DateOf(absl::CivilDay(2014, 5, 1));
  correct.mutable_update_mask()->add_paths("report_date");
  ASSERT_THAT(Call(service_.cases(), &v1::CaseService::Stub::UpdateCase, correct), IsOk());
  v1::Party wanted = *entered;
  wanted.set_testified(true);
  EXPECT_EQ(Update(wanted, {"testified"})->minor_date().day(), 12);
  wanted.clear_etag();
  wanted.clear_minor_date();
  EXPECT_EQ(Update(wanted, {"minor_date"})->minor_date().day(), 1);
}

TEST_F(PartyApiTest, PeopleAreListedByRoleInOrderOfEntry) {
  for (const char* pseudonym : {"Maya", "Luz", "Ana"}) {
    ASSERT_THAT(Create(Request(v1::PARTY_ROLE_SURVIVOR, pseudonym)), IsOk());
    service_.clock().Advance(absl::Seconds(1));
  }
  ASSERT_THAT(Create(Request(v1::PARTY_ROLE_ACCUSED, "The dealer")), IsOk());
  v1::ListPartiesRequest list;
  list.set_parent(case_name_);
  list.set_role(v1::PARTY_ROLE_SURVIVOR);
  list.set_page_size(2);
  std::vector<std::string> pseudonyms;
  do {
    const auto page = Call(service_.parties(), &PartyStub::ListParties, list);
    ASSERT_THAT(page, IsOk());
    for (const v1::Party& party : page->parties()) pseudonyms.push_back(party.pseudonym());
    list.set_page_token(page->next_page_token());
  } while (!list.page_token().empty());
  EXPECT_THAT(pseudonyms, ElementsAre("Maya", "Luz", "Ana"));
}

TEST_F(PartyApiTest, OnlyOpenCasesTakePeople) {
  ASSERT_THAT(service_.Act(&v1::CaseService::Stub::DeactivateCase, case_name_, "nobody can be found"), IsOk());
  EXPECT_THAT(Create(Request()), FailsWith(absl::StatusCode::kFailedPrecondition, "CASE_NOT_OPEN"));
  v1::CreatePartyRequest elsewhere = Request();
  elsewhere.set_parent("offices/cebu/cases/0190f3c2-7d1e-7abc-8def-0123456789ab");
  EXPECT_THAT(Create(elsewhere), FailsWith(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
}

TEST_F(PartyApiTest, AnIdIsTakenOnceAlsoWhenItIsTheCasesOwn) {
  v1::CreatePartyRequest request = Request();
  request.set_party_id("0190f3c2-7d1e-7abc-8def-0123456789ab");
  request.mutable_party()->mutable_identity()->set_full_name("A Real Name");
  ASSERT_THAT(Create(request), IsOk());
  EXPECT_THAT(Create(request), FailsWith(absl::StatusCode::kAlreadyExists, "RESOURCE_ALREADY_EXISTS"));
  // A data key belongs to one subject: a case under the same id does not get another's.
  v1::CreateCaseRequest with_narrative = service_.NewCaseRequest();
  with_narrative.set_case_id(request.party_id());
  with_narrative.mutable_case_()->mutable_narrative()->set_narrative("What happened");
  EXPECT_THAT(Call(service_.cases(), &v1::CaseService::Stub::CreateCase, with_narrative),
              FailsWith(absl::StatusCode::kAlreadyExists, "RESOURCE_ALREADY_EXISTS"));
}

TEST_F(PartyApiTest, AnIdentityIsReplacedUnderTheSameKey) {
  v1::CreatePartyRequest request = Request();
  request.mutable_party()->mutable_identity()->set_full_name("A Real Name");
  auto party = Create(request);
  ASSERT_THAT(party, IsOk());
  v1::Party wanted = *party;
  wanted.mutable_identity()->set_full_name("A Corrected Name");
  party = Update(wanted, {"identity"});
  ASSERT_THAT(party, IsOk());
  wanted = *party;
  wanted.set_testified(true);
  ASSERT_THAT(Update(wanted, {"testified"}), IsOk());
  const auto full = Get(party->name(), types::v1::VIEW_FULL);
  ASSERT_THAT(full, IsOk());
  EXPECT_EQ(full->identity().full_name(), "A Corrected Name");
  EXPECT_TRUE(full->testified());
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM data_key"), "1");
  EXPECT_THAT(Update(wanted, {"testified"}), FailsWith(absl::StatusCode::kAborted, "ETAG_MISMATCH"));
  wanted.clear_etag();
  EXPECT_THAT(Update(wanted, {"role"}), IsInvalid("update_mask"));
  // An identity that says nothing takes away the one that was kept.
  wanted.clear_identity();
  ASSERT_THAT(Update(wanted, {"identity"}), IsOk());
  EXPECT_FALSE(Get(party->name(), types::v1::VIEW_FULL)->has_identity());
}

TEST_F(PartyApiTest, AnErasedPersonStaysErased) {
  v1::CreatePartyRequest request = Request();
  request.mutable_party()->mutable_identity()->set_full_name("A Real Name");
  const auto created = Create(request);
  ASSERT_THAT(created, IsOk());
  service_.Sql("UPDATE data_key SET wrapped = NULL, erase_time = now()");
  const auto full = Get(created->name(), types::v1::VIEW_FULL);
  ASSERT_THAT(full, IsOk());
  EXPECT_FALSE(full->has_identity());
  EXPECT_EQ(full->pseudonym(), "Maya");
  v1::Party wanted = *created;
  wanted.mutable_identity()->set_full_name("Again");
  EXPECT_THAT(Update(wanted, {"identity"}), FailsWith(absl::StatusCode::kFailedPrecondition, "DATA_KEY_ERASED"));
}

TEST_F(PartyApiTest, ASealedIdentityDoesNotOpenInAnotherRow) {
  v1::CreatePartyRequest request = Request();
  request.mutable_party()->mutable_identity()->set_full_name("A Real Name");
  const auto one = Create(request);
  const auto other = Create(request);
  ASSERT_THAT(one, IsOk());
  ASSERT_THAT(other, IsOk());
  service_.Sql("UPDATE person SET body = (SELECT body FROM person WHERE '" + one->name() + "' LIKE '%' || id)");
  EXPECT_THAT(Get(one->name(), types::v1::VIEW_FULL), IsOk());
  EXPECT_THAT(Get(other->name(), types::v1::VIEW_FULL), FailsWith(absl::StatusCode::kInternal, "INTERNAL"));
}

// Everything that identifies, driven through every call, and then looked for in every place that keeps or tells
// anything.
TEST_F(PartyApiTest, NothingThatIdentifiesIsKeptOrLoggedInClear) {
  const std::string canary = "QvZx7CanaryPerson";
  v1::CreatePartyRequest request = Request();
  request.set_request_id("0190f3c2-7d1e-7abc-8def-0123456789ab");
  v1::Identity& identity = *request.mutable_party()->mutable_identity();
  identity.set_full_name(canary);
  identity.add_other_names(canary);
  identity.set_address(canary);
  identity.set_contact(canary);
  const auto created = Create(request);
  ASSERT_THAT(created, IsOk());
  v1::Party wanted = *created;
  *wanted.mutable_identity() = identity;
  ASSERT_THAT(Update(wanted, {"identity"}), IsOk());
  EXPECT_FALSE(Update(wanted, {"identity"}).ok());
  EXPECT_FALSE(Create(request).status().ToString().find(canary) != std::string::npos);
  ASSERT_EQ(Get(created->name(), types::v1::VIEW_FULL)->identity().full_name(), canary);
  v1::CreateCaseRequest with_narrative = service_.NewCaseRequest();
  with_narrative.mutable_case_()->mutable_narrative()->set_narrative(canary);
  with_narrative.mutable_case_()->mutable_narrative()->set_reporter(canary);
  ASSERT_THAT(Call(service_.cases(), &v1::CaseService::Stub::CreateCase, with_narrative), IsOk());

  ExpectNowhereInClear(service_, canary);
}

}  // namespace
}  // namespace amparo::cases
