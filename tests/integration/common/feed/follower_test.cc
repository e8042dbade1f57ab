#include "common/base/strings.h"
#include "common/errors/errors.h"
#include "common/pg/sqlstate.h"
#include "common/testing/fake_clock.h"
#include "tests/integration/common/feed/follower_fixture.h"

namespace amparo::feed {
namespace {

using testing::Eventually;
using testing::NoteServer;

TEST_F(FollowerTest, AppliesEachEventOnceAndGoesOnAfterARestart) {
  Write(700);
  {
    NoteSink sink;
    const auto follower = Follow(sink);
    ASSERT_TRUE(AwaitSeq(*follower, 700));
    EXPECT_EQ(sink.told, 700);
    EXPECT_EQ(sink.reloads, 1);
    const FollowerStatus status = follower->GetStatus();
    EXPECT_TRUE(status.connected);
    EXPECT_EQ(status.applied, 700);
    EXPECT_LT(status.lag, absl::Seconds(30));
  }
  Write(50);
  NoteSink sink;
  const auto follower = Follow(sink);
  ASSERT_TRUE(AwaitSeq(*follower, 750));
  EXPECT_EQ(sink.told, 50);
  EXPECT_EQ(Copy("count(*)"), "750");
  EXPECT_EQ(Copy("max(times)"), "1");
}

TEST_F(FollowerTest, AFollowerThatDiesBetweenApplyAndCommitHasEachEffectOnce) {
  Write(1100);
  NoteSink sink;
  sink.fail_at = 777;
  const auto follower = Follow(sink);
  ASSERT_TRUE(AwaitSeq(*follower, 1100));
  EXPECT_GT(sink.applied, 1100) << "the test must have killed a batch";
  EXPECT_EQ(sink.told, 1100);
  EXPECT_EQ(Copy("count(*)"), "1100");
  EXPECT_EQ(Copy("max(times)"), "1");
}

TEST_F(FollowerTest, ACommitInDoubtThatTookPlaceHasEachEffectOnce) {
  Write(1100);
  NoteSink sink;
  sink.doubt_at = 777;
  const auto follower = Follow(sink);
  ASSERT_TRUE(AwaitSeq(*follower, 1100));
  ASSERT_EQ(problems().size(), 1u) << "the test must have brought a commit into doubt";
  EXPECT_EQ(errors::Reason(problems().front()), pg::kReasonCommitInDoubt);
  EXPECT_EQ(sink.applied, 1100);
  EXPECT_EQ(Copy("count(*)"), "1100");
  EXPECT_EQ(Copy("max(times)"), "1");
  // Memory was not told of what was in doubt: it is read anew.
  EXPECT_LT(sink.told, 1100);
  EXPECT_EQ(sink.reloads, 2);
}

TEST_F(FollowerTest, SaysOnceForEachReasonWhyItCannotFollow) {
  Write(3);
  database_->Exec("ALTER TABLE copy RENAME TO away");
  NoteSink sink;
  const auto follower = Follow(sink);
  ASSERT_TRUE(Eventually([&] { return server_->calls("Watch") >= 4; }));
  ASSERT_EQ(problems().size(), 1u);
  EXPECT_TRUE(absl::IsInternal(problems().front())) << problems().front();
  database_->Exec("ALTER TABLE away RENAME TO copy");
  ASSERT_TRUE(AwaitSeq(*follower, 3));
  EXPECT_EQ(problems().size(), 1u);
  database_->Exec("ALTER TABLE copy RENAME TO away");
  Write(1);
  EXPECT_TRUE(Eventually([&] { return problems().size() == 2; })) << "it had been over";
}

TEST_F(FollowerTest, RidesOutTheServersRestart) {
  Write(10);
  NoteSink sink;
  const auto follower = Follow(sink);
  ASSERT_TRUE(AwaitSeq(*follower, 10));
  database_->Exec(
      StrCat("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name LIKE 'amparo-%' "
             "AND datname IN ('",
             database_->name(), "', '", service_.database().name(), "')"));
  Write(10);
  ASSERT_TRUE(AwaitSeq(*follower, 20));
  EXPECT_EQ(Copy("sum(times)"), "20");
}

TEST_F(FollowerTest, TwoFollowersOfOneCursorHaveEachEffectOnce) {
  NoteSink one_sink, other_sink;
  const auto one = Follow(one_sink);
  const auto other = Follow(other_sink);
  for (int i = 0; i < 200; ++i) ASSERT_TRUE(*service_.Create(service_.NewNote(std::to_string(i))));
  ASSERT_TRUE(AwaitSeq(*one, 200));
  ASSERT_TRUE(AwaitSeq(*other, 200));
  EXPECT_EQ(Copy("count(*)"), "200");
  EXPECT_EQ(Copy("max(times)"), "1");
  EXPECT_TRUE(problems().empty()) << "that the other was faster is none: " << problems().front();
}

TEST_F(FollowerTest, ExportsItsLag) {
  Write(4);
  NoteSink sink;
  obs::Registry registry;
  const auto follower = Follow(sink);
  follower->ExportMetrics(registry);
  ASSERT_TRUE(AwaitSeq(*follower, 4));
  const std::string text = registry.Text();
  EXPECT_NE(text.find("amparo_feed_lag_events{feed=\"cases\"} 0"), std::string::npos) << text;
  EXPECT_NE(text.find("amparo_feed_applied_total{feed=\"cases\"} 4"), std::string::npos) << text;
  EXPECT_NE(text.find("amparo_feed_lag_seconds{feed=\"cases\"}"), std::string::npos) << text;
}

TEST_F(FollowerTest, AfterARestartWhatItHoldsIsAsOldAsItsCursorUntilTheFeedIsHeard) {
  testing::FakeClock clock;
  Write(3);
  NoteSink sink;
  {
    const auto follower = Follow(sink, clock);
    ASSERT_TRUE(AwaitSeq(*follower, 3));
  }
  clock.Advance(absl::Hours(5));
  {
    const std::shared_ptr<grpc::Channel> nobody = NoteServer(service_).Channel();
    FollowerOptions options{.feed = "cases", .service = "amparo.cases.v1.FeedService", .kinds = {}};
    const Follower alone(options, nobody, *workers_, clock, sink);
    ASSERT_TRUE(Eventually([&] { return alone.GetStatus().lag < absl::InfiniteDuration(); }));
    EXPECT_EQ(alone.GetStatus().lag, absl::Hours(5));
    EXPECT_EQ(sink.reloads, 2) << "memory was told first";
  }
  const auto follower = Follow(sink, clock);
  ASSERT_TRUE(Eventually([&] { return follower->GetStatus().lag == absl::ZeroDuration(); }));
}

TEST_F(FollowerTest, EndsWhileItReadsEverythingAnew) {
  NoteSink sink;
  sink.hang_in_reload = true;
  const auto follower = Follow(sink);
  ASSERT_TRUE(Eventually([&] { return sink.reloads > 0; }));
  // Its destructor waits for the thread: the test ends.
}

}  // namespace
}  // namespace amparo::feed
