// People who give roles and take them back, each with a token of their own: not to themselves, where they may, and for
// as long as they may.
#include <string>
#include <vector>

#include "common/process/grant_follower.h"
#include "common/testing/eventually.h"
#include "tests/integration/services/case/grant_fixture.h"

namespace amparo::cases {
namespace {

using ::testing::ContainsRegex;
using ::testing::ElementsAre;

class GrantPeopleTest : public GrantTest {
 protected:
  static std::string IdentityOf(const std::string& subject) { return "spiffe://amparo/people/" + subject; }

  absl::StatusOr<v1::Grant> GiveAs(const std::string& subject, const v1::CreateGrantRequest& request) {
    return CallAs(subject, &GrantStub::CreateGrant, request);
  }
  absl::StatusOr<v1::Grant> ReadAs(const std::string& subject, const std::string& name) {
    v1::GetGrantRequest request;
    request.set_name(name);
    return CallAs(subject, &GrantStub::GetGrant, request);
  }
  absl::StatusOr<v1::ListGrantsResponse> ListAs(const std::string& subject, const std::string& parent) {
    v1::ListGrantsRequest request;
    request.set_parent(parent);
    return CallAs(subject, &GrantStub::ListGrants, request);
  }
  // The names on the page that ListAs answers.
  std::vector<std::string> NamesFor(const std::string& subject, const std::string& parent) {
    std::vector<std::string> names;
    const auto page = ListAs(subject, parent);
    EXPECT_THAT(page, IsOk());
    if (!page.ok()) return names;
    for (const v1::Grant& grant : page->grants()) names.push_back(grant.name());
    return names;
  }
  absl::StatusOr<v1::Grant> RevokeAs(const std::string& subject, const std::string& name) {
    service_.clock().Advance(absl::Milliseconds(1));
    v1::RevokeGrantRequest request;
    request.set_name(name);
    request.set_reason("has left");
    return CallAs(subject, &GrantStub::RevokeGrant, request);
  }

  // How many rows tell of grants: records, their changes, the audit trail, requests that were answered.
  std::string RowsOfGrants() {
    return service_.Sql(
        "SELECT (SELECT count(*) FROM role_grant) + (SELECT count(*) FROM outbox WHERE kind = 'grant') + (SELECT "
        "count(*) FROM audit WHERE name LIKE '%/grants/%') + (SELECT count(*) FROM request WHERE method LIKE "
        "'%GrantService/%')");
  }
  // Who wrote each version of a grant, as the audit trail has it.
  std::string WritersOf(const std::string& grant) {
    return service_.Sql(
        "SELECT string_agg(caller, ' ' ORDER BY version) FROM audit WHERE action = 'WRITE' AND name = '" + grant + "'");
  }
};

// What did not happen leaves no row, neither in the audit trail; that it was tried stands in the log.
TEST_F(GrantPeopleTest, NobodyGivesThemselvesARole) {
  service_.test_people().Give("s.boss", options::v1::ROLE_OPS, "cebu");
  service_.test_people().Give("s.lead", options::v1::ROLE_SUPERVISOR, "cebu");
  v1::CreateGrantRequest request;
  for (const char* subject : {"s.boss", "s.lead"}) {
    for (const auto role : {options::v1::ROLE_OPS, options::v1::ROLE_SOCIAL_WORKER}) {
      request = Request(role, IdentityOf(subject));
      request.set_request_id(NewId());
      EXPECT_THAT(GiveAs(subject, request), FailsWith(kRefused, "GRANT_TO_ONESELF")) << subject << " " << role;
    }
    EXPECT_THAT(service_.server().LogText(),
                ContainsRegex("\"" + IdentityOf(subject) + "\"[^\n]*\"GRANT_TO_ONESELF\""));
  }
  EXPECT_EQ(RowsOfGrants(), "0");
  // Nor was the id of the request spent on it.
  request.mutable_grant()->set_principal(kWorker);
  EXPECT_THAT(GiveAs("s.lead", request), IsOk());
  EXPECT_EQ(RowsOfGrants(), "4");
}

TEST_F(GrantPeopleTest, WhatNobodyGivesThemselvesAnotherGivesAndIsNamed) {
  service_.test_people().Give("s.boss", options::v1::ROLE_OPS, "cebu");
  service_.test_people().Give("s.lead", options::v1::ROLE_SUPERVISOR, "cebu");
  const auto given = GiveAs("s.lead", Request(options::v1::ROLE_SOCIAL_WORKER, IdentityOf("s.boss")));
  ASSERT_THAT(given, IsOk());
  EXPECT_EQ(given->granter(), IdentityOf("s.lead"));
  EXPECT_EQ(WritersOf(given->name()), IdentityOf("s.lead"));
}

TEST_F(GrantPeopleTest, EverybodyGivesUpWhatTheyCouldGiveToOthers) {
  service_.test_people().Give("s.boss", options::v1::ROLE_OPS, "cebu");
  service_.test_people().Give("s.lead", options::v1::ROLE_SUPERVISOR, "cebu");
  const std::string ops = Given(Request(options::v1::ROLE_OPS, IdentityOf("s.boss"))).name();
  const auto given_up = RevokeAs("s.boss", ops);
  ASSERT_THAT(given_up, IsOk());
  EXPECT_EQ(given_up->revoker(), IdentityOf("s.boss"));
  EXPECT_EQ(WritersOf(ops), "spiffe://amparo/everyone " + IdentityOf("s.boss"));

  const std::string work = Given(Request(options::v1::ROLE_INTAKE, IdentityOf("s.lead"))).name();
  EXPECT_THAT(RevokeAs("s.lead", work), IsOk());
  const std::string supervisor = Given(Request(options::v1::ROLE_SUPERVISOR, IdentityOf("s.lead"))).name();
  EXPECT_THAT(RevokeAs("s.lead", supervisor), FailsWith(kRefused, "ROLE_NOT_YOURS_TO_GIVE"));
  const auto kept = Read(supervisor);
  ASSERT_THAT(kept, IsOk());
  EXPECT_FALSE(kept->has_revoke_time());
  EXPECT_EQ(WritersOf(supervisor), "spiffe://amparo/everyone");
}

// Their own grant comes and goes as all do: by an act, the feed, and who follows it.
TEST_F(GrantPeopleTest, WhoRunsOneOfficeGivesAndTakesBackThereUntilTheirOwnGrantIsRevoked) {
  const process::GrantFollower follower({}, service_.ChannelOf("everyone"), service_.test_people().board());
  v1::CreateGrantRequest elsewhere = Request();
  elsewhere.set_parent("offices/la-paz");
  const std::string theirs = Given(elsewhere).name();
  const std::string own = Given(Request(options::v1::ROLE_OPS, IdentityOf("s.boss"))).name();
  ASSERT_TRUE(testing::Eventually([&] { return ListAs("s.boss", "offices/cebu").ok(); }));

  const auto given = GiveAs("s.boss", Request(options::v1::ROLE_SUPERVISOR));
  ASSERT_THAT(given, IsOk());
  EXPECT_THAT(ReadAs("s.boss", given->name()), IsOk());
  EXPECT_THAT(NamesFor("s.boss", "offices/cebu"), ElementsAre(own, given->name()));
  EXPECT_THAT(NamesFor("s.boss", "offices/-"), ElementsAre(own, given->name()));
  EXPECT_THAT(RevokeAs("s.boss", given->name()), IsOk());
  EXPECT_THAT(NamesFor("s.boss", "offices/cebu"), ElementsAre(own));

  // Of another office they are told what they would be of nothing.
  elsewhere.mutable_grant()->set_role(options::v1::ROLE_ATTORNEY);
  EXPECT_THAT(GiveAs("s.boss", elsewhere), FailsWith(kNotFound, errors::kNotFound));
  elsewhere.mutable_grant()->set_principal(IdentityOf("s.boss"));
  EXPECT_THAT(GiveAs("s.boss", elsewhere), FailsWith(kNotFound, errors::kNotFound)) << "to themselves neither";
  EXPECT_THAT(ReadAs("s.boss", theirs), FailsWith(kNotFound, errors::kNotFound));
  EXPECT_THAT(ListAs("s.boss", "offices/la-paz"), FailsWith(kNotFound, errors::kNotFound));
  EXPECT_THAT(RevokeAs("s.boss", theirs), FailsWith(kNotFound, errors::kNotFound));
  EXPECT_EQ(service_.Sql("SELECT string_agg(version::text, ' ') FROM role_grant WHERE office = 'la-paz'"), "1");

  ASSERT_THAT(Revoke(own, "everyone"), IsOk());
  ASSERT_TRUE(testing::Eventually([&] { return absl::IsPermissionDenied(ListAs("s.boss", "offices/cebu").status()); }));
  const std::string before = RowsOfGrants();
  EXPECT_THAT(GiveAs("s.boss", Request(options::v1::ROLE_INTAKE)), FailsWith(kDenied, errors::kPermissionDenied));
  EXPECT_THAT(ReadAs("s.boss", own), FailsWith(kDenied, errors::kPermissionDenied));
  EXPECT_THAT(RevokeAs("s.boss", given->name()), FailsWith(kDenied, errors::kPermissionDenied));
  for (const char* parent : {"offices/cebu", "offices/la-paz", "offices/-"}) {
    EXPECT_THAT(ListAs("s.boss", parent), FailsWith(kDenied, errors::kPermissionDenied)) << parent;
  }
  EXPECT_EQ(RowsOfGrants(), before);
}

}  // namespace
}  // namespace amparo::cases
