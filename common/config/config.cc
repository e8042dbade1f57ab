#include "common/config/config.h"

#include <filesystem>
#include <set>
#include <vector>

#include "common/base/file.h"
#include "common/base/identity_names.h"
#include "common/base/strings.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/text_format.h"

namespace amparo::config {
namespace {

// Callers repeat for minutes; an answer that is gone before would let an act take place twice.
constexpr absl::Duration kLeastRequestRetention = absl::Hours(1);
// What is cut off the end of the audit trail after the last head outside the database may go unnoticed.
constexpr absl::Duration kMostHeadInterval = absl::Minutes(1);
// Nothing but its end and the withdrawal of a key takes a token back.
constexpr absl::Duration kMostTokenLifetime = absl::Hours(24);

// Keeps the first error, with its place as people count (from 1).
class FirstError : public google::protobuf::io::ErrorCollector {
 public:
  explicit FirstError(std::string_view source) : source_(source) {}

  void AddError(int line, int column, const std::string& message) override {
    if (text_.empty()) text_ = StrCat(source_, ":", line + 1, ":", column + 1, ": ", message);
  }

  const std::string& text() const { return text_; }

 private:
  std::string source_;
  std::string text_;
};

absl::Status Bad(std::string_view field, std::string_view rule) {
  return absl::InvalidArgumentError(StrCat(field, " ", rule));
}

void Default(std::string& field, const std::string& value) {
  if (field.empty()) field = value;
}

// Sets a number of a message unless it was given.
template <typename Message>
void Default(Message* message, int32_t (Message::*get)() const, void (Message::*set)(int32_t), int32_t value) {
  if ((message->*get)() == 0) (message->*set)(value);
}

void DefaultDuration(google::protobuf::Duration& field, int64_t seconds) {
  if (field.seconds() == 0 && field.nanos() == 0) field.set_seconds(seconds);
}

void DefaultClass(v1::ClassLimits& limits, int64_t default_seconds, int64_t max_seconds, int32_t in_flight) {
  DefaultDuration(*limits.mutable_default_deadline(), default_seconds);
  DefaultDuration(*limits.mutable_max_deadline(), max_seconds);
  Default(&limits, &v1::ClassLimits::in_flight, &v1::ClassLimits::set_in_flight, in_flight);
}

absl::Status CheckRange(std::string_view field, int64_t value, int64_t least, int64_t most) {
  if (value >= least && value <= most) return absl::OkStatus();
  return Bad(field, StrCat("must be from ", least, " to ", most, ", not ", value));
}

absl::Status CheckRequired(const ServiceConfig& config) {
  const std::vector<std::pair<std::string_view, const std::string*>> required = {
      {"listen_address", &config.listen_address()}, {"metrics_address", &config.metrics_address()},
      {"tls.ca_file", &config.tls().ca_file()},     {"tls.cert_file", &config.tls().cert_file()},
      {"tls.key_file", &config.tls().key_file()},   {"database.write_conninfo", &config.database().write_conninfo()},
  };
  for (const auto& [field, value] : required) {
    if (value->empty()) return Bad(field, "is required");
  }
  if (config.has_crypto() && config.crypto().wrapping_key_file().empty()) {
    return Bad("crypto.wrapping_key_file", "is required");
  }
  if (config.has_crypto() && config.crypto().index_key_file().empty()) {
    return Bad("crypto.index_key_file", "is required");
  }
  if (config.has_audit() && config.audit().head_file().empty()) return Bad("audit.head_file", "is required");
  if (config.has_audit() && config.audit().signing_key_file().empty()) {
    return Bad("audit.signing_key_file", "is required");
  }
  return absl::OkStatus();
}

absl::Status CheckPeople(const ServiceConfig& config) {
  if (!config.has_people()) return absl::OkStatus();
  const v1::People& people = config.people();
  if (people.jwks_file().empty()) return Bad("people.jwks_file", "is required");
  if (people.issuer().empty()) return Bad("people.issuer", "is required");
  if (people.audience().empty()) return Bad("people.audience", "is required");
  const absl::Duration max_lifetime = ToDuration(people.max_lifetime());
  if (max_lifetime <= absl::ZeroDuration() || max_lifetime > kMostTokenLifetime) {
    return Bad("people.max_lifetime", "must be positive and at most 24 hours");
  }
  return absl::OkStatus();
}

absl::Status CheckPrincipals(const ServiceConfig& config) {
  std::set<std::string> seen;
  for (int i = 0; i < config.principals_size(); ++i) {
    const auto& principal = config.principals(i);
    const std::string at = StrCat("principals[", i, "]");
    if (!principal.identity().starts_with(kIdentityPrefix) || principal.identity().size() == kIdentityPrefix.size()) {
      return Bad(at + ".identity", "must be spiffe://amparo/<name>");
    }
    if (principal.identity().starts_with(kPeoplePrefix)) {
      return Bad(at + ".identity", "is that of a person: what people may do are grants");
    }
    if (!seen.insert(principal.identity()).second) return Bad(at + ".identity", "is given twice");
    if (principal.speaks_for_people() && !config.has_people()) return Bad(at + ".speaks_for_people", "needs people");
    // Whoever only speaks for people may do nothing itself.
    if (principal.speaks_for_people() && principal.roles().empty() && principal.offices().empty()) continue;
    if (principal.roles().empty()) return Bad(at + ".roles", "is required");
    for (const int role : principal.roles()) {
      if (role == 0 || !options::v1::Role_IsValid(role)) return Bad(at + ".roles", "has an unknown role");
    }
    if (principal.offices().empty()) return Bad(at + ".offices", "is required (\"*\" = all)");
  }
  return absl::OkStatus();
}

absl::Status CheckClass(std::string_view name, const v1::ClassLimits& limits) {
  const std::string at = StrCat("limits.", name);
  if (auto status = CheckRange(at + ".in_flight", limits.in_flight(), 1, 1'000'000); !status.ok()) return status;
  const absl::Duration standard = ToDuration(limits.default_deadline());
  const absl::Duration most = ToDuration(limits.max_deadline());
  if (standard < absl::ZeroDuration() || most < absl::ZeroDuration()) return Bad(at, "has a negative deadline");
  if (most > absl::ZeroDuration() && standard > most) return Bad(at + ".default_deadline", "is above max_deadline");
  return absl::OkStatus();
}

absl::Status CheckNumbers(const ServiceConfig& config) {
  const auto& database = config.database();
  const std::vector<absl::Status> checks = {
      CheckRange("database.reader_connections", database.reader_connections(), 1, 16),
      CheckRange("database.worker_connections", database.worker_connections(), 1, 64),
      CheckRange("database.reader_queue", database.reader_queue(), 1, 1'000'000),
      CheckRange("database.writer_queue", database.writer_queue(), 1, 1'000'000),
      CheckRange("database.worker_queue", database.worker_queue(), 1, 1'000'000),
      CheckRange("database.batch_size", database.batch_size(), 1, 512),
      CheckRange("limits.max_receive_bytes", config.limits().max_receive_bytes(), 1024, 64 << 20),
      CheckRange("reports.max_rows", config.reports().max_rows(), 1, 1'000'000),
      CheckClass("interactive", config.limits().interactive()),
      CheckClass("batch", config.limits().batch()),
      CheckClass("feed", config.limits().feed()),
  };
  for (const auto& status : checks) {
    if (!status.ok()) return status;
  }
  const std::vector<std::pair<std::string_view, absl::Duration>> positive = {
      {"database.connect_timeout", ToDuration(database.connect_timeout())},
      {"feed.retention", ToDuration(config.feed().retention())},
      {"feed.poll_interval", ToDuration(config.feed().poll_interval())},
  };
  for (const auto& [field, value] : positive) {
    if (value <= absl::ZeroDuration()) return Bad(field, "must be positive");
  }
  if (ToDuration(config.feed().request_retention()) < kLeastRequestRetention) {
    return Bad("feed.request_retention", "must be at least 1 hour");
  }
  const absl::Duration head_interval = ToDuration(config.audit().head_interval());
  if (config.has_audit() && (head_interval <= absl::ZeroDuration() || head_interval > kMostHeadInterval)) {
    return Bad("audit.head_interval", "must be positive and at most 1 minute");
  }
  return absl::OkStatus();
}

void ResolveFiles(ServiceConfig& config, const std::filesystem::path& folder) {
  const auto resolve = [&folder](std::string* file) {
    if (!file->empty()) *file = (folder / *file).lexically_normal().string();
  };
  if (config.has_tls()) {
    resolve(config.mutable_tls()->mutable_ca_file());
    resolve(config.mutable_tls()->mutable_cert_file());
    resolve(config.mutable_tls()->mutable_key_file());
  }
  if (config.has_crypto()) {
    resolve(config.mutable_crypto()->mutable_wrapping_key_file());
    resolve(config.mutable_crypto()->mutable_index_key_file());
  }
  if (config.has_audit()) {
    resolve(config.mutable_audit()->mutable_head_file());
    resolve(config.mutable_audit()->mutable_signing_key_file());
    for (std::string& file : *config.mutable_audit()->mutable_former_key_files()) resolve(&file);
  }
  if (config.has_people()) resolve(config.mutable_people()->mutable_jwks_file());
  resolve(config.mutable_logging()->mutable_file());
}

}  // namespace

absl::Status ParseText(std::string_view text, std::string_view source, google::protobuf::Message& message) {
  FirstError error(source);
  google::protobuf::TextFormat::Parser parser;
  parser.RecordErrorsTo(&error);
  if (parser.ParseFromString(std::string(text), &message)) return absl::OkStatus();
  return absl::InvalidArgumentError(error.text());
}

absl::Status ParseFile(const std::string& path, google::protobuf::Message& message) {
  const auto text = ReadFile(path);
  if (!text.ok()) return text.status();
  return ParseText(*text, path, message);
}

absl::StatusOr<ServiceConfig> Load(const std::string& path) {
  ServiceConfig config;
  if (auto status = ParseFile(path, config); !status.ok()) return status;
  ApplyDefaults(config);
  ResolveFiles(config, std::filesystem::absolute(path).parent_path());
  if (auto status = Validate(config); !status.ok()) {
    return absl::InvalidArgumentError(StrCat(path, ": ", status.message()));
  }
  return config;
}

void ApplyDefaults(ServiceConfig& config) {
  auto* database = config.mutable_database();
  Default(*database->mutable_read_conninfo(), database->write_conninfo());
  Default(*database->mutable_listen_conninfo(), database->write_conninfo());
  Default(database, &v1::Database::reader_connections, &v1::Database::set_reader_connections, 2);
  Default(database, &v1::Database::worker_connections, &v1::Database::set_worker_connections, 4);
  Default(database, &v1::Database::reader_queue, &v1::Database::set_reader_queue, 4096);
  Default(database, &v1::Database::writer_queue, &v1::Database::set_writer_queue, 4096);
  Default(database, &v1::Database::worker_queue, &v1::Database::set_worker_queue, 256);
  Default(database, &v1::Database::batch_size, &v1::Database::set_batch_size, 64);
  DefaultDuration(*database->mutable_connect_timeout(), 5);
  auto* limits = config.mutable_limits();
  DefaultClass(*limits->mutable_interactive(), 10, 60, 2048);
  DefaultClass(*limits->mutable_batch(), 120, 1800, 16);
  DefaultClass(*limits->mutable_feed(), 0, 0, 64);
  Default(limits, &v1::Limits::max_receive_bytes, &v1::Limits::set_max_receive_bytes, 4 << 20);
  if (config.logging().level() == v1::Logging::LEVEL_UNSPECIFIED) {
    config.mutable_logging()->set_level(v1::Logging::LEVEL_INFO);
  }
  if (config.has_audit()) DefaultDuration(*config.mutable_audit()->mutable_head_interval(), 60);
  if (config.has_people()) DefaultDuration(*config.mutable_people()->mutable_max_lifetime(), 3600);
  DefaultDuration(*config.mutable_feed()->mutable_retention(), 30 * 86400);
  DefaultDuration(*config.mutable_feed()->mutable_poll_interval(), 1);
  DefaultDuration(*config.mutable_feed()->mutable_request_retention(), 7 * 86400);
  Default(config.mutable_reports(), &v1::Reports::max_rows, &v1::Reports::set_max_rows, 10'000);
}

absl::Status Validate(const ServiceConfig& config) {
  if (auto status = CheckRequired(config); !status.ok()) return status;
  if (auto status = CheckPeople(config); !status.ok()) return status;
  if (auto status = CheckPrincipals(config); !status.ok()) return status;
  return CheckNumbers(config);
}

absl::Duration ToDuration(const google::protobuf::Duration& duration) {
  return absl::Seconds(duration.seconds()) + absl::Nanoseconds(duration.nanos());
}

}  // namespace amparo::config
