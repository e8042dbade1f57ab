#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <mutex>
#include <pqxx/pqxx>
#include <set>
#include <stdexcept>
#include <thread>
#include <vector>

#include "common/pg/workers.h"
#include "tests/integration/common/pg/fixture.h"

namespace amparo::pg {
namespace {

constexpr Statement kInsertOnce{"insert", "INSERT INTO t (id) VALUES ($1) ON CONFLICT DO NOTHING RETURNING id"};
constexpr Statement kOne{"one", "SELECT 1"};

// A server of its own, because these tests kill it.
class FaultsTest : public ::testing::Test {
 protected:
  static Limits Soon() { return Limits::For(absl::Seconds(20)); }

  testing::PrivatePostgres server_;
  const std::unique_ptr<testing::TestDatabase> database_ = server_.CreateDatabase();
};

// Writes new ids from several threads until told to stop; remembers which were acknowledged.
class Stream {
 public:
  explicit Stream(Writer* writer) {
    for (int t = 0; t < 8; ++t) {
      threads_.emplace_back([this, writer, t] {
        for (int64_t i = 0; !stop_; ++i) WriteOne(*writer, i * 8 + t);
      });
    }
  }
  ~Stream() { Stop(); }
  void Stop() {
    stop_ = true;
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
  }
  size_t acknowledged() {
    std::lock_guard lock(mutex_);
    return ids_.size();
  }
  std::set<int64_t> ids() {
    std::lock_guard lock(mutex_);
    return ids_;
  }
  std::set<std::string> reasons() {
    std::lock_guard lock(mutex_);
    return reasons_;
  }

 private:
  void WriteOne(Writer& writer, int64_t id) {
    const auto rows = Await(writer.Run(kInsertOnce, Params().Int64(id), Limits::For(absl::Seconds(10))));
    std::lock_guard lock(mutex_);
    if (rows.ok()) {
      ids_.insert(id);
    } else {
      reasons_.insert(errors::Reason(rows.status()));
    }
  }

  std::atomic<bool> stop_{false};
  std::mutex mutex_;
  std::set<int64_t> ids_;
  std::set<std::string> reasons_;
  std::vector<std::thread> threads_;
};

TEST_F(FaultsTest, NoAcknowledgedWriteIsLostWhenPostgresIsKilled) {
  database_->Exec("CREATE TABLE t (id bigint PRIMARY KEY)");
  Writer writer({.conninfo = database_->conninfo()});
  Stream stream(&writer);
  for (int round = 0; round < 3; ++round) {
    const size_t before = stream.acknowledged();
    ASSERT_TRUE(Eventually([&] { return stream.acknowledged() > before + 300; }));
    server_.Kill9();
    server_.Start();
  }
  const size_t before = stream.acknowledged();
  ASSERT_TRUE(Eventually([&] { return stream.acknowledged() > before + 100; })) << "the writer has come back";
  stream.Stop();
  std::set<int64_t> stored;
  pqxx::connection connection(database_->conninfo());
  pqxx::work t(connection);
  for (const auto& row : t.exec("SELECT id FROM t")) stored.insert(row[0].as<int64_t>());
  for (const int64_t id : stream.ids()) EXPECT_TRUE(stored.contains(id)) << id;
  for (const std::string& reason : stream.reasons()) {
    EXPECT_TRUE(reason == kReasonCommitInDoubt || reason == kReasonDatabaseUnavailable) << reason;
  }
}

TEST_F(FaultsTest, WhileTheDatabaseIsAwayCallsFailSoonAndThenWorkAgain) {
  Reader reader({.conninfo = database_->conninfo()});
  Writer writer({.conninfo = database_->conninfo()});
  Workers workers({.conninfo = database_->conninfo(), .threads = 1});
  const auto one = [](Transaction& t) -> absl::Status {
    t.exec1("SELECT 1");
    return absl::OkStatus();
  };
  ASSERT_TRUE(Await(reader.Run(kOne, Params(), Soon())).ok());
  ASSERT_TRUE(Await(writer.Run(kOne, Params(), Soon())).ok());
  ASSERT_TRUE(Await(workers.RunStatus("one", one, Soon())).ok());
  server_.Kill9();
  const absl::Time start = absl::Now();
  EXPECT_EQ(errors::Reason(Await(reader.Run(kOne, Params(), Soon())).status()), kReasonDatabaseUnavailable);
  EXPECT_EQ(errors::Reason(Await(writer.Run(kOne, Params(), Soon())).status()), kReasonDatabaseUnavailable);
  EXPECT_EQ(errors::Reason(Await(workers.RunStatus("one", one, Soon())).status()), kReasonDatabaseUnavailable);
  EXPECT_LT(absl::Now() - start, absl::Seconds(10)) << "long before their deadlines";
  server_.Start();
  EXPECT_TRUE(Eventually([&] { return Await(reader.Run(kOne, Params(), Soon())).ok(); }));
  EXPECT_TRUE(Eventually([&] { return Await(writer.Run(kOne, Params(), Soon())).ok(); }));
  EXPECT_TRUE(Eventually([&] { return Await(workers.RunStatus("one", one, Soon())).ok(); }));
}

TEST_F(FaultsTest, ARestartIsRiddenOut) {
  Reader reader({.conninfo = database_->conninfo(), .outage_grace = absl::Seconds(15)});
  Writer writer({.conninfo = database_->conninfo(), .outage_grace = absl::Seconds(15)});
  ASSERT_TRUE(Await(reader.Run(kOne, Params(), Soon())).ok());
  server_.Restart();
  EXPECT_TRUE(Await(reader.Run(kOne, Params(), Soon())).ok());
  EXPECT_TRUE(Await(writer.Run(kOne, Params(), Soon())).ok());
}

TEST_F(FaultsTest, TheWatchdogFreesAWorkerWhoseServerStoppedAnswering) {
  WorkersOptions options{.conninfo = database_->conninfo(), .threads = 1};
  options.watchdog_grace = absl::Milliseconds(100);
  Workers workers(options);
  const auto one = [](Transaction& t) -> absl::Status {
    t.exec1("SELECT 1");
    return absl::OkStatus();
  };
  // Connected first: a job whose time is over before it begins freezes nothing.
  ASSERT_TRUE(Await(workers.RunStatus("one", one, Soon())).ok());
  const auto freeze = [this](Transaction& t) -> absl::Status {
    t.exec1("SELECT 1");
    server_.Freeze();
    t.exec1("SELECT 1");
    return absl::OkStatus();
  };
  const auto stuck = Await(workers.RunStatus("freeze", freeze, Limits::For(absl::Seconds(1))));
  EXPECT_FALSE(stuck.ok());
  EXPECT_TRUE(Eventually([&] { return workers.counters().watchdog_kills > 0; }));
  server_.Thaw();
  EXPECT_TRUE(Eventually([&] { return Await(workers.RunStatus("one", one, Soon())).ok(); }));
}

TEST_F(FaultsTest, AWriteWhoseServerStoppedAnsweringIsInDoubt) {
  database_->Exec("CREATE TABLE t (id bigint PRIMARY KEY)");
  // Longer than a group takes on a slow machine.
  Writer writer({.conninfo = database_->conninfo(), .stuck_after = absl::Seconds(2)});
  ASSERT_TRUE(Await(writer.Run(kInsertOnce, Params().Int64(1), Soon())).ok());
  server_.Freeze();
  const auto rows = Await(writer.Run(kInsertOnce, Params().Int64(2), Soon()));
  server_.Thaw();
  EXPECT_EQ(errors::Reason(rows.status()), kReasonCommitInDoubt) << rows.status();
  EXPECT_EQ(writer.counters().in_doubt, 1);
  EXPECT_TRUE(Eventually([&] { return Await(writer.Run(kInsertOnce, Params().Int64(3), Soon())).ok(); }));
}

TEST_F(FaultsTest, AReadWhoseServerStoppedAnsweringIsRunAgainOnAnotherConnection) {
  ReaderOptions options{.conninfo = database_->conninfo(), .threads = 1};
  // Together longer than a read takes on a slow machine.
  options.statement_timeout = absl::Milliseconds(500);
  options.watchdog_grace = absl::Milliseconds(500);
  Reader reader(options);
  ASSERT_TRUE(Await(reader.Run(kOne, Params(), Soon())).ok());
  server_.Freeze();
  std::latch done(1);
  Start(AsTask(reader.Run(kOne, Params(), Soon())), [&done](absl::StatusOr<Rows> rows) {
    EXPECT_TRUE(rows.ok()) << rows.status();
    done.count_down();
  });
  EXPECT_TRUE(Eventually([&] { return reader.counters().watchdog_kills == 1; }));
  server_.Thaw();
  done.wait();
  EXPECT_EQ(reader.counters().connects, 2);
}

TEST_F(FaultsTest, ACommitThatDidNotWaitForItsStandbyIsInDoubt) {
  database_->Exec("CREATE TABLE t (id bigint PRIMARY KEY)");
  database_->Exec("ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
  server_.Restart();
  Writer writer({.conninfo = database_->conninfo()});
  // Whoever waits for the standby, which does not exist, is told again and again to give it up.
  std::atomic<bool> answered{false};
  std::thread canceller([&] {
    while (!answered) {
      try {
        database_->Exec("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'");
      } catch (const std::runtime_error&) {
        // The server is restarting.
      }
    }
  });
  // A server just started takes a moment before it makes commits wait.
  int64_t id = 0;
  absl::Status written;
  EXPECT_TRUE(Eventually([&] {
    written = Await(writer.Run(kInsertOnce, Params().Int64(++id), Soon())).status();
    return !written.ok();
  }));
  Workers workers({.conninfo = database_->conninfo(), .threads = 1});
  const auto insert = [](Transaction& t) -> absl::Status {
    t.exec0("INSERT INTO t VALUES (-1)");
    return absl::OkStatus();
  };
  const auto worked = Await(workers.RunStatus("insert", insert, Soon()));
  // For the sake of the database's end, which would wait for the standby too.
  database_->Exec("ALTER SYSTEM RESET synchronous_standby_names");
  server_.Restart();
  answered = true;
  canceller.join();
  EXPECT_EQ(errors::Reason(written), kReasonCommitInDoubt) << written;
  EXPECT_EQ(errors::Reason(worked.status()), kReasonCommitInDoubt) << worked.status();
  EXPECT_EQ(database_->Exec("SELECT count(*) FROM t"), std::to_string(id + 1)) << "committed here, though";
}

// What a test that fails while it stands frozen leaves to the end.
TEST_F(FaultsTest, AFrozenServerGoesOnWhenADatabaseOfItGoes) {
  {
    const std::unique_ptr<testing::TestDatabase> frozen = server_.CreateDatabase();
    server_.Freeze();
  }
  EXPECT_EQ(database_->Exec("SELECT 1"), "1");
}

TEST_F(FaultsTest, StopWaitsForNoServerThatStoppedAnswering) {
  Workers busy({.conninfo = database_->conninfo(), .threads = 1});
  Reader reader({.conninfo = database_->conninfo(), .threads = 1});
  Writer writer({.conninfo = database_->conninfo()});
  const auto one = [](Transaction& t) -> absl::Status {
    t.exec1("SELECT 1");
    return absl::OkStatus();
  };
  ASSERT_TRUE(Await(busy.RunStatus("one", one, Soon())).ok());
  ASSERT_TRUE(Await(reader.Run(kOne, Params(), Soon())).ok());
  ASSERT_TRUE(Await(writer.Run(kOne, Params(), Soon())).ok());
  server_.Freeze();
  Workers connecting({.conninfo = database_->conninfo(), .threads = 1});
  std::atomic<int> failed{0};
  const auto note = [&failed](const auto& result) { failed += !result.ok(); };
  Start(AsTask(busy.RunStatus("one", one, Soon())), note);
  Start(AsTask(connecting.RunStatus("one", one, Soon())), note);
  Start(AsTask(reader.Run(kOne, Params(), Soon())), note);
  Start(AsTask(writer.Run(kOne, Params(), Soon())), note);
  const absl::Time start = absl::Now();
  busy.Stop(absl::Milliseconds(100));
  connecting.Stop(absl::Milliseconds(100));
  reader.Stop(absl::Milliseconds(100));
  writer.Stop(absl::Milliseconds(100));
  EXPECT_LT(absl::Now() - start, absl::Seconds(3));
  server_.Thaw();
  EXPECT_EQ(failed, 4) << "everybody was answered";
}

}  // namespace
}  // namespace amparo::pg
