#include "common/rpc/server.h"

#include <grpcpp/ext/health_check_service_server_builder_option.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/impl/codegen/server_callback_handlers.h>
#include <grpcpp/impl/service_type.h>
#include <grpcpp/server_builder.h>
#ifdef AMPARO_REFLECTION
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#endif
#include <pthread.h>

#include <chrono>
#include <csignal>
#include <utility>

#include "absl/time/clock.h"
#include "common/base/status_macros.h"
#include "common/base/strings.h"
#include "common/errors/errors.h"
#include "common/rpc/process.h"
#include "common/rpc/stream_call.h"
#include "common/rpc/tls.h"
#include "common/rpc/unary_call.h"

namespace amparo::rpc {
namespace {

using grpc::internal::RpcMethod;
using grpc::internal::RpcServiceMethod;
using Bytes = grpc::ByteBuffer;

sigset_t ShutdownSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  return signals;
}

grpc::internal::MethodHandler* MakeHandler(Method& method) {
  if (method.bound().start_unary) {
    return new grpc::internal::CallbackUnaryHandler<Bytes, Bytes>(
        [&method](grpc::CallbackServerContext* context, const Bytes* request, Bytes* response) {
          return UnaryCall::Start(method, *context, *request, *response);
        });
  }
  return new grpc::internal::CallbackBidiHandler<Bytes, Bytes>(
      [&method](grpc::CallbackServerContext* context) { return StreamCall::Start(method, *context); });
}

// What keeps connections honest: peers that vanished are noticed within half a minute, and callers may ping as often.
void SetKeepalive(grpc::ServerBuilder& builder) {
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, 20'000);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 10'000);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, 10'000);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MAX_PING_STRIKES, 0);
  // The longest token, and what else comes with a call.
  builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, 16 * 1024);
  // Two servers on one port would each get some of the calls: a port in use must be an error.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
}

}  // namespace

// The methods of one service as gRPC knows them: what generated code would be, for bytes.
class Server::BoundService : public grpc::Service {
 public:
  BoundService(std::string name, std::vector<std::unique_ptr<Method>> methods)
      : name_(std::move(name)), methods_(std::move(methods)) {
    for (std::size_t i = 0; i < methods_.size(); ++i) {
      Method& method = *methods_[i];
      // On the wire streams of every kind are the same; only unary requests are read ahead.
      const auto type = method.bound().start_unary ? RpcMethod::NORMAL_RPC : RpcMethod::BIDI_STREAMING;
      AddMethod(new RpcServiceMethod(method.path().c_str(), type, nullptr));
      MarkMethodCallback(static_cast<int>(i), MakeHandler(method));
    }
  }

  const std::string& name() const { return name_; }

 private:
  const std::string name_;
  const std::vector<std::unique_ptr<Method>> methods_;
};

void BlockShutdownSignals() {
  const sigset_t signals = ShutdownSignals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

absl::StatusOr<std::unique_ptr<Server>> Server::Start(ServerOptions options,
                                                      const std::vector<ServiceBinding>& bindings) {
  std::unique_ptr<Server> server(new Server());
  server->registry_ = options.registry;
  server->logger_ = options.logger;
  AMPARO_ASSIGN_OR_RETURN(auto directory, access::Directory::FromConfig(options.config.principals()));
  server->environment_ = std::make_unique<Environment>(std::move(directory), options.people, options.clock,
                                                       *options.registry, options.logger, options.config.limits());
  AMPARO_RETURN_IF_ERROR(server->Bind(bindings));
  AMPARO_RETURN_IF_ERROR(server->Listen(options.config));
  server->AddGauges();
  return server;
}

Server::~Server() {
  Shutdown();
}

absl::Status Server::Bind(const std::vector<ServiceBinding>& bindings) {
  for (const auto& binding : bindings) {
    AMPARO_ASSIGN_OR_RETURN(std::vector<BoundMethod> bound, binding.Build());
    std::vector<std::unique_ptr<Method>> methods;
    for (auto& method : bound) {
      AMPARO_ASSIGN_OR_RETURN(auto rule, RuleOf(*method.descriptor));
      methods.push_back(std::make_unique<Method>(std::move(method), std::move(rule), *environment_));
    }
    services_.push_back(std::make_unique<BoundService>(binding.name(), std::move(methods)));
  }
  return absl::OkStatus();
}

absl::Status Server::Listen(const config::v1::ServiceConfig& config) {
  PrepareProcess();
  grpc::EnableDefaultHealthCheckService(true);
#ifdef AMPARO_REFLECTION
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
#endif
  AMPARO_ASSIGN_OR_RETURN(auto credentials, ServerCredentials(config.tls()));
  grpc::ServerBuilder builder;
  builder.AddListeningPort(config.listen_address(), std::move(credentials), &port_);
  builder.SetMaxReceiveMessageSize(config.limits().max_receive_bytes());
  SetKeepalive(builder);
  for (const auto& service : services_) builder.RegisterService(service.get());
  server_ = builder.BuildAndStart();
  if (server_ == nullptr || port_ == 0) {
    return absl::UnavailableError(StrCat("cannot serve on ", config.listen_address(), ": is the port in use?"));
  }
  SetServing("", true);
  for (const auto& service : services_) SetServing(service->name(), true);
  return absl::OkStatus();
}

void Server::AddGauges() {
  const std::pair<const char*, options::v1::WorkClass> classes[] = {
      {"interactive", options::v1::WORK_CLASS_INTERACTIVE},
      {"batch", options::v1::WORK_CLASS_BATCH},
      {"feed", options::v1::WORK_CLASS_FEED}};
  for (const auto& [name, work_class] : classes) {
    const Admission* admission = &environment_->admission;
    registry_->AddGaugeCallback(
        "amparo_calls_in_flight", "Calls in flight, by class of work.", {{"work_class", name}},
        [admission, work_class = work_class] { return static_cast<double>(admission->in_flight(work_class)); }, this);
    registry_->AddGaugeCallback(
        "amparo_calls_bound", "Calls that may be in flight, by class of work.", {{"work_class", name}},
        [admission, work_class = work_class] { return static_cast<double>(admission->bound(work_class)); }, this);
  }
  if (obs::Logger* logger = logger_) {
    registry_->AddCounterCallback(
        "amparo_log_dropped_total", "Log lines that were dropped because the disk could not keep up.", {},
        [logger] { return static_cast<double>(logger->dropped()); }, this);
  }
}

void Server::SetServing(std::string_view name, bool serving) {
  if (auto* health = server_->GetHealthCheckService()) health->SetServingStatus(std::string(name), serving);
}

absl::Time Server::ServeUntilSignal() {
  const sigset_t signals = ShutdownSignals();
  int signal = 0;
  sigwait(&signals, &signal);
  const absl::Time signalled = absl::Now();
  if (logger_ != nullptr) logger_->Write(obs::Level::kInfo, "shutting down", {{"signal", signal}});
  Shutdown();
  return signalled;
}

void Server::Shutdown(absl::Duration grace) {
  if (std::exchange(shut_down_, true)) return;
  registry_->RemoveCallbacks(this);
  if (server_ == nullptr) return;
  if (auto* health = server_->GetHealthCheckService()) health->Shutdown();
  environment_->shutting_down.request_stop();
  server_->Shutdown(std::chrono::system_clock::now() + absl::ToChronoNanoseconds(grace));
  server_->Wait();
  // It may still be looking at calls that have ended, and through them at their methods, which go before it.
  environment_->live_calls.reset();
  // Lines of calls point at callers and methods, which end with this server.
  if (logger_ != nullptr) logger_->Flush();
}

std::stop_token Server::shutting_down() const {
  return environment_->shutting_down.get_token();
}

}  // namespace amparo::rpc
