#include "common/pg/writer.h"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <mutex>
#include <pqxx/pqxx>
#include <set>
#include <string>

#include "tests/integration/common/pg/fixture.h"

namespace amparo::pg {
namespace {

constexpr Statement kInsertGrouped{
    "insert", "INSERT INTO t (id, group_id) VALUES ($1, pg_current_xact_id()::text) RETURNING group_id"};
constexpr Statement kInsertSlow{"insert_slow", "INSERT INTO t (id) SELECT $1 FROM pg_sleep($2) RETURNING id"};
constexpr Statement kTouch{"touch",
                           "UPDATE t SET version = version + 1 WHERE id = $1 AND version = $2 RETURNING version"};
constexpr Statement kWriterBackend{"me", "SELECT pg_backend_pid()"};

class WriterTest : public PgTest {
 protected:
  void SetUp() override {
    database_->Exec("CREATE TABLE t (id bigint PRIMARY KEY, version bigint NOT NULL DEFAULT 1, group_id text)");
  }
  // Keeps the writer busy, so that what follows queues up and becomes one group.
  void HoldUp(Writer& writer, int64_t id, std::latch& done) {
    Start(AsTask(writer.Run(kInsertSlow, Params().Int64(id).Double(0.2), Soon())), [&done](absl::StatusOr<Rows> rows) {
      EXPECT_TRUE(rows.ok()) << rows.status();
      done.count_down();
    });
    ASSERT_TRUE(Eventually([&] { return writer.counters().batches > 0; }));
  }
  // Bears with a table that somebody else holds.
  WriterOptions Patient() const {
    WriterOptions options = writer_options();
    options.statement_timeout = absl::Seconds(20);
    options.lock_timeout = absl::Seconds(20);
    return options;
  }
  // Starts an act that takes effect, whenever that is.
  void Insert(Writer& writer, int64_t id, std::latch& done) {
    Start(AsTask(writer.Run(kInsertGrouped, Params().Int64(id), Soon())), [&done](absl::StatusOr<Rows> rows) {
      EXPECT_TRUE(rows.ok()) << rows.status();
      done.count_down();
    });
  }
  std::string Count(const std::string& where = "true") {
    return database_->Exec("SELECT count(*) FROM t WHERE " + where);
  }
};

TEST_F(WriterTest, AnAnswerMeansCommitted) {
  Writer writer(writer_options());
  const auto rows = Await(writer.Run(kInsertGrouped, Params().Int64(1), Soon()));
  ASSERT_TRUE(rows.ok()) << rows.status();
  EXPECT_EQ(rows->affected(), 1);
  EXPECT_EQ(Count(), "1");
}

TEST_F(WriterTest, WhatHasQueuedIsOneTransaction) {
  Writer writer(writer_options());
  std::latch done(51);
  HoldUp(writer, 1'000, done);
  std::mutex mutex;
  std::set<std::string> transactions;
  for (int i = 0; i < 50; ++i) {
    Start(AsTask(writer.Run(kInsertGrouped, Params().Int64(i), Soon())), [&](absl::StatusOr<Rows> rows) {
      ASSERT_TRUE(rows.ok()) << rows.status();
      std::lock_guard lock(mutex);
      transactions.emplace(rows->front().Text(0));
      done.count_down();
    });
  }
  done.wait();
  EXPECT_EQ(transactions.size(), 1U);
  EXPECT_EQ(Count(), "51");
}

TEST_F(WriterTest, AFailingStatementFailsNoOtherOfItsGroup) {
  database_->Exec("INSERT INTO t (id) VALUES (7), (23)");
  Writer writer(writer_options());
  std::latch done(51);
  HoldUp(writer, 1'000, done);
  std::atomic<int> inserted{0};
  std::atomic<int> refused{0};
  for (int i = 0; i < 50; ++i) {
    Start(AsTask(writer.Run(kInsertGrouped, Params().Int64(i), Soon())), [&](absl::StatusOr<Rows> rows) {
      inserted += rows.ok();
      refused += absl::IsAlreadyExists(rows.status()) && ConstraintOf(rows.status()) == "t_pkey";
      done.count_down();
    });
  }
  done.wait();
  EXPECT_EQ(inserted, 48);
  EXPECT_EQ(refused, 2);
  EXPECT_EQ(Count(), "51");
  EXPECT_EQ(writer.counters().reruns, 50);
}

TEST_F(WriterTest, AConstraintCheckedAtCommitFailsOnlyTheOneThatBreaksIt) {
  database_->Exec(
      "CREATE TABLE parent (id bigint PRIMARY KEY);"
      "ALTER TABLE t ADD CONSTRAINT has_parent FOREIGN KEY (version) REFERENCES parent DEFERRABLE INITIALLY DEFERRED;"
      "INSERT INTO parent VALUES (1)");
  constexpr Statement kChild{"child", "INSERT INTO t (id, version) VALUES ($1, $2)"};
  Writer writer(writer_options());
  std::latch done(11);
  HoldUp(writer, 1'000, done);
  std::atomic<int> ok{0};
  for (int i = 0; i < 10; ++i) {
    Start(AsTask(writer.Run(kChild, Params().Int64(i).Int64(i == 4 ? 2 : 1), Soon())),
          [&, i](absl::StatusOr<Rows> rows) {
            ok += rows.ok();
            EXPECT_EQ(errors::Reason(rows.status()), i == 4 ? kReasonForeignKeyViolation : "") << rows.status();
            done.count_down();
          });
  }
  done.wait();
  EXPECT_EQ(ok, 9);
  EXPECT_EQ(Count(), "10");
}

TEST_F(WriterTest, AGuardThatFailsChangesNothing) {
  database_->Exec("INSERT INTO t (id, version) VALUES (1, 5)");
  Writer writer(writer_options());
  EXPECT_TRUE(Await(writer.Run(kTouch, Params().Int64(1).Int64(4), Soon()))->empty());
  EXPECT_EQ(Await(writer.Run(kTouch, Params().Int64(1).Int64(5), Soon()))->front().Int64(0), 6);
}

TEST_F(WriterTest, OnlyOneOfManyWithTheSameGuardTakesEffect) {
  database_->Exec("INSERT INTO t (id) VALUES (1)");
  Writer first(writer_options());
  Writer second(writer_options());
  std::latch done(40);
  std::atomic<int> effective{0};
  for (int i = 0; i < 40; ++i) {
    Start(AsTask((i % 2 == 0 ? first : second).Run(kTouch, Params().Int64(1).Int64(1), Soon())),
          [&](absl::StatusOr<Rows> rows) {
            EXPECT_TRUE(rows.ok()) << rows.status();
            effective += rows.ok() && rows->size() == 1;
            done.count_down();
          });
  }
  done.wait();
  EXPECT_EQ(effective, 1);
}

TEST_F(WriterTest, DeadlocksBetweenGroupsAreRetried) {
  database_->Exec("ALTER SYSTEM SET deadlock_timeout = '20ms'; ");
  database_->Exec("SELECT pg_reload_conf()");
  database_->Exec("INSERT INTO t (id) SELECT generate_series(0, 9)");
  constexpr Statement kBump{"bump", "UPDATE t SET version = version + 1 WHERE id = $1"};
  Writer first(writer_options());
  Writer second(writer_options());
  constexpr int kCount = 2'000;
  std::latch done(kCount);
  std::atomic<int> bumped{0};
  for (int i = 0; i < kCount; ++i) {
    // The two go over the rows in opposite orders.
    const bool forward = i % 2 == 0;
    Start(AsTask((forward ? first : second).Run(kBump, Params().Int64(forward ? i / 2 % 10 : 9 - i / 2 % 10), Soon())),
          [&](absl::StatusOr<Rows> rows) {
            EXPECT_TRUE(rows.ok()) << rows.status();
            bumped += rows.ok();
            done.count_down();
          });
  }
  done.wait();
  database_->Exec("ALTER SYSTEM RESET deadlock_timeout");
  database_->Exec("SELECT pg_reload_conf()");
  EXPECT_EQ(database_->Exec("SELECT sum(version) FROM t"), std::to_string(10 + bumped));
}

TEST_F(WriterTest, CancellationEndsTheWaitAtOnce) {
  Writer writer(writer_options());
  std::stop_source source;
  std::atomic<int> cancelled{0};
  Start(AsTask(writer.Run(kInsertSlow, Params().Int64(1).Double(2),
                          {absl::Now() + absl::Seconds(20), source.get_token()})),
        [&](absl::StatusOr<Rows> rows) { cancelled += absl::IsCancelled(rows.status()); });
  ASSERT_TRUE(Eventually([&] { return writer.counters().batches > 0; }));
  source.request_stop();
  EXPECT_EQ(cancelled, 1);
  EXPECT_TRUE(Eventually([&] { return writer.counters().abandoned == 1; }));
}

TEST_F(WriterTest, ADeadlineEndsTheWaitAtOnce) {
  Writer writer(Patient());
  pqxx::connection other(database_->conninfo());
  pqxx::work holds(other);
  holds.exec0("LOCK TABLE t");
  const absl::Time start = absl::Now();
  const auto late = Await(writer.Run(kInsertGrouped, Params().Int64(1), Limits::For(absl::Milliseconds(100))));
  EXPECT_TRUE(absl::IsDeadlineExceeded(late.status())) << late.status();
  EXPECT_LT(absl::Now() - start, absl::Seconds(10)) << "long before PostgreSQL ends the statement";
}

TEST_F(WriterTest, AnActThatNobodyWaitsForAnyMoreWhenItsTurnComesNeverTakesEffect) {
  std::latch done(2);
  std::atomic<int> cancelled{0};
  std::stop_source source;
  Writer writer(Patient());
  pqxx::connection other(database_->conninfo());
  pqxx::work holds(other);
  holds.exec0("LOCK TABLE t");
  Insert(writer, 1, done);
  ASSERT_TRUE(Eventually([&] { return writer.counters().batches == 1; }));
  const auto late = Await(writer.Run(kInsertGrouped, Params().Int64(2), Limits::For(absl::Milliseconds(20))));
  EXPECT_TRUE(absl::IsDeadlineExceeded(late.status())) << late.status();
  Start(AsTask(writer.Run(kInsertGrouped, Params().Int64(3), {absl::InfiniteFuture(), source.get_token()})),
        [&](absl::StatusOr<Rows> rows) { cancelled += absl::IsCancelled(rows.status()); });
  source.request_stop();
  EXPECT_EQ(cancelled, 1);
  Insert(writer, 4, done);
  holds.commit();
  done.wait();
  EXPECT_EQ(Count("id IN (1, 4)"), "2");
  EXPECT_EQ(Count(), "2");
  EXPECT_EQ(writer.counters().abandoned, 2);
}

TEST_F(WriterTest, AFullQueueRefusesAtOnce) {
  WriterOptions options = Patient();
  options.queue_bound = 2;
  std::latch done(3);
  Writer writer(options);
  pqxx::connection other(database_->conninfo());
  pqxx::work holds(other);
  holds.exec0("LOCK TABLE t");
  Insert(writer, 1, done);
  ASSERT_TRUE(Eventually([&] { return writer.counters().batches == 1; }));
  Insert(writer, 2, done);
  Insert(writer, 3, done);
  const auto refused = Await(writer.Run(kInsertGrouped, Params().Int64(4), Soon()));
  EXPECT_EQ(errors::Reason(refused.status()), kReasonQueueFull) << refused.status();
  EXPECT_EQ(writer.counters().refused, 1);
  holds.commit();
  done.wait();
  EXPECT_EQ(Count(), "3");
}

TEST_F(WriterTest, AnActThatLosesEachTimeIsAConflictInTheEnd) {
  database_->Exec(
      "CREATE FUNCTION lose() RETURNS int LANGUAGE plpgsql AS "
      "$$ BEGIN RAISE EXCEPTION 'another was faster' USING ERRCODE = '40001'; END $$");
  constexpr Statement kLose{"lose", "INSERT INTO t (id) VALUES (lose())"};
  Writer writer(writer_options());
  const auto rows = Await(writer.Run(kLose, Params(), Soon()));
  EXPECT_EQ(rows.status(), TransactionConflict());
  EXPECT_EQ(writer.counters().retries, 5);
  EXPECT_EQ(Count(), "0");
}

TEST_F(WriterTest, AConnectionLostAtTheCommitLeavesTheActInDoubtAndRunsItOnce) {
  BreakCommits();
  Writer writer(writer_options());
  const auto broken = Await(writer.Run(kInsertGrouped, Params().Int64(1), Soon()));
  EXPECT_EQ(errors::Reason(broken.status()), kReasonCommitInDoubt) << broken.status();
  EXPECT_EQ(BrokenCommits(), "1");
  EXPECT_EQ(writer.counters().in_doubt, 1);
  EXPECT_EQ(writer.counters().batches, 1);
  EXPECT_EQ(writer.counters().reruns, 0);
  database_->Exec("DROP TRIGGER break_off ON t");
  EXPECT_TRUE(Await(writer.Run(kInsertGrouped, Params().Int64(1), Soon())).ok()) << "the writer still works";
}

TEST_F(WriterTest, AStuckLockTimesOutAndFailsNoOther) {
  WriterOptions options = writer_options();
  options.lock_timeout = absl::Milliseconds(50);
  database_->Exec("INSERT INTO t (id) VALUES (1)");
  Writer writer(options);
  Writer holder(writer_options());
  std::latch done(1);
  constexpr Statement kHold{
      "hold", "WITH held AS (UPDATE t SET version = version WHERE id = 1 RETURNING id) SELECT pg_sleep(1.5) FROM held"};
  Start(AsTask(holder.Run(kHold, Params(), Soon())), [&](absl::StatusOr<Rows> rows) {
    EXPECT_TRUE(rows.ok()) << rows.status();
    done.count_down();
  });
  ASSERT_TRUE(Eventually(
      [&] { return database_->Exec("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'") == "1"; }));
  const auto locked = Await(writer.Run(kTouch, Params().Int64(1).Int64(1), Soon()));
  EXPECT_EQ(errors::Reason(locked.status()), "LOCK_TIMEOUT") << locked.status();
  EXPECT_TRUE(Await(writer.Run(kInsertGrouped, Params().Int64(2), Soon())).ok());
  done.wait();
}

TEST_F(WriterTest, ADeadIdleConnectionIsReplacedBeforeUse) {
  Writer writer(writer_options());
  const auto before = Await(writer.Run(kWriterBackend, Params(), Soon()));
  ASSERT_TRUE(before.ok()) << before.status();
  database_->Exec(StrCat("SELECT pg_terminate_backend(", before->front().Int32(0), ", 5000)"));
  const auto after = Await(writer.Run(kInsertGrouped, Params().Int64(1), Soon()));
  EXPECT_TRUE(after.ok()) << after.status();
  EXPECT_EQ(writer.counters().in_doubt, 0);
}

TEST_F(WriterTest, AGroupTerminatedBeforeItsCommitIsRunAgain) {
  Writer writer(writer_options());
  std::latch done(1);
  HoldUp(writer, 1, done);
  ASSERT_TRUE(Eventually([&] {
    return database_->Exec(
               "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE wait_event = 'PgSleep'") != "0";
  }));
  done.wait();
  EXPECT_EQ(Count("id = 1"), "1");
  EXPECT_EQ(writer.counters().connects, 2);
}

TEST_F(WriterTest, StopFinishesWhatIsQueued) {
  Writer writer(writer_options());
  std::atomic<int> ok{0};
  for (int i = 0; i < 300; ++i) {
    Start(AsTask(writer.Run(kInsertGrouped, Params().Int64(i), Soon())),
          [&](absl::StatusOr<Rows> rows) { ok += rows.ok(); });
  }
  writer.Stop(absl::Seconds(10));
  EXPECT_EQ(ok, 300);
  EXPECT_EQ(Count(), "300");
  EXPECT_EQ(errors::Reason(Await(writer.Run(kInsertGrouped, Params().Int64(1), Soon())).status()), kReasonShuttingDown);
}

TEST_F(WriterTest, AStatementThatEndsItsSessionFailsNoOtherOfItsGroup) {
  database_->Exec(
      "CREATE FUNCTION unsupported() RETURNS int LANGUAGE plpgsql AS "
      "$$ BEGIN RAISE EXCEPTION 'not this' USING ERRCODE = '0A000'; END $$");
  constexpr Statement kUnsupported{"unsupported", "INSERT INTO t (id) VALUES (unsupported())"};
  Writer writer(writer_options());
  std::latch done(12);
  HoldUp(writer, 1'000, done);
  std::atomic<int> inserted{0};
  for (int i = 0; i < 10; ++i) {
    Start(AsTask(writer.Run(kInsertGrouped, Params().Int64(i), Soon())), [&](absl::StatusOr<Rows> rows) {
      EXPECT_TRUE(rows.ok()) << rows.status();
      inserted += rows.ok();
      done.count_down();
    });
  }
  Start(AsTask(writer.Run(kUnsupported, Params(), Soon())), [&](absl::StatusOr<Rows> rows) {
    EXPECT_EQ(errors::Reason(rows.status()), kReasonDatabaseUnavailable) << rows.status();
    done.count_down();
  });
  done.wait();
  EXPECT_EQ(inserted, 10);
  EXPECT_EQ(Count(), "11");
}

}  // namespace
}  // namespace amparo::pg
