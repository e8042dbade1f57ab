#include "common/access/access.h"

#include <gtest/gtest.h>

#include "common/errors/errors.h"

namespace amparo::access {
namespace {

Directory Known(std::initializer_list<std::pair<std::string, Role>> principals) {
  Directory::Principals list;
  for (const auto& [identity, role] : principals) {
    auto& principal = *list.Add();
    principal.set_identity(identity);
    principal.add_roles(role);
    principal.add_offices("cebu");
  }
  auto directory = Directory::FromConfig(list);
  EXPECT_TRUE(directory.ok()) << directory.status();
  return *std::move(directory);
}

RoleSet Only(Role role) {
  RoleSet roles;
  roles.Add(role);
  return roles;
}

TEST(Authorize, EveryRoleEntersWhereItIsNamedAndNowhereElse) {
  for (int held = options::v1::Role_MIN; held <= options::v1::Role_MAX; ++held) {
    for (int asked = options::v1::Role_MIN; asked <= options::v1::Role_MAX; ++asked) {
      const Caller caller("spiffe://amparo/x", Only(static_cast<Role>(held)), {"*"});
      const absl::Status status = Authorize(&caller, Only(static_cast<Role>(asked)));
      if (held == asked && held != options::v1::ROLE_UNSPECIFIED) {
        EXPECT_TRUE(status.ok()) << status;
      } else {
        EXPECT_EQ(status.code(), absl::StatusCode::kPermissionDenied) << held << " " << asked;
      }
    }
  }
}

TEST(Authorize, NobodyIsUnauthenticated) {
  EXPECT_EQ(Authorize(nullptr, Only(options::v1::ROLE_INTAKE)).code(), absl::StatusCode::kUnauthenticated);
}

TEST(Authorize, AnEmptyRuleLetsNobodyIn) {
  RoleSet all;
  for (int role = options::v1::Role_MIN; role <= options::v1::Role_MAX; ++role) all.Add(static_cast<Role>(role));
  const Caller caller("spiffe://amparo/x", all, {"*"});
  EXPECT_EQ(Authorize(&caller, RoleSet::Of(AuthzRule())).code(), absl::StatusCode::kPermissionDenied);
}

TEST(RoleSet, IsWhatTheRuleSays) {
  AuthzRule rule;
  rule.add_roles(options::v1::ROLE_AUDITOR);
  rule.add_roles(options::v1::ROLE_OPS);
  const RoleSet roles = RoleSet::Of(rule);
  EXPECT_TRUE(roles.Has(options::v1::ROLE_AUDITOR));
  EXPECT_TRUE(roles.Has(options::v1::ROLE_OPS));
  EXPECT_FALSE(roles.Has(options::v1::ROLE_INTAKE));
  EXPECT_FALSE(roles.Has(options::v1::ROLE_UNSPECIFIED));
}

TEST(Directory, FindsCallersByTheirExactIdentity) {
  const Directory directory = Known({{"spiffe://amparo/cli", options::v1::ROLE_BATCH}});
  ASSERT_NE(directory.Find("spiffe://amparo/cli"), nullptr);
  EXPECT_EQ(directory.Find("spiffe://amparo/cli")->identity(), "spiffe://amparo/cli");
  EXPECT_EQ(directory.Find("spiffe://amparo/cli2"), nullptr);
  EXPECT_EQ(directory.Find("spiffe://amparo/CLI"), nullptr);
  EXPECT_EQ(directory.Find(""), nullptr);
}

TEST(Directory, AnIdentityStandsOnce) {
  Directory::Principals list;
  for (int i = 0; i < 2; ++i) list.Add()->set_identity("spiffe://amparo/cli");
  EXPECT_FALSE(Directory::FromConfig(list).ok());
}

TEST(Caller, SeesItsOfficesOnly) {
  const Caller caller("spiffe://amparo/x", {}, {"cebu", "la-paz"});
  EXPECT_TRUE(caller.MaySee("cebu"));
  EXPECT_TRUE(caller.MaySee("la-paz"));
  EXPECT_FALSE(caller.MaySee("phnom-penh"));
  EXPECT_FALSE(caller.MaySee(""));
  EXPECT_FALSE(caller.MaySee("*"));
  EXPECT_FALSE(caller.sees_all_offices());
  EXPECT_EQ(caller.offices().size(), 2u);
}

TEST(Caller, AStarSeesAll) {
  const Caller caller("spiffe://amparo/x", {}, {"*"});
  EXPECT_TRUE(caller.sees_all_offices());
  EXPECT_TRUE(caller.MaySee("cebu"));
}

}  // namespace
}  // namespace amparo::access
