// Who may do what where: roles office by office, and what a call lets its caller see of them.
#include "common/access/access.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/errors/errors.h"

namespace amparo::access {
namespace {

using options::v1::ROLE_ATTORNEY;
using options::v1::ROLE_AUDITOR;
using options::v1::ROLE_BATCH;
using options::v1::ROLE_INTAKE;
using options::v1::ROLE_OPS;
using options::v1::ROLE_SERVICE;
using options::v1::ROLE_SUPERVISOR;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kSomebody[] = "spiffe://amparo/x";

RoleSet Roles(std::initializer_list<Role> roles) {
  RoleSet set;
  for (const Role role : roles) set.Add(role);
  return set;
}

// Who has `roles` in each of `offices`.
std::shared_ptr<const Account> Somebody(RoleSet roles, const std::vector<std::string>& offices) {
  return std::make_shared<const Account>(kSomebody, roles, offices);
}

// An attorney of Cebu who audits La Paz.
std::shared_ptr<const Account> OfTwoOffices() {
  auto account = std::make_shared<Account>(kSomebody);
  account->Give(Roles({ROLE_ATTORNEY}), "cebu");
  account->Give(Roles({ROLE_AUDITOR}), "la-paz");
  return account;
}

Directory::Principals Known(std::initializer_list<std::pair<std::string_view, Role>> principals) {
  Directory::Principals list;
  for (const auto& [identity, role] : principals) {
    auto& principal = *list.Add();
    principal.set_identity(std::string(identity));
    principal.add_roles(role);
    principal.add_offices("cebu");
  }
  return list;
}

TEST(RoleSet, IsWhatTheRuleSays) {
  AuthzRule rule;
  rule.add_roles(ROLE_AUDITOR);
  rule.add_roles(ROLE_OPS);
  const RoleSet roles = RoleSet::Of(rule);
  EXPECT_TRUE(roles.Has(ROLE_AUDITOR));
  EXPECT_TRUE(roles.Has(ROLE_OPS));
  EXPECT_FALSE(roles.Has(ROLE_INTAKE));
  EXPECT_FALSE(roles.Has(options::v1::ROLE_UNSPECIFIED));
  EXPECT_FALSE(roles.empty());
  EXPECT_TRUE(RoleSet().empty());
}

TEST(RoleSet, TwoHaveInCommonWhatIsInBoth) {
  const RoleSet one = Roles({ROLE_AUDITOR, ROLE_OPS});
  const RoleSet other = Roles({ROLE_OPS, ROLE_INTAKE});
  EXPECT_EQ(one.And(other), Roles({ROLE_OPS}));
  EXPECT_EQ(one.And(RoleSet()), RoleSet());
  EXPECT_TRUE(one.Intersects(other));
  EXPECT_FALSE(one.Intersects(Roles({ROLE_INTAKE})));
  RoleSet both = one;
  both.Add(other);
  EXPECT_EQ(both, Roles({ROLE_AUDITOR, ROLE_OPS, ROLE_INTAKE}));
}

TEST(RoleSet, WhatIsNoRoleIsNoneOfIt) {
  RoleSet roles;
  roles.Add(options::v1::ROLE_UNSPECIFIED);
  roles.Add(static_cast<Role>(-1));
  roles.Add(static_cast<Role>(64));
  EXPECT_TRUE(roles.empty());
  EXPECT_FALSE(roles.Has(static_cast<Role>(-1)));
  EXPECT_FALSE(roles.Has(static_cast<Role>(64)));
}

TEST(Account, HasItsRolesOfficeByOffice) {
  const auto account = OfTwoOffices();
  EXPECT_EQ(account->identity(), kSomebody);
  EXPECT_EQ(account->RolesIn("cebu"), Roles({ROLE_ATTORNEY}));
  EXPECT_EQ(account->RolesIn("la-paz"), Roles({ROLE_AUDITOR}));
  EXPECT_EQ(account->RolesIn("lima"), RoleSet());
  EXPECT_EQ(account->RolesIn("*"), RoleSet());
  EXPECT_EQ(account->RolesIn(""), RoleSet());
  EXPECT_EQ(account->anywhere(), Roles({ROLE_ATTORNEY, ROLE_AUDITOR}));
  EXPECT_EQ(account->in_all(), RoleSet());
}

TEST(Account, WhatItHasEverywhereItHasBesides) {
  Account account(kSomebody);
  account.Give(Roles({ROLE_BATCH}), "*");
  account.Give(Roles({ROLE_SUPERVISOR}), "cebu");
  account.Give(Roles({ROLE_INTAKE}), "cebu");
  EXPECT_EQ(account.RolesIn("cebu"), Roles({ROLE_BATCH, ROLE_SUPERVISOR, ROLE_INTAKE}));
  EXPECT_EQ(account.RolesIn("lima"), Roles({ROLE_BATCH}));
  EXPECT_EQ(account.in_all(), Roles({ROLE_BATCH}));
}

TEST(Account, SomebodyWithoutAGrantMayDoNothing) {
  const Account nobody("spiffe://amparo/people/nobody");
  EXPECT_TRUE(nobody.anywhere().empty());
  EXPECT_EQ(Authorize(nobody, Roles({ROLE_INTAKE})).code(), absl::StatusCode::kPermissionDenied);
}

TEST(Authorize, EveryRoleEntersWhereItIsNamedAndNowhereElse) {
  for (int held = options::v1::Role_MIN; held <= options::v1::Role_MAX; ++held) {
    for (int asked = options::v1::Role_MIN; asked <= options::v1::Role_MAX; ++asked) {
      const auto account = Somebody(Roles({static_cast<Role>(held)}), {"*"});
      const absl::Status status = Authorize(*account, Roles({static_cast<Role>(asked)}));
      if (held == asked && held != options::v1::ROLE_UNSPECIFIED) {
        EXPECT_TRUE(status.ok()) << status;
      } else {
        EXPECT_EQ(status.code(), absl::StatusCode::kPermissionDenied) << held << " " << asked;
      }
    }
  }
}

TEST(Authorize, ARoleInSomeOfficeIsEnoughToAsk) {
  EXPECT_TRUE(Authorize(*OfTwoOffices(), Roles({ROLE_ATTORNEY})).ok());
  EXPECT_TRUE(Authorize(*OfTwoOffices(), Roles({ROLE_AUDITOR})).ok());
  EXPECT_EQ(errors::Reason(Authorize(*OfTwoOffices(), Roles({ROLE_SUPERVISOR}))), errors::kPermissionDenied);
}

TEST(Authorize, AnEmptyRuleLetsNobodyIn) {
  RoleSet all;
  for (int role = options::v1::Role_MIN; role <= options::v1::Role_MAX; ++role) all.Add(static_cast<Role>(role));
  EXPECT_EQ(Authorize(*Somebody(all, {"*"}), RoleSet::Of(AuthzRule())).code(), absl::StatusCode::kPermissionDenied);
}

TEST(Caller, SeesAnOfficeByARoleThatMayMakeTheCall) {
  const Caller attorney(OfTwoOffices(), Roles({ROLE_ATTORNEY, ROLE_SUPERVISOR}));
  EXPECT_TRUE(attorney.MaySee("cebu"));
  EXPECT_FALSE(attorney.MaySee("la-paz")) << "they have another role there";
  EXPECT_THAT(attorney.offices(), ElementsAre("cebu"));
  EXPECT_EQ(attorney.RolesIn("la-paz"), Roles({ROLE_AUDITOR})) << "which they have all the same";
  const Caller either(OfTwoOffices(), Roles({ROLE_ATTORNEY, ROLE_AUDITOR}));
  EXPECT_THAT(either.offices(), ElementsAre("cebu", "la-paz"));
  for (const char* office : {"lima", "", "*", "CEBU"}) EXPECT_FALSE(either.MaySee(office)) << office;
  EXPECT_FALSE(either.sees_all_offices());
}

TEST(Caller, OfficesComeInOrder) {
  const Caller caller(Somebody(Roles({ROLE_INTAKE}), {"phnom-penh", "cebu", "la-paz"}), Roles({ROLE_INTAKE}));
  EXPECT_THAT(caller.offices(), ElementsAre("cebu", "la-paz", "phnom-penh"));
}

TEST(Caller, AStarSeesAllByARoleThatMayMakeTheCall) {
  Account account(kSomebody);
  account.Give(Roles({ROLE_BATCH}), "*");
  account.Give(Roles({ROLE_SUPERVISOR}), "cebu");
  const auto shared = std::make_shared<const Account>(std::move(account));
  const Caller batch(shared, Roles({ROLE_BATCH, ROLE_SUPERVISOR}));
  EXPECT_TRUE(batch.sees_all_offices());
  EXPECT_TRUE(batch.MaySee("lima"));
  EXPECT_THAT(batch.offices(), IsEmpty()) << "all, and no list of some";
  const Caller supervisor(shared, Roles({ROLE_SUPERVISOR}));
  EXPECT_FALSE(supervisor.sees_all_offices());
  EXPECT_FALSE(supervisor.MaySee("lima"));
  EXPECT_THAT(supervisor.offices(), ElementsAre("cebu"));
}

TEST(Caller, WithoutARoleThatMayMakeTheCallSeesNothing) {
  const Caller caller(Somebody(Roles({ROLE_INTAKE}), {"*"}), RoleSet());
  EXPECT_FALSE(caller.MaySee("cebu"));
  EXPECT_FALSE(caller.sees_all_offices());
  EXPECT_THAT(caller.offices(), IsEmpty());
}

TEST(Caller, AServiceIsOneWhateverTheCallAsksFor) {
  EXPECT_TRUE(Caller(Somebody(Roles({ROLE_SERVICE}), {"cebu"}), Roles({ROLE_BATCH})).is_service());
  EXPECT_FALSE(Caller(Somebody(Roles({ROLE_BATCH, ROLE_OPS}), {"*"}), Roles({ROLE_SERVICE})).is_service());
}

TEST(Directory, FindsWorkloadsByTheirExactIdentity) {
  const auto directory = Directory::FromConfig(Known({{"spiffe://amparo/cli", ROLE_BATCH}}));
  ASSERT_TRUE(directory.ok()) << directory.status();
  const Workload* found = directory->Find("spiffe://amparo/cli");
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->account.identity(), "spiffe://amparo/cli");
  EXPECT_EQ(found->account.RolesIn("cebu"), Roles({ROLE_BATCH}));
  EXPECT_EQ(found->account.RolesIn("la-paz"), RoleSet());
  EXPECT_EQ(directory->Find("spiffe://amparo/cli2"), nullptr);
  EXPECT_EQ(directory->Find("spiffe://amparo/CLI"), nullptr);
  EXPECT_EQ(directory->Find(""), nullptr);
}

TEST(Directory, AnIdentityStandsOnce) {
  const auto directory =
      Directory::FromConfig(Known({{"spiffe://amparo/cli", ROLE_BATCH}, {"spiffe://amparo/cli", ROLE_INTAKE}}));
  EXPECT_EQ(directory.status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(Directory, SaysWhoSpeaksForPeople) {
  Directory::Principals principals =
      Known({{"spiffe://amparo/front-desk", ROLE_BATCH}, {"spiffe://amparo/cli", ROLE_BATCH}});
  principals.Mutable(0)->set_speaks_for_people(true);
  const auto directory = Directory::FromConfig(principals);
  ASSERT_TRUE(directory.ok()) << directory.status();
  EXPECT_TRUE(directory->Find("spiffe://amparo/front-desk")->speaks_for_people);
  EXPECT_FALSE(directory->Find("spiffe://amparo/cli")->speaks_for_people);
}

}  // namespace
}  // namespace amparo::access
