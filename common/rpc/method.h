// One RPC of a running server: what its descriptor says about it and what its handler is.
#pragma once

#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"
#include "amparo/options/v1/options.pb.h"
#include "common/access/access.h"
#include "common/base/clock.h"
#include "common/observability/log.h"
#include "common/observability/rpc_metrics.h"
#include "common/rpc/admission.h"
#include "common/rpc/deadline_timer.h"
#include "common/rpc/live_calls.h"
#include "google/protobuf/descriptor.h"

namespace grpc {
class ByteBuffer;
}
namespace amparo::access {
class People;
}

namespace amparo::rpc {

class UnaryCall;
class StreamCall;

// The access rule of a method; INVALID_ARGUMENT, naming it, when it has none, names no role, or no class of work.
absl::StatusOr<options::v1::AuthzRule> RuleOf(const google::protobuf::MethodDescriptor& method);

// A method as it was bound: exactly one of the two starts a handler's coroutine.
struct BoundMethod {
  const google::protobuf::MethodDescriptor* descriptor = nullptr;
  std::function<void(UnaryCall&, const grpc::ByteBuffer&)> start_unary;
  std::function<void(StreamCall&)> start_stream;
};

// What all calls of a server share.
struct Environment {
  Environment(access::Directory known, const access::People* who, const Clock* time, obs::Registry& metrics,
              obs::Logger* log, const config::v1::Limits& bounds)
      : directory(std::move(known)),
        people(who),
        clock(time),
        registry(&metrics),
        logger(log),
        limits(bounds),
        admission(bounds),
        live_calls(who != nullptr ? std::make_unique<LiveCalls>() : nullptr) {}

  access::Directory directory;
  // Null where no person is known; live_calls then is null too.
  const access::People* people;
  const Clock* clock;
  obs::Registry* registry;
  obs::Logger* logger;
  config::v1::Limits limits;
  Admission admission;
  DeadlineTimer timer;
  std::stop_source shutting_down;
  // Its token, once for all calls: a copy a call would have all threads count on one cache line.
  const std::stop_token shutdown_token = shutting_down.get_token();
  std::unique_ptr<LiveCalls> live_calls;
};

// A method of a running server, with everything a call needs resolved once.
class Method {
 public:
  Method(BoundMethod bound, options::v1::AuthzRule rule, Environment& environment);

  Environment& environment() const { return environment_; }
  const BoundMethod& bound() const { return bound_; }
  access::RoleSet roles() const { return roles_; }
  options::v1::WorkClass work_class() const { return work_class_; }
  obs::MethodMetrics& metrics() { return metrics_; }

  // "amparo.cases.v1.CaseService", "GetCase", both ("amparo.cases.v1.CaseService/GetCase"), and the path on the wire
  // ("/amparo.cases.v1.CaseService/GetCase").
  const std::string& service_name() const { return bound_.descriptor->service()->full_name(); }
  const std::string& method_name() const { return bound_.descriptor->name(); }
  std::string_view full_name() const { return std::string_view(path_).substr(1); }
  const std::string& path() const { return path_; }

  // The deadline of a call without one, and the longest one; infinite when there is none.
  absl::Duration default_deadline() const { return default_deadline_; }
  absl::Duration max_deadline() const { return max_deadline_; }

 private:
  const BoundMethod bound_;
  Environment& environment_;
  const access::RoleSet roles_;
  const options::v1::WorkClass work_class_;
  const std::string path_;
  absl::Duration default_deadline_;
  absl::Duration max_deadline_;
  obs::MethodMetrics metrics_;
};

}  // namespace amparo::rpc
