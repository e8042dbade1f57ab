#include "common/testing/rpc_server.h"

#include <sys/mman.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include "common/base/check.h"
#include "common/base/identity_names.h"
#include "common/base/strings.h"
#include "common/config/config.h"
#include "common/rpc/channel.h"

namespace amparo::testing {
namespace {

// A value that a test cannot go on without.
template <typename T>
T Must(absl::StatusOr<T> value) {
  if (!value.ok()) std::fprintf(stderr, "%s\n", std::string(value.status().message()).c_str());
  AMPARO_CHECK(value.ok(), "the test's server can be set up");
  return *std::move(value);
}

// How long a channel may take to connect before its first call finds out for itself.
constexpr std::chrono::seconds kToConnect(30);

}  // namespace

config::v1::Principal MakePrincipal(std::string_view name, std::initializer_list<options::v1::Role> roles,
                                    std::initializer_list<std::string_view> offices) {
  config::v1::Principal principal;
  principal.set_identity(StrCat(kIdentityPrefix, name));
  for (const auto role : roles) principal.add_roles(role);
  for (const auto office : offices) principal.add_offices(std::string(office));
  return principal;
}

RpcServer::RpcServer(const std::vector<rpc::ServiceBinding>& bindings,
                     const std::vector<config::v1::Principal>& principals, const config::v1::Limits& limits,
                     const Clock* clock, const access::People* people)
    : log_fd_(memfd_create("log", MFD_CLOEXEC)) {
  config::v1::ServiceConfig config;
  config.set_listen_address("127.0.0.1:0");
  *config.mutable_tls() = authority_.Issue("server");
  *config.mutable_limits() = limits;
  for (const auto& principal : principals) *config.add_principals() = principal;
  config::ApplyDefaults(config);
  logger_ = std::make_unique<obs::Logger>(log_fd_, obs::LogOptions{});
  server_ = Must(rpc::Server::Start(
      {config, clock != nullptr ? clock : &system_clock_, &registry_, logger_.get(), people}, bindings));
}

RpcServer::~RpcServer() {
  server_.reset();
  logger_.reset();
  ::close(log_fd_);
}

std::shared_ptr<grpc::Channel> RpcServer::Channel(std::string_view name) {
  std::shared_ptr<grpc::Channel> channel = ChannelWith(authority_.Issue(name));
  // On a busy machine a first handshake may fail, and a call that does not wait for the next would be told so.
  channel->WaitForConnected(std::chrono::system_clock::now() + kToConnect);
  return channel;
}

std::shared_ptr<grpc::Channel> RpcServer::ChannelWith(const config::v1::Tls& tls) {
  return Must(rpc::MakeChannel({.address = address(), .tls = tls}));
}

std::string RpcServer::address() const {
  return StrCat("127.0.0.1:", server_->port());
}

std::string RpcServer::LogText() {
  logger_->Flush();
  std::string text(static_cast<std::size_t>(::lseek(log_fd_, 0, SEEK_END)), '\0');
  const ssize_t read = ::pread(log_fd_, text.data(), text.size(), 0);
  text.resize(read < 0 ? 0 : static_cast<std::size_t>(read));
  return text;
}

}  // namespace amparo::testing
