// When a follower loads everything, and what becomes of a load that is cut off or met by another's.
#include "common/base/status_macros.h"
#include "common/base/strings.h"
#include "common/errors/errors.h"
#include "common/testing/fake_clock.h"
#include "tests/integration/common/feed/follower_fixture.h"

namespace amparo::feed {
namespace {

using testing::Eventually;
using testing::NoteServer;

class FollowerLoadTest : public FollowerTest {};

TEST_F(FollowerLoadTest, LoadsEverythingWhenTheFeedNoLongerHasIt) {
  Write(900);
  service_.Sql("UPDATE feed_head SET floor = 900");
  Write(5);
  NoteSink sink;
  const auto follower = Follow(sink);
  ASSERT_TRUE(AwaitSeq(*follower, 905));
  EXPECT_EQ(sink.resets, 1);
  EXPECT_EQ(Copy("count(*)"), "905");
  ASSERT_TRUE(Eventually([&] { return sink.reloads == 2; })) << "memory must be read anew after a load";
  Write(5);
  ASSERT_TRUE(AwaitSeq(*follower, 910));
  EXPECT_EQ(sink.resets, 1);
  EXPECT_EQ(sink.told, 5);
  EXPECT_EQ(Copy("max(times)"), "1");
}

TEST_F(FollowerLoadTest, LoadsEverythingWhenTheEpochChanges) {
  Write(3);
  NoteSink sink;
  {
    const auto follower = Follow(sink);
    ASSERT_TRUE(AwaitSeq(*follower, 3));
  }
  // Restored from a backup: the third note is gone, another took its number.
  service_.Sql(
      "DELETE FROM note WHERE body = '2'; DELETE FROM outbox WHERE seq = 3; UPDATE feed_head SET epoch = "
      "gen_random_uuid(), last = 2");
  ASSERT_TRUE(*service_.Create(service_.NewNote("after the restore")));
  const auto follower = Follow(sink);
  ASSERT_TRUE(Eventually([&] { return Copy("max(text)") == "after the restore"; }));
  EXPECT_EQ(Copy("count(*)"), "3");
  EXPECT_EQ(sink.resets, 1);
}

TEST_F(FollowerLoadTest, ALoadThatDiesInTheMiddleBeginsAnew) {
  Write(1300);
  service_.Sql("UPDATE feed_head SET floor = 1300");
  NoteSink sink;
  sink.fail_at = 800;
  const auto follower = Follow(sink);
  ASSERT_TRUE(AwaitSeq(*follower, 1300));
  EXPECT_EQ(sink.resets, 2);
  EXPECT_EQ(Copy("count(*)"), "1300");
  EXPECT_EQ(Copy("max(times)"), "1");
}

TEST_F(FollowerLoadTest, LeavesALoadToTheInstanceThatIsAtIt) {
  Write(10);
  const auto other_loads = [&](const std::string& since) {
    database_->Exec("INSERT INTO feed_cursor VALUES ('cases', '', 0, 0, gen_random_uuid(), now() - interval '" + since +
                    "') ON CONFLICT (feed) DO UPDATE SET update_time = excluded.update_time");
  };
  other_loads("1 second");
  NoteSink sink;
  const auto follower = Follow(sink);
  ASSERT_TRUE(Eventually([&] { return !follower->GetStatus().last_error.ok(); }));
  EXPECT_EQ(sink.resets, 0);
  EXPECT_TRUE(follower->GetStatus().loading) << "what is applied is not whole, whoever loads";
  // The other is gone: its load is taken over.
  other_loads("1 hour");
  ASSERT_TRUE(AwaitSeq(*follower, 10));
  EXPECT_EQ(sink.resets, 1);
  EXPECT_EQ(Copy("count(*)"), "10");
}

TEST_F(FollowerLoadTest, GoesOnFromALoadThatAnotherInstanceEnded) {
  Write(3);
  NoteSink sink;
  const auto follower = Follow(sink);
  ASSERT_TRUE(AwaitSeq(*follower, 3));
  const std::string token = database_->Exec("SELECT token FROM feed_cursor");
  database_->Exec("UPDATE feed_cursor SET token = '', seq = 0, load = gen_random_uuid(), update_time = now()");
  // The cursor is not where it was: the follower looks again, and finds that it must wait.
  Write(1);
  ASSERT_TRUE(Eventually([&] { return follower->GetStatus().loading; }));
  // The load has ended where this one stood before: what it held in memory is older all the same.
  database_->Exec(StrCat("UPDATE feed_cursor SET token = '", token, "', seq = 3, load = NULL"));
  ASSERT_TRUE(AwaitSeq(*follower, 4));
  EXPECT_EQ(sink.reloads, 2);
  EXPECT_EQ(sink.resets, 0);
}

TEST_F(FollowerLoadTest, WhatWasAppliedStaysUntilTheExportIsHere) {
  Write(3);
  NoteSink sink;
  {
    const auto follower = Follow(sink);
    ASSERT_TRUE(AwaitSeq(*follower, 3));
  }
  service_.Sql("UPDATE feed_head SET epoch = gen_random_uuid()");
  // An export that waits for its turn for ever.
  NoteServer busy(service_, [](FeedApiOptions& options) { options.export_threads = 0; });
  FollowerOptions options{.feed = "cases", .service = "amparo.cases.v1.FeedService", .kinds = {}};
  const Follower waiting(options, busy.Channel(), *workers_, service_.clock(), sink);
  ASSERT_TRUE(Eventually([&] { return busy.calls("Export") > 0; }));
  EXPECT_EQ(sink.resets, 0);
  EXPECT_EQ(Copy("count(*)"), "3");
  EXPECT_FALSE(waiting.GetStatus().loading);
}

TEST_F(FollowerLoadTest, ALoadIsHeardOfWhenItsResetEndsHoweverLongThatTook) {
  testing::FakeClock clock;
  Write(3);
  service_.Sql("UPDATE feed_head SET floor = 3");
  NoteSink sink;
  sink.fail_at = 1;  // so that it is begun twice, and the second time shows what was committed the first time
  std::string ended, heard;
  sink.on_reset = [&] {
    if (sink.resets == 2) heard = database_->Exec("SELECT extract(epoch FROM update_time)::bigint FROM feed_cursor");
    clock.Advance(kLoadAbandoned * 4);
    if (sink.resets == 1) ended = std::to_string(absl::ToUnixSeconds(clock.Now()));
  };
  const auto follower = Follow(sink, clock);
  ASSERT_TRUE(AwaitSeq(*follower, 3));
  EXPECT_EQ(sink.resets, 2);
  EXPECT_EQ(heard, ended);
}

TEST_F(FollowerLoadTest, ALoadBeginsOnlyWhereTheCursorWasSeen) {
  const Uuid mine = Uuid::V7(absl::Now()), other = Uuid::V7(absl::Now());
  const absl::Time start = absl::FromUnixSeconds(1'415'000'000);
  const auto begin = [&](const Cursor& from, const Uuid& load, absl::Time now) {
    return InTransaction([=](pg::Transaction& t) { return BeginLoad(t, "cases", from, load, now); });
  };
  const auto read = [&] {
    Cursor cursor;
    EXPECT_TRUE(InTransaction([&](pg::Transaction& t) -> absl::Status {
                  AMPARO_ASSIGN_OR_RETURN(cursor, ReadCursor(t, "cases"));
                  return absl::OkStatus();
                }).ok());
    return cursor;
  };
  ASSERT_TRUE(begin(Cursor(), other, start).ok());
  // Both saw an empty place; the other was faster.
  EXPECT_EQ(errors::Reason(begin(Cursor(), mine, start)), kCursorMoved);
  const Cursor seemed_abandoned = read();
  ASSERT_TRUE(InTransaction([=](pg::Transaction& t) {
                return ContinueLoad(t, "cases", other, start + absl::Minutes(2));
              }).ok());
  EXPECT_EQ(errors::Reason(begin(seemed_abandoned, mine, start + absl::Minutes(2))), kCursorMoved);
  EXPECT_EQ(read().load, other);
  ASSERT_TRUE(begin(read(), mine, start + absl::Minutes(9)).ok());
  EXPECT_EQ(read().load, mine);
  // The load has ended since it was seen.
  const Cursor loading = read();
  ASSERT_TRUE(InTransaction([=](pg::Transaction& t) {
                return MoveCursor(t, "cases", loading, {"token", 3, 3, std::nullopt, start});
              }).ok());
  EXPECT_EQ(errors::Reason(begin(loading, other, start)), kCursorMoved);
}

}  // namespace
}  // namespace amparo::feed
