#include "common/pg/copy.h"

#include <gtest/gtest.h>

#include <stop_token>
#include <thread>

#include "tests/integration/common/pg/fixture.h"
#include "tests/integration/common/pg/silent_server.h"

namespace amparo::pg {
namespace {

constexpr Statement kCountRows{"count", "SELECT count(*) FROM t"};

class CopyTest : public PgTest {
 protected:
  void SetUp() override {
    database_->Exec("CREATE TABLE t (id bigint PRIMARY KEY, note text, body bytea)");
    database_->Exec(
        "INSERT INTO t SELECT i, CASE WHEN i % 3 = 0 THEN NULL ELSE 'note ' || i END, '\\x00ff'::bytea "
        "FROM generate_series(1, 5000) AS i");
  }
  std::unique_ptr<CopyOut> Open(Limits limits) {
    auto copy = CopyOut::Open(database_->conninfo(), "copy-test", std::move(limits));
    EXPECT_TRUE(copy.ok()) << copy.status();
    return *std::move(copy);
  }
};

TEST_F(CopyTest, GivesEveryRowOnce) {
  const auto copy = Open(Soon());
  ASSERT_TRUE(copy->Start("SELECT id, note, body FROM t ORDER BY id").ok());
  CopyRow row;
  int64_t expected = 0;
  absl::StatusOr<bool> more = copy->Next(row);
  for (; more.ok() && *more; more = copy->Next(row)) {
    ASSERT_EQ(row.size(), 3);
    ASSERT_EQ(row.Int64(0), ++expected);
    ASSERT_EQ(row.IsNull(1), expected % 3 == 0);
    ASSERT_EQ(row.OptionalText(1).value_or("none"), expected % 3 == 0 ? "none" : "note " + std::to_string(expected));
    ASSERT_EQ(row.Bytes(2), std::string_view("\0\xff", 2));
  }
  ASSERT_TRUE(more.ok()) << more.status();
  EXPECT_EQ(expected, 5'000);
  EXPECT_THROW(row.Field(3), std::logic_error);
}

TEST_F(CopyTest, QueriesAndCopiesSeeOneMoment) {
  const auto copy = Open(Soon());
  ASSERT_EQ(copy->Query(kCountRows, Params())->front().Int64(0), 5'000);
  database_->Exec("DELETE FROM t WHERE id > 10");
  for (int round = 0; round < 2; ++round) {
    ASSERT_TRUE(copy->Start("SELECT id FROM t").ok());
    CopyRow row;
    int count = 0;
    while (*copy->Next(row)) ++count;
    EXPECT_EQ(count, 5'000);
  }
  EXPECT_EQ(copy->Query(kCountRows, Params())->front().Int64(0), 5'000);
  EXPECT_EQ(Open(Soon())->Query(kCountRows, Params())->front().Int64(0), 10);
}

TEST_F(CopyTest, NoRowsAtAll) {
  const auto copy = Open(Soon());
  ASSERT_TRUE(copy->Start("SELECT id FROM t WHERE false").ok());
  CopyRow row;
  const auto more = copy->Next(row);
  ASSERT_TRUE(more.ok()) << more.status();
  EXPECT_FALSE(*more);
}

TEST_F(CopyTest, ErrorsComeAtTheStartOrInTheMiddle) {
  EXPECT_TRUE(absl::IsInternal(Open(Soon())->Start("SELECT nothing FROM nowhere")));
  const auto copy = Open(Soon());
  ASSERT_TRUE(copy->Start("SELECT 1 / (4000 - id) FROM t ORDER BY id").ok());
  CopyRow row;
  int count = 0;
  absl::StatusOr<bool> more = copy->Next(row);
  for (; more.ok() && *more; more = copy->Next(row)) ++count;
  EXPECT_TRUE(absl::IsInternal(more.status())) << more.status();
  EXPECT_LT(count, 4'000);
}

TEST_F(CopyTest, LimitsHoldInTheMiddle) {
  // Time enough to connect, and much less than the statement takes.
  const auto copy = Open(Limits::For(absl::Seconds(2)));
  CopyRow row;
  // PostgreSQL may keep its first answer back until it has more to send: the wait is in Start or in Next.
  absl::StatusOr<bool> more = true;
  const absl::Status started =
      copy->Start("SELECT id, pg_sleep(CASE WHEN id = 1 THEN 0 ELSE 10 END) FROM t ORDER BY id");
  if (!started.ok()) more = started;
  while (more.ok() && *more) more = copy->Next(row);
  EXPECT_TRUE(absl::IsDeadlineExceeded(more.status())) << more.status();
  std::stop_source source;
  const auto cancelled = Open({absl::Now() + absl::Seconds(20), source.get_token()});
  source.request_stop();
  EXPECT_TRUE(absl::IsCancelled(cancelled->Start("SELECT id FROM t")));
  EXPECT_TRUE(absl::IsDeadlineExceeded(
      CopyOut::Open(database_->conninfo(), "copy-test", Limits::For(absl::ZeroDuration())).status()));
}

TEST_F(CopyTest, LastsLongerThanOtherStatementsMay) {
  database_->Exec(StrCat("ALTER DATABASE ", database_->name(), " SET statement_timeout = '50ms'"));
  const auto copy = Open(Soon());
  ASSERT_TRUE(copy->Start("SELECT 1 FROM pg_sleep(0.2)").ok());
  CopyRow row;
  const auto more = copy->Next(row);
  ASSERT_TRUE(more.ok()) << more.status();
  EXPECT_TRUE(*more);
}

TEST_F(CopyTest, CannotWrite) {
  const auto copy = Open(Soon());
  EXPECT_FALSE(copy->Query({"delete", "DELETE FROM t"}, Params()).ok());
}

TEST_F(CopyTest, LiteralsAreQuoted) {
  const auto copy = Open(Soon());
  const std::string nasty = "o'clock \\ '); DROP TABLE t; --";
  ASSERT_TRUE(copy->Start("SELECT " + CopyOut::Literal(nasty)).ok());
  CopyRow row;
  ASSERT_TRUE(*copy->Next(row));
  EXPECT_EQ(row.Text(0), nasty);
}

TEST(CopyOut, EndsAtOnceWhenNobodyWantsItAnyMore) {
  for (const bool welcomes : {false, true}) {
    SilentServer server(welcomes);
    std::stop_source source;
    const std::jthread cancelling([&] {
      EXPECT_TRUE(Eventually([&] { return server.asked(); }));
      source.request_stop();
    });
    const absl::Time start = absl::Now();
    const auto copy = CopyOut::Open(server.conninfo(), "test", {absl::InfiniteFuture(), source.get_token()});
    EXPECT_TRUE(absl::IsCancelled(copy.status())) << copy.status();
    EXPECT_LT(absl::Now() - start, absl::Seconds(3));
  }
}

}  // namespace
}  // namespace amparo::pg
