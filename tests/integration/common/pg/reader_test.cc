#include "common/pg/reader.h"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <vector>

#include "tests/integration/common/pg/fixture.h"

namespace amparo::pg {
namespace {

constexpr Statement kTwice{"twice", "SELECT $1::bigint * 2"};
constexpr Statement kDivide{"divide", "SELECT $1::bigint / $2::bigint"};
constexpr Statement kSleep{"sleep", "SELECT pg_sleep($1)"};
constexpr Statement kMe{"me", "SELECT pg_backend_pid()"};
constexpr Statement kWrite{"write", "INSERT INTO t VALUES (1)"};
constexpr Statement kNoSuchTable{"no_such_table", "SELECT * FROM nowhere WHERE id = $1"};

class ReaderTest : public PgTest {};

// Starts many runs at once, so that they share pipelines, and waits for all.
template <typename MakeRun, typename Check>
void RunMany(int count, MakeRun make_run, Check check) {
  std::latch done(count);
  for (int i = 0; i < count; ++i) {
    Start(AsTask(make_run(i)), [&check, &done, i](absl::StatusOr<Rows> rows) {
      check(i, std::move(rows));
      done.count_down();
    });
  }
  done.wait();
}

TEST_F(ReaderTest, Reads) {
  Reader reader(reader_options());
  const auto rows = Await(reader.Run(kTwice, Params().Int64(21), Soon()));
  ASSERT_TRUE(rows.ok()) << rows.status();
  ASSERT_EQ(rows->size(), 1);
  EXPECT_EQ(rows->front().Int64(0), 42);
  // Counted after the answer: whoever waits is not held up by it.
  EXPECT_TRUE(Eventually([&] { return reader.counters().succeeded == 1; }));
}

TEST_F(ReaderTest, PipelinesManyAndAnswersEachWithItsOwn) {
  Reader reader(reader_options());
  constexpr int kCount = 1'000;
  std::atomic<int> right{0};
  RunMany(
      kCount, [&](int i) { return reader.Run(kTwice, Params().Int64(i), Soon()); },
      [&](int i, absl::StatusOr<Rows> rows) { right += rows.ok() && rows->front().Int64(0) == 2 * i; });
  EXPECT_EQ(right, kCount);
  EXPECT_LT(reader.counters().batches, kCount) << "statements share pipelines";
}

TEST_F(ReaderTest, AFailingStatementFailsNoOther) {
  Reader reader(reader_options());
  constexpr int kCount = 400;
  std::atomic<int> right{0};
  std::atomic<int> failed{0};
  RunMany(
      kCount, [&](int i) { return reader.Run(kDivide, Params().Int64(100).Int64(i % 10), Soon()); },
      [&](int i, absl::StatusOr<Rows> rows) {
        if (i % 10 == 0) {
          failed += absl::IsInternal(rows.status());
        } else {
          right += rows.ok() && rows->front().Int64(0) == 100 / (i % 10);
        }
      });
  EXPECT_EQ(failed, kCount / 10);
  EXPECT_EQ(right, kCount - kCount / 10);
  EXPECT_GT(reader.counters().reruns, 0);
}

TEST_F(ReaderTest, AStatementThatCannotBePreparedFailsNoOther) {
  Reader reader(reader_options());
  std::atomic<int> right{0};
  RunMany(
      100, [&](int i) { return reader.Run(i % 7 == 3 ? kNoSuchTable : kTwice, Params().Int64(i), Soon()); },
      [&](int i, absl::StatusOr<Rows> rows) {
        right += i % 7 == 3 ? absl::IsInternal(rows.status()) : rows.ok() && rows->front().Int64(0) == 2 * i;
      });
  EXPECT_EQ(right, 100);
}

TEST_F(ReaderTest, CannotWrite) {
  database_->Exec("CREATE TABLE t (id int)");
  Reader reader(reader_options());
  EXPECT_FALSE(Await(reader.Run(kWrite, Params(), Soon())).ok());
  EXPECT_EQ(database_->Exec("SELECT count(*) FROM t"), "0");
}

TEST_F(ReaderTest, SeesATableThatHasChangedItsShape) {
  database_->Exec("CREATE TABLE t (id int); INSERT INTO t VALUES (1)");
  constexpr Statement kAll{"all", "SELECT * FROM t"};
  ReaderOptions options = reader_options();
  options.threads = 1;
  Reader reader(options);
  ASSERT_TRUE(Await(reader.Run(kAll, Params(), Soon())).ok());
  database_->Exec("ALTER TABLE t ADD COLUMN note text DEFAULT 'x'");
  const auto rows = Await(reader.Run(kAll, Params(), Soon()));
  ASSERT_TRUE(rows.ok()) << rows.status();
  EXPECT_EQ(rows->front().Text(1), "x");
}

TEST_F(ReaderTest, ADeadlineEndsTheWaitAtOnce) {
  Reader reader(reader_options());
  const absl::Time start = absl::Now();
  const auto rows = Await(reader.Run(kSleep, Params().Double(3), Limits::For(absl::Milliseconds(100))));
  EXPECT_TRUE(absl::IsDeadlineExceeded(rows.status())) << rows.status();
  EXPECT_LT(absl::Now() - start, absl::Seconds(2));
  EXPECT_TRUE(absl::IsDeadlineExceeded(
      Await(reader.Run(kTwice, Params().Int64(1), Limits::For(absl::ZeroDuration()))).status()));
}

TEST_F(ReaderTest, CancellationEndsTheWaitAtOnceInFlightAndInTheQueue) {
  ReaderOptions options = reader_options();
  options.threads = 1;
  options.max_batch = 1;
  Reader reader(options);
  ASSERT_TRUE(Await(reader.Run(kTwice, Params().Int64(1), Soon())).ok());
  std::stop_source source;
  const Limits limits{absl::Now() + absl::Seconds(20), source.get_token()};
  std::atomic<int> cancelled{0};
  const auto note = [&cancelled](absl::StatusOr<Rows> rows) { cancelled += absl::IsCancelled(rows.status()); };
  Start(AsTask(reader.Run(kSleep, Params().Double(3), limits)), note);
  ASSERT_TRUE(Eventually([&] { return reader.counters().queued == 0; }));
  Start(AsTask(reader.Run(kTwice, Params().Int64(1), limits)), note);
  EXPECT_EQ(cancelled, 0);
  source.request_stop();
  EXPECT_EQ(cancelled, 2) << "both have gone on before request_stop returned";
  Start(AsTask(reader.Run(kTwice, Params().Int64(1), limits)), note);
  EXPECT_EQ(cancelled, 3);
}

TEST_F(ReaderTest, PostgresEndsASlowStatement) {
  ReaderOptions options = reader_options();
  options.statement_timeout = absl::Milliseconds(50);
  Reader reader(options);
  const auto rows = Await(reader.Run(kSleep, Params().Double(30), Soon()));
  EXPECT_TRUE(absl::IsDeadlineExceeded(rows.status())) << rows.status();
  EXPECT_EQ(errors::Reason(rows.status()), "STATEMENT_TIMEOUT");
}

TEST_F(ReaderTest, AFullQueueRefusesAtOnce) {
  ReaderOptions options = reader_options();
  options.threads = 1;
  options.max_batch = 1;
  options.queue_bound = 2;
  Reader reader(options);
  std::latch done(3);
  const auto finish = [&done](absl::StatusOr<Rows> rows) {
    EXPECT_TRUE(rows.ok()) << rows.status();
    done.count_down();
  };
  Start(AsTask(reader.Run(kSleep, Params().Double(0.5), Soon())), finish);
  ASSERT_TRUE(Eventually([&] { return reader.counters().queued == 0; }));
  Start(AsTask(reader.Run(kTwice, Params().Int64(1), Soon())), finish);
  Start(AsTask(reader.Run(kTwice, Params().Int64(1), Soon())), finish);
  const auto refused = Await(reader.Run(kTwice, Params().Int64(1), Soon()));
  EXPECT_TRUE(absl::IsResourceExhausted(refused.status())) << refused.status();
  EXPECT_EQ(errors::Reason(refused.status()), kReasonQueueFull);
  EXPECT_EQ(reader.counters().refused, 1);
  done.wait();
}

TEST_F(ReaderTest, ATerminatedConnectionIsNotNoticedByCallers) {
  ReaderOptions options = reader_options();
  options.threads = 1;
  Reader reader(options);
  const auto before = Await(reader.Run(kMe, Params(), Soon()));
  ASSERT_TRUE(before.ok()) << before.status();
  database_->Exec(StrCat("SELECT pg_terminate_backend(", before->front().Int32(0), ", 5000)"));
  const auto after = Await(reader.Run(kMe, Params(), Soon()));
  ASSERT_TRUE(after.ok()) << after.status();
  EXPECT_NE(after->front().Int32(0), before->front().Int32(0));
}

TEST_F(ReaderTest, AConnectionTerminatedInMidStatementIsRunAgain) {
  ReaderOptions options = reader_options();
  options.threads = 1;
  Reader reader(options);
  std::latch done(2);
  for (int i = 0; i < 2; ++i) {
    Start(AsTask(reader.Run(kSleep, Params().Double(0.3), Soon())), [&done](absl::StatusOr<Rows> rows) {
      EXPECT_TRUE(rows.ok()) << rows.status();
      done.count_down();
    });
  }
  ASSERT_TRUE(Eventually([&] {
    return database_->Exec(
               "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(%' AND "
               "state = 'active' AND application_name = 'amparo-reader'") != "0";
  }));
  done.wait();
}

TEST_F(ReaderTest, StopFinishesWhatIsQueuedAndRefusesMore) {
  Reader reader(reader_options());
  std::atomic<int> answered{0};
  for (int i = 0; i < 50; ++i) {
    Start(AsTask(reader.Run(kTwice, Params().Int64(i), Soon())),
          [&](absl::StatusOr<Rows> rows) { answered += rows.ok(); });
  }
  reader.Stop(absl::Seconds(10));
  EXPECT_EQ(answered, 50);
  const auto refused = Await(reader.Run(kTwice, Params().Int64(1), Soon()));
  EXPECT_EQ(errors::Reason(refused.status()), kReasonShuttingDown);
}

TEST_F(ReaderTest, StopDoesNotWaitForeverForASlowStatement) {
  Reader reader(reader_options());
  absl::Status status;
  std::latch done(1);
  Start(AsTask(reader.Run(kSleep, Params().Double(4), Soon())), [&](absl::StatusOr<Rows> rows) {
    status = rows.status();
    done.count_down();
  });
  ASSERT_TRUE(Eventually([&] { return reader.counters().batches > 0; }));
  const absl::Time start = absl::Now();
  reader.Stop(absl::Milliseconds(50));
  done.wait();
  EXPECT_TRUE(absl::IsUnavailable(status)) << status;
  EXPECT_LT(absl::Now() - start, absl::Seconds(3));
}

TEST_F(ReaderTest, AStatementThatEndsItsSessionFailsNoOtherOfItsBatch) {
  constexpr Statement kEnd{"end", "SELECT pg_terminate_backend(pg_backend_pid()), $1::bigint"};
  ReaderOptions options = reader_options();
  options.threads = 1;
  Reader reader(options);
  std::atomic<int> right{0};
  RunMany(
      40, [&](int i) { return reader.Run(i == 20 ? kEnd : kTwice, Params().Int64(i), Soon()); },
      [&](int i, absl::StatusOr<Rows> rows) { right += rows.ok() == (i != 20); });
  EXPECT_EQ(right, 40);
}

}  // namespace
}  // namespace amparo::pg
