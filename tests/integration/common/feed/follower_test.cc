#include "common/feed/follower.h"

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <pqxx/pqxx>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/clock.h"
#include "common/base/status_macros.h"
#include "common/base/strings.h"
#include "common/errors/errors.h"
#include "common/feed/blocking.h"
#include "common/pg/sqlstate.h"
#include "common/testing/eventually.h"
#include "common/testing/fake_clock.h"
#include "gtest/gtest.h"
#include "tests/integration/common/feed/note_server.h"

namespace amparo::feed {
namespace {

using testing::Eventually;
using testing::Note;
using testing::NoteServer;
using testing::NoteService;

// Applies notes to a table that shows every effect: a row a note with how often it was applied. The follower's own
// database.
class NoteSink final : public Sink {
 public:
  absl::Status Reset(pg::Transaction& transaction) override {
    transaction.exec0("DELETE FROM copy");
    ++resets;
    if (on_reset) on_reset();
    return absl::OkStatus();
  }
  absl::Status Apply(pg::Transaction& transaction, const Events& events) override {
    for (const v1::Event& event : events) {
      transaction.exec_params0(
          "INSERT INTO copy (name, version, text) VALUES ($1, $2, $3) ON CONFLICT (name) DO UPDATE SET "
          "version = excluded.version, text = excluded.text, times = copy.times + 1",
          event.name(), event.version(), event.resource().value());
      if (++applied == fail_at) throw std::runtime_error("killed between apply and commit");
      // What PostgreSQL says when it gives up waiting for a standby.
      if (applied == doubt_at) transaction.exec0("DO $$ BEGIN RAISE WARNING 'perhaps not replicated'; END $$");
    }
    return absl::OkStatus();
  }
  void Applied(const Events& events) override { told += events.size(); }
  absl::Status Reload(const Limits& limits) override {
    ++reloads;
    while (hang_in_reload) {
      if (limits.Over(absl::Now())) return limits.WhyOver(absl::Now());
      std::this_thread::yield();
    }
    return absl::OkStatus();
  }

  std::atomic<int> applied = 0, told = 0, resets = 0, reloads = 0;
  // The event at which Apply dies, once.
  std::atomic<int> fail_at = -1;
  // The event whose transaction is committed though nobody is told so, once.
  std::atomic<int> doubt_at = -1;
  // Reload waits for a database that does not answer.
  std::atomic<bool> hang_in_reload = false;
  // What happens while a Reset takes its time.
  std::function<void()> on_reset;
};

class FollowerTest : public ::testing::Test {
 protected:
  FollowerTest() : database_(testing::PrivatePostgres::Shared().CreateDatabase()) {
    database_->Exec(
        "CREATE TABLE feed_cursor (feed text PRIMARY KEY, token text NOT NULL, seq bigint NOT NULL, head_seq bigint "
        "NOT NULL, "
        "load uuid, update_time timestamptz NOT NULL); "
        "CREATE TABLE copy (name text PRIMARY KEY, version bigint, text text, times int NOT NULL DEFAULT 1)");
    workers_ = std::make_unique<pg::Workers>(pg::WorkersOptions{.conninfo = database_->conninfo(), .threads = 2});
    server_ = std::make_unique<NoteServer>(service_);
  }

  std::unique_ptr<Follower> Follow(NoteSink& sink) { return Follow(sink, service_.clock()); }
  std::unique_ptr<Follower> Follow(NoteSink& sink, const Clock& clock) {
    FollowerOptions options{.feed = "cases", .service = "amparo.cases.v1.FeedService", .kinds = {}};
    options.first_backoff = absl::Milliseconds(10);
    options.last_backoff = absl::Milliseconds(50);
    options.on_problem = [this](const absl::Status& problem) {
      const std::lock_guard lock(mutex_);
      problems_.push_back(problem);
    };
    return std::make_unique<Follower>(options, server_->Channel(), *workers_, clock, sink);
  }
  void Write(int count) {
    std::vector<Note> notes;
    for (int i = 0; i < count; ++i) notes.push_back(service_.NewNote(std::to_string(i)));
    ASSERT_TRUE(service_.CreateTogether(notes).ok());
  }
  std::string Copy(const std::string& expression) { return database_->Exec("SELECT " + expression + " FROM copy"); }
  bool AwaitSeq(const Follower& follower, int64_t seq) {
    return Eventually([&] {
      const FollowerStatus status = follower.GetStatus();
      return status.seq == seq && status.lag_events == 0 && !status.loading;
    });
  }

  // What followers told of.
  std::vector<absl::Status> problems() {
    const std::lock_guard lock(mutex_);
    return problems_;
  }

  // Runs `body` where the follower's transactions run.
  absl::Status InTransaction(std::function<absl::Status(pg::Transaction&)> body) {
    return RunBlocking(*workers_, "test", std::move(body), Limits::For(absl::Seconds(20)));
  }

  NoteService service_;
  std::unique_ptr<testing::TestDatabase> database_;
  std::unique_ptr<pg::Workers> workers_;
  std::unique_ptr<NoteServer> server_;
  std::mutex mutex_;
  std::vector<absl::Status> problems_;
};

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

TEST_F(FollowerTest, LoadsEverythingWhenTheFeedNoLongerHasIt) {
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

TEST_F(FollowerTest, LoadsEverythingWhenTheEpochChanges) {
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

TEST_F(FollowerTest, ALoadThatDiesInTheMiddleBeginsAnew) {
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

TEST_F(FollowerTest, LeavesALoadToTheInstanceThatIsAtIt) {
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

TEST_F(FollowerTest, GoesOnFromALoadThatAnotherInstanceEnded) {
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

TEST_F(FollowerTest, WhatWasAppliedStaysUntilTheExportIsHere) {
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

TEST_F(FollowerTest, ALoadIsHeardOfWhenItsResetEndsHoweverLongThatTook) {
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

TEST_F(FollowerTest, ALoadBeginsOnlyWhereTheCursorWasSeen) {
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

TEST_F(FollowerTest, EndsWhileItReadsEverythingAnew) {
  NoteSink sink;
  sink.hang_in_reload = true;
  const auto follower = Follow(sink);
  ASSERT_TRUE(Eventually([&] { return sink.reloads > 0; }));
  // Its destructor waits for the thread: the test ends.
}

}  // namespace
}  // namespace amparo::feed
