// Who gives which roles, for which times, and how a grant is kept.
#include "services/case/domain/grant.h"

#include <gmock/gmock.h>

#include <optional>
#include <string>
#include <vector>

#include "common/base/identity_names.h"
#include "services/case/convert/grant_convert.h"
#include "services/case/store/tables.h"

namespace amparo::cases {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const absl::Time kWhenGranted = absl::FromCivil(absl::CivilSecond(2016, 2, 28, 12, 0, 0), absl::UTCTimeZone());
const GrantGiver kBoss{.identity = "spiffe://amparo/people/boss"};
const GrantGiver kOperator{.identity = "spiffe://amparo/people/operator", .ops = true};

RoleGrant ForAWorker(GrantedRole role = GrantedRole::kSocialWorker) {
  RoleGrant grant;
  grant.name = {"cebu", *Uuid::Parse("0190f3c2-7d1e-7abc-8def-0123456789ab")};
  grant.principal = "spiffe://amparo/people/s.worker";
  grant.role = role;
  grant.reason = "a new colleague";
  return grant;
}

RoleGrant Between(absl::Time start, std::optional<absl::Time> end) {
  RoleGrant grant = ForAWorker();
  grant.start_time = start;
  grant.end_time = end;
  return grant;
}

// The fields of a grant that are wrong.
std::vector<std::string> WrongInGrant(const RoleGrant& grant) {
  Violations violations;
  CheckGrant(grant, violations);
  std::vector<std::string> fields;
  for (const Violation& violation : violations.found()) fields.push_back(violation.field);
  return fields;
}

// The rule that forbids `by` to give it; "" for none.
std::string Forbidden(const RoleGrant& grant, const GrantGiver& by) {
  const auto refusal = RefuseGrant(grant, by, kWhenGranted);
  return refusal ? std::string(refusal->rule) : "";
}

TEST(RoleGrantTest, IsForPeopleByTheirSubjects) {
  const std::string people(kPeoplePrefix);
  for (const std::string& subject : {std::string("a"), std::string("s.worker-2_x"), std::string(100, 'x')}) {
    EXPECT_TRUE(IsPersonIdentity(people + subject)) << subject;
  }
  for (const std::string& subject :
       {std::string(), std::string(101, 'x'), std::string("A"), std::string("a b"), std::string("a/b"),
        std::string("a\0", 2), std::string("\xc3\xa9"), std::string("a@b"), std::string("a\n")}) {
    EXPECT_FALSE(IsPersonIdentity(people + subject)) << subject;
  }
  for (const char* other : {"", "a", "spiffe://amparo/cli", "spiffe://amparo/people", "SPIFFE://amparo/people/a",
                            " spiffe://amparo/people/a", "spiffe://other/people/a"}) {
    EXPECT_FALSE(IsPersonIdentity(other)) << other;
  }
}

TEST(RoleGrantTest, EverythingThatIsWrongIsSaid) {
  EXPECT_THAT(WrongInGrant(ForAWorker()), IsEmpty());
  RoleGrant grant = Between(kWhenGranted, kWhenGranted);
  grant.principal = "spiffe://amparo/cli";
  grant.role = GrantedRole::kUnspecified;
  grant.reason.clear();
  EXPECT_THAT(WrongInGrant(grant), ElementsAre("principal", "role", "end_time", "reason"));
  grant = ForAWorker(static_cast<GrantedRole>(12));
  EXPECT_THAT(WrongInGrant(grant), ElementsAre("role")) << "nobody is a service";
  grant = ForAWorker();
  grant.reason.assign(1000, 'x');
  EXPECT_THAT(WrongInGrant(grant), IsEmpty());
  grant.reason.assign(1001, 'x');
  EXPECT_THAT(WrongInGrant(grant), ElementsAre("reason"));
  grant.reason.assign("a\0b", 3);
  EXPECT_THAT(WrongInGrant(grant), ElementsAre("reason"));
}

TEST(RoleGrantTest, ARevocationHasAReason) {
  for (const std::string& reason : {std::string(), std::string(1001, 'x'), std::string("\0", 1)}) {
    Violations violations;
    CheckGrantRevocation({.time = kWhenGranted, .revoker = kBoss.identity, .reason = reason}, violations);
    EXPECT_FALSE(violations.empty()) << reason.size();
  }
}

TEST(RoleGrantTest, SupervisorsGiveTheRolesOfThoseWhoWorkOnCases) {
  std::vector<int> given;
  for (int role = 1; role <= static_cast<int>(GrantedRole::kOps); ++role) {
    const RoleGrant grant = ForAWorker(static_cast<GrantedRole>(role));
    const std::string rule = Forbidden(grant, kBoss);
    if (rule.empty()) {
      given.push_back(role);
    } else {
      EXPECT_EQ(rule, "ROLE_NOT_YOURS_TO_GIVE");
    }
    EXPECT_EQ(RefuseGrantRevocation(grant, kBoss).has_value(), !rule.empty()) << "what they give they take back";
    EXPECT_EQ(Forbidden(grant, kOperator), "") << role;
    EXPECT_FALSE(RefuseGrantRevocation(grant, kOperator));
  }
  EXPECT_THAT(given, ElementsAre(1, 2, 3, 4, 5, 8, 9));
}

TEST(RoleGrantTest, NobodyGivesARoleToThemselves) {
  for (const GrantGiver& giver : {kBoss, kOperator}) {
    RoleGrant grant = ForAWorker();
    grant.principal = giver.identity;
    EXPECT_EQ(Forbidden(grant, giver), "GRANT_TO_ONESELF");
  }
}

TEST(RoleGrantTest, WhatIsOverIsNotGiven) {
  RoleGrant grant = ForAWorker();
  grant.end_time = kWhenGranted;
  EXPECT_EQ(Forbidden(grant, kBoss), "GRANT_OVER");
  EXPECT_THAT(WrongInGrant(grant), IsEmpty()) << "it begins when it is given";
  grant.end_time = kWhenGranted + absl::Microseconds(1);
  EXPECT_EQ(Forbidden(grant, kBoss), "");
}

TEST(RoleGrantTest, BeginsWhenItIsGivenOrLater) {
  EXPECT_EQ(BeginGrant(ForAWorker(), "g", kWhenGranted).start_time, kWhenGranted);
  EXPECT_EQ(BeginGrant(Between(kWhenGranted - absl::Hours(1), std::nullopt), "g", kWhenGranted).start_time,
            kWhenGranted);
  const absl::Time later = kWhenGranted + absl::Hours(1);
  const RoleGrant begun = BeginGrant(Between(later, std::nullopt), "g", kWhenGranted);
  EXPECT_EQ(begun.start_time, later);
  EXPECT_EQ(begun.granter, "g");
}

TEST(RoleGrantTest, TimesOverlapUnlessOneEndsBeforeTheOtherBegins) {
  const absl::Time leap_day = absl::FromCivil(absl::CivilDay(2016, 2, 29), absl::UTCTimeZone());
  const absl::Time march = absl::FromCivil(absl::CivilDay(2016, 3, 1), absl::UTCTimeZone());
  const RoleGrant on_leap_day = Between(leap_day, march);
  const auto both_ways = [&](const RoleGrant& other) {
    EXPECT_EQ(Overlap(on_leap_day, other), Overlap(other, on_leap_day));
    return Overlap(on_leap_day, other);
  };
  EXPECT_TRUE(both_ways(on_leap_day));
  EXPECT_TRUE(both_ways(Between(kWhenGranted, std::nullopt)));
  EXPECT_TRUE(both_ways(Between(march - absl::Microseconds(1), std::nullopt)));
  EXPECT_TRUE(both_ways(Between(leap_day + absl::Hours(1), leap_day + absl::Hours(2))));
  EXPECT_FALSE(both_ways(Between(march, std::nullopt)));
  EXPECT_FALSE(both_ways(Between(kWhenGranted, leap_day)));
}

TEST(RoleGrantTest, ComesBackAsItWasKept) {
  RoleGrant grant = BeginGrant(Between(kWhenGranted, kWhenGranted + absl::Hours(24)), kBoss.identity, kWhenGranted);
  grant = RevokedGrant(grant, {.time = kWhenGranted + absl::Hours(1), .revoker = kOperator.identity, .reason = "left"});
  v1::Grant message;
  ToProto(grant, message);
  EXPECT_EQ(message.role(), options::v1::ROLE_SOCIAL_WORKER);
  const RoleGrant back = GrantFromStored(message);
  EXPECT_EQ(back.name, grant.name);
  EXPECT_EQ(back.principal, grant.principal);
  EXPECT_EQ(back.role, grant.role);
  EXPECT_EQ(back.start_time, grant.start_time);
  EXPECT_EQ(back.end_time, grant.end_time);
  EXPECT_EQ(back.reason, grant.reason);
  EXPECT_EQ(back.granter, kBoss.identity);
  EXPECT_EQ(back.revocation, grant.revocation);
  EXPECT_EQ(ColumnsOf(grant).size(), TableOf(Kind::kGrant).columns.size());
  v1::Grant again = message;
  ToProto(back, again);
  EXPECT_EQ(again.SerializeAsString(), message.SerializeAsString());
}

TEST(RoleGrantTest, RolesAndTimesThatAreNoneAreRefused) {
  v1::Grant request;
  request.set_principal("spiffe://amparo/people/s.worker");
  request.set_role(static_cast<options::v1::Role>(99));
  request.mutable_start_time()->set_seconds(-62135596801);
  request.mutable_end_time()->set_nanos(1'000'000'000);
  Violations violations;
  GrantFromRequest(request, GrantName(), violations);
  std::vector<std::string> fields;
  for (const Violation& violation : violations.found()) fields.push_back(violation.field);
  EXPECT_THAT(fields, ElementsAre("role", "start_time", "end_time"));
}

TEST(RoleGrantTest, TimesAreCutToWhatIsKept) {
  v1::Grant request;
  request.mutable_start_time()->set_nanos(1'999);
  Violations none;
  EXPECT_EQ(GrantFromRequest(request, GrantName(), none).start_time, absl::FromUnixMicros(1));
}

}  // namespace
}  // namespace amparo::cases
