// A server of bound services on the loopback address, over real mutual TLS, for tests of handlers and of the call
// wrapper.
#pragma once

#include <grpcpp/channel.h>

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "amparo/config/v1/service.pb.h"
#include "amparo/options/v1/options.pb.h"
#include "common/base/clock.h"
#include "common/observability/log.h"
#include "common/observability/registry.h"
#include "common/rpc/server.h"
#include "common/testing/certificates.h"

namespace amparo::access {
class People;
}

namespace amparo::testing {

// A principal for RpcServer: spiffe://amparo/<name> with these roles; "*" = all offices.
config::v1::Principal MakePrincipal(std::string_view name, std::initializer_list<options::v1::Role> roles,
                                    std::initializer_list<std::string_view> offices = {"*"});

// Serves until it is destroyed.
class RpcServer {
 public:
  // `principals` may call; `limits` are completed with the defaults; `clock` dates the acts (null = the machine's);
  // `people` may call too, and outlive the server (null = nobody). Failing to start ends the test program.
  RpcServer(const std::vector<rpc::ServiceBinding>& bindings, const std::vector<config::v1::Principal>& principals,
            const config::v1::Limits& limits = {}, const Clock* clock = nullptr,
            const access::People* people = nullptr);
  ~RpcServer();

  // A channel that shows the certificate of spiffe://amparo/<name>.
  std::shared_ptr<grpc::Channel> Channel(std::string_view name);

  // A channel with these certificates.
  std::shared_ptr<grpc::Channel> ChannelWith(const config::v1::Tls& tls);

  // "127.0.0.1:<port>".
  std::string address() const;

  rpc::Server& server() { return *server_; }
  const TestCa& authority() const { return authority_; }
  obs::Registry& registry() { return registry_; }

  // Everything logged so far, a line a record.
  std::string LogText();

 private:
  TestCa authority_;
  SystemClock system_clock_;
  obs::Registry registry_;
  int log_fd_ = -1;
  std::unique_ptr<obs::Logger> logger_;
  std::unique_ptr<rpc::Server> server_;
};

}  // namespace amparo::testing
