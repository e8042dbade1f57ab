// The roles of people: who gives them and takes them back, for how long, and what becomes of it when many ask at once.
#include <string>
#include <thread>
#include <vector>

#include "tests/integration/services/case/grant_fixture.h"

namespace amparo::cases {
namespace {

using ::testing::ElementsAre;

TEST_F(GrantTest, IsInForceFromItsEntryUntilItIsRevoked) {
  const v1::CreateGrantRequest request = Request();
  const absl::Time now = service_.clock().Now();
  const absl::StatusOr<v1::Grant> given = Give(request);
  ASSERT_THAT(given, IsOk());
  EXPECT_EQ(given->principal(), kWorker);
  EXPECT_EQ(given->role(), options::v1::ROLE_SOCIAL_WORKER);
  EXPECT_EQ(given->granter(), "spiffe://amparo/supervisor");
  EXPECT_EQ(TimeFrom(given->start_time()), now);
  EXPECT_FALSE(given->has_end_time());
  EXPECT_FALSE(given->has_revoke_time());
  const auto read = Read(given->name());
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->SerializeAsString(), given->SerializeAsString());

  const absl::Time before = service_.clock().Now();
  const auto revoked = Revoke(given->name(), "cebu-ops", "has left", given->etag());
  ASSERT_THAT(revoked, IsOk());
  EXPECT_EQ(TimeFrom(revoked->revoke_time()), service_.clock().Now());
  EXPECT_EQ(revoked->revoker(), "spiffe://amparo/cebu-ops");
  EXPECT_EQ(revoked->revoke_reason(), "has left");
  EXPECT_NE(revoked->etag(), given->etag());
  EXPECT_FALSE(Read(given->name(), before)->has_revoke_time()) << "as it was";
  EXPECT_THAT(Read(given->name(), now - absl::Microseconds(1)), FailsWith(kNotFound, errors::kNotFound));
  EXPECT_EQ(service_.Sql("SELECT string_agg(caller || ' ' || version, ', ' ORDER BY version) FROM audit "
                         "WHERE action = 'WRITE' AND name = '" +
                         given->name() + "'"),
            "spiffe://amparo/supervisor 1, spiffe://amparo/cebu-ops 2");
}

TEST_F(GrantTest, RevokedTwiceItIsRevokedOnce) {
  const v1::Grant given = Given(Request());
  EXPECT_THAT(Revoke(given.name(), "supervisor", "has left", "stale"), IsInvalidIn("etag"));
  const auto revoked = Revoke(given.name());
  ASSERT_THAT(revoked, IsOk());
  const auto again = Revoke(given.name(), "cebu-ops", "to be sure");
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->SerializeAsString(), revoked->SerializeAsString());
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM outbox WHERE name = '" + given.name() + "'"), "2");
  EXPECT_THAT(Revoke(given.name(), "supervisor", "has left", given.etag()), FailsWith(kAborted, errors::kEtagMismatch));
  // The same person may be given the role again.
  EXPECT_THAT(Give(Request()), IsOk());
}

TEST_F(GrantTest, OneRoleOfOnePersonStandsOnceAtAnyTime) {
  Given(RequestFor(absl::Hours(2), absl::Hours(4)));
  const auto clashes = Give(RequestFor(absl::Hours(3), absl::InfiniteDuration()));
  EXPECT_THAT(clashes, FailsWith(kExists, errors::kAlreadyExists));
  EXPECT_EQ(errors::MetadataValue(clashes.status(), "field"), "grant.role");
  EXPECT_THAT(Give(Request()), FailsWith(kExists, errors::kAlreadyExists)) << "without an end it meets the other";
  EXPECT_THAT(Give(RequestFor(absl::ZeroDuration(), absl::Hours(1))), IsOk());
  EXPECT_THAT(Give(RequestFor(absl::Hours(5), absl::InfiniteDuration())), IsOk());
  // Another role, another person, another office.
  EXPECT_THAT(Give(Request(options::v1::ROLE_INTAKE)), IsOk());
  EXPECT_THAT(Give(Request(options::v1::ROLE_SOCIAL_WORKER, "spiffe://amparo/people/s.other")), IsOk());
  v1::CreateGrantRequest elsewhere = Request();
  elsewhere.set_parent("offices/la-paz");
  EXPECT_THAT(Give(elsewhere), IsOk());
}

TEST_F(GrantTest, WhatIsOverMakesRoomAndIsNotGiven) {
  const v1::Grant for_an_hour = Given(RequestFor(absl::ZeroDuration(), absl::Hours(1)));
  v1::CreateGrantRequest past = Request(options::v1::ROLE_INTAKE);
  SetTimestamp(service_.clock().Now(), past.mutable_grant()->mutable_end_time());
  EXPECT_THAT(Give(past), FailsWith(kRefused, "GRANT_OVER"));
  SetTimestamp(service_.clock().Now() - absl::Hours(1), past.mutable_grant()->mutable_start_time());
  EXPECT_THAT(Give(past), FailsWith(kRefused, "GRANT_OVER"));
  EXPECT_THAT(Give(Request()), FailsWith(kExists, errors::kAlreadyExists));
  service_.clock().Advance(absl::Hours(1));
  const auto again = Give(Request());
  ASSERT_THAT(again, IsOk());
  EXPECT_THAT(Listed({}), ElementsAre(again->name()));
  EXPECT_THAT(Listed(All()), ElementsAre(for_an_hour.name(), again->name()));
}

TEST_F(GrantTest, NobodyHadARoleBeforeItWasGiven) {
  const v1::Grant given = Given(RequestFor(-absl::Hours(24), absl::Hours(24)));
  EXPECT_EQ(TimeFrom(given.start_time()), TimeFrom(given.create_time()));
}

TEST_F(GrantTest, ALeapDayIsADayAndWhatIsFinerThanKeptIsCutOff) {
  const absl::Time leap_day = absl::FromCivil(absl::CivilDay(2016, 2, 29), absl::UTCTimeZone());
  v1::CreateGrantRequest request = Request();
  SetTimestamp(leap_day, request.mutable_grant()->mutable_start_time());
  SetTimestamp(leap_day + absl::Hours(24), request.mutable_grant()->mutable_end_time());
  request.mutable_grant()->mutable_end_time()->set_nanos(1'999);
  const v1::Grant given = Given(request);
  EXPECT_EQ(TimeFrom(given.start_time()), leap_day);
  EXPECT_EQ(given.end_time().nanos(), 1'000);
  EXPECT_EQ(service_.Sql("SELECT end_time AT TIME ZONE 'UTC' FROM role_grant"), "2016-03-01 00:00:00.000001");
  // After the cut they are one moment.
  request = Request(options::v1::ROLE_INTAKE);
  SetTimestamp(leap_day, request.mutable_grant()->mutable_start_time());
  *request.mutable_grant()->mutable_end_time() = request.grant().start_time();
  request.mutable_grant()->mutable_end_time()->set_nanos(999);
  EXPECT_THAT(Give(request), IsInvalidIn("grant.end_time"));
  // As far as times go.
  request = Request(options::v1::ROLE_ATTORNEY);
  request.mutable_grant()->mutable_start_time()->set_seconds(253402300798);
  request.mutable_grant()->mutable_end_time()->set_seconds(253402300799);
  EXPECT_THAT(Give(request), IsOk());
}

TEST_F(GrantTest, WhatIsWrongWithARequestIsSaidFieldByField) {
  v1::CreateGrantRequest request;
  request.set_parent("offices/cebu");
  request.set_grant_id("x");
  request.set_request_id("y");
  request.mutable_grant()->mutable_start_time()->set_seconds(-62135596801);
  EXPECT_THAT(Violated(Give(request)), ElementsAre("request_id", "grant_id", "grant.start_time", "grant.principal",
                                                   "grant.role", "grant.reason"));
  const std::string people = "spiffe://amparo/people/";
  for (const std::string& principal : {std::string("s.worker"), people, people + std::string(101, 'x'), people + "A",
                                       people + std::string(1, '\0'), std::string("spiffe://amparo/cli")}) {
    EXPECT_THAT(Give(Request(options::v1::ROLE_INTAKE, principal)), IsInvalidIn("grant.principal")) << principal;
  }
  for (const int role : {0, 12, 13, 99, -1}) {
    EXPECT_THAT(Give(Request(static_cast<options::v1::Role>(role))), IsInvalidIn("grant.role")) << role;
  }
  for (const std::string& reason : {std::string(), std::string(1001, 'x'), std::string("a\0b", 3)}) {
    request = Request();
    request.mutable_grant()->set_reason(reason);
    EXPECT_THAT(Give(request), IsInvalidIn("grant.reason")) << reason.size();
    EXPECT_THAT(Revoke("offices/cebu/grants/" + NewId(), "supervisor", reason), IsInvalidIn("reason")) << reason.size();
  }
  v1::ListGrantsRequest list;
  list.set_parent("offices/cebu");
  list.set_principal("s.worker");
  EXPECT_THAT(Call(As("auditor"), &GrantStub::ListGrants, list), IsInvalidIn("principal"));
  EXPECT_THAT(Read("offices/cebu/grants/x"), IsInvalidIn("name"));
  // The longest of everything is taken.
  request = Request(options::v1::ROLE_INTAKE, people + std::string(100, 'x'));
  request.mutable_grant()->set_reason(std::string(1000, 'x'));
  EXPECT_THAT(Give(request), IsOk());
}

TEST_F(GrantTest, SupervisorsGiveAndTakeBackSomeRolesAndOperatorsAllOfThem) {
  for (const auto role :
       {options::v1::ROLE_SUPERVISOR, options::v1::ROLE_AUDITOR, options::v1::ROLE_BATCH, options::v1::ROLE_OPS}) {
    EXPECT_THAT(Give(Request(role)), FailsWith(kRefused, "ROLE_NOT_YOURS_TO_GIVE")) << role;
    const v1::Grant given = Given(Request(role), "cebu-ops");
    EXPECT_THAT(Revoke(given.name()), FailsWith(kRefused, "ROLE_NOT_YOURS_TO_GIVE")) << role;
    EXPECT_THAT(Revoke(given.name(), "cebu-ops"), IsOk()) << role;
  }
  for (const auto role : {options::v1::ROLE_INTAKE, options::v1::ROLE_INVESTIGATOR, options::v1::ROLE_ATTORNEY,
                          options::v1::ROLE_PARALEGAL, options::v1::ROLE_SOCIAL_WORKER, options::v1::ROLE_PLANNER,
                          options::v1::ROLE_STATISTICIAN}) {
    const auto given = Give(Request(role));
    ASSERT_THAT(given, IsOk()) << role;
    EXPECT_THAT(Revoke(given->name()), IsOk()) << role;
  }
}

TEST_F(GrantTest, AreThereForWhoOverseesTheirOffice) {
  const v1::Grant given = Given(Request());
  for (const char* caller : {"intake", "attorney", "cebu-batch"}) {
    EXPECT_THAT(Give(Request(), caller), FailsWith(kDenied, errors::kPermissionDenied)) << caller;
    EXPECT_THAT(Read(given.name(), std::nullopt, caller), FailsWith(kDenied, errors::kPermissionDenied)) << caller;
    EXPECT_THAT(Revoke(given.name(), caller), FailsWith(kDenied, errors::kPermissionDenied)) << caller;
  }
  EXPECT_THAT(Give(Request(), "auditor"), FailsWith(kDenied, errors::kPermissionDenied)) << "auditors only read";
  // Whoever oversees another office is told what they would be of nothing.
  EXPECT_THAT(Read(given.name(), std::nullopt, "la-paz"), FailsWith(kNotFound, errors::kNotFound));
  EXPECT_THAT(Revoke(given.name(), "la-paz"), FailsWith(kNotFound, errors::kNotFound));
  v1::CreateGrantRequest elsewhere = Request();
  elsewhere.set_parent("offices/la-paz");
  EXPECT_THAT(Give(elsewhere, "cebu-ops"), FailsWith(kNotFound, errors::kNotFound));
  elsewhere.set_parent("offices/lima");
  EXPECT_THAT(Give(elsewhere), FailsWith(kNotFound, errors::kNotFound)) << "there is no such office";
  EXPECT_THAT(Revoke("offices/cebu/grants/" + NewId()), FailsWith(kNotFound, errors::kNotFound));
}

TEST_F(GrantTest, ARepeatedRequestGivesOnce) {
  v1::CreateGrantRequest request = RequestFor(absl::ZeroDuration(), absl::Hours(1));
  request.set_request_id(NewId());
  const v1::Grant first = Given(request);
  // Also when what it asked for would be refused by now.
  service_.clock().Advance(absl::Hours(2));
  EXPECT_EQ(Given(request).SerializeAsString(), first.SerializeAsString());
  EXPECT_THAT(Listed(All()), ElementsAre(first.name()));
  request.mutable_grant()->set_reason("another");
  EXPECT_THAT(Give(request, "everyone"), FailsWith(kInvalid, errors::kRequestIdReused));
  v1::CreateGrantRequest same_id = Request(options::v1::ROLE_INTAKE);
  same_id.set_grant_id(first.name().substr(first.name().rfind('/') + 1));
  EXPECT_THAT(Give(same_id), FailsWith(kExists, errors::kAlreadyExists));
}

TEST_F(GrantTest, OfManyWhoGiveTheSameAtOnceOneDoes) {
  CaseService beside{service_};
  constexpr int kCallers = 8;
  for (const auto role : {options::v1::ROLE_INTAKE, options::v1::ROLE_PLANNER}) {
    std::vector<v1::CreateGrantRequest> requests;
    for (int i = 0; i < kCallers; ++i) {
      requests.push_back(Request(role));
      // Each begins at a moment of its own, so that no two clash by their beginnings alone.
      SetTimestamp(service_.clock().Now() + absl::Minutes(i + 1),
                   requests.back().mutable_grant()->mutable_start_time());
    }
    std::vector<absl::StatusOr<v1::Grant>> answers(kCallers, absl::UnknownError("not asked"));
    std::vector<std::thread> callers;
    for (int i = 0; i < kCallers; ++i) {
      callers.emplace_back([&, i] {
        const auto stub = (i % 2 == 0 ? service_ : beside).StubOf<v1::GrantService>("everyone");
        answers[static_cast<std::size_t>(i)] =
            Call(*stub, &GrantStub::CreateGrant, requests[static_cast<std::size_t>(i)]);
      });
    }
    for (std::thread& caller : callers) caller.join();
    int given = 0;
    for (const auto& answer : answers) {
      if (answer.ok()) {
        ++given;
      } else {
        EXPECT_THAT(answer, FailsWith(kExists, errors::kAlreadyExists));
      }
    }
    EXPECT_EQ(given, 1) << role;
  }
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM role_grant"), "2");
}

}  // namespace
}  // namespace amparo::cases
