// Runs a handler's coroutine for a call and hands its result, or its exception, to the call. Internal to
// ServiceBinding.
#pragma once

#include <grpcpp/support/byte_buffer.h>

#include <coroutine>
#include <exception>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/rpc/bytes.h"
#include "common/rpc/call_context.h"
#include "common/rpc/encoded.h"
#include "common/rpc/streams.h"
#include "common/rpc/unary_call.h"

namespace amparo::rpc {

template <typename Handler>
struct UnaryTraits;
template <typename Api, typename Req, typename Resp>
struct UnaryTraits<Task<absl::StatusOr<Resp>> (Api::*)(CallContext&, Req)> {
  using Request = Req;
  using Response = Resp;
};

template <typename Handler>
struct ServerStreamTraits;
template <typename Api, typename Req, typename Resp>
struct ServerStreamTraits<Task<absl::Status> (Api::*)(CallContext&, Req, ServerStream<Resp>&)> {
  using Request = Req;
  using Response = Resp;
};

template <typename Handler>
struct ClientStreamTraits;
template <typename Api, typename Req, typename Resp>
struct ClientStreamTraits<Task<absl::StatusOr<Resp>> (Api::*)(CallContext&, ClientStream<Req>&)> {
  using Request = Req;
  using Response = Resp;
};

// Started at once, owned by nobody; nothing may leave it by exception.
using task_internal::Detached;

// INVALID_ARGUMENT for bytes that are no message of the type the method takes.
absl::Status MalformedRequest();

// Parses a request; answers the call with INVALID_ARGUMENT and is false when the bytes are no such message.
bool ParseRequest(UnaryCall& call, const grpc::ByteBuffer& bytes, google::protobuf::MessageLite& request);

// What a handler answered as it is sent: a message, or its bytes.
inline grpc::ByteBuffer ToBytes(const google::protobuf::MessageLite& response) {
  return SerializeMessage(response);
}
template <typename Message>
grpc::ByteBuffer ToBytes(Encoded<Message>&& response) {
  return WrapBytes(std::move(response).bytes());
}

template <auto Handler, typename Api, typename Request>
Detached RunUnary(UnaryCall* call, Api* api, Request request) {
  using Response = typename UnaryTraits<decltype(Handler)>::Response;
  absl::Status status;
  grpc::ByteBuffer bytes;
  try {
    absl::StatusOr<Response> response = co_await (api->*Handler)(call->context(), std::move(request));
    status = response.status();
    if (status.ok()) bytes = ToBytes(*std::move(response));
  } catch (...) {
    status = Call::FromException(std::current_exception());
  }
  call->Complete(status, &bytes);
}

template <auto Handler, typename Api>
Detached RunServerStream(StreamCall* call, Api* api) {
  using Traits = ServerStreamTraits<decltype(Handler)>;
  absl::Status status;
  try {
    typename Traits::Request request;
    const bool received = co_await call->Read();
    if (received && ParseMessage(call->incoming(), request)) {
      ServerStream<typename Traits::Response> out(*call);
      status = co_await (api->*Handler)(call->context(), std::move(request), out);
    } else {
      const bool ended = call->context().limits().cancelled.stop_requested();
      status = ended ? call->WhyEnded() : MalformedRequest();
    }
  } catch (...) {
    status = Call::FromException(std::current_exception());
  }
  call->Complete(status, nullptr);
}

template <auto Handler, typename Api>
Detached RunClientStream(StreamCall* call, Api* api) {
  using Traits = ClientStreamTraits<decltype(Handler)>;
  absl::Status status;
  grpc::ByteBuffer bytes;
  try {
    ClientStream<typename Traits::Request> in(*call);
    absl::StatusOr<typename Traits::Response> response = co_await (api->*Handler)(call->context(), in);
    status = response.status();
    if (status.ok()) bytes = ToBytes(*std::move(response));
  } catch (...) {
    status = Call::FromException(std::current_exception());
  }
  call->Complete(status, &bytes);
}

}  // namespace amparo::rpc
