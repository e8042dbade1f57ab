// Calls to other services: mutual TLS, keepalive, the deadline and trace of the call on whose behalf they are made, and
// retries of those methods only that change nothing (`safe` in their access rule).
#pragma once

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/generic/generic_stub.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "amparo/config/v1/service.pb.h"
#include "common/base/limits.h"
#include "common/base/task.h"
#include "common/observability/trace.h"
#include "common/rpc/bytes.h"
#include "common/rpc/call_context.h"

namespace amparo::rpc {

// Where a channel leads.
struct ChannelOptions {
  // "host:port".
  std::string address = {};
  config::v1::Tls tls = {};
  // Full names of the services it is for; their safe methods are retried (3 attempts) while the peer is UNAVAILABLE.
  std::vector<std::string> services = {};
  // The name the peer's certificate must have when it is not the host of `address`; empty = that host.
  std::string peer_name = {};
  // The largest message taken, in bytes.
  int max_receive_bytes = 64 << 20;
};

// A channel for generated stubs. It connects when first used, and again by itself. NOT_FOUND for a certificate that
// cannot be read, INVALID_ARGUMENT for one that is none (tls.h) or an unknown service.
absl::StatusOr<std::shared_ptr<grpc::Channel>> MakeChannel(const ChannelOptions& options);

// Gives a client context the deadline of `limits` and the trace of `trace`.
void PrepareContext(grpc::ClientContext& context, const Limits& limits, const obs::TraceContext& trace);

// A coroutine's way to call another service.
class Client {
 public:
  explicit Client(std::shared_ptr<grpc::Channel> channel) : channel_(channel), stub_(std::move(channel)) {}

  // Calls `path` ("/package.Service/Method") for at most `limits`; cancelling the limits cancels the call. The remote
  // status comes back with its details; an answer that is no `Response` is INTERNAL.
  template <typename Response>
  Task<absl::StatusOr<Response>> Unary(std::string path, const google::protobuf::MessageLite& request, Limits limits,
                                       obs::TraceContext trace) {
    return Unary<Response>(std::move(path), SerializeMessage(request), std::move(limits), trace);
  }

  // The same on behalf of the call `context`.
  template <typename Response>
  Task<absl::StatusOr<Response>> Unary(const CallContext& context, std::string path,
                                       const google::protobuf::MessageLite& request) {
    return Unary<Response>(std::move(path), SerializeMessage(request), context.limits(), context.trace());
  }

  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }

 private:
  template <typename Response>
  Task<absl::StatusOr<Response>> Unary(std::string path, grpc::ByteBuffer request, Limits limits,
                                       obs::TraceContext trace) {
    absl::StatusOr<grpc::ByteBuffer> bytes =
        co_await UnaryBytes(std::move(path), std::move(request), std::move(limits), trace);
    if (!bytes.ok()) co_return bytes.status();
    Response response;
    if (!ParseMessage(*bytes, response)) co_return absl::InternalError("the peer's answer is malformed");
    co_return response;
  }

  Task<absl::StatusOr<grpc::ByteBuffer>> UnaryBytes(std::string path, grpc::ByteBuffer request, Limits limits,
                                                    obs::TraceContext trace);

  std::shared_ptr<grpc::Channel> channel_;
  grpc::GenericStub stub_;
};

}  // namespace amparo::rpc
