#include "common/feed/maintenance.h"

#include <atomic>
#include <future>
#include <mutex>
#include <string>

#include "common/base/strings.h"
#include "gtest/gtest.h"
#include "tests/integration/common/feed/note_service.h"

namespace amparo::feed {
namespace {

using testing::NoteService;

class MaintenanceTest : public ::testing::Test {
 protected:
  // Rounds only when a test asks for one; the round the thread makes at its start finds nothing to do.
  static MaintenanceOptions Options() {
    return {.token_retention = absl::Hours(24 * 30),
            .request_retention = absl::Hours(24 * 7),
            .interval = absl::Hours(1),
            .partitions_ahead = 4};
  }

  void WriteNotes(int count) {
    for (int i = 0; i < count; ++i) {
      ASSERT_TRUE(*service_.Create(service_.NewNote(std::to_string(i)), Uuid::V7(service_.clock().Now())));
    }
  }
  void MakeOlder(const std::string& table, const std::string& column, const std::string& by, const std::string& where) {
    service_.Sql(StrCat("UPDATE ", table, " SET ", column, " = ", column, " - interval '", by, "' WHERE ", where));
  }

  NoteService service_;
};

TEST_F(MaintenanceTest, MovesTheFloorPastWhatIsOldAndKeepsTheHistory) {
  WriteNotes(40);
  MakeOlder("outbox", "change_time", "31 days", "seq <= 17");
  Maintenance maintenance(Options(), service_.workers(), service_.clock());
  const auto report = maintenance.RunOnce();
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->floor, 17);
  EXPECT_EQ(service_.Sql("SELECT floor FROM feed_head"), "17");
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM outbox"), "40");
  EXPECT_EQ(maintenance.RunOnce()->floor, 17) << "a floor never goes back";
}

TEST_F(MaintenanceTest, MovesTheFloorToTheHeadWhenAllIsOld) {
  WriteNotes(3);
  MakeOlder("outbox", "change_time", "31 days", "true");
  Maintenance maintenance(Options(), service_.workers(), service_.clock());
  EXPECT_EQ(maintenance.RunOnce()->floor, 3);
}

TEST_F(MaintenanceTest, DoesWhatTheServiceWantsBesides) {
  MaintenanceOptions options = Options();
  std::atomic<int> rounds = 0;
  options.also = [&rounds](absl::Time, Limits) {
    ++rounds;
    return absl::UnavailableError("not now");
  };
  Maintenance maintenance(options, service_.workers(), service_.clock());
  EXPECT_EQ(maintenance.RunOnce().status().code(), absl::StatusCode::kUnavailable);
  EXPECT_GE(rounds.load(), 1);
}

TEST_F(MaintenanceTest, LeavesAnEmptyFeedAlone) {
  Maintenance maintenance(Options(), service_.workers(), service_.clock());
  const auto report = maintenance.RunOnce();
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->floor, 0);
  EXPECT_EQ(report->requests_removed, 0);
}

TEST_F(MaintenanceTest, RemovesAnswersThatHaveExpired) {
  WriteNotes(10);
  MakeOlder("request", "request_time", "8 days",
            "request_id IN (SELECT request_id FROM request ORDER BY request_id LIMIT 4)");
  Maintenance maintenance(Options(), service_.workers(), service_.clock());
  ASSERT_TRUE(maintenance.RunOnce().ok());
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM request"), "6");
}

TEST_F(MaintenanceTest, MakesPartitionsAheadOfNeed) {
  // The migration made 0 to 7; a head in partition 6 needs 7 to 10.
  service_.Sql("UPDATE feed_head SET last = 6 * 4000000 + 17, floor = 6 * 4000000 + 17");
  Maintenance maintenance(Options(), service_.workers(), service_.clock());
  ASSERT_TRUE(maintenance.RunOnce().ok());
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM pg_inherits WHERE inhparent = 'outbox'::regclass"), "11");
  EXPECT_TRUE(*service_.Create(service_.NewNote("in partition 6")));
  service_.Sql("UPDATE feed_head SET last = 10 * 4000000 + 17");
  EXPECT_TRUE(*service_.Create(service_.NewNote("in partition 10")));
  EXPECT_EQ(service_.Sql("SELECT tableoid::regclass FROM outbox WHERE seq = 10 * 4000000 + 18"), "outbox_p000010");
}

TEST_F(MaintenanceTest, TellsOfRoundsThatFail) {
  std::promise<absl::Status> told;
  service_.Sql("ALTER FUNCTION outbox_extend RENAME TO elsewhere");
  std::once_flag once;
  Maintenance maintenance(Options(), service_.workers(), service_.clock(),
                          [&](const absl::Status& status) { std::call_once(once, [&] { told.set_value(status); }); });
  EXPECT_FALSE(told.get_future().get().ok());
}

}  // namespace
}  // namespace amparo::feed
