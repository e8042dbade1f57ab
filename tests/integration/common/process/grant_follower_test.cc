// Grants on their way from a feed to the board, and all that may go wrong there.
#include "common/process/grant_follower.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "common/base/identity_names.h"
#include "common/base/strings.h"
#include "common/errors/errors.h"
#include "common/testing/eventually.h"
#include "tests/integration/common/process/fake_grant_feed.h"

namespace amparo::process {
namespace {

using options::v1::ROLE_ATTORNEY;
using options::v1::ROLE_INTAKE;
using testing::Eventually;
using testing::GrantTo;
using ::testing::HasSubstr;
using ::testing::Not;

using SteadyClock = std::chrono::steady_clock;

class GrantFollowerTest : public ::testing::Test {
 protected:
  std::unique_ptr<GrantFollower> Follow(GrantFollowerOptions options = {}) {
    options.on_problem = [this](const absl::Status& problem) {
      const std::lock_guard lock(mutex_);
      problems_.push_back(problem);
    };
    return std::make_unique<GrantFollower>(std::move(options), feed_.Channel(), board_);
  }

  // The roles of somebody in Cebu; nothing while they are not known.
  std::optional<access::RoleSet> Roles(const std::string& subject) {
    const auto account = board_.Find(StrCat(kPeoplePrefix, subject), absl::Now());
    if (!account.ok()) return std::nullopt;
    return (*account)->RolesIn("cebu");
  }
  bool AwaitRole(const std::string& subject, options::v1::Role role) {
    return Eventually([&] {
      const auto roles = Roles(subject);
      return roles && roles->Has(role);
    });
  }
  bool AwaitNoRole(const std::string& subject) {
    return Eventually([&] {
      const auto roles = Roles(subject);
      return roles && roles->empty();
    });
  }
  bool AwaitFresh() {
    return Eventually([this] { return board_.Fresh(); });
  }
  bool AwaitStale() {
    return Eventually([this] { return !board_.Fresh(); });
  }
  std::vector<absl::Status> problems() {
    const std::lock_guard lock(mutex_);
    return problems_;
  }

  std::mutex mutex_;
  std::vector<absl::Status> problems_;  // guarded by mutex_
  testing::FakeGrantFeed feed_;
  access::GrantBoard board_;
};

TEST_F(GrantFollowerTest, TakesWhatThereIsAndWhatHappens) {
  cases::v1::Grant rosa = GrantTo("rosa", ROLE_INTAKE);
  feed_.Put("1", rosa);
  const auto follower = Follow();
  ASSERT_TRUE(AwaitRole("rosa", ROLE_INTAKE));
  feed_.Put("2", GrantTo("ben", ROLE_ATTORNEY));
  ASSERT_TRUE(AwaitRole("ben", ROLE_ATTORNEY));
  rosa.mutable_revoke_time()->set_seconds(absl::ToUnixSeconds(absl::Now()));
  feed_.Put("1", rosa);
  ASSERT_TRUE(AwaitNoRole("rosa"));
  EXPECT_TRUE(AwaitRole("ben", ROLE_ATTORNEY));
  EXPECT_EQ(feed_.exports(), 1);
  EXPECT_TRUE(problems().empty());
}

TEST_F(GrantFollowerTest, ARevokedGrantComesRevokedWithTheExport) {
  cases::v1::Grant rosa = GrantTo("rosa", ROLE_INTAKE);
  feed_.Put("1", rosa);
  rosa.mutable_revoke_time()->set_seconds(1'500'000'000);
  feed_.Put("1", rosa);
  const auto follower = Follow();
  ASSERT_TRUE(AwaitNoRole("rosa"));
  EXPECT_EQ(board_.size(), 0);
}

TEST_F(GrantFollowerTest, KnowsFromWhenAndUntilWhen) {
  cases::v1::Grant rosa = GrantTo("rosa", ROLE_INTAKE);
  rosa.mutable_start_time()->set_seconds(2'000'000'000);
  rosa.mutable_end_time()->set_seconds(2'000'000'010);
  rosa.mutable_end_time()->set_nanos(500'000'000);
  feed_.Put("1", rosa);
  const auto follower = Follow();
  const auto may = [this](absl::Time now) {
    bool has = false;
    // Asked while the board is fresh, however slow the machine.
    EXPECT_TRUE(Eventually([&] {
      const auto account = board_.Find("spiffe://amparo/people/rosa", now);
      if (account.ok()) has = (*account)->RolesIn("cebu").Has(ROLE_INTAKE);
      return account.ok();
    }));
    return has;
  };
  const absl::Time start = absl::FromUnixSeconds(2'000'000'000);
  const absl::Time end = start + absl::Milliseconds(10'500);
  const absl::Duration least = absl::Microseconds(1);
  EXPECT_FALSE(may(start - least));
  EXPECT_TRUE(may(start));
  EXPECT_TRUE(may(end - least));
  EXPECT_FALSE(may(end));
}

TEST_F(GrantFollowerTest, AnAnswerThatComesLateProvesNothing) {
  GrantFollowerOptions options;
  options.heartbeat = absl::Milliseconds(20);
  options.lease = absl::Milliseconds(100);
  options.late = absl::Hours(1);
  feed_.SetDelay(absl::Milliseconds(300), 1000);
  const auto follower = Follow(std::move(options));
  ASSERT_TRUE(Eventually([&] {
    EXPECT_FALSE(board_.Fresh());
    return feed_.answers() >= 4;
  }));
  feed_.SetDelay(absl::ZeroDuration(), 0);
  EXPECT_TRUE(AwaitFresh());
}

TEST_F(GrantFollowerTest, AnAnswerOfATimeThatHasNotComeProvesNothing) {
  feed_.SetAhead(absl::Seconds(30));
  feed_.Put("1", GrantTo("rosa", ROLE_INTAKE));
  const auto follower = Follow();
  // Each stream is given up for it.
  ASSERT_TRUE(Eventually([&] {
    EXPECT_FALSE(board_.Fresh());
    return feed_.watches() >= 3;
  }));
  ASSERT_EQ(problems().size(), 1u);
  EXPECT_TRUE(absl::IsDataLoss(problems()[0])) << problems()[0];
  feed_.SetAhead(absl::ZeroDuration());
  EXPECT_TRUE(AwaitRole("rosa", ROLE_INTAKE));
}

TEST_F(GrantFollowerTest, AStreamThatBeginsLateIsOpenedAnew) {
  GrantFollowerOptions options;
  options.late = absl::Milliseconds(50);
  feed_.SetDelay(absl::Milliseconds(200), 1);
  const auto follower = Follow(std::move(options));
  ASSERT_TRUE(Eventually([&] { return feed_.watches() >= 2; }));
  EXPECT_TRUE(AwaitFresh());
  EXPECT_EQ(feed_.exports(), 1);
  EXPECT_TRUE(problems().empty());
}

TEST_F(GrantFollowerTest, WhereEachStreamBeginsLateMoreThanItsBeginningIsRead) {
  GrantFollowerOptions options;
  options.heartbeat = absl::Milliseconds(10);
  options.late = absl::Milliseconds(1);
  feed_.SetDelay(absl::Milliseconds(10), 1000);
  const auto follower = Follow(std::move(options));
  ASSERT_TRUE(Eventually([&] { return feed_.answers() >= 30; }));
  // All but the first give two answers or more; the last two may be under way.
  const int watches = feed_.watches();
  EXPECT_LE(watches, feed_.answers() / 2 + 3);
  EXPECT_TRUE(AwaitFresh()) << "late is not too late";
}

TEST_F(GrantFollowerTest, OpensItsStreamAnewFromTimeToTime) {
  GrantFollowerOptions options;
  options.renewal = absl::Milliseconds(1);
  options.heartbeat = absl::Milliseconds(20);
  const auto follower = Follow(std::move(options));
  ASSERT_TRUE(Eventually([&] { return feed_.watches() >= 5; }));
  feed_.Put("1", GrantTo("rosa", ROLE_INTAKE));
  ASSERT_TRUE(AwaitRole("rosa", ROLE_INTAKE));
  EXPECT_EQ(feed_.exports(), 1);
  EXPECT_TRUE(problems().empty());
}

TEST_F(GrantFollowerTest, AnotherHistoryIsLoadedAnew) {
  feed_.Put("1", GrantTo("rosa", ROLE_INTAKE));
  const auto follower = Follow();
  ASSERT_TRUE(AwaitRole("rosa", ROLE_INTAKE));
  feed_.NewEpoch();
  feed_.Put("2", GrantTo("ben", ROLE_ATTORNEY));
  ASSERT_TRUE(AwaitRole("ben", ROLE_ATTORNEY));
  EXPECT_TRUE(AwaitNoRole("rosa"));
  EXPECT_EQ(feed_.exports(), 2);
}

TEST_F(GrantFollowerTest, ASilentFeedLetsTheLeaseRunOut) {
  GrantFollowerOptions options;
  options.silence = absl::Milliseconds(300);
  const absl::Duration lease = options.lease;
  const auto follower = Follow(std::move(options));
  ASSERT_TRUE(AwaitFresh());
  feed_.SetSilent(true);
  const auto silent = SteadyClock::now();
  ASSERT_TRUE(AwaitStale());
  // No answer is younger than that; asked in this order, a slow machine makes the board only staler.
  const absl::Duration since = absl::FromChrono(SteadyClock::now() - silent);
  EXPECT_GE(board_.Stale(), since - lease);
  ASSERT_TRUE(Eventually([&] { return feed_.watches() >= 3; })) << "a silent stream is given up";
  EXPECT_FALSE(board_.Fresh());
  ASSERT_FALSE(problems().empty());
  EXPECT_EQ(errors::Reason(problems().front()), "FEED_SILENT");
  feed_.SetSilent(false);
  EXPECT_TRUE(AwaitFresh());
  EXPECT_EQ(feed_.exports(), 1);
}

TEST_F(GrantFollowerTest, ComesBackWithTheService) {
  feed_.Put("1", GrantTo("rosa", ROLE_INTAKE));
  const auto follower = Follow();
  ASSERT_TRUE(AwaitRole("rosa", ROLE_INTAKE));
  feed_.Stop();
  ASSERT_TRUE(AwaitStale());
  EXPECT_EQ(board_.size(), 1) << "what is held stays, and is not used";
  feed_.Start();
  ASSERT_TRUE(AwaitRole("rosa", ROLE_INTAKE));
  EXPECT_EQ(feed_.exports(), 1);
}

TEST_F(GrantFollowerTest, WhoMayNotFollowLetsNobodyInAndSaysSoOnce) {
  feed_.SetRefusal({grpc::StatusCode::PERMISSION_DENIED, "no role that may call this"});
  GrantFollowerOptions options;
  options.last_backoff = options.first_backoff = absl::Milliseconds(10);
  const auto follower = Follow(std::move(options));
  ASSERT_TRUE(Eventually([&] { return feed_.exports() >= 4; }));
  EXPECT_FALSE(board_.Fresh());
  ASSERT_EQ(problems().size(), 1u);
  EXPECT_TRUE(absl::IsPermissionDenied(problems().front()));
  feed_.SetRefusal(grpc::Status::OK);
  ASSERT_TRUE(AwaitFresh());
  EXPECT_EQ(problems().size(), 1u);
}

TEST_F(GrantFollowerTest, WhatIsNoGrantLetsNobodyIn) {
  const auto wrong = [this](int which) {
    cases::v1::Grant grant = GrantTo("ben", which == 0 ? options::v1::ROLE_SERVICE : ROLE_INTAKE);
    if (which == 1) grant.clear_role();
    if (which == 2) grant.set_principal("spiffe://amparo/cli");
    if (which == 3) grant.clear_create_time();
    feed::v1::Event event = feed_.EventOf("wrong", grant, which == 4 ? "*" : "cebu");
    if (which == 5) event.set_kind("case");
    if (which == 6) event.mutable_resource()->PackFrom(grant.create_time());
    if (which == 7) event.mutable_resource()->set_value("\xff");
    return event;
  };
  for (int which = 0; which <= 7; ++which) {
    feed_.NewEpoch();
    feed_.Put("1", GrantTo("rosa", ROLE_INTAKE));
    const auto follower = Follow();
    ASSERT_TRUE(AwaitRole("rosa", ROLE_INTAKE)) << which;
    feed_.Happen(wrong(which));
    ASSERT_TRUE(AwaitStale()) << which;
    ASSERT_TRUE(Eventually([&] { return !problems().empty() && absl::IsDataLoss(problems().back()); })) << which;
    EXPECT_FALSE(board_.Fresh()) << which;
    EXPECT_EQ(board_.size(), 1) << which;
    const std::lock_guard lock(mutex_);
    problems_.clear();
  }
}

TEST_F(GrantFollowerTest, EndsWhateverItWaitsFor) {
  feed_.SetSilent(true);
  Follow().reset();
  {
    const auto silent = Follow();
    ASSERT_TRUE(Eventually([&] { return feed_.watches() > 0; }));
  }
  feed_.Stop();
  const auto unreachable = Follow();
  ASSERT_TRUE(Eventually([&] { return !problems().empty(); }));
}

TEST_F(GrantFollowerTest, ShowsHowManyGrantsThereAreAndHowStaleTheyAre) {
  obs::Registry registry;
  feed_.Put("1", GrantTo("rosa", ROLE_INTAKE));
  {
    const auto follower = Follow();
    follower->ExportMetrics(registry);
    EXPECT_TRUE(Eventually([&] {
      const std::string text = registry.Text();
      return text.find("\namparo_grants 1\n") != std::string::npos &&
             text.find("\namparo_grants_stale_seconds 0\n") != std::string::npos;
    })) << registry.Text();
  }
  EXPECT_THAT(registry.Text(), Not(HasSubstr("amparo_grants")));
}

}  // namespace
}  // namespace amparo::process
