// What a handler knows about the call it answers: who calls, for how long, in which trace.
#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "common/access/access.h"
#include "common/base/clock.h"
#include "common/base/limits.h"
#include "common/base/task.h"
#include "common/observability/trace.h"

namespace amparo::rpc {

// Handlers are coroutines of this type.
using amparo::Task;

// One call. Lives until the handler's coroutine has ended.
class CallContext {
 public:
  // What the context is made of; pointers must outlive it.
  struct Parts {
    access::Caller caller;
    Limits limits;
    const Clock* clock = nullptr;
    obs::TraceContext trace;
    // "amparo.cases.v1.CaseService/GetCase"; points into something that outlives the context.
    std::string_view method;
    const std::stop_token* shutting_down = nullptr;
    // Why the caller asks (reason.h); empty = they did not say.
    std::string reason = {};
  };

  explicit CallContext(Parts parts) : parts_(std::move(parts)) {}
  CallContext(const CallContext&) = delete;
  CallContext& operator=(const CallContext&) = delete;

  // Who calls; authorised for this RPC already.
  const access::Caller& caller() const { return parts_.caller; }

  // Until when, and whether still wanted: hand it to everything the handler awaits.
  const Limits& limits() const { return parts_.limits; }

  // The time acts are dated by.
  const Clock& clock() const { return *parts_.clock; }

  // The span of this call.
  const obs::TraceContext& trace() const { return parts_.trace; }

  // "package.Service/Method".
  std::string_view method() const { return parts_.method; }

  // Why the caller asks: as the request itself says it in a field of its own, or else as the call does (reason.h).
  std::string Reason(std::string_view of_request = {}) const {
    return of_request.empty() ? parts_.reason : std::string(of_request);
  }

  // Stops when the server begins to shut down: a stream that would go on for ever then ends with errors::ShuttingDown()
  // after it has sent its resume token. Calls that end by themselves need not look.
  const std::stop_token& shutting_down() const { return *parts_.shutting_down; }

  // Names the office the call is about in its log line.
  void set_office(std::string_view office) { office_.assign(office); }
  const std::string& office() const { return office_; }

  // OK when the caller sees `office` (which is then also noted for the log); else the NOT_FOUND that a resource of
  // `type` and `name` that does not exist would give.
  absl::Status RequireOffice(std::string_view office, std::string_view type, std::string_view name);

 private:
  Parts parts_;
  std::string office_;
};

}  // namespace amparo::rpc
