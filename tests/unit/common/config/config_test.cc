#include "common/config/config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>

namespace amparo::config {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr char kComplete[] = R"pb(
  listen_address: "localhost:7001"
  metrics_address: "localhost:7101"
  tls { ca_file: "tls/ca.pem" cert_file: "/etc/cert.pem" key_file: "key.pem" }
  database { write_conninfo: "host=/run/pg dbname=amparo user=cases" }
  principals { identity: "spiffe://amparo/cli" roles: ROLE_INTAKE roles: ROLE_BATCH offices: "*" }
  principals { identity: "spiffe://amparo/front-desk" speaks_for_people: true }
  audit { head_file: "heads.tsv" signing_key_file: "keys/audit.key" former_key_files: "keys/audit-2013.pem" }
  people { jwks_file: "keys/people.json" issuer: "https://people.example.org" audience: "amparo" }
)pb";

ServiceConfig Complete() {
  ServiceConfig config;
  EXPECT_TRUE(ParseText(kComplete, "complete", config).ok());
  ApplyDefaults(config);
  return config;
}

std::string ParseError(const std::string& text) {
  ServiceConfig config;
  return std::string(ParseText(text, "case.textproto", config).message());
}

// A file that goes with its folder.
class TempFile {
 public:
  explicit TempFile(const std::string& text) {
    std::string pattern = (std::filesystem::temp_directory_path() / "amparo-config-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
    std::ofstream(path()) << text;
  }
  ~TempFile() { std::filesystem::remove_all(folder_); }
  std::string path() const { return folder_ / "service.textproto"; }
  std::string folder() const { return folder_; }

 private:
  std::filesystem::path folder_;
};

TEST(ParseText, AnUnknownKeyIsAnErrorNamingItAndItsPlace) {
  const std::string error = ParseError("listen_address: \"a:1\"\n  listen_adress: \"b:2\"\n");
  EXPECT_THAT(error, StartsWith("case.textproto:2:"));
  EXPECT_THAT(error, HasSubstr("listen_adress"));
}

TEST(ParseText, NestedUnknownKeysToo) {
  EXPECT_THAT(ParseError("tls {\n ca: \"x\"\n}"), HasSubstr("\"ca\""));
}

TEST(ParseText, AKeyGivenTwiceIsAnError) {
  EXPECT_THAT(ParseError("listen_address: \"a:1\"\nlisten_address: \"b:2\""), HasSubstr("case.textproto:2:"));
}

TEST(ParseText, AWrongTypeIsAnError) {
  EXPECT_THAT(ParseError("database { reader_queue: \"many\" }"), StartsWith("case.textproto:1:"));
}

TEST(Validate, ACompleteConfigurationIsGood) {
  EXPECT_TRUE(Validate(Complete()).ok()) << Validate(Complete());
}

TEST(Validate, NamesWhatIsMissingOrImpossible) {
  const struct {
    std::function<void(ServiceConfig&)> spoil;
    std::string names;
  } table[] = {
      {[](ServiceConfig& c) { c.clear_listen_address(); }, "listen_address"},
      {[](ServiceConfig& c) { c.clear_metrics_address(); }, "metrics_address"},
      {[](ServiceConfig& c) { c.mutable_tls()->clear_ca_file(); }, "tls.ca_file"},
      {[](ServiceConfig& c) { c.mutable_tls()->clear_cert_file(); }, "tls.cert_file"},
      {[](ServiceConfig& c) { c.mutable_tls()->clear_key_file(); }, "tls.key_file"},
      {[](ServiceConfig& c) { c.mutable_database()->clear_write_conninfo(); }, "database.write_conninfo"},
      {[](ServiceConfig& c) { c.mutable_crypto(); }, "crypto.wrapping_key_file"},
      {[](ServiceConfig& c) { c.mutable_crypto()->set_wrapping_key_file("keys"); }, "crypto.index_key_file"},
      {[](ServiceConfig& c) { c.mutable_principals(0)->set_identity("cli"); }, "principals[0].identity"},
      {[](ServiceConfig& c) { c.mutable_principals(0)->set_identity("spiffe://amparo/"); }, "principals[0].identity"},
      {[](ServiceConfig& c) { c.mutable_principals(0)->set_identity("spiffe://amparo/people/a.reyes"); },
       "principals[0].identity is that of a person: what people may do are grants"},
      {[](ServiceConfig& c) { *c.add_principals() = c.principals(0); }, "principals[2].identity"},
      {[](ServiceConfig& c) { c.mutable_principals(0)->clear_roles(); }, "principals[0].roles"},
      {[](ServiceConfig& c) { c.mutable_principals(0)->clear_offices(); }, "principals[0].offices"},
      {[](ServiceConfig& c) { c.mutable_principals(1)->add_offices("*"); }, "principals[1].roles"},
      {[](ServiceConfig& c) { c.mutable_principals(1)->add_roles(options::v1::ROLE_INTAKE); }, "principals[1].offices"},
      {[](ServiceConfig& c) { c.mutable_principals(1)->set_speaks_for_people(false); }, "principals[1].roles"},
      {[](ServiceConfig& c) { c.clear_people(); }, "principals[1].speaks_for_people needs people"},
      {[](ServiceConfig& c) { c.mutable_people()->clear_jwks_file(); }, "people.jwks_file"},
      {[](ServiceConfig& c) { c.mutable_people()->clear_issuer(); }, "people.issuer"},
      {[](ServiceConfig& c) { c.mutable_people()->clear_audience(); }, "people.audience"},
      {[](ServiceConfig& c) { c.mutable_people()->clear_max_lifetime(); }, "people.max_lifetime"},
      {[](ServiceConfig& c) { c.mutable_people()->mutable_max_lifetime()->set_seconds(-1); }, "people.max_lifetime"},
      {[](ServiceConfig& c) { c.mutable_people()->mutable_max_lifetime()->set_seconds(86401); }, "people.max_lifetime"},
      {[](ServiceConfig& c) { c.mutable_database()->set_reader_connections(17); }, "database.reader_connections"},
      {[](ServiceConfig& c) { c.mutable_database()->set_batch_size(-1); }, "database.batch_size"},
      {[](ServiceConfig& c) { c.mutable_limits()->mutable_batch()->set_in_flight(-3); }, "limits.batch.in_flight"},
      {[](ServiceConfig& c) { c.mutable_limits()->mutable_interactive()->mutable_default_deadline()->set_seconds(99); },
       "limits.interactive.default_deadline"},
      {[](ServiceConfig& c) { c.mutable_feed()->mutable_poll_interval()->set_seconds(-1); }, "feed.poll_interval"},
      {[](ServiceConfig& c) { c.mutable_feed()->mutable_request_retention()->set_seconds(3599); },
       "feed.request_retention"},
      {[](ServiceConfig& c) { c.mutable_feed()->mutable_request_retention()->set_seconds(-1); },
       "feed.request_retention"},
      {[](ServiceConfig& c) { c.mutable_reports()->set_max_rows(-1); }, "reports.max_rows"},
      {[](ServiceConfig& c) { c.mutable_audit()->clear_head_file(); }, "audit.head_file"},
      {[](ServiceConfig& c) { c.mutable_audit()->clear_signing_key_file(); }, "audit.signing_key_file"},
      {[](ServiceConfig& c) { c.mutable_audit()->mutable_head_interval()->set_seconds(61); }, "audit.head_interval"},
  };
  for (const auto& row : table) {
    ServiceConfig config = Complete();
    row.spoil(config);
    EXPECT_THAT(std::string(Validate(config).message()), HasSubstr(row.names));
  }
}

TEST(Validate, PeopleNeedNobodyToSpeakForThem) {
  ServiceConfig config = Complete();
  config.mutable_principals()->DeleteSubrange(1, 1);
  EXPECT_TRUE(Validate(config).ok()) << Validate(config);
  config.clear_people();
  EXPECT_TRUE(Validate(config).ok()) << Validate(config);
  config = Complete();
  config.mutable_people()->mutable_max_lifetime()->set_seconds(86400);
  EXPECT_TRUE(Validate(config).ok()) << Validate(config);
}

TEST(ApplyDefaults, FillsInWhatWasLeftOut) {
  const ServiceConfig config = Complete();
  EXPECT_EQ(config.database().read_conninfo(), config.database().write_conninfo());
  EXPECT_EQ(config.database().listen_conninfo(), config.database().write_conninfo());
  EXPECT_EQ(config.database().reader_connections(), 2);
  EXPECT_EQ(config.limits().max_receive_bytes(), 4 << 20);
  EXPECT_EQ(ToDuration(config.limits().interactive().default_deadline()), absl::Seconds(10));
  EXPECT_EQ(ToDuration(config.limits().feed().default_deadline()), absl::ZeroDuration());
  EXPECT_EQ(config.logging().level(), v1::Logging::LEVEL_INFO);
  EXPECT_EQ(ToDuration(config.feed().request_retention()), absl::Hours(7 * 24));
  EXPECT_EQ(ToDuration(config.audit().head_interval()), absl::Minutes(1));
  EXPECT_EQ(ToDuration(config.people().max_lifetime()), absl::Hours(1));
}

TEST(ApplyDefaults, KnowsNoPeopleUnlessTheyWereGiven) {
  ServiceConfig config;
  ApplyDefaults(config);
  EXPECT_FALSE(config.has_people());
}

TEST(ApplyDefaults, KeepsWhatWasGiven) {
  ServiceConfig config = Complete();
  config.mutable_database()->set_reader_queue(7);
  config.mutable_database()->set_read_conninfo("host=replica");
  config.mutable_feed()->mutable_request_retention()->set_seconds(7200);
  config.mutable_people()->mutable_max_lifetime()->set_seconds(60);
  ApplyDefaults(config);
  EXPECT_EQ(config.database().reader_queue(), 7);
  EXPECT_EQ(ToDuration(config.feed().request_retention()), absl::Hours(2));
  EXPECT_EQ(config.database().read_conninfo(), "host=replica");
  EXPECT_EQ(ToDuration(config.people().max_lifetime()), absl::Minutes(1));
}

TEST(Load, ResolvesFilesAgainstTheFolderOfTheConfiguration) {
  const TempFile file(kComplete);
  const auto config = Load(file.path());
  ASSERT_TRUE(config.ok()) << config.status();
  EXPECT_EQ(config->tls().ca_file(), file.folder() + "/tls/ca.pem");
  EXPECT_EQ(config->tls().cert_file(), "/etc/cert.pem");
  EXPECT_EQ(config->logging().file(), "");
  EXPECT_EQ(config->audit().head_file(), file.folder() + "/heads.tsv");
  EXPECT_EQ(config->audit().signing_key_file(), file.folder() + "/keys/audit.key");
  EXPECT_EQ(config->audit().former_key_files(0), file.folder() + "/keys/audit-2013.pem");
  EXPECT_EQ(config->people().jwks_file(), file.folder() + "/keys/people.json");
}

TEST(Load, ErrorsNameTheFile) {
  const TempFile file("metrics_address: \"localhost:1\"");
  EXPECT_THAT(std::string(Load(file.path()).status().message()), StartsWith(file.path() + ": listen_address"));
  EXPECT_EQ(Load("/nowhere/service.textproto").status().code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(Load("/nowhere/service.textproto").status().message()), HasSubstr("/nowhere"));
}

}  // namespace
}  // namespace amparo::config
