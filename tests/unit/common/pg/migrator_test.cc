#include "common/pg/migrator.h"

#include <gtest/gtest.h>

namespace amparo::pg {
namespace {

TEST(Migration, TakesItsNumberFromTheFilesName) {
  const auto migration = MigrationFromFile("0012_hearings_by_day.sql", "SELECT 1");
  ASSERT_TRUE(migration.ok()) << migration.status();
  EXPECT_EQ(migration->version, 12);
  EXPECT_EQ(migration->name, "0012_hearings_by_day");
  for (const char* name :
       {"12_x.sql", "0012_x.txt", "0012.sql", "0000_x.sql", "00a2_x.sql", "0012x.sql", "0012_.sql", ""}) {
    EXPECT_FALSE(MigrationFromFile(name, "SELECT 1").ok()) << name;
  }
}

TEST(Migration, NumbersRunWithoutGaps) {
  const Migration good[] = {{1, "0001_a", "SELECT 1"}, {2, "0002_b", "SELECT 2"}};
  EXPECT_TRUE(ValidateMigrations(good).ok());
  const Migration gap[] = {{1, "0001_a", "SELECT 1"}, {3, "0003_c", "SELECT 3"}};
  EXPECT_NE(std::string(ValidateMigrations(gap).message()).find("0003_c should be number 2"), std::string::npos);
  const Migration twice[] = {{1, "0001_a", "SELECT 1"}, {1, "0001_b", "SELECT 1"}};
  EXPECT_FALSE(ValidateMigrations(twice).ok());
  const Migration empty[] = {{1, "0001_a", " \n"}};
  EXPECT_FALSE(ValidateMigrations(empty).ok());
}

TEST(Migration, ChecksumIsSha256) {
  EXPECT_EQ(Checksum("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

}  // namespace
}  // namespace amparo::pg
