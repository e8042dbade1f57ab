#include "services/cli/connection.h"

#include <cstdlib>
#include <filesystem>
#include <utility>

#include "absl/time/clock.h"
#include "common/base/file.h"
#include "common/base/strings.h"
#include "common/config/config.h"
#include "common/rpc/process.h"
#include "common/rpc/reason.h"
#include "services/cli/token_file.h"

namespace amparo::cli {
namespace {

namespace fs = std::filesystem;

// The first `.amparo/config/cli.textproto` in `folder` or above it, or nothing.
fs::path FindAbove(fs::path folder) {
  for (;;) {
    const fs::path candidate = folder / ".amparo" / "config" / "cli.textproto";
    std::error_code ignored;
    if (fs::exists(candidate, ignored)) {
      return candidate;
    }
    if (folder == folder.parent_path()) {
      return {};
    }
    folder = folder.parent_path();
  }
}

fs::path FindConfig(const std::string& given) {
  if (!given.empty()) {
    return given;
  }
  if (const char* home = std::getenv("AMPARO_HOME"); home != nullptr && *home != '\0') {
    return fs::path(home) / "config" / "cli.textproto";
  }
  std::error_code error;
  fs::path found = FindAbove(fs::current_path(error));
  if (found.empty()) {
    found = FindAbove(fs::read_symlink("/proc/self/exe", error).parent_path());
  }
  if (found.empty()) {
    throw Failure(
        kUsage,
        "no configuration found: there is no .amparo/config/cli.textproto here or above, nor in the "
        "program's own folder or above that. Start the services with deploy/run, or name a file with --config.");
  }
  return found;
}

std::string ReadBeside(const fs::path& config, const std::string& file) {
  const fs::path path = fs::path(file).is_absolute() ? fs::path(file) : config.parent_path() / file;
  auto content = ReadFile(path.string());
  if (!content.ok()) {
    throw Failure(kUsage, StrCat("the certificate files named in ", config.string(),
                                 " cannot be read: ", content.status().message(),
                                 "\n  Where deploy/run made them, who ran it may read them."));
  }
  return *std::move(content);
}

// The file with the token of the person who asks, or nothing when nobody does but the certificate's owner.
fs::path FindTokenFile(const std::string& given, const fs::path& config, const std::string& configured) {
  if (!given.empty()) return given;
  if (const char* named = std::getenv("AMPARO_TOKEN_FILE"); named != nullptr && *named != '\0') return named;
  return configured.empty() ? fs::path() : config.parent_path() / configured;
}

}  // namespace

std::string NameOf(Service service) {
  switch (service) {
    case Service::kCase:
      return "case";
    case Service::kScheduling:
      return "scheduling";
    case Service::kStatistics:
      return "statistics";
  }
  return "";
}

Connection::Connection(const std::string& config_path, absl::Duration timeout, std::string reason,
                       const std::string& token_file)
    : timeout_(timeout), reason_(std::move(reason)) {
  rpc::PrepareProcess();
  const fs::path path = FindConfig(config_path);
  if (absl::Status status = config::ParseFile(path.string(), config_); !status.ok()) {
    throw Failure(kUsage, StrCat("the configuration cannot be used: ", status.message()));
  }
  grpc::SslCredentialsOptions options;
  options.pem_root_certs = ReadBeside(path, config_.tls().ca_file());
  options.pem_cert_chain = ReadBeside(path, config_.tls().cert_file());
  options.pem_private_key = ReadBeside(path, config_.tls().key_file());
  credentials_ = grpc::SslCredentials(options);
  const fs::path token = FindTokenFile(token_file, path, config_.token_file());
  if (token.empty()) return;
  // `authorization: Bearer ...` with every call, a stream's too.
  credentials_ =
      grpc::CompositeChannelCredentials(credentials_, grpc::AccessTokenCredentials(ReadToken(token.string())));
}

const std::string& Connection::AddressOf(Service service) const {
  switch (service) {
    case Service::kCase:
      return config_.case_address();
    case Service::kScheduling:
      return config_.scheduling_address();
    case Service::kStatistics:
      return config_.statistics_address();
  }
  return config_.case_address();
}

std::shared_ptr<grpc::Channel> Connection::ChannelTo(Service service) {
  return ChannelTo(AddressOf(service));
}

std::shared_ptr<grpc::Channel> Connection::ChannelTo(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(64 << 20);
  return grpc::CreateCustomChannel(address, credentials_, arguments);
}

std::unique_ptr<grpc::ClientContext> Connection::Context(absl::Duration timeout) {
  auto context = std::make_unique<grpc::ClientContext>();
  if (timeout != absl::InfiniteDuration()) context->set_deadline(absl::ToChronoTime(absl::Now() + timeout));
  return context;
}

std::unique_ptr<grpc::ClientContext> Connection::ReadContext(absl::Duration timeout) const {
  auto context = Context(timeout);
  if (!reason_.empty()) context->AddMetadata(rpc::kReasonBytesKey, reason_);
  return context;
}

}  // namespace amparo::cli
