#include "common/rpc/channel.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/support/channel_arguments.h>

#include <coroutine>
#include <optional>
#include <stop_token>

#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "common/base/status_macros.h"
#include "common/base/strings.h"
#include "common/errors/errors.h"
#include "common/errors/grpc_status.h"
#include "common/rpc/method.h"
#include "common/rpc/process.h"
#include "common/rpc/tls.h"
#include "google/protobuf/descriptor.h"

namespace amparo::rpc {
namespace {

// `{"service":...,"method":...}` for every method of `services` that changes nothing.
absl::StatusOr<std::vector<std::string>> SafeMethods(const std::vector<std::string>& services) {
  std::vector<std::string> names;
  for (const auto& name : services) {
    const auto* service = google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(name);
    if (service == nullptr) return absl::InvalidArgumentError(StrCat("there is no service ", name));
    for (int i = 0; i < service->method_count(); ++i) {
      AMPARO_ASSIGN_OR_RETURN(const auto rule, RuleOf(*service->method(i)));
      if (!rule.safe()) continue;
      names.push_back(StrCat(R"({"service":")", name, R"(","method":")", service->method(i)->name(), R"("})"));
    }
  }
  return names;
}

// https://github.com/grpc/grpc/blob/master/doc/service_config.md
std::string ServiceConfigJson(const std::vector<std::string>& safe_methods) {
  if (safe_methods.empty()) return "{}";
  return StrCat(R"({"methodConfig":[{"name":[)", absl::StrJoin(safe_methods, ","),
                R"(],"retryPolicy":{"maxAttempts":3,"initialBackoff":"0.05s","maxBackoff":"1s",)"
                R"("backoffMultiplier":2,"retryableStatusCodes":["UNAVAILABLE"]}}]})");
}

// A unary call as an awaitable. It lives in the awaiting coroutine's frame, which gRPC's callback resumes.
class UnaryAwaiter {
 public:
  UnaryAwaiter(grpc::GenericStub& stub, const std::string& path, const grpc::ByteBuffer& request, const Limits& limits,
               const obs::TraceContext& trace)
      : stub_(stub), path_(path), request_(request), limits_(limits) {
    PrepareContext(context_, limits, trace);
  }

  bool await_ready() const noexcept { return false; }

  void await_suspend(std::coroutine_handle<> handle) {
    // Made before the call starts: the answer may resume the coroutine, and end this object, before UnaryCall returns.
    // A token that has stopped already cancels the call before it begins.
    on_stop_.emplace(limits_.cancelled, TryCancel{context_});
    stub_.UnaryCall(&context_, path_, {}, &request_, &response_, [this, handle](grpc::Status status) {
      status_ = std::move(status);
      handle.resume();
    });
  }

  absl::StatusOr<grpc::ByteBuffer> await_resume() {
    // Waits for a cancellation that is under way, so that it finds the context alive.
    on_stop_.reset();
    if (status_.ok()) return response_;
    return errors::FromGrpc(status_);
  }

 private:
  struct TryCancel {
    grpc::ClientContext& context;
    void operator()() const { context.TryCancel(); }
  };

  grpc::GenericStub& stub_;
  const std::string& path_;
  const grpc::ByteBuffer& request_;
  const Limits& limits_;
  grpc::ClientContext context_;
  grpc::ByteBuffer response_;
  grpc::Status status_;
  std::optional<std::stop_callback<TryCancel>> on_stop_;
};

}  // namespace

absl::StatusOr<std::shared_ptr<grpc::Channel>> MakeChannel(const ChannelOptions& options) {
  PrepareProcess();
  AMPARO_ASSIGN_OR_RETURN(auto credentials, ChannelCredentials(options.tls));
  AMPARO_ASSIGN_OR_RETURN(const auto safe_methods, SafeMethods(options.services));
  grpc::ChannelArguments arguments;
  arguments.SetServiceConfigJSON(ServiceConfigJson(safe_methods));
  arguments.SetInt(GRPC_ARG_SERVICE_CONFIG_DISABLE_RESOLUTION, 1);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, 20'000);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 10'000);
  arguments.SetInt(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);
  // A peer that was restarted is found again within a second or two.
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 200);
  // Despite its name this bounds how long one attempt may take, handshake included: a busy machine needs more than a
  // moment.
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 5'000);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 2'000);
  arguments.SetMaxReceiveMessageSize(options.max_receive_bytes);
  if (!options.peer_name.empty()) arguments.SetSslTargetNameOverride(options.peer_name);
  return grpc::CreateCustomChannel(options.address, credentials, arguments);
}

void PrepareContext(grpc::ClientContext& context, const Limits& limits, const obs::TraceContext& trace) {
  if (limits.deadline != absl::InfiniteFuture()) context.set_deadline(absl::ToChronoTime(limits.deadline));
  context.AddMetadata(obs::kTraceHeader, trace.ToHeader());
}

Task<absl::StatusOr<grpc::ByteBuffer>> Client::UnaryBytes(std::string path, grpc::ByteBuffer request, Limits limits,
                                                          obs::TraceContext trace) {
  UnaryAwaiter call(stub_, path, request, limits, trace);
  absl::StatusOr<grpc::ByteBuffer> response = co_await call;
  co_return response;
}

}  // namespace amparo::rpc
