#include "common/pg/counted_gauges.h"

#include <gtest/gtest.h>

#include <pqxx/pqxx>
#include <string>

#include "common/testing/fake_clock.h"
#include "tests/integration/common/pg/fixture.h"

namespace amparo::pg {
namespace {

absl::StatusOr<Counted> CountThings(Transaction& transaction, absl::Time) {
  Counted counted;
  for (const pqxx::row row : transaction.exec("SELECT office, things FROM thing ORDER BY office")) {
    obs::Labels labels{{"office", row[0].as<std::string>()}};
    counted["amparo_things"].push_back({std::move(labels), static_cast<double>(row[1].as<int64_t>())});
  }
  return counted;
}

class CountedGaugesTest : public PgTest {
 protected:
  void SetUp() override {
    database_->Exec(
        "CREATE TABLE thing (office text PRIMARY KEY, things bigint NOT NULL); INSERT INTO thing VALUES ('cebu', 2)");
  }
  static CountedGaugesOptions Things() {
    CountedGaugesOptions options;
    options.name = "count_things";
    options.families = {{"amparo_things", "Things."}};
    options.count = &CountThings;
    return options;
  }
  bool Shown(const std::string& text) const { return registry_.Text().find(text) != std::string::npos; }
  // Longer than a count of this length is good for, however slow the machine.
  void Later() { clock_.Advance(absl::Hours(2)); }

  testing::FakeClock clock_;
  obs::Registry registry_;
};

TEST_F(CountedGaugesTest, AScrapeHasThemCountedAgainOnlyWhenTheCountIsOld) {
  Workers workers({.conninfo = database_->conninfo(), .threads = 1});
  const CountedGauges gauges(Things(), workers, clock_, registry_);
  ASSERT_TRUE(Eventually([&] { return Shown("amparo_things{office=\"cebu\"} 2"); }));
  database_->Exec("UPDATE thing SET things = 3; INSERT INTO thing VALUES ('la-paz', 1)");
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(Shown("amparo_things{office=\"cebu\"} 2")) << "still fresh";
  Later();
  EXPECT_TRUE(Eventually([&] { return Shown("amparo_things{office=\"la-paz\"} 1"); }));
  EXPECT_TRUE(Shown("amparo_things{office=\"cebu\"} 3"));
  // What is gone has no value, not the last one.
  database_->Exec("DELETE FROM thing WHERE office = 'cebu'");
  Later();
  EXPECT_TRUE(Eventually([&] { return !Shown("cebu"); }));
  EXPECT_TRUE(Shown("amparo_things{office=\"la-paz\"} 1"));
}

TEST_F(CountedGaugesTest, ACountThatFailsLeavesTheLastOneStanding) {
  Workers workers({.conninfo = database_->conninfo(), .threads = 1});
  const CountedGauges gauges(Things(), workers, clock_, registry_);
  ASSERT_TRUE(Eventually([&] { return Shown("amparo_things{office=\"cebu\"} 2"); }));
  database_->Exec("ALTER TABLE thing RENAME TO hidden");
  Later();
  ASSERT_TRUE(Eventually([&] { return Shown("amparo_things{office=\"cebu\"} 2") && workers.counters().failed == 1; }));
  database_->Exec("ALTER TABLE hidden RENAME TO thing; UPDATE thing SET things = 9");
  EXPECT_TRUE(Eventually([&] {
    Later();
    return Shown("amparo_things{office=\"cebu\"} 9");
  }));
}

TEST_F(CountedGaugesTest, GoWithWhoPublishedThem) {
  Workers workers({.conninfo = database_->conninfo(), .threads = 1});
  {
    const CountedGauges gauges(Things(), workers, clock_, registry_);
    ASSERT_TRUE(Eventually([&] { return Shown("amparo_things"); }));
    // A count may be under way when they go.
    Later();
    EXPECT_TRUE(Shown("amparo_things"));
  }
  EXPECT_FALSE(Shown("amparo_things"));
}

}  // namespace
}  // namespace amparo::pg
