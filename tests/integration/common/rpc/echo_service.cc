#include "echo_service.h"

#include <stdexcept>

#include "absl/time/clock.h"
#include "common/base/status_macros.h"
#include "common/errors/errors.h"

namespace amparo::rpctest {
namespace {

// What only the log may say.
constexpr char kSecret[] = "the secret of offices/cebu";

}  // namespace

bool Gate::Awaiter::await_suspend(std::coroutine_handle<> handle) {
  handle_ = handle;
  {
    const std::lock_guard lock(gate_.mutex_);
    gate_.awaiters_.push_back(this);
  }
  on_first_.emplace(first_, Wake{this});
  on_second_.emplace(second_, Wake{this});
  const std::lock_guard lock(mutex_);
  armed_ = true;
  // Released under the lock, so that the test cannot wake what is not yet asleep.
  gate_.waiting.release();
  return !over_;
}

bool Gate::Awaiter::await_resume() {
  on_first_.reset();
  on_second_.reset();
  const std::lock_guard lock(gate_.mutex_);
  std::erase(gate_.awaiters_, this);
  return opened_;
}

void Gate::Awaiter::Resume(bool opened) {
  {
    const std::lock_guard lock(mutex_);
    if (std::exchange(over_, true)) return;
    opened_ = opened;
    if (!armed_) return;
  }
  handle_.resume();
}

void Gate::Open() {
  std::vector<Awaiter*> awaiters;
  {
    const std::lock_guard lock(mutex_);
    awaiters.swap(awaiters_);
  }
  for (Awaiter* awaiter : awaiters) awaiter->Resume(true);
}

rpc::Task<absl::StatusOr<EchoResponse>> EchoApi::Echo(rpc::CallContext& context, EchoRequest request) {
  {
    const std::lock_guard lock(mutex_);
    remaining_ = context.limits().Remaining(absl::Now());
    trace_id_ = context.trace().TraceIdHex();
  }
  AMPARO_CO_RETURN_IF_ERROR(context.RequireOffice(request.text(), "office", "offices/" + request.text()));
  EchoResponse response;
  response.set_text(request.text());
  co_return response;
}

rpc::Task<absl::StatusOr<EchoResponse>> EchoApi::Wait(rpc::CallContext& context, EchoRequest request) {
  EchoResponse response;
  response.set_text(request.text());
  if (request.text() == "deaf") {
    const std::stop_callback on_end(context.limits().cancelled, [this] { over.release(); });
    const std::stop_token never;
    (void)co_await gate.Wait(never);
    co_return response;
  }
  const bool opened = co_await gate.Wait(context.limits().cancelled);
  if (!opened) co_return context.limits().WhyOver(absl::Now());
  co_return response;
}

rpc::Task<absl::StatusOr<EchoResponse>> EchoApi::Fail(rpc::CallContext& context, EchoRequest request) {
  if (request.text() == "throw") throw std::runtime_error(kSecret);
  if (request.text() == "throw int") throw 42;
  if (request.text() == "unexpected") co_return absl::InvalidArgumentError(kSecret);
  if (request.text() == "flaky" && ++attempts == 3) co_return EchoResponse();
  if (request.text() == "flaky") co_return errors::Unavailable("FLAKY", "not this time");
  context.set_office("cebu");
  co_return errors::FailedPrecondition("CASE_CLOSED", "offices/cebu/cases/1", "the case is closed");
}

rpc::Task<absl::Status> EchoApi::Count(rpc::CallContext& context, EchoRequest request,
                                       rpc::ServerStream<EchoResponse>& out) {
  EchoResponse response;
  response.set_text(std::string(static_cast<std::size_t>(request.size()), 'x'));
  absl::Status status;
  for (int i = 0; i < request.count() && status.ok(); ++i) {
    response.set_count(i);
    if (i % 2 == 0) {
      status = co_await out.Write(response);
    } else {
      status = co_await out.WriteBytes(response.SerializeAsString());
    }
    if (status.ok()) ++written;
  }
  if (request.text() == "throw") throw std::runtime_error(kSecret);
  context.set_office("cebu");
  last_end = status;
  ended.release();
  co_return status;
}

rpc::Task<absl::Status> EchoApi::Watch(rpc::CallContext& context, EchoRequest request,
                                       rpc::ServerStream<EchoResponse>& out) {
  EchoResponse response;
  response.set_text(request.text());
  absl::Status sent = co_await out.Write(response);
  if (!sent.ok()) co_return sent;
  (void)co_await gate.Wait(context.limits().cancelled, context.shutting_down());
  absl::Status status = errors::ShuttingDown();
  if (context.shutting_down().stop_requested()) {
    response.set_text("resume token");
    sent = co_await out.Write(response);
  } else {
    status = context.limits().WhyOver(absl::Now());
  }
  last_end = status;
  ended.release();
  co_return status;
}

rpc::Task<absl::StatusOr<EchoResponse>> EchoApi::Collect(rpc::CallContext& context,
                                                         rpc::ClientStream<EchoRequest>& in) {
  EchoResponse response;
  while (true) {
    std::optional<EchoRequest> next = co_await in.Read();
    if (!next.has_value()) break;
    if (next->text() == "deaf") {
      const std::stop_callback on_end(context.limits().cancelled, [this] { over.release(); });
      const std::stop_token never;
      (void)co_await gate.Wait(never);
    }
    if (next->text() == "throw") throw std::runtime_error(kSecret);
    if (next->text() == "enough") co_return errors::FailedPrecondition("ENOUGH", "stream", "no more is wanted");
    response.set_text(response.text() + next->text());
    response.set_count(response.count() + 1);
    ++collected;
  }
  last_end = in.status();
  ended.release();
  if (!in.status().ok()) co_return in.status();
  context.set_office("cebu");
  co_return response;
}

absl::Duration EchoApi::remaining() const {
  const std::lock_guard lock(mutex_);
  return remaining_;
}

std::string EchoApi::trace_id() const {
  const std::lock_guard lock(mutex_);
  return trace_id_;
}

rpc::ServiceBinding EchoApi::Binding() {
  rpc::ServiceBinding binding("amparo.rpctest.EchoService");
  binding.Unary<&EchoApi::Echo>("Echo", this)
      .Unary<&EchoApi::Wait>("Wait", this)
      .Unary<&EchoApi::Fail>("Fail", this)
      .Unary<&EchoApi::Fail>("FailToChange", this)
      .ServerStream<&EchoApi::Count>("Count", this)
      .ServerStream<&EchoApi::Watch>("Watch", this)
      .ClientStream<&EchoApi::Collect>("Collect", this);
  return binding;
}

EchoServer::EchoServer(const config::v1::Limits& limits)
    : fixture({api.Binding()},
              {testing::MakePrincipal("intake", {options::v1::ROLE_INTAKE}),
               testing::MakePrincipal("cebu", {options::v1::ROLE_INTAKE}, {"cebu"}),
               testing::MakePrincipal("auditor", {options::v1::ROLE_AUDITOR})},
              limits) {}

std::unique_ptr<grpc::ClientContext> Context(std::chrono::milliseconds after) {
  auto context = std::make_unique<grpc::ClientContext>();
  context->set_deadline(std::chrono::system_clock::now() + after);
  context->set_wait_for_ready(false);
  return context;
}

}  // namespace amparo::rpctest
