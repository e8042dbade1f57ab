// The command line that all services share.
#include "common/process/service_main.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "common/base/strings.h"
#include "common/testing/postgres.h"
#include "tests/integration/common/feed/migrations/migrations.h"

namespace amparo::process {
namespace {

using ::testing::HasSubstr;

constexpr pg::Migration kNoFeed[] = {{1, "0001_fact", "CREATE TABLE fact (office text)"}};

class ServiceMainTest : public ::testing::Test {
 protected:
  ServiceMainTest() {
    std::string pattern = (std::filesystem::temp_directory_path() / "amparo-main-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
  }
  ~ServiceMainTest() override { std::filesystem::remove_all(folder_); }

  // What a program that has these migrations ended with, and what it said on stderr.
  struct Ended {
    int code = 0;
    std::string said;
  };
  Ended Run(const std::string& command, const std::string& schema, std::span<const pg::Migration> migrations,
            const std::vector<std::string>& flags = {}) {
    const std::string file = (folder_ / "service.textproto").string();
    std::ofstream(file) << StrCat("listen_address: \"localhost:0\" metrics_address: \"localhost:0\" ",
                                  "tls { ca_file: \"ca.pem\" cert_file: \"cert.pem\" key_file: \"key.pem\" } ",
                                  "principals { identity: \"spiffe://amparo/cli\" roles: ROLE_BATCH offices: \"*\" } ",
                                  "database { write_conninfo: \"", database_->service(schema),
                                  "\" migrate_conninfo: \"", database_->owner(schema), "\" }");
    std::vector<std::string> words = {"service", command, "--config", file};
    words.insert(words.end(), flags.begin(), flags.end());
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    Service service;
    service.name = "service";
    service.about = "A service.";
    service.schema = schema;
    service.migrations = migrations;
    service.serve = [this](Environment&) {
      ++served_;
      return absl::OkStatus();
    };
    std::ostringstream said;
    std::streambuf* const before = std::cerr.rdbuf(said.rdbuf());
    const int code = Main(static_cast<int>(arguments.size()), arguments.data(), service);
    std::cerr.rdbuf(before);
    return {code, said.str()};
  }
  // What `migrate` with these flags ends with.
  int Migrate(const std::string& schema, std::span<const pg::Migration> migrations,
              const std::vector<std::string>& flags) {
    return Run("migrate", schema, migrations, flags).code;
  }
  std::string Epoch() const { return database_->Exec("SELECT epoch FROM cases.feed_head"); }

  std::filesystem::path folder_;
  // How often it came to serve.
  int served_ = 0;
  const std::unique_ptr<testing::TestDatabase> database_ = testing::PrivatePostgres::Shared().CreateDatabase();
};

TEST_F(ServiceMainTest, MigrateGivesTheFeedANewEpochOnlyWhenAskedTo) {
  ASSERT_EQ(Migrate("cases", testing::notes::Migrations(), {}), 0);
  const std::string first = Epoch();
  ASSERT_EQ(Migrate("cases", testing::notes::Migrations(), {}), 0);
  EXPECT_EQ(Epoch(), first);
  ASSERT_EQ(Migrate("cases", testing::notes::Migrations(), {"--new-epoch"}), 0);
  EXPECT_NE(Epoch(), first);
}

TEST_F(ServiceMainTest, ANewEpochIsNoPartOfACheckAndNeedsAFeed) {
  ASSERT_EQ(Migrate("cases", testing::notes::Migrations(), {}), 0);
  const std::string first = Epoch();
  EXPECT_EQ(Migrate("cases", testing::notes::Migrations(), {"--check", "--new-epoch"}), 2);
  EXPECT_EQ(Epoch(), first);
  EXPECT_EQ(Migrate("statistics", kNoFeed, {"--new-epoch"}), 1);
}

TEST_F(ServiceMainTest, ServesOnASchemaOfItsOwnVersionOnly) {
  const std::span<const pg::Migration> all = testing::notes::Migrations();
  const std::span<const pg::Migration> older = all.first(all.size() - 1);
  ASSERT_EQ(Migrate("cases", older, {}), 0);
  const Ended behind = Run("serve", "cases", all);
  EXPECT_EQ(behind.code, 1);
  EXPECT_THAT(behind.said, HasSubstr(StrCat("migration ", all.back().name, " was not applied")));
  EXPECT_EQ(served_, 0);
  ASSERT_EQ(Migrate("cases", all, {}), 0);
  EXPECT_EQ(Run("serve", "cases", all).code, 0);
  EXPECT_EQ(served_, 1);
  const Ended ahead = Run("serve", "cases", older);
  EXPECT_EQ(ahead.code, 1);
  EXPECT_THAT(ahead.said, HasSubstr(StrCat("newer than this binary: it has migration ", all.back().name)));
  EXPECT_EQ(served_, 1);
}

TEST_F(ServiceMainTest, ACheckTellsAnotherVersionAndChangesNothing) {
  const std::span<const pg::Migration> all = testing::notes::Migrations();
  const std::span<const pg::Migration> older = all.first(all.size() - 1);
  ASSERT_EQ(Migrate("cases", older, {}), 0);
  for (int again = 0; again < 2; ++again) {
    const Ended behind = Run("migrate", "cases", all, {"--check"});
    EXPECT_EQ(behind.code, 1);
    EXPECT_THAT(behind.said, HasSubstr(StrCat("migration ", all.back().name, " was not applied")));
  }
  EXPECT_EQ(Migrate("cases", older, {"--check"}), 0);
  ASSERT_EQ(Migrate("cases", all, {}), 0);
  EXPECT_EQ(Migrate("cases", all, {"--check"}), 0);
  EXPECT_EQ(Migrate("cases", older, {"--check"}), 1);
}

}  // namespace
}  // namespace amparo::process
