// How people are known to a service that its configuration says they may call: by their tokens, and by the grants that
// the case service keeps.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "amparo/config/v1/service.pb.h"
#include "common/access/grant_board.h"
#include "common/access/people.h"
#include "common/access/token_verifier.h"
#include "common/process/grant_follower.h"
#include "common/process/service_main.h"
#include "common/rpc/service_binding.h"

namespace amparo::process {

// Where the grants are followed: the case service, which is this one when none is named. It reaches itself by the host
// that it listens on, by 127.0.0.1 when that is all of them, and at `port`; its certificate must name that host, or
// else its own configuration the case service by a name that the certificate has.
std::string AddressOfGrants(const config::v1::ServiceConfig& config, int port);

// Outlives the server that it lets people into.
class PeopleDoor {
 public:
  // Reads the keys that sign tokens. INVALID_ARGUMENT when no case service is named and `bindings` are not its own, and
  // as TokenVerifier::Start. `environment` must outlive this.
  static absl::StatusOr<std::unique_ptr<PeopleDoor>> Open(Environment& environment,
                                                          const std::vector<rpc::ServiceBinding>& bindings);
  PeopleDoor(const PeopleDoor&) = delete;
  PeopleDoor& operator=(const PeopleDoor&) = delete;

  // Those who may come in: nobody before the grants are followed.
  const access::People& people() const { return people_; }

  // Begins to follow the grants; `port` is the one served on. What is returned must end before this does, and before
  // the server, which may be what it follows.
  absl::StatusOr<std::unique_ptr<GrantFollower>> Follow(int port);

 private:
  PeopleDoor(Environment& environment, std::unique_ptr<access::TokenVerifier> tokens);

  Environment& environment_;
  const std::unique_ptr<access::TokenVerifier> tokens_;
  access::GrantBoard grants_;
  const access::People people_;
};

}  // namespace amparo::process
