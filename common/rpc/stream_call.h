// A stream on gRPC's callback API, for all methods of all services, in either direction.
#pragma once

#include <grpcpp/alarm.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>

#include <coroutine>
#include <mutex>
#include <optional>

#include "common/rpc/call.h"

namespace amparo::rpc {

// The reactor of one stream. Its handler awaits one read or write at a time.
class StreamCall final : public grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>, public Call {
 public:
  // Makes the reactor of a stream and starts its handler. It frees itself.
  static grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>* Start(Method& method,
                                                                            grpc::CallbackServerContext& context);

  // Awaits the next message of the caller: true when there is one in incoming(), false at the end (or when the call has
  // ended).
  class ReadAwaiter;
  ReadAwaiter Read();
  const grpc::ByteBuffer& incoming() const { return incoming_; }

  // Awaits that gRPC has taken `message` and wants more: OK, or why nothing more can be sent (CANCELLED,
  // DEADLINE_EXCEEDED).
  class WriteAwaiter;
  WriteAwaiter Write(grpc::ByteBuffer message);

  // Awaits, after a Read that was false, that a cancelling under way has reached limits(): gRPC tells of the end of the
  // messages a moment before it tells that the caller is gone, and a stream cut short must not pass for one that ended.
  class SettleAwaiter;
  SettleAwaiter Settle();

  // Why a read or write that failed did so: DEADLINE_EXCEEDED or CANCELLED.
  absl::Status WhyEnded();

  // Ends the stream, once; a `response` is taken and sent before an OK status.
  void Complete(const absl::Status& status, grpc::ByteBuffer* response);

 private:
  StreamCall(Method& method, grpc::CallbackServerContext& context) : Call(method, context) {}

  void OnReadDone(bool ok) override { Resume(ok); }
  void OnWriteDone(bool ok) override { Resume(ok); }
  void OnDone() override;
  void OnCancel() override { Cancel(); }
  void StopWaiting() override;

  // Notes that `handle` waits for the read or write that is about to start; false when the call has ended already, and
  // nothing may start.
  bool Await(std::coroutine_handle<> handle);
  // Wakes the handler: what it awaited is over, well or not.
  void Resume(bool ok);
  grpc::ByteBuffer incoming_;
  grpc::ByteBuffer outgoing_;
  grpc::Alarm settled_;
  std::coroutine_handle<> waiting_;
  bool ok_ = false;
  // Guards what the deadline's thread looks at: whether gRPC still has the call, and whether a read or write is under
  // way.
  std::mutex mutex_;
  bool done_ = false;
  bool in_operation_ = false;
};

class StreamCall::ReadAwaiter {
 public:
  explicit ReadAwaiter(StreamCall& call) : call_(call) {}
  bool await_ready() const noexcept { return false; }
  bool await_suspend(std::coroutine_handle<> handle);
  bool await_resume() const noexcept { return call_.ok_; }

 private:
  StreamCall& call_;
};

class StreamCall::SettleAwaiter {
 public:
  explicit SettleAwaiter(StreamCall& call) : call_(call) {}
  bool await_ready() const noexcept { return call_.context().limits().cancelled.stop_requested(); }
  void await_suspend(std::coroutine_handle<> handle);
  void await_resume() const noexcept {}

 private:
  StreamCall& call_;
};

class StreamCall::WriteAwaiter {
 public:
  explicit WriteAwaiter(StreamCall& call) : call_(call) {}
  bool await_ready() const noexcept { return false; }
  bool await_suspend(std::coroutine_handle<> handle);
  absl::Status await_resume() const;

 private:
  StreamCall& call_;
};

}  // namespace amparo::rpc
