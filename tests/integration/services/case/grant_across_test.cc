// The roles of people over all offices that somebody oversees: what is to be taken back from who leaves.
#include <string>
#include <vector>

#include "tests/integration/services/case/grant_fixture.h"

namespace amparo::cases {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class GrantsAcrossTest : public GrantTest {
 protected:
  // Gives a role in an office; the grant's name.
  std::string GivenIn(const std::string& office, options::v1::Role role, const std::string& principal = kWorker) {
    v1::CreateGrantRequest request = Request(role, principal);
    request.set_parent("offices/" + office);
    return Given(request).name();
  }

  static v1::ListGrantsRequest OfWorker() {
    v1::ListGrantsRequest request = Everywhere();
    request.set_principal(kWorker);
    return request;
  }
};

TEST_F(GrantsAcrossTest, AllThatAPersonMayDoIsOneListInOrderOfEntry) {
  const std::string one = GivenIn("la-paz", options::v1::ROLE_INTAKE);
  const std::string two = GivenIn("cebu", options::v1::ROLE_SOCIAL_WORKER);
  const std::string other = GivenIn("cebu", options::v1::ROLE_INTAKE, "spiffe://amparo/people/s.other");
  const std::string three = GivenIn("la-paz", options::v1::ROLE_OPS);
  v1::ListGrantsRequest request = OfWorker();
  for (const int size : {1, 2, 3, 0}) {
    request.set_page_size(size);
    EXPECT_THAT(Listed(request), ElementsAre(one, two, three)) << size;
  }
  EXPECT_THAT(Listed(Everywhere()), ElementsAre(one, two, other, three)) << "without a person it is of all people";
  ASSERT_THAT(Revoke(two), IsOk());
  EXPECT_THAT(Listed(OfWorker()), ElementsAre(one, three));
  request.set_show_ended(true);
  request.set_page_size(1);
  EXPECT_THAT(Listed(request), ElementsAre(one, two, three));
  for (const std::string& name : {one, three}) ASSERT_THAT(Revoke(name, "everyone"), IsOk());
  EXPECT_THAT(Listed(OfWorker()), IsEmpty()) << "there is nothing more to take back";
}

TEST_F(GrantsAcrossTest, IsOfTheOfficesThatTheCallerOversees) {
  const std::string here = GivenIn("cebu", options::v1::ROLE_INTAKE);
  const std::string there = GivenIn("la-paz", options::v1::ROLE_INTAKE);
  EXPECT_THAT(Listed(OfWorker(), "cebu-ops"), ElementsAre(here));
  EXPECT_THAT(Listed(OfWorker(), "la-paz"), ElementsAre(there));
  EXPECT_THAT(Listed(OfWorker(), "supervisor"), ElementsAre(here, there));
  for (const char* caller : {"intake", "cebu-batch"}) {
    EXPECT_THAT(Call(As(caller), &GrantStub::ListGrants, OfWorker()), FailsWith(kDenied, errors::kPermissionDenied))
        << caller;
  }
}

// To see an office is to have a role there that may list: one from another office does not count.
TEST_F(GrantsAcrossTest, WhoOverseesOneOfficeAndWorksInAnotherIsToldOfTheFirst) {
  const std::string here = GivenIn("cebu", options::v1::ROLE_INTAKE);
  GivenIn("la-paz", options::v1::ROLE_INTAKE);
  service_.test_people().Give("s.lead", options::v1::ROLE_SUPERVISOR, "cebu");
  service_.test_people().Give("s.lead", options::v1::ROLE_SOCIAL_WORKER, "la-paz");
  const auto told = CallAs("s.lead", &GrantStub::ListGrants, OfWorker());
  ASSERT_THAT(told, IsOk());
  ASSERT_THAT(told->grants(), SizeIs(1));
  EXPECT_EQ(told->grants(0).name(), here);
  EXPECT_EQ(told->next_page_token(), "");
  v1::ListGrantsRequest elsewhere;
  elsewhere.set_parent("offices/la-paz");
  EXPECT_THAT(CallAs("s.lead", &GrantStub::ListGrants, elsewhere), FailsWith(kNotFound, errors::kNotFound));
}

// Entered at one moment under one id, which callers may choose.
TEST_F(GrantsAcrossTest, GrantsOfOneMomentAndIdAreToldOnceEach) {
  v1::CreateGrantRequest request = Request();
  request.set_grant_id(NewId());
  std::vector<std::string> names;
  for (const char* office : {"cebu", "la-paz"}) {
    request.set_parent(std::string("offices/") + office);
    names.push_back(Given(request).name());
  }
  const std::string later = GivenIn("cebu", options::v1::ROLE_INTAKE);
  v1::ListGrantsRequest list = Everywhere();
  for (const int size : {1, 2, 3}) {
    list.set_page_size(size);
    EXPECT_THAT(Listed(list), ElementsAre(names[0], names[1], later)) << size;
  }
}

TEST_F(GrantsAcrossTest, WhatIsGivenBetweenTwoPagesComesBehind) {
  const std::string one = GivenIn("la-paz", options::v1::ROLE_INTAKE);
  const std::string two = GivenIn("cebu", options::v1::ROLE_INTAKE);
  v1::ListGrantsRequest request = OfWorker();
  request.set_page_size(1);
  const auto first = Call(As("auditor"), &GrantStub::ListGrants, request);
  ASSERT_THAT(first, IsOk());
  ASSERT_THAT(first->grants(), SizeIs(1));
  EXPECT_EQ(first->grants(0).name(), one);
  const std::string three = GivenIn("cebu", options::v1::ROLE_ATTORNEY);
  const std::string four = GivenIn("la-paz", options::v1::ROLE_ATTORNEY);
  ASSERT_THAT(Revoke(one), IsOk()) << "what the page ends with need not stand any more";
  request.set_page_token(first->next_page_token());
  EXPECT_THAT(Listed(request), ElementsAre(two, three, four));
}

TEST_F(GrantsAcrossTest, ATokenIsGoodForItsOwnListOnly) {
  GivenIn("cebu", options::v1::ROLE_INTAKE);
  GivenIn("la-paz", options::v1::ROLE_INTAKE);
  v1::ListGrantsRequest request = OfWorker();
  request.set_page_size(1);
  const auto first = Call(As("auditor"), &GrantStub::ListGrants, request);
  ASSERT_THAT(first, IsOk());
  request.set_page_token(first->next_page_token());
  v1::ListGrantsRequest of_all = request;
  of_all.clear_principal();
  EXPECT_THAT(Call(As("auditor"), &GrantStub::ListGrants, of_all), IsInvalidIn("page_token"));
  v1::ListGrantsRequest of_one = request;
  of_one.set_parent("offices/cebu");
  EXPECT_THAT(Call(As("auditor"), &GrantStub::ListGrants, of_one), IsInvalidIn("page_token"));
  request.set_page_token("x");
  EXPECT_THAT(Call(As("auditor"), &GrantStub::ListGrants, request), IsInvalidIn("page_token"));
  request.clear_page_token();
  request.set_page_size(-1);
  EXPECT_THAT(Call(As("auditor"), &GrantStub::ListGrants, request), IsInvalidIn("page_size"));
  request.clear_page_size();
  request.set_principal("s.worker");
  EXPECT_THAT(Call(As("auditor"), &GrantStub::ListGrants, request), IsInvalidIn("principal"));
}

TEST_F(GrantsAcrossTest, WhoSeesTooManyOfficesAsksOneByOne) {
  const std::string here = GivenIn("cebu", options::v1::ROLE_INTAKE);
  service_.Sql(
      "INSERT INTO office (office, version, create_time, update_time, body) SELECT 'o' || i, 1, '2014-01-01', "
      "'2014-01-01', '\\x'::bytea FROM generate_series(1, 199) AS i");
  EXPECT_THAT(Call(As("auditor"), &GrantStub::ListGrants, OfWorker()), FailsWith(kRefused, "TOO_MANY_OFFICES"));
  v1::ListGrantsRequest of_one = OfWorker();
  of_one.set_parent("offices/cebu");
  EXPECT_THAT(Listed(of_one), ElementsAre(here));
  EXPECT_THAT(Listed(OfWorker(), "cebu-ops"), ElementsAre(here)) << "those of others do not count";
}

TEST_F(GrantsAcrossTest, SomebodysGrantsAreReadByAnIndexOfTheirOffice) {
  // With enough rows for the planner to mind.
  service_.Sql(
      "INSERT INTO role_grant (office, id, version, create_time, update_time, principal, role, start_time, body) "
      "SELECT 'cebu', md5(i::text)::uuid, 1, '2014-01-01'::timestamptz + i * interval '1 second', '2014-01-01', "
      "'spiffe://amparo/people/p' || i % 2000, 1 + i % 11, '2014-01-01'::timestamptz + i * interval '1 second', "
      "'\\x'::bytea FROM generate_series(1, 20000) AS i; ANALYZE role_grant");
  const std::string plan = service_.Sql(
      "CREATE TEMP TABLE plan_line (line text); DO $do$ DECLARE l text; BEGIN FOR l IN EXECUTE $q$EXPLAIN SELECT id "
      "FROM role_grant WHERE office = 'cebu' AND principal = 'spiffe://amparo/people/p7' AND (revoke_time IS NULL AND "
      "(end_time IS NULL OR end_time > '2014-12-11')) ORDER BY create_time, id LIMIT 51$q$ LOOP INSERT INTO plan_line "
      "VALUES (l); END LOOP; END $do$; SELECT string_agg(line, ' ') FROM plan_line");
  EXPECT_THAT(plan, HasSubstr("Index Cond: ((office = 'cebu'::text) AND (principal = 'spiffe://amparo/people/p7'"));
  EXPECT_THAT(plan, Not(HasSubstr("Seq Scan")));
}

}  // namespace
}  // namespace amparo::cases
