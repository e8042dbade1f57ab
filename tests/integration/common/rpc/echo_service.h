// The handlers the call wrapper is tested with, and a server that has them.
#pragma once

#include <atomic>
#include <chrono>
#include <coroutine>
#include <memory>
#include <mutex>
#include <optional>
#include <semaphore>
#include <stop_token>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/rpc/service_binding.h"
#include "common/testing/rpc_server.h"
#include "echo.grpc.pb.h"
#include "echo.pb.h"

namespace amparo::rpctest {

// How long a test waits for what must happen.
inline constexpr std::chrono::seconds kPatience(20);

// Suspends handlers until the test opens it, or a stop token fires.
class Gate {
 public:
  class Awaiter {
   public:
    Awaiter(Gate& gate, std::stop_token first, std::stop_token second)
        : gate_(gate), first_(std::move(first)), second_(std::move(second)) {}
    bool await_ready() const noexcept { return false; }
    bool await_suspend(std::coroutine_handle<> handle);
    // True when the gate opened.
    bool await_resume();

   private:
    friend Gate;
    struct Wake {
      Awaiter* awaiter;
      void operator()() const { awaiter->Resume(false); }
    };
    void Resume(bool opened);

    Gate& gate_;
    const std::stop_token first_;
    const std::stop_token second_;
    std::mutex mutex_;
    std::coroutine_handle<> handle_;
    bool armed_ = false;
    bool over_ = false;
    bool opened_ = false;
    std::optional<std::stop_callback<Wake>> on_first_;
    std::optional<std::stop_callback<Wake>> on_second_;
  };

  Awaiter Wait(std::stop_token first, std::stop_token second = {}) {
    return Awaiter(*this, std::move(first), std::move(second));
  }

  // Lets all who wait go on.
  void Open();

  // A permit for each handler that has begun to wait, for the test to await.
  std::counting_semaphore<1024> waiting{0};

 private:
  std::mutex mutex_;
  std::vector<Awaiter*> awaiters_;
};

// What the handlers were told, for the test to look at.
class EchoApi {
 public:
  rpc::Task<absl::StatusOr<EchoResponse>> Echo(rpc::CallContext& context, EchoRequest request);
  rpc::Task<absl::StatusOr<EchoResponse>> Wait(rpc::CallContext& context, EchoRequest request);
  rpc::Task<absl::StatusOr<EchoResponse>> Fail(rpc::CallContext& context, EchoRequest request);
  rpc::Task<absl::Status> Count(rpc::CallContext& context, EchoRequest request, rpc::ServerStream<EchoResponse>& out);
  rpc::Task<absl::Status> Watch(rpc::CallContext& context, EchoRequest request, rpc::ServerStream<EchoResponse>& out);
  rpc::Task<absl::StatusOr<EchoResponse>> Collect(rpc::CallContext& context, rpc::ClientStream<EchoRequest>& in);

  rpc::ServiceBinding Binding();

  Gate gate;
  // A permit for each handler whose call is over while Wait or Collect does not look at its limits ("deaf").
  std::counting_semaphore<1024> over{0};
  // Messages that Count has handed to gRPC so far.
  std::atomic<int> written{0};
  // Messages that Collect has read so far, and gone on to read the next.
  std::atomic<int> collected{0};
  // How often Fail was asked to be "flaky": it succeeds the third time.
  std::atomic<int> attempts{0};
  // A permit for each streaming handler that has ended, and how the last did.
  std::counting_semaphore<1024> ended{0};
  absl::Status last_end;
  // What was left of the last Echo's deadline, and its trace.
  absl::Duration remaining() const;
  std::string trace_id() const;

 private:
  mutable std::mutex mutex_;
  absl::Duration remaining_;
  std::string trace_id_;
};

// A server with EchoService whose callers are "intake" (may call, sees all), "cebu" (may call, sees one office) and
// "auditor" (may not).
class EchoServer {
 public:
  explicit EchoServer(const config::v1::Limits& limits = {});

  std::unique_ptr<EchoService::Stub> Stub(std::string_view name = "intake") {
    return EchoService::NewStub(fixture.Channel(name));
  }

  EchoApi api;
  testing::RpcServer fixture;
};

// A client context that gives up after `after`.
std::unique_ptr<grpc::ClientContext> Context(std::chrono::milliseconds after = std::chrono::milliseconds(10'000));

}  // namespace amparo::rpctest
