#include "common/rpc/stream_call.h"

#include <chrono>
#include <utility>

#include "absl/time/clock.h"

namespace amparo::rpc {
namespace {

// Many times what gRPC takes from the last message to the news that the caller is gone.
constexpr std::chrono::milliseconds kSettling(5);

}  // namespace

grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>* StreamCall::Start(Method& method,
                                                                               grpc::CallbackServerContext& context) {
  auto* call = new StreamCall(method, context);
  if (absl::Status status = call->Begin(); status.ok()) {
    method.bound().start_stream(*call);
  } else {
    call->Complete(status, nullptr);
  }
  return call;
}

StreamCall::ReadAwaiter StreamCall::Read() {
  return ReadAwaiter(*this);
}

StreamCall::SettleAwaiter StreamCall::Settle() {
  return SettleAwaiter(*this);
}

StreamCall::WriteAwaiter StreamCall::Write(grpc::ByteBuffer message) {
  outgoing_.Swap(&message);
  return WriteAwaiter(*this);
}

void StreamCall::Complete(const absl::Status& status, grpc::ByteBuffer* response) {
  grpc::Status answer = End(status);
  if (answer.ok() && response != nullptr) {
    outgoing_.Swap(response);
    StartWriteAndFinish(&outgoing_, grpc::WriteOptions(), std::move(answer));
  } else {
    Finish(std::move(answer));
  }
}

void StreamCall::OnDone() {
  {
    const std::lock_guard lock(mutex_);
    done_ = true;
  }
  Unref();
}

void StreamCall::StopWaiting() {
  const std::lock_guard lock(mutex_);
  // Only gRPC can end a read or write under way, and only by ending the call.
  if (in_operation_ && !done_) grpc_context().TryCancel();
}

bool StreamCall::Await(std::coroutine_handle<> handle) {
  const std::lock_guard lock(mutex_);
  // Our deadline passes once: what starts after it would be ended by nobody. One that passes from here on finds the
  // operation under way.
  if (context().limits().cancelled.stop_requested()) {
    ok_ = false;
    return false;
  }
  waiting_ = handle;
  in_operation_ = true;
  return true;
}

void StreamCall::Resume(bool ok) {
  std::coroutine_handle<> handle;
  {
    const std::lock_guard lock(mutex_);
    in_operation_ = false;
    ok_ = ok;
    handle = std::exchange(waiting_, nullptr);
  }
  handle.resume();
}

absl::Status StreamCall::WhyEnded() {
  const Limits& limits = context().limits();
  return limits.WhyOver(absl::Now());
}

bool StreamCall::ReadAwaiter::await_suspend(std::coroutine_handle<> handle) {
  // From here on the handler may be resumed, and end, on another thread: nothing of this awaiter is touched after the
  // start.
  StreamCall& call = call_;
  if (!call.Await(handle)) return false;
  call.StartRead(&call.incoming_);
  return true;
}

void StreamCall::SettleAwaiter::await_suspend(std::coroutine_handle<> handle) {
  call_.settled_.Set(std::chrono::system_clock::now() + kSettling, [handle](bool) { handle.resume(); });
}

bool StreamCall::WriteAwaiter::await_suspend(std::coroutine_handle<> handle) {
  StreamCall& call = call_;
  if (!call.Await(handle)) return false;
  call.StartWrite(&call.outgoing_);
  return true;
}

absl::Status StreamCall::WriteAwaiter::await_resume() const {
  if (call_.ok_) return absl::OkStatus();
  return call_.WhyEnded();
}

}  // namespace amparo::rpc
