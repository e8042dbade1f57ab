// What the board of grants lets people do, and when it must not be asked.
#include "common/access/grant_board.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "common/base/strings.h"
#include "common/errors/errors.h"

namespace amparo::access {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'700'000'000);
constexpr char kRosa[] = "spiffe://amparo/people/rosa";

GrantBoard::Moment Ever() {
  return GrantBoard::Moment::max();
}

RoleSet Roles(std::initializer_list<Role> roles) {
  RoleSet set;
  for (const Role role : roles) set.Add(role);
  return set;
}

Grant MakeGrant(std::string_view id, std::string_view office = "cebu", Role role = options::v1::ROLE_INTAKE) {
  Grant grant;
  grant.name = StrCat("offices/", office, "/grants/", id);
  grant.version = 1;
  grant.principal = kRosa;
  grant.office = office;
  grant.role = role;
  grant.start = kNow - absl::Hours(1);
  return grant;
}

Grant Revoked(Grant grant) {
  ++grant.version;
  grant.revoked = true;
  return grant;
}

// What a board of these, which is fresh, lets Rosa do in an office.
RoleSet RolesIn(const GrantBoard& board, std::string_view office, absl::Time now = kNow) {
  const auto account = board.Find(kRosa, now);
  EXPECT_TRUE(account.ok()) << account.status();
  return account.ok() ? (*account)->RolesIn(office) : RoleSet();
}

class GrantBoardTest : public ::testing::Test {
 protected:
  void Hold(std::vector<Grant> grants) {
    board_.Replace(std::move(grants));
    board_.Prove(Ever());
  }

  GrantBoard board_;
};

TEST_F(GrantBoardTest, AGrantIsInForceFromItsStartOnAndBeforeItsEnd) {
  Grant grant = MakeGrant("1");
  grant.start = kNow;
  grant.end = kNow + absl::Minutes(1);
  Hold({grant});
  const absl::Duration least = absl::Microseconds(1);
  EXPECT_TRUE(RolesIn(board_, "cebu", grant.start - least).empty());
  EXPECT_EQ(RolesIn(board_, "cebu", grant.start), Roles({options::v1::ROLE_INTAKE}));
  EXPECT_EQ(RolesIn(board_, "cebu", grant.end - least), Roles({options::v1::ROLE_INTAKE}));
  EXPECT_TRUE(RolesIn(board_, "cebu", grant.end).empty());
}

TEST_F(GrantBoardTest, RolesAreThoseOfEachOffice) {
  Hold({MakeGrant("1"), MakeGrant("2", "cebu", options::v1::ROLE_ATTORNEY),
        MakeGrant("3", "la-paz", options::v1::ROLE_SUPERVISOR)});
  EXPECT_EQ(RolesIn(board_, "cebu"), Roles({options::v1::ROLE_INTAKE, options::v1::ROLE_ATTORNEY}));
  EXPECT_EQ(RolesIn(board_, "la-paz"), Roles({options::v1::ROLE_SUPERVISOR}));
  EXPECT_TRUE(RolesIn(board_, "manila").empty());
  const auto account = board_.Find(kRosa, kNow);
  ASSERT_TRUE(account.ok());
  EXPECT_EQ((*account)->identity(), kRosa);
  EXPECT_TRUE((*account)->in_all().empty());
  EXPECT_EQ((*account)->anywhere(),
            Roles({options::v1::ROLE_INTAKE, options::v1::ROLE_ATTORNEY, options::v1::ROLE_SUPERVISOR}));
}

TEST_F(GrantBoardTest, WhoHasNoGrantHasNoRole) {
  Hold({MakeGrant("1")});
  const auto account = board_.Find("spiffe://amparo/people/rosa2", kNow);
  ASSERT_TRUE(account.ok()) << account.status();
  EXPECT_TRUE((*account)->anywhere().empty());
}

TEST_F(GrantBoardTest, ARevokedGrantIsNone) {
  const Grant one = MakeGrant("1"), other = MakeGrant("2", "cebu", options::v1::ROLE_ATTORNEY);
  Hold({one, other});
  EXPECT_EQ(board_.size(), 2);
  board_.Apply({Revoked(one)});
  EXPECT_EQ(RolesIn(board_, "cebu"), Roles({options::v1::ROLE_ATTORNEY}));
  EXPECT_EQ(board_.size(), 1);
}

TEST_F(GrantBoardTest, TheSameRoleByTwoGrantsOutlivesOne) {
  const Grant one = MakeGrant("1"), other = MakeGrant("2");
  Hold({one, other});
  board_.Apply({Revoked(one)});
  EXPECT_EQ(RolesIn(board_, "cebu"), Roles({options::v1::ROLE_INTAKE}));
  board_.Apply({Revoked(other)});
  EXPECT_TRUE(RolesIn(board_, "cebu").empty());
}

TEST_F(GrantBoardTest, WhatIsOlderBringsNothingBack) {
  const Grant grant = MakeGrant("1");
  Hold({});
  board_.Apply({Revoked(grant), grant});
  EXPECT_TRUE(RolesIn(board_, "cebu").empty());
  board_.Apply({grant});
  EXPECT_TRUE(RolesIn(board_, "cebu").empty());
  board_.Replace({Revoked(grant), grant});
  EXPECT_TRUE(RolesIn(board_, "cebu").empty());
}

TEST_F(GrantBoardTest, ReplaceTakesThePlaceOfAll) {
  Hold({MakeGrant("1"), MakeGrant("2", "la-paz")});
  board_.Replace({MakeGrant("3", "manila")});
  EXPECT_TRUE(RolesIn(board_, "cebu").empty());
  EXPECT_TRUE(RolesIn(board_, "la-paz").empty());
  EXPECT_EQ(RolesIn(board_, "manila"), Roles({options::v1::ROLE_INTAKE}));
}

TEST_F(GrantBoardTest, ItAnswersOnlyWhenItHoldsAllAndThatIsProved) {
  const auto stale = [this] {
    EXPECT_FALSE(board_.Fresh());
    EXPECT_EQ(board_.Stale(), absl::InfiniteDuration());
    const auto account = board_.Find(kRosa, kNow);
    EXPECT_EQ(account.status().code(), absl::StatusCode::kUnavailable);
    EXPECT_EQ(errors::Reason(account.status()), "GRANTS_STALE");
  };
  stale();
  board_.Prove(Ever());
  stale();
  board_.Apply({MakeGrant("1")});
  board_.Prove(Ever());
  stale();
  board_.Replace({MakeGrant("1")});
  stale();
  board_.Prove(Ever());
  EXPECT_TRUE(board_.Fresh());
  EXPECT_EQ(board_.Stale(), absl::ZeroDuration());
  EXPECT_TRUE(board_.Find(kRosa, kNow).ok());
}

TEST_F(GrantBoardTest, WhatWasProvedIsNotShortened) {
  board_.Replace({});
  const auto now = BootClock::now();
  board_.Prove(now + std::chrono::hours(1));
  board_.Prove(now - std::chrono::hours(1));
  EXPECT_TRUE(board_.Fresh());
}

TEST_F(GrantBoardTest, ItSaysForHowLongItHasNotBeenFresh) {
  board_.Replace({});
  board_.Prove(BootClock::now() - std::chrono::hours(1));
  EXPECT_FALSE(board_.Fresh());
  EXPECT_GE(board_.Stale(), absl::Hours(1));
  EXPECT_LT(board_.Stale(), absl::Hours(2));
}

TEST_F(GrantBoardTest, WhatIsForgottenMustBeHeldAndProvedAnew) {
  const Grant grant = MakeGrant("1");
  Hold({Revoked(grant)});
  board_.Forget();
  EXPECT_FALSE(board_.Fresh());
  EXPECT_LT(board_.Stale(), absl::Hours(1)) << "it was fresh a moment ago";
  EXPECT_EQ(board_.size(), 0);
  board_.Prove(Ever());
  EXPECT_FALSE(board_.Fresh());
  board_.Replace({grant});
  EXPECT_FALSE(board_.Fresh());
  board_.Prove(Ever());
  EXPECT_EQ(RolesIn(board_, "cebu"), Roles({options::v1::ROLE_INTAKE})) << "in another history it was not revoked";
}

TEST_F(GrantBoardTest, EachChangeIsCounted) {
  EXPECT_EQ(board_.changes(), 0u);
  board_.Replace({MakeGrant("1")});
  EXPECT_EQ(board_.changes(), 1u);
  board_.Apply({Revoked(MakeGrant("1"))});
  EXPECT_EQ(board_.changes(), 2u);
  board_.Prove(Ever());
  EXPECT_EQ(board_.changes(), 2u) << "nothing has changed";
  board_.Forget();
  EXPECT_EQ(board_.changes(), 3u);
}

TEST_F(GrantBoardTest, ManyThreadsAskWhileItChanges) {
  constexpr int kRounds = 500;
  const Grant given = MakeGrant("1"), kept = MakeGrant("2", "cebu", options::v1::ROLE_ATTORNEY);
  Hold({kept});
  std::atomic<bool> done = false;
  std::vector<std::jthread> asking;
  for (int i = 0; i < 4; ++i) {
    asking.emplace_back([&] {
      uint64_t before = 0;
      while (!done) {
        const uint64_t changes = board_.changes();
        EXPECT_GE(changes, before);
        before = changes;
        EXPECT_TRUE(RolesIn(board_, "cebu").Has(options::v1::ROLE_ATTORNEY));
        EXPECT_TRUE(board_.Fresh());
      }
    });
  }
  Grant next = given;
  for (int round = 0; round < kRounds; ++round) {
    ++next.version;
    next.revoked = round % 2 == 1;
    board_.Apply({next});
    board_.Prove(Ever());
    EXPECT_EQ(RolesIn(board_, "cebu").Has(options::v1::ROLE_INTAKE), !next.revoked);
  }
  done = true;
  asking.clear();
}

}  // namespace
}  // namespace amparo::access
