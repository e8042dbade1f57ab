#include "common/pg/listener.h"

#include <gtest/gtest.h>

#include <atomic>

#include "tests/integration/common/pg/fixture.h"
#include "tests/integration/common/pg/silent_server.h"

namespace amparo::pg {
namespace {

class ListenerTest : public PgTest {};

TEST_F(ListenerTest, HearsNotificationsAndEveryReconnect) {
  std::atomic<int> cases{0};
  std::atomic<int> other{0};
  Listener listener({.conninfo = database_->conninfo(), .channels = {"cases_feed", "Other"}},
                    [&](std::string_view channel) { ++(channel == "cases_feed" ? cases : other); });
  ASSERT_TRUE(Eventually([&] { return cases == 1 && other == 1; })) << "once for the connection itself";
  database_->Exec("NOTIFY cases_feed");
  ASSERT_TRUE(Eventually([&] { return cases == 2; }));
  EXPECT_EQ(other, 1);
  database_->Exec("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'amparo-listener'");
  ASSERT_TRUE(Eventually([&] { return cases == 3 && other == 2; }));
  database_->Exec("NOTIFY \"Other\"");
  EXPECT_TRUE(Eventually([&] { return other == 3; }));
}

TEST_F(ListenerTest, AWriterNotifiesAfterAGroupThatChangedSomething) {
  database_->Exec("CREATE TABLE t (id bigint)");
  std::atomic<int> heard{0};
  Listener listener({.conninfo = database_->conninfo(), .channels = {"changed"}}, [&](std::string_view) { ++heard; });
  ASSERT_TRUE(Eventually([&] { return heard == 1; }));
  WriterOptions options = writer_options();
  options.notify_channel = "changed";
  Writer writer(options);
  constexpr Statement kNothing{"nothing", "UPDATE t SET id = 0 WHERE false"};
  constexpr Statement kInsert{"insert", "INSERT INTO t VALUES ($1)"};
  ASSERT_TRUE(Await(writer.Run(kNothing, Params(), Soon())).ok());
  ASSERT_TRUE(Await(writer.Run(kInsert, Params().Int64(1), Soon())).ok());
  EXPECT_TRUE(Eventually([&] { return heard == 2; })) << "though no further work follows";
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(Await(writer.Run(kInsert, Params().Int64(i), Soon())).ok());
  EXPECT_TRUE(Eventually([&] { return heard == 22; })) << heard;
}

TEST_F(ListenerTest, EndsAlthoughTheServerDoesNotAnswer) {
  SilentServer server;
  absl::Time start;
  {
    Listener listener({.conninfo = server.conninfo(), .channels = {"changed"}}, [](std::string_view) {});
    ASSERT_TRUE(Eventually([&] { return server.asked(); }));
    start = absl::Now();
  }
  EXPECT_LT(absl::Now() - start, absl::Seconds(3));
}

}  // namespace
}  // namespace amparo::pg
