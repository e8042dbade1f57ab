// A gRPC server as every service of Amparo runs it: mutual TLS, the call wrapper around every method, health for each
// service name, and an orderly end.
//
//   rpc::BlockShutdownSignals();                       // first thing in main, before any thread
//   auto server = rpc::Server::Start({.config = config, .clock = &clock, .registry = &registry, .logger = &logger},
//   bindings);
//   (*server)->ServeUntilSignal();
#pragma once

#include <grpcpp/server.h>

#include <memory>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "amparo/config/v1/service.pb.h"
#include "common/base/clock.h"
#include "common/observability/log.h"
#include "common/observability/registry.h"
#include "common/rpc/service_binding.h"

namespace amparo::access {
class People;
}

namespace amparo::rpc {

// Keeps SIGTERM and SIGINT for ServeUntilSignal: call it before the process makes its first thread.
void BlockShutdownSignals();

// What a server is made of; pointers must outlive it.
struct ServerOptions {
  // Completed and checked (config::Load): listen_address, tls, principals, limits are used.
  config::v1::ServiceConfig config;
  const Clock* clock = nullptr;
  obs::Registry* registry = nullptr;
  obs::Logger* logger = nullptr;
  // Who people are; null = a call with a token is refused.
  const access::People* people = nullptr;
};

// A running server.
class Server {
 public:
  // How long calls in flight may go on after the shutdown began; the process is gone within 10 s of the signal.
  static constexpr absl::Duration kGrace = absl::Seconds(8);

  // Checks the bindings, binds the address and serves; health is SERVING for each service and for the server ("").
  // INVALID_ARGUMENT for a binding that is wrong, NOT_FOUND for a certificate that cannot be read or
  // INVALID_ARGUMENT for one that is none (tls.h), UNAVAILABLE for an address that cannot be bound.
  static absl::StatusOr<std::unique_ptr<Server>> Start(ServerOptions options,
                                                       const std::vector<ServiceBinding>& bindings);

  // Shuts down if that was not done.
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // The port bound.
  int port() const { return port_; }

  // What health answers for the service `name` ("" = the server as a whole).
  void SetServing(std::string_view name, bool serving);

  // Waits for SIGTERM or SIGINT (which BlockShutdownSignals kept), then shuts down; answers when the signal came.
  absl::Time ServeUntilSignal();

  // Health goes NOT_SERVING, streams are told (CallContext::shutting_down), no further call is taken, calls in flight
  // finish; what still runs after `grace` is cancelled. Returns when all is over; again is harmless.
  void Shutdown(absl::Duration grace = kGrace);

  // The stop token that Shutdown fires, for background work that should end with the server.
  std::stop_token shutting_down() const;

 private:
  class BoundService;

  Server() = default;
  absl::Status Bind(const std::vector<ServiceBinding>& bindings);
  absl::Status Listen(const config::v1::ServiceConfig& config);
  void AddGauges();

  obs::Registry* registry_ = nullptr;
  obs::Logger* logger_ = nullptr;
  std::unique_ptr<Environment> environment_;
  std::vector<std::unique_ptr<BoundService>> services_;
  std::unique_ptr<grpc::Server> server_;
  int port_ = 0;
  bool shut_down_ = false;
};

}  // namespace amparo::rpc
