// What every service works with on PostgreSQL, as its configuration and its metrics show it.
#include "common/process/database.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "common/base/strings.h"
#include "common/base/task.h"
#include "common/config/config.h"
#include "common/observability/log.h"
#include "common/pg/listener.h"
#include "common/testing/eventually.h"
#include "common/testing/postgres.h"

namespace amparo::process {
namespace {

using testing::Eventually;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr pg::Statement kOne{"one", "SELECT 1"};

Limits Soon() {
  return Limits::For(absl::Seconds(20));
}

class DatabaseTest : public ::testing::Test {
 protected:
  static config::v1::Database Config(const std::string& conninfo) {
    config::v1::ServiceConfig config;
    config.mutable_database()->set_write_conninfo(conninfo);
    config::ApplyDefaults(config);
    return config.database();
  }

  const std::unique_ptr<testing::TestDatabase> database_ = testing::PrivatePostgres::Shared().CreateDatabase();
  obs::Registry registry_;
  ExitDeadline exit_;
};

TEST_F(DatabaseTest, TheCountersOfEveryPoolAreMetricsWhileItLives) {
  config::v1::Database config = Config(database_->conninfo());
  config.set_read_conninfo(database_->conninfo() + " ");
  {
    Database database(config, "case-service", "changed", registry_, exit_);
    ASSERT_TRUE(SyncWait(AsTask(database.decides().Run(kOne, pg::Params(), Soon()))).ok());
    const std::string text = registry_.Text();
    for (const char* name : {"queued", "connections", "submitted_total", "refused_total", "succeeded_total",
                             "failed_total", "abandoned_total", "in_doubt_total", "batches_total", "reruns_total",
                             "retries_total", "connects_total", "connect_errors_total", "watchdog_kills_total"}) {
      for (const char* pool : {"reader", "replica_reader", "feed_reader", "service_feed_reader", "writer", "workers"}) {
        EXPECT_THAT(text, HasSubstr(StrCat("\namparo_db_", name, "{pool=\"", pool, "\"} ")));
      }
    }
    EXPECT_THAT(text, HasSubstr("amparo_db_submitted_total{pool=\"reader\"} 1"));
    EXPECT_THAT(text, HasSubstr("amparo_db_submitted_total{pool=\"replica_reader\"} 0"));
  }
  EXPECT_THAT(registry_.Text(), Not(HasSubstr("amparo_db_")));
}

TEST_F(DatabaseTest, TransactionsRingTheChannelOfActs) {
  std::atomic<int> rings{0};
  const pg::Listener listener({.conninfo = database_->conninfo(), .channels = {"changed"}},
                              [&rings](std::string_view) { ++rings; });
  ASSERT_TRUE(Eventually([&] { return rings > 0; })) << "it rings once when it is there";
  Database database(Config(database_->conninfo()), "case-service", "changed", registry_, exit_);
  const auto ring = [](pg::Transaction& transaction) {
    transaction.NotifyWhenCommitted();
    return absl::OkStatus();
  };
  ASSERT_TRUE(SyncWait(AsTask(database.workers().RunStatus("ring", ring, Soon()))).ok());
  EXPECT_TRUE(Eventually([&] { return rings > 1; }));
}

TEST_F(DatabaseTest, AFailureToConnectIsLoggedOnceForAWhile) {
  const int log = memfd_create("log", MFD_CLOEXEC);
  obs::Logger logger(log, obs::LogOptions{});
  obs::SetLogger(&logger);
  {
    Database database(Config("host=/nowhere dbname=amparo"), "case-service", "", registry_, exit_);
    ASSERT_TRUE(Eventually([&] {
      return database.decides().counters().connect_errors > 1 && database.writer().counters().connect_errors > 1 &&
             database.workers().counters().connect_errors > 1;
    }));
  }
  obs::SetLogger(nullptr);
  logger.Flush();
  std::string text(static_cast<size_t>(lseek(log, 0, SEEK_END)), '\0');
  ASSERT_EQ(pread(log, text.data(), text.size(), 0), static_cast<ssize_t>(text.size()));
  close(log);
  for (const char* as : {"case-service reader", "case-service writer", "case-service workers"}) {
    const size_t line = text.find(StrCat("\"", as, "\""));
    ASSERT_NE(line, std::string::npos) << text;
    EXPECT_EQ(text.find(StrCat("\"", as, "\""), line + 1), std::string::npos) << text;
  }
}

TEST_F(DatabaseTest, AllItsPoolsTogetherEndWhenTheProcessMustBeGone) {
  testing::PrivatePostgres server;
  const auto frozen = server.CreateDatabase();
  std::atomic<int> failed{0};
  const auto note = [&failed](const auto& result) { failed += !result.ok(); };
  const auto one = [](pg::Transaction& transaction) {
    transaction.exec("SELECT 1");
    return absl::OkStatus();
  };
  absl::Time start;
  {
    Database database(Config(frozen->conninfo()), "case-service", "", registry_, exit_);
    ASSERT_TRUE(SyncWait(AsTask(database.decides().Run(kOne, pg::Params(), Soon()))).ok());
    ASSERT_TRUE(SyncWait(AsTask(database.writer().Run(kOne, pg::Params(), Soon()))).ok());
    ASSERT_TRUE(SyncWait(AsTask(database.workers().RunStatus("one", one, Soon()))).ok());
    server.Freeze();
    Start(AsTask(database.decides().Run(kOne, pg::Params(), Soon())), note);
    Start(AsTask(database.writer().Run(kOne, pg::Params(), Soon())), note);
    Start(AsTask(database.workers().RunStatus("one", one, Soon())), note);
    // The signal came long ago: a second is left of what a process has.
    start = absl::Now();
    exit_.Begin(start - ExitDeadline::kLongest + absl::Seconds(1));
  }
  EXPECT_LT(absl::Now() - start, absl::Seconds(3));
  server.Thaw();
  EXPECT_EQ(failed, 3);
}

}  // namespace
}  // namespace amparo::process
