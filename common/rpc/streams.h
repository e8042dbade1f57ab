// What a streaming handler writes to or reads from.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "common/base/task.h"
#include "common/errors/errors.h"
#include "common/rpc/bytes.h"
#include "common/rpc/stream_call.h"

namespace amparo::rpc {

// The answers of a server stream. One write at a time, each awaited.
template <typename Response>
class ServerStream {
 public:
  explicit ServerStream(StreamCall& call) : call_(call) {}

  // `absl::Status sent = co_await out.Write(message)`: resumes when gRPC has taken the message and has room for more.
  // Anything but OK (CANCELLED, DEADLINE_EXCEEDED) means nobody reads any longer: end the handler with it.
  auto Write(const Response& message) { return call_.Write(SerializeMessage(message)); }

  // The same for a Response that is serialized already; `message` is not copied.
  auto WriteBytes(std::string message) { return call_.Write(WrapBytes(std::move(message))); }

 private:
  StreamCall& call_;
};

// The requests of a client stream.
template <typename Request>
class ClientStream {
 public:
  explicit ClientStream(StreamCall& call) : call_(call) {}

  // `std::optional<Request> next = co_await in.Read()`: the next message, or nothing at the end. After nothing look at
  // status(): OK when the caller has sent all.
  Task<std::optional<Request>> Read() {
    const bool more = co_await call_.Read();
    if (!more) {
      co_await call_.Settle();
      if (call_.context().limits().cancelled.stop_requested()) status_ = call_.WhyEnded();
      co_return std::nullopt;
    }
    std::optional<Request> message(std::in_place);
    if (!ParseMessage(call_.incoming(), *message)) {
      status_ = errors::InvalidField("message", "is not a well-formed message of its type");
      co_return std::nullopt;
    }
    co_return message;
  }

  // Why Read answered nothing: OK at the caller's end of stream, INVALID_ARGUMENT for bytes that are no message, else
  // CANCELLED or DEADLINE_EXCEEDED: the caller is gone and what came is not all.
  // OK is a hint and no proof: gRPC tells of the end before it tells that the caller is gone, and a machine under load
  // may tell the second later than anyone waits for it. A handler whose effect takes place at the end must know by
  // the requests themselves that it has them all: by an end marker or a count that the caller gives.
  const absl::Status& status() const { return status_; }

 private:
  StreamCall& call_;
  absl::Status status_;
};

}  // namespace amparo::rpc
