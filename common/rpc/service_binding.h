// Binds handlers to the RPCs of a service, without generated base classes: the service's descriptor says which methods
// there are and what they take, the compiler derives the messages from the handler's type, and the two are compared
// when the server starts.
//
//   ServiceBinding binding("amparo.cases.v1.CaseService");
//   binding.Unary<&CaseApi::GetCase>("GetCase", &api).Unary<&CaseApi::CreateCase>("CreateCase", &api);
//
// Handlers are
//   Task<absl::StatusOr<Response>> Api::Method(CallContext& context, Request request);
//   Task<absl::StatusOr<Encoded<Response>>> Api::Method(CallContext& context, Request request);
//   Task<absl::Status> Api::Method(CallContext& context, Request request, ServerStream<Response>& out);
//   Task<absl::StatusOr<Response>> Api::Method(CallContext& context, ClientStream<Request>& in);
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/rpc/call_context.h"
#include "common/rpc/handler_runner.h"
#include "common/rpc/method.h"
#include "common/rpc/streams.h"

namespace amparo::rpc {

// The handlers of one service.
class ServiceBinding {
 public:
  // `full_name` is "package.Service"; it must be in the generated descriptor pool.
  explicit ServiceBinding(std::string_view full_name);

  // Binds a unary handler of `api`, which must outlive the server.
  template <auto Handler, typename Api>
  ServiceBinding& Unary(std::string_view method, Api* api) {
    using Traits = UnaryTraits<decltype(Handler)>;
    return Bind(method, Traits::Request::descriptor(), Traits::Response::descriptor(), /*client_streams=*/false,
                /*server_streams=*/false,
                {nullptr,
                 [api](UnaryCall& call, const grpc::ByteBuffer& bytes) {
                   typename Traits::Request request;
                   if (!ParseRequest(call, bytes, request)) return;
                   RunUnary<Handler>(&call, api, std::move(request));
                 },
                 nullptr});
  }

  // Binds a server-streaming handler of `api`.
  template <auto Handler, typename Api>
  ServiceBinding& ServerStream(std::string_view method, Api* api) {
    using Traits = ServerStreamTraits<decltype(Handler)>;
    return Bind(method, Traits::Request::descriptor(), Traits::Response::descriptor(), /*client_streams=*/false,
                /*server_streams=*/true,
                {nullptr, nullptr, [api](StreamCall& call) { RunServerStream<Handler>(&call, api); }});
  }

  // Binds a client-streaming handler of `api`.
  template <auto Handler, typename Api>
  ServiceBinding& ClientStream(std::string_view method, Api* api) {
    using Traits = ClientStreamTraits<decltype(Handler)>;
    return Bind(method, Traits::Request::descriptor(), Traits::Response::descriptor(), /*client_streams=*/true,
                /*server_streams=*/false,
                {nullptr, nullptr, [api](StreamCall& call) { RunClientStream<Handler>(&call, api); }});
  }

  // The service's full name.
  const std::string& name() const { return name_; }

  // Every method with its handler, in the order of the descriptor. INVALID_ARGUMENT naming what is wrong: an unknown
  // service or method, one bound twice, to other messages or not at all, one without an access rule.
  absl::StatusOr<std::vector<BoundMethod>> Build() const;

 private:
  using Descriptor = google::protobuf::Descriptor;

  ServiceBinding& Bind(std::string_view method, const Descriptor* request, const Descriptor* response,
                       bool client_streams, bool server_streams, BoundMethod bound);

  std::string name_;
  const google::protobuf::ServiceDescriptor* service_;
  std::map<std::string, BoundMethod> methods_;
  absl::Status status_;
};

}  // namespace amparo::rpc
