#include "common/process/people_door.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "common/base/status_macros.h"
#include "common/base/strings.h"
#include "common/rpc/channel.h"

namespace amparo::process {
namespace {

// Whether this is the service that keeps the grants.
bool KeepsGrants(const std::vector<rpc::ServiceBinding>& bindings) {
  const std::string feed = GrantFollowerOptions().service;
  return std::any_of(bindings.begin(), bindings.end(),
                     [&feed](const rpc::ServiceBinding& binding) { return binding.name() == feed; });
}

}  // namespace

std::string AddressOfGrants(const config::v1::ServiceConfig& config, int port) {
  if (!config.peers().case_service().empty()) return config.peers().case_service();
  const std::string& listens = config.listen_address();
  std::string host = listens.substr(0, listens.rfind(':'));
  if (host.empty() || host == "0.0.0.0" || host == "[::]" || host == "*") host = "127.0.0.1";
  return StrCat(host, ":", port);
}

absl::StatusOr<std::unique_ptr<PeopleDoor>> PeopleDoor::Open(Environment& environment,
                                                             const std::vector<rpc::ServiceBinding>& bindings) {
  const config::v1::ServiceConfig& config = environment.config;
  if (config.peers().case_service().empty() && !KeepsGrants(bindings)) {
    return absl::InvalidArgumentError("peers.case_service is required where people are known: it keeps their grants");
  }
  AMPARO_ASSIGN_OR_RETURN(auto tokens, access::TokenVerifier::Start(
                                           config.people(), environment.clock,
                                           LogProblems(environment, "the keys of people's tokens stay as they were")));
  return std::unique_ptr<PeopleDoor>(new PeopleDoor(environment, std::move(tokens)));
}

PeopleDoor::PeopleDoor(Environment& environment, std::unique_ptr<access::TokenVerifier> tokens)
    : environment_(environment), tokens_(std::move(tokens)), people_(*tokens_, grants_, environment.clock) {}

absl::StatusOr<std::unique_ptr<GrantFollower>> PeopleDoor::Follow(int port) {
  rpc::ChannelOptions options;
  options.address = AddressOfGrants(environment_.config, port);
  options.tls = environment_.config.tls();
  AMPARO_ASSIGN_OR_RETURN(auto channel, rpc::MakeChannel(options));
  GrantFollowerOptions following;
  following.on_problem = LogProblems(environment_, "the grants of people cannot be followed, nobody of them may call");
  auto follower = std::make_unique<GrantFollower>(std::move(following), std::move(channel), grants_);
  follower->ExportMetrics(environment_.registry);
  return follower;
}

}  // namespace amparo::process
