// The metrics of RPCs under the names the gRPC ecosystem uses, resolved once a method so that a call costs a few atomic
// additions.
#pragma once

#include <array>
#include <atomic>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "common/observability/registry.h"

namespace amparo::obs {

// The name of a gRPC status code as metrics and logs show it ("OK", "NotFound", ...); "Unknown" for a number that is
// none.
std::string_view CodeName(int code);

// The metrics of one method.
class MethodMetrics {
 public:
  // `service` is the full name ("amparo.cases.v1.CaseService"), `type` "unary", "server_stream" or "client_stream".
  MethodMetrics(Registry& registry, const std::string& service, const std::string& method, const std::string& type);

  // A call came in.
  void Started() { started_->Increment(); }

  // It ended with the gRPC status `code`, `duration` later.
  void Handled(int code, absl::Duration duration);

 private:
  static constexpr int kCodes = 17;

  Registry& registry_;
  Labels labels_;
  prometheus::Counter* started_;
  prometheus::Histogram* seconds_;
  // Made on a code's first use: most methods see three or four of the seventeen.
  std::array<std::atomic<prometheus::Counter*>, kCodes> handled_{};
};

}  // namespace amparo::obs
