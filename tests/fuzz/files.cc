// Files that are read whole: archives of offices, data sets, configurations.
#include <algorithm>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "common/base/check.h"
#include "common/base/file.h"
#include "common/base/strings.h"
#include "common/config/config.h"
#include "common/testing/temp_folder.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/cli/archive_file.h"
#include "services/cli/data_set.h"
#include "services/cli/failure.h"
#include "tests/fuzz/fuzz.h"

namespace amparo::fuzz {
namespace {

// For parsers that take a file.
const testing::TempFolder& Folder() {
  static const testing::TempFolder folder;
  return folder;
}

void Write(const std::string& path, std::string_view bytes) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << bytes;
  AMPARO_CHECK(file.flush().good(), "a file can be written");
}

cli::ArchiveSecret Secret() {
  cli::ArchiveSecret secret;
  secret.key_file = Folder().File("archive.key");
  Write(secret.key_file, std::string(64, '7') + "\n");
  return secret;
}

feed::v1::Event RecordCalled(const std::string& kind, const std::string& name) {
  feed::v1::Event record;
  record.set_kind(kind);
  record.set_name(name);
  record.set_version(3);
  return record;
}

std::string NewArchive(const std::string& file, int pieces) {
  const std::string path = Folder().File(file);
  cli::ArchiveWriter writer(path, Secret());
  for (int i = 0; i < pieces; ++i) {
    cli::Records records;
    *records.Add() = RecordCalled("case", StrCat("offices/cebu/cases/", i));
    *records.Add() = RecordCalled("party", StrCat("offices/cebu/cases/", i, "/parties/1"));
    writer.Add(records);
  }
  cases::v1::ArchiveManifest manifest;
  manifest.set_office("offices/cebu");
  writer.Finish(std::move(manifest));
  return *ReadFile(path);
}

// Salts and nonces are another's at each run: that a changed archive is refused does not hang on them.
const std::vector<std::string>& Archives() {
  static const std::vector<std::string> archives = {NewArchive("none", 0), NewArchive("some", 2)};
  return archives;
}

bool RunArchive(std::string_view bytes) {
  static const cli::ArchiveSecret secret = Secret();
  static const std::string path = Folder().File("read");
  const std::vector<std::string>& whole = Archives();
  const bool is_whole = std::find(whole.begin(), whole.end(), bytes) != whole.end();
  Write(path, bytes);
  int64_t taken = 0;
  try {
    const auto manifest = cli::ReadArchive(path, secret, [&taken](const feed::v1::Event&) { ++taken; });
    int64_t promised = 0;
    for (const cases::v1::ArchivedKind& kind : manifest.kinds()) promised += kind.records();
    Require(taken == promised, "an archive holds what its manifest says");
    Require(is_whole, "an archive that is read is one that was made, byte for byte");
  } catch (const cli::Failure&) {
    Require(!is_whole, "an archive that was made is read");
  }
  return is_whole;
}

constexpr char kDataSet[] = R"({
  "about": "a small one",
  "offices": [{"name": "offices/cebu", "display_name": "Cebu", "country_code": "PH", "city": "Cebu City",
               "currency_code": "PHP", "time_zone": "Asia/Manila", "open_date": {"year": 2007, "month": 1, "day": 15}}],
  "travel_times": [{"from_city": "La Paz", "to_city": "El Alto", "mode": "TRAVEL_MODE_BUS", "min_minutes": 30}],
  "cases": [{"case": {"case_number": "CEB-2014-001", "title": "Núñez", "stage_changes": [
    {"stage": "CASE_STAGE_REPORTED", "effective_date": {"year": 2014, "month": 4, "day": 28}}]}}],
  "hearings": [{"start_time": "2014-06-17T09:00:00+08:00", "duration": "3600s", "attendance": [
    {"attendee": "ATTENDEE_KIND_PARENT", "wages_lost": {"currency_code": "PHP", "units": 327}}]}]
})";

template <typename Resource>
void RequireReadable(const std::vector<cli::Row<Resource>>& rows) {
  for (const cli::Row<Resource>& row : rows) {
    Require(row.place.starts_with("data.json:"), "a resource is known by its place");
    Resource received;
    // False also for text that is no UTF-8.
    Require(received.ParseFromString(row.resource.SerializeAsString()), "what is sent can be read");
  }
}

bool RunDataSet(std::string_view bytes) {
  static const std::string path = Folder().File("data.json");
  Write(path, bytes);
  cli::DataSet data;
  try {
    data = cli::ReadDataSet(path);
  } catch (const cli::Failure& failure) {
    Require(failure.code() == cli::kUsage, "a data set that is none is a mistake of whoever wrote it");
    return false;
  }
  RequireReadable(data.offices);
  RequireReadable(data.courts);
  RequireReadable(data.travel_times);
  RequireReadable(data.cases);
  RequireReadable(data.hearings);
  return true;
}

constexpr char kConfig[] = R"pb(
  listen_address: "localhost:7001"
  metrics_address: "localhost:7101"
  tls { ca_file: "tls/ca.pem" cert_file: "/etc/cert.pem" key_file: "key.pem" }
  database { write_conninfo: "host=/run/pg dbname=amparo user=cases" worker_connections: 4 }
  principals { identity: "spiffe://amparo/cli" roles: ROLE_INTAKE roles: ROLE_BATCH offices: "*" }
  audit {
    head_file: "heads.tsv"
    signing_key_file: "keys/audit.key"
    head_interval { seconds: 30 }
  }
  principals { identity: "spiffe://amparo/front-desk" speaks_for_people: true }
  people {
    jwks_file: "people.json"
    issuer: "https://people.example.org"
    audience: "amparo"
    max_lifetime { seconds: 1800 }
  }
)pb";

bool RunConfig(std::string_view bytes) {
  using google::protobuf::util::MessageDifferencer;
  config::ServiceConfig read;
  const absl::Status status = config::ParseText(bytes, "case.textproto", read);
  if (!status.ok()) {
    Require(absl::IsInvalidArgument(status) && absl::StartsWith(status.message(), "case.textproto:"),
            "a configuration that is none is told by its file and line");
    return false;
  }
  std::string text;
  config::ServiceConfig again;
  Require(google::protobuf::TextFormat::PrintToString(read, &text) &&
              config::ParseText(text, "case.textproto", again).ok() && MessageDifferencer::Equals(read, again),
          "a configuration that is written again is the same");
  config::ApplyDefaults(read);
  const absl::Status valid = config::Validate(read);
  again = read;
  config::ApplyDefaults(again);
  Require(MessageDifferencer::Equals(read, again), "what has its defaults gets no more of them");
  return valid.ok();
}

}  // namespace

std::vector<Target> FileTargets() {
  return {
      {"archive", Archives(), {"AMPAROAR", std::string(4, '\0'), std::string("\0\0\0\x1C", 4)}, RunArchive},
      {"data_set",
       {kDataSet},
       {"[", "]", "{", "}", "null", "[[[[", "\"\\ud800\"", "\"cases\": 1,", "\"courts\": [{}],", "1e400", "\"-0.5s\""},
       RunDataSet},
      {"config",
       {kConfig},
       {"{", "}", "[", "]", "\"", "'", "#", "limits { interactive { in_flight: 7 } }", "seconds: -1", "nanos: 5",
        "roles: 99", "ROLE_OPS", "0x7fffffff", "\"\\377\"", "former_key_files: [\"a\", \"b\"]",
        "people { issuer: \"a\" }", "speaks_for_people: true", "people/"},
       RunConfig},
  };
}

}  // namespace amparo::fuzz
