// Grants from a real feed over a real database, over mutual TLS, to the board: as between two services.
#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>

#include "absl/time/clock.h"
#include "common/base/strings.h"
#include "common/feed/epoch.h"
#include "common/process/grant_follower.h"
#include "common/testing/eventually.h"
#include "common/testing/postgres.h"
#include "tests/integration/common/feed/note_server.h"
#include "tests/integration/common/process/fake_grant_feed.h"

namespace amparo::process {
namespace {

using options::v1::ROLE_INTAKE;
using testing::Eventually;
using testing::Note;

void ServeGrants(feed::FeedApiOptions& options) {
  options.kinds = {{"grant", "amparo.cases.v1.Grant",
                    "SELECT office, 'offices/' || office || '/notes/' || id, version, update_time, body FROM note "
                    "WHERE kind = 'grant'"}};
}

// A note stands for a grant: it has one for its text.
class GrantFeedTest : public ::testing::Test {
 protected:
  Note NoteOf(const cases::v1::Grant& grant) { return service_.NewNote(grant.SerializeAsString(), "cebu", "grant"); }

  bool AwaitRole(bool has) {
    return Eventually([&] {
      const auto account = board_.Find("spiffe://amparo/people/rosa", absl::Now());
      return account.ok() && (*account)->RolesIn("cebu").Has(ROLE_INTAKE) == has;
    });
  }

  testing::PrivatePostgres postgres_;  // of its own, to be frozen
  testing::NoteService service_{2, postgres_};
  testing::NoteServer server_{service_, &ServeGrants};
  access::GrantBoard board_;
};

TEST_F(GrantFeedTest, AGrantComesAndGoes) {
  cases::v1::Grant rosa = testing::GrantTo("rosa", ROLE_INTAKE);
  const GrantFollower follower({}, server_.Channel(), board_);
  ASSERT_TRUE(AwaitRole(false));
  Note note = NoteOf(rosa);
  ASSERT_TRUE(*service_.Create(note));
  ASSERT_TRUE(AwaitRole(true));
  rosa.mutable_revoke_time()->set_seconds(1'500'000'000);
  note.version = 2;
  note.text = rosa.SerializeAsString();
  ASSERT_TRUE(*service_.Update(note));
  ASSERT_TRUE(AwaitRole(false));
  EXPECT_EQ(server_.calls("Export"), 1);
}

TEST_F(GrantFeedTest, ADatabaseThatDoesNotAnswerProvesNothing) {
  const GrantFollowerOptions options;
  ASSERT_TRUE(*service_.Create(NoteOf(testing::GrantTo("rosa", ROLE_INTAKE))));
  const GrantFollower follower(options, server_.Channel(), board_);
  ASSERT_TRUE(AwaitRole(true));
  postgres_.Freeze();
  const auto frozen = std::chrono::steady_clock::now();
  EXPECT_TRUE(Eventually([&] { return !board_.Fresh(); }));
  // Nothing is known that is younger than that; asked in this order, a slow machine makes the board only staler.
  const absl::Duration since = absl::FromChrono(std::chrono::steady_clock::now() - frozen);
  EXPECT_GE(board_.Stale(), since - options.lease);
  postgres_.Thaw();
  EXPECT_TRUE(AwaitRole(true));
}

TEST_F(GrantFeedTest, ANewEpochIsLoadedAnew) {
  ASSERT_TRUE(*service_.Create(NoteOf(testing::GrantTo("rosa", ROLE_INTAKE))));
  const GrantFollower follower({}, server_.Channel(), board_);
  ASSERT_TRUE(AwaitRole(true));
  ASSERT_TRUE(feed::BeginEpoch(service_.database().owner("cases"), "cases").ok());
  ASSERT_TRUE(Eventually([&] { return server_.calls("Export") >= 2; }));
  EXPECT_TRUE(AwaitRole(true));
}

}  // namespace
}  // namespace amparo::process
