#include "common/pg/workers.h"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <pqxx/pqxx>
#include <string>

#include "tests/integration/common/pg/fixture.h"

namespace amparo::pg {
namespace {

class WorkersTest : public PgTest {
 protected:
  void SetUp() override {
    database_->Exec(
        "CREATE TABLE t (id bigint PRIMARY KEY, value bigint NOT NULL); INSERT INTO t VALUES (1, 0), (2, 0)");
  }
  WorkersOptions options() const { return {.conninfo = database_->conninfo(), .threads = 2}; }
  std::string Sum() { return database_->Exec("SELECT sum(value) FROM t"); }
};

TEST_F(WorkersTest, CommitsWhatAJobDid) {
  Workers workers(options());
  const auto sum = Await(workers.Run<int64_t>(
      "add",
      [](Transaction& t) -> absl::StatusOr<int64_t> {
        t.exec0("UPDATE t SET value = value + id");
        return t.exec1("SELECT sum(value) FROM t")[0].as<int64_t>();
      },
      Soon()));
  ASSERT_TRUE(sum.ok()) << sum.status();
  EXPECT_EQ(*sum, 3);
  EXPECT_EQ(Sum(), "3");
}

TEST_F(WorkersTest, RollsBackWhatAJobDoesNotWant) {
  Workers workers(options());
  const auto result = Await(workers.RunStatus(
      "change_of_mind",
      [](Transaction& t) -> absl::Status {
        t.exec0("UPDATE t SET value = 100");
        return absl::FailedPreconditionError("closed");
      },
      Soon()));
  EXPECT_TRUE(absl::IsFailedPrecondition(result.status()));
  EXPECT_EQ(Sum(), "0");
}

TEST_F(WorkersTest, ExceptionsEndAsStatuses) {
  Workers workers(options());
  const auto run = [&](const std::string& sql) {
    return Await(workers.RunStatus(
                     "sql",
                     [sql](Transaction& t) -> absl::Status {
                       t.exec0(sql);
                       return absl::OkStatus();
                     },
                     Soon()))
        .status();
  };
  const absl::Status twice = run("INSERT INTO t VALUES (1, 1)");
  EXPECT_TRUE(absl::IsAlreadyExists(twice)) << twice;
  EXPECT_EQ(ConstraintOf(twice), "t_pkey");
  EXPECT_TRUE(absl::IsInternal(run("SELEC 1")));
  const auto thrown = Await(workers.RunStatus(
      "bug", [](Transaction&) -> absl::Status { throw std::logic_error("bug"); }, Soon()));
  EXPECT_TRUE(absl::IsInternal(thrown.status()));
  EXPECT_TRUE(run("UPDATE t SET value = 1").ok()) << "the pool still works";
}

TEST_F(WorkersTest, SerializationFailuresAreRetried) {
  Workers workers(options());
  constexpr int kJobs = 8;
  std::latch done(kJobs);
  std::atomic<int> ok{0};
  for (int i = 0; i < kJobs; ++i) {
    Start(AsTask(workers.RunStatus(
              "raise",
              [](Transaction& t) -> absl::Status {
                t.exec0("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
                const auto value = t.exec1("SELECT value FROM t WHERE id = 1")[0].as<int64_t>();
                t.exec("SELECT pg_sleep(0.01)");
                t.exec_params0("UPDATE t SET value = $1 WHERE id = 1", value + 1);
                return absl::OkStatus();
              },
              Soon())),
          [&](absl::StatusOr<std::monostate> result) {
            EXPECT_TRUE(result.ok()) << result.status();
            ok += result.ok();
            done.count_down();
          });
  }
  done.wait();
  EXPECT_EQ(Sum(), std::to_string(ok.load())) << "no update was lost";
  EXPECT_GT(workers.counters().retries, 0);
}

TEST_F(WorkersTest, DeadlocksAreRetried) {
  database_->Exec("ALTER DATABASE " + database_->name() + " SET deadlock_timeout = '20ms'");
  Workers workers(options());
  std::latch both_hold(2);
  std::latch done(2);
  for (const int first : {1, 2}) {
    auto met = std::make_shared<std::atomic<bool>>(false);
    Start(AsTask(workers.RunStatus(
              "cross",
              [first, met, &both_hold](Transaction& t) -> absl::Status {
                t.exec_params0("UPDATE t SET value = value + 1 WHERE id = $1", first);
                if (!met->exchange(true)) both_hold.arrive_and_wait();
                t.exec_params0("UPDATE t SET value = value + 1 WHERE id = $1", 3 - first);
                return absl::OkStatus();
              },
              Soon())),
          [&](absl::StatusOr<std::monostate> result) {
            EXPECT_TRUE(result.ok()) << result.status();
            done.count_down();
          });
  }
  done.wait();
  EXPECT_EQ(Sum(), "4");
  EXPECT_EQ(workers.counters().retries, 1);
}

// A job that wants the row that somebody else holds, but not for long.
absl::Status Impatient(Transaction& t) {
  t.exec0("SET LOCAL lock_timeout = '20ms'");
  t.exec0("UPDATE t SET value = value + 1 WHERE id = 1");
  return absl::OkStatus();
}

TEST_F(WorkersTest, ALockNotHadInTimeIsAskedForAgain) {
  Workers workers(options());
  pqxx::connection other(database_->conninfo());
  pqxx::work holds(other);
  holds.exec0("UPDATE t SET value = 10 WHERE id = 1");
  std::latch done(1);
  Start(AsTask(workers.RunStatus("impatient", &Impatient, Soon())), [&](absl::StatusOr<std::monostate> result) {
    EXPECT_TRUE(result.ok()) << result.status();
    done.count_down();
  });
  EXPECT_TRUE(Eventually([&] { return workers.counters().retries > 0; }));
  holds.commit();
  done.wait();
  EXPECT_EQ(Sum(), "11");
}

TEST_F(WorkersTest, ALockNeverHadIsAConflictInTheEnd) {
  Workers workers(options());
  pqxx::connection other(database_->conninfo());
  pqxx::work holds(other);
  holds.exec0("UPDATE t SET value = 10 WHERE id = 1");
  const auto result = Await(workers.RunStatus("impatient", &Impatient, Soon()));
  EXPECT_EQ(errors::Reason(result.status()), kReasonTransactionConflict) << result.status();
  EXPECT_EQ(workers.counters().retries, 5);
}

TEST_F(WorkersTest, ADeadlineEndsTheStatementToo) {
  Workers workers(options());
  const auto slow = Await(workers.RunStatus(
      "slow",
      [](Transaction& t) -> absl::Status {
        t.exec("SELECT pg_sleep(30)");
        return absl::OkStatus();
      },
      Limits::For(absl::Milliseconds(150))));
  EXPECT_TRUE(absl::IsDeadlineExceeded(slow.status())) << slow.status();
  EXPECT_TRUE(Eventually(
      [&] { return database_->Exec("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'") == "0"; }));
}

TEST_F(WorkersTest, CancellationFreesTheCallerAtOnceAndTheWorkerSoon) {
  Workers workers(options());
  std::stop_source source;
  std::atomic<int> cancelled{0};
  Start(AsTask(workers.RunStatus("slow",
                                 [](Transaction& t) -> absl::Status {
                                   t.exec("SELECT pg_sleep(30)");
                                   return absl::OkStatus();
                                 },
                                 {absl::InfiniteFuture(), source.get_token()})),
        [&](absl::StatusOr<std::monostate> result) { cancelled += absl::IsCancelled(result.status()); });
  const auto sleeping = [&] {
    return database_->Exec("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'");
  };
  ASSERT_TRUE(Eventually([&] { return sleeping() == "1"; }));
  source.request_stop();
  EXPECT_EQ(cancelled, 1);
  EXPECT_TRUE(Eventually([&] { return sleeping() == "0"; }));
  EXPECT_TRUE(Eventually([&] { return workers.counters().abandoned == 1; }));
}

TEST_F(WorkersTest, AFullQueueRefusesAtOnce) {
  WorkersOptions one = options();
  one.threads = 1;
  one.queue_bound = 1;
  Workers workers(one);
  std::latch release(1);
  std::latch done(2);
  const auto wait = [&release](Transaction&) -> absl::Status {
    release.wait();
    return absl::OkStatus();
  };
  const auto finish = [&](absl::StatusOr<std::monostate> result) {
    EXPECT_TRUE(result.ok()) << result.status();
    done.count_down();
  };
  Start(AsTask(workers.RunStatus("wait", wait, Soon())), finish);
  ASSERT_TRUE(Eventually([&] { return workers.counters().queued == 0; }));
  Start(AsTask(workers.RunStatus("wait", wait, Soon())), finish);
  EXPECT_EQ(errors::Reason(Await(workers.RunStatus("wait", wait, Soon())).status()), kReasonQueueFull);
  release.count_down();
  done.wait();
}

TEST_F(WorkersTest, ATerminatedConnectionIsReplaced) {
  WorkersOptions one = options();
  one.threads = 1;
  Workers workers(one);
  const auto pid = [](Transaction& t) -> absl::StatusOr<int> {
    return t.exec1("SELECT pg_backend_pid()")[0].as<int>();
  };
  const auto before = Await(workers.Run<int>("pid", pid, Soon()));
  ASSERT_TRUE(before.ok()) << before.status();
  database_->Exec("SELECT pg_terminate_backend(" + std::to_string(*before) + ", 5000)");
  const auto after = Await(workers.Run<int>("pid", pid, Soon()));
  ASSERT_TRUE(after.ok()) << after.status();
  EXPECT_NE(*after, *before);
}

TEST_F(WorkersTest, AConnectionLostAtTheCommitLeavesTheJobInDoubtAndRunsItOnce) {
  BreakCommits();
  Workers workers(options());
  const auto insert = [](Transaction& t) -> absl::Status {
    t.exec0("INSERT INTO t VALUES (3, 0)");
    return absl::OkStatus();
  };
  const auto broken = Await(workers.RunStatus("insert", insert, Soon()));
  EXPECT_EQ(errors::Reason(broken.status()), kReasonCommitInDoubt) << broken.status();
  EXPECT_EQ(BrokenCommits(), "1");
  EXPECT_EQ(workers.counters().in_doubt, 1);
  EXPECT_EQ(workers.counters().batches, 1);
  EXPECT_EQ(workers.counters().retries, 0);
  database_->Exec("DROP TRIGGER break_off ON t");
  EXPECT_TRUE(Await(workers.RunStatus("insert", insert, Soon())).ok()) << "the pool still works";
}

absl::Status Sleep(Transaction& t) {
  t.exec("SELECT pg_sleep(0.3)");
  return absl::OkStatus();
}

TEST_F(WorkersTest, TheDefaultTimeoutIsForJobsWithoutADeadline) {
  WorkersOptions hasty = options();
  hasty.default_timeout = absl::Milliseconds(50);
  Workers workers(hasty);
  const auto bounded = Await(workers.RunStatus("bounded", Sleep, Soon()));
  EXPECT_TRUE(bounded.ok()) << bounded.status();
  EXPECT_TRUE(absl::IsDeadlineExceeded(Await(workers.RunStatus("unbounded", Sleep, Limits())).status()));
}

TEST_F(WorkersTest, AViolationNamesItsConstraintAndNoStoredValue) {
  database_->Exec(
      "CREATE TABLE child (parent bigint CONSTRAINT has_parent REFERENCES t); INSERT INTO child VALUES (1)");
  Workers workers(options());
  const auto run = [&](const std::string& sql) {
    const auto body = [sql](Transaction& t) -> absl::Status {
      t.exec0(sql);
      return absl::OkStatus();
    };
    return Await(workers.RunStatus("sql", body, Soon())).status();
  };
  EXPECT_EQ(ConstraintOf(run("DELETE FROM t WHERE id = 1")), "has_parent");
  EXPECT_EQ(ConstraintOf(run("INSERT INTO child VALUES (7)")), "has_parent");
  const absl::Status null = run("INSERT INTO t VALUES (4711, NULL)");
  EXPECT_TRUE(absl::IsInternal(null)) << null;
  EXPECT_EQ(std::string(null.message()).find("4711"), std::string::npos) << null;
}

}  // namespace
}  // namespace amparo::pg
