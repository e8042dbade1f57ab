#include "common/pg/migrator.h"

#include <gtest/gtest.h>

#include <pqxx/pqxx>
#include <thread>
#include <vector>

#include "tests/integration/common/pg/fixture.h"
#include "tests/integration/common/pg/migrations/migrations.h"

namespace amparo::pg {
namespace {

class MigratorTest : public PgTest {
 protected:
  MigratorOptions options(const std::string& schema = "cases") const {
    return {.conninfo = database_->owner("cases"), .schema = schema, .service_role = "cases"};
  }
  Migrator AsService() const {
    return Migrator({.conninfo = database_->service("cases"), .schema = "cases", .service_role = ""},
                    test::Migrations());
  }
  std::vector<Migration> files_{test::Migrations().begin(), test::Migrations().end()};
};

TEST_F(MigratorTest, AppliesWhatIsMissingAndChecks) {
  EXPECT_TRUE(absl::IsFailedPrecondition(AsService().Check()));
  const auto applied = Migrator(options(), test::Migrations()).Apply();
  ASSERT_TRUE(applied.ok()) << applied.status();
  EXPECT_EQ(*applied, 2);
  EXPECT_EQ(*Migrator(options(), test::Migrations()).Apply(), 0);
  EXPECT_TRUE(AsService().Check().ok()) << AsService().Check();
  EXPECT_EQ(database_->Exec("INSERT INTO cases.ledger (id) VALUES (1) RETURNING note"), "a;b\\c[d]\"ñ\"")
      << "the file's text is embedded as it is";
}

TEST_F(MigratorTest, MakesItsSchemaWhenItIsNotThere) {
  const Migration first[] = {{1, "0001_a", "CREATE TABLE fresh.a (id int)"}};
  const auto applied = Migrator(options("fresh"), first).Apply();
  ASSERT_TRUE(applied.ok()) << applied.status();
  EXPECT_EQ(database_->Exec("SELECT count(*) FROM fresh.schema_migrations"), "1");
}

TEST_F(MigratorTest, GoesOnWhereItEnded) {
  ASSERT_EQ(*Migrator(options(), std::span(files_).first(1)).Apply(), 1);
  const absl::Status behind = AsService().Check();
  EXPECT_NE(std::string(behind.message()).find("0002_ledger_amount was not applied"), std::string::npos) << behind;
  EXPECT_EQ(*Migrator(options(), files_).Apply(), 1);
}

TEST_F(MigratorTest, FindsAFileEditedAfterItWasApplied) {
  ASSERT_TRUE(Migrator(options(), files_).Apply().ok());
  files_[0].sql = "CREATE TABLE ledger (id int)";
  for (const absl::Status& status :
       {Migrator(options(), files_).Apply().status(), Migrator(options(), files_).Check()}) {
    EXPECT_TRUE(absl::IsFailedPrecondition(status));
    EXPECT_NE(std::string(status.message()).find("0001_ledger was edited"), std::string::npos) << status;
  }
}

TEST_F(MigratorTest, RefusesADatabaseNewerThanTheBinary) {
  ASSERT_TRUE(Migrator(options(), files_).Apply().ok());
  files_.pop_back();
  const absl::Status status = Migrator(options(), files_).Check();
  EXPECT_TRUE(absl::IsFailedPrecondition(status));
  EXPECT_NE(std::string(status.message()).find("newer than this binary"), std::string::npos) << status;
}

TEST_F(MigratorTest, AFileThatFailsLeavesNothingOfItself) {
  files_.push_back({3, "0003_broken", "CREATE TABLE half (id int); SELECT 1 / 0"});
  const absl::Status status = Migrator(options(), files_).Apply().status();
  EXPECT_NE(std::string(status.message()).find("0003_broken"), std::string::npos) << status;
  EXPECT_NE(std::string(status.message()).find("division by zero"), std::string::npos) << status;
  EXPECT_EQ(database_->Exec("SELECT to_regclass('cases.half') IS NULL"), "t");
  EXPECT_EQ(database_->Exec("SELECT max(version) FROM cases.schema_migrations"), "2");
}

TEST_F(MigratorTest, SeveralAtOnceApplyEachFileOnce) {
  std::atomic<int> applied{0};
  std::vector<std::thread> migrators;
  for (int i = 0; i < 4; ++i) {
    migrators.emplace_back([&] {
      const auto count = Migrator(options(), files_).Apply();
      EXPECT_TRUE(count.ok()) << count.status();
      applied += count.value_or(0);
    });
  }
  for (std::thread& migrator : migrators) migrator.join();
  EXPECT_EQ(applied, 2);
}

TEST_F(MigratorTest, GivesUpAFileThatWaitsTooLongForATable) {
  ASSERT_TRUE(Migrator(options(), files_).Apply().ok());
  files_.push_back({3, "0003_ledger_owner", "ALTER TABLE ledger ADD COLUMN owner text"});
  MigratorOptions hasty = options();
  hasty.lock_timeout = absl::Milliseconds(100);
  {
    pqxx::connection other(database_->conninfo());
    pqxx::work holds(other);
    holds.exec0("LOCK TABLE cases.ledger");
    const absl::Time start = absl::Now();
    const absl::Status status = Migrator(hasty, files_).Apply().status();
    EXPECT_TRUE(absl::IsAborted(status)) << status;
    EXPECT_NE(std::string(status.message()).find("0003_ledger_owner"), std::string::npos) << status;
    EXPECT_LT(absl::Now() - start, absl::Seconds(30)) << "much less than it waits for another migrator";
  }
  EXPECT_EQ(database_->Exec("SELECT max(version) FROM cases.schema_migrations"), "2");
  EXPECT_EQ(*Migrator(hasty, files_).Apply(), 1) << "the table is free again";
}

TEST_F(MigratorTest, GivesUpWhenAnotherHasTheSchemaTooLong) {
  MigratorOptions hasty = options();
  hasty.wait_for_other = absl::Milliseconds(100);
  hasty.lock_timeout = absl::Minutes(1);
  {
    pqxx::connection other(database_->conninfo());
    pqxx::work migrates(other);
    migrates.exec("SELECT pg_advisory_xact_lock(hashtextextended('amparo migrator of cases', 0))");
    const absl::Time start = absl::Now();
    const absl::Status status = Migrator(hasty, files_).Apply().status();
    EXPECT_TRUE(absl::IsAborted(status)) << status;
    EXPECT_LT(absl::Now() - start, absl::Seconds(30)) << "much less than it waits for a table";
    EXPECT_EQ(database_->Exec("SELECT to_regclass('cases.schema_migrations') IS NULL"), "t");
  }
  EXPECT_EQ(*Migrator(hasty, files_).Apply(), 2) << "the other has ended";
}

TEST_F(MigratorTest, SaysWhenTheDatabaseCannotBeReached) {
  MigratorOptions nowhere = options();
  nowhere.conninfo = "host=/nowhere dbname=none";
  EXPECT_TRUE(absl::IsUnavailable(Migrator(nowhere, files_).Check()));
}

}  // namespace
}  // namespace amparo::pg
