// The command line that all services share.
#include "common/process/service_main.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "common/base/strings.h"
#include "common/testing/postgres.h"
#include "tests/integration/common/feed/migrations/migrations.h"

namespace amparo::process {
namespace {

constexpr pg::Migration kNoFeed[] = {{1, "0001_fact", "CREATE TABLE fact (office text)"}};

class ServiceMainTest : public ::testing::Test {
 protected:
  ServiceMainTest() {
    std::string pattern = (std::filesystem::temp_directory_path() / "amparo-main-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
  }
  ~ServiceMainTest() override { std::filesystem::remove_all(folder_); }

  // What `migrate` with these flags ends with.
  int Migrate(const std::string& schema, std::span<const pg::Migration> migrations, std::vector<std::string> flags) {
    const std::string file = (folder_ / "service.textproto").string();
    std::ofstream(file) << StrCat("listen_address: \"localhost:0\" metrics_address: \"localhost:0\" ",
                                  "tls { ca_file: \"ca.pem\" cert_file: \"cert.pem\" key_file: \"key.pem\" } ",
                                  "principals { identity: \"spiffe://amparo/cli\" roles: ROLE_BATCH offices: \"*\" } ",
                                  "database { write_conninfo: \"", database_->service(schema),
                                  "\" migrate_conninfo: \"", database_->owner(schema), "\" }");
    std::vector<std::string> words = {"service", "migrate", "--config", file};
    words.insert(words.end(), flags.begin(), flags.end());
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    Service service;
    service.name = "service";
    service.about = "A service.";
    service.schema = schema;
    service.migrations = migrations;
    return Main(static_cast<int>(arguments.size()), arguments.data(), service);
  }
  std::string Epoch() const { return database_->Exec("SELECT epoch FROM cases.feed_head"); }

  std::filesystem::path folder_;
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

}  // namespace
}  // namespace amparo::process
