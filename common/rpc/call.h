// The one wrapper around every call: who calls and whether they may, until when, admission, metrics, the log line, and
// the barrier behind which no exception and no internal text passes.
#pragma once

#include <grpcpp/server_context.h>

#include <atomic>
#include <exception>
#include <memory>
#include <optional>
#include <stop_token>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/errors/errors.h"
#include "common/rpc/call_context.h"
#include "common/rpc/deadline_timer.h"
#include "common/rpc/identity.h"
#include "common/rpc/live_calls.h"
#include "common/rpc/method.h"

namespace amparo::rpc {

// What unary calls and streams have in common. Begun once, ended once; freed when gRPC is done with it and no timer
// holds it.
class Call : public DeadlineTimer::Entry, public LiveCalls::Entry {
 public:
  Call(Method& method, grpc::CallbackServerContext& grpc_context);

  // What the handler sees; only after Begin answered OK.
  CallContext& context() { return *context_; }

  Method& method() const { return method_; }

  // Ends the handler's work: the log line, the metrics, admission. Answers the status for the wire, which is not OK for
  // a call that was revoked, whatever its handler did: no answer leaves for who may not have it any more.
  grpc::Status End(const absl::Status& status);

  // The status for an exception that left a handler: unexpected, so that the caller sees INTERNAL with an id.
  static absl::Status FromException(std::exception_ptr exception);

  // The call of a person that may not go on.
  absl::Status Standing() const override;
  void Revoke(absl::Status why) override;

  void Ref() override { references_.fetch_add(1, std::memory_order_relaxed); }
  void Unref() override;

 protected:
  ~Call() override = default;

  // Identity, rule, deadline, admission. On OK the handler may start; on anything else, an exception too, only End may
  // be called.
  absl::Status Begin();

  // The caller has gone, or gRPC's own deadline has passed.
  void Cancel();

  // Our deadline has passed: what awaits is told, and StopWaiting ends what gRPC would hold.
  void Expired() override;

  // Called when our own deadline passes or the call is revoked, after the stop token was told.
  virtual void StopWaiting() {}

  grpc::CallbackServerContext& grpc_context() { return grpc_context_; }

 private:
  // What Begin does.
  absl::Status Admit();
  // Until when the handler may work; past that the call is ended from here. DEADLINE_EXCEEDED when it is too late
  // already.
  absl::StatusOr<Limits> BeginLimits();
  // Who calls, and whether they may; notes them.
  absl::Status Identify();
  // Has the call of a person end when what they may do does. Why it ended already, when it did.
  absl::Status WatchGrants();
  obs::CallRecord Record(errors::Public& answer, int code, absl::Duration duration) const;

  Method& method_;
  grpc::CallbackServerContext& grpc_context_;
  const absl::Time start_;
  Identity identity_;
  std::stop_source stop_;
  std::optional<CallContext> context_;
  obs::TraceContext trace_;
  bool admitted_ = false;
  bool timed_ = false;
  bool live_ = false;
  // Set once, after why_revoked_.
  std::atomic<bool> revoked_{false};
  absl::Status why_revoked_;
  std::atomic<int> references_{1};
};

}  // namespace amparo::rpc
