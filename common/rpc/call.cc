#include "common/rpc/call.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "absl/time/clock.h"
#include "common/access/people.h"
#include "common/base/status_macros.h"
#include "common/errors/errors.h"
#include "common/errors/grpc_status.h"
#include "common/rpc/reason.h"

namespace amparo::rpc {
namespace {

// Given up of the caller's deadline, so that our answer still reaches it.
constexpr absl::Duration kShaved = absl::Milliseconds(20);
// With less than this left nothing sensible can be done.
constexpr absl::Duration kLeast = absl::Milliseconds(5);
constexpr std::string_view kUnknownCaller = "unknown";

std::string_view View(grpc::string_ref text) {
  return {text.data(), text.size()};
}

obs::TraceContext TraceOf(const grpc::CallbackServerContext& context) {
  const auto header = context.client_metadata().find(obs::kTraceHeader);
  return header == context.client_metadata().end() ? obs::TraceContext::New()
                                                   : obs::TraceContext::FromHeader(View(header->second));
}

// When the caller stops waiting; infinite when it gave no deadline.
absl::Time CallersDeadline(const grpc::CallbackServerContext& context) {
  const auto deadline = context.deadline();
  return deadline == std::chrono::system_clock::time_point::max() ? absl::InfiniteFuture() : absl::FromChrono(deadline);
}

}  // namespace

Call::Call(Method& method, grpc::CallbackServerContext& grpc_context)
    : method_(method),
      grpc_context_(grpc_context),
      start_(absl::Now()),
      identity_{WorkloadOf(grpc_context, method.environment().directory), nullptr},
      trace_(TraceOf(grpc_context)) {
  method_.metrics().Started();
}

void Call::Unref() {
  if (references_.fetch_sub(1, std::memory_order_acq_rel) == 1) delete this;
}

absl::Status Call::Begin() {
  try {
    return Admit();
  } catch (...) {
    return FromException(std::current_exception());
  }
}

absl::Status Call::Admit() {
  auto& environment = method_.environment();
  AMPARO_RETURN_IF_ERROR(Identify());
  AMPARO_ASSIGN_OR_RETURN(std::string reason, ReasonIn(grpc_context_.client_metadata()));
  AMPARO_ASSIGN_OR_RETURN(Limits limits, BeginLimits());
  access::Caller caller = identity_.ToCaller(method_.roles());
  // The services hear of changes however many others listen: where grants are not followed nobody may call.
  const bool first = method_.work_class() == options::v1::WORK_CLASS_FEED && caller.is_service();
  AMPARO_RETURN_IF_ERROR(environment.admission.Enter(method_.work_class(), first));
  admitted_ = true;
  context_.emplace(CallContext::Parts{std::move(caller), std::move(limits), environment.clock, trace_,
                                      method_.full_name(), &environment.shutdown_token, std::move(reason)});
  return WatchGrants();
}

absl::Status Call::Identify() {
  if (identity_.workload == nullptr) {
    return errors::Unauthenticated("the certificate names nobody who is known here");
  }
  AMPARO_ASSIGN_OR_RETURN(identity_.session,
                          SessionOf(grpc_context_, *identity_.workload, method_.environment().people));
  return access::Authorize(identity_.account(), method_.roles());
}

absl::Status Call::WatchGrants() {
  if (!identity_.session) return absl::OkStatus();
  method_.environment().live_calls->Add(this);
  live_ = true;
  // A change since the grants were read may have been looked at before the call was among those under way.
  return method_.environment().people->Unchanged(*identity_.session) ? absl::OkStatus() : Standing();
}

absl::Status Call::Standing() const {
  return method_.environment().people->Standing(*identity_.session, method_.roles());
}

void Call::Revoke(absl::Status why) {
  if (revoked_.load(std::memory_order_relaxed)) return;
  why_revoked_ = std::move(why);
  revoked_.store(true, std::memory_order_release);
  Expired();
}

absl::StatusOr<Limits> Call::BeginLimits() {
  const absl::Time callers = CallersDeadline(grpc_context_);
  const bool given = callers != absl::InfiniteFuture();
  const absl::Time ours = start_ + (given ? method_.max_deadline() : method_.default_deadline());
  const absl::Time deadline = std::min(callers - kShaved, ours);
  if (deadline - start_ < kLeast) return errors::DeadlineExceeded();
  // gRPC itself cancels the call at the caller's deadline; any other is for us to watch.
  if (ours < callers) {
    timed_ = true;
    method_.environment().timer.Set(this, ours - start_);
  }
  return Limits{deadline, stop_.get_token()};
}

void Call::Cancel() {
  // The handler may end, and this object with it, inside request_stop.
  std::stop_source stop = stop_;
  stop.request_stop();
}

void Call::Expired() {
  Cancel();
  StopWaiting();
}

grpc::Status Call::End(const absl::Status& status) {
  if (live_) method_.environment().live_calls->Remove(this);
  if (timed_) method_.environment().timer.Clear(this);
  if (admitted_) method_.environment().admission.Leave(method_.work_class());
  errors::Public answer = errors::ToPublic(revoked_.load(std::memory_order_acquire) ? why_revoked_ : status);
  const absl::Duration duration = absl::Now() - start_;
  const int code = answer.status.raw_code();
  method_.metrics().Handled(code, duration);
  if (obs::Logger* logger = method_.environment().logger) logger->WriteCall(Record(answer, code, duration));
  return errors::ToGrpc(answer.status);
}

obs::CallRecord Call::Record(errors::Public& answer, int code, absl::Duration duration) const {
  obs::CallRecord record;
  record.start = start_;
  record.duration = duration;
  record.trace = trace_;
  record.service = method_.service_name();
  record.method = method_.method_name();
  record.caller =
      identity_.workload != nullptr ? std::string_view(identity_.workload->account.identity()) : kUnknownCaller;
  if (identity_.session) record.person = identity_.session->account->identity();
  record.code = obs::CodeName(code);
  if (context_.has_value()) record.office = context_->office();
  if (!answer.status.ok()) record.reason = errors::Reason(answer.status);
  record.error_id = std::move(answer.error_id);
  record.hidden = std::move(answer.hidden);
  return record;
}

absl::Status Call::FromException(std::exception_ptr exception) {
  try {
    std::rethrow_exception(std::move(exception));
  } catch (const std::exception& failure) {
    return absl::InternalError(failure.what());
  } catch (...) {
    return absl::InternalError("an exception of an unknown kind");
  }
}

}  // namespace amparo::rpc
