#include "common/observability/rpc_metrics.h"

namespace amparo::obs {
namespace {

constexpr std::array<std::string_view, 17> kCodeNames = {
    "OK",       "Canceled",       "Unknown",          "InvalidArgument",   "DeadlineExceeded",
    "NotFound", "AlreadyExists",  "PermissionDenied", "ResourceExhausted", "FailedPrecondition",
    "Aborted",  "OutOfRange",     "Unimplemented",    "Internal",          "Unavailable",
    "DataLoss", "Unauthenticated"};
constexpr int kUnknown = 2;

}  // namespace

std::string_view CodeName(int code) {
  return code >= 0 && code < static_cast<int>(kCodeNames.size()) ? kCodeNames[static_cast<std::size_t>(code)]
                                                                 : kCodeNames[kUnknown];
}

MethodMetrics::MethodMetrics(Registry& registry, const std::string& service, const std::string& method,
                             const std::string& type)
    : registry_(registry),
      labels_{{"grpc_service", service}, {"grpc_method", method}, {"grpc_type", type}},
      started_(&registry.AddCounter("grpc_server_started_total", "Calls that came in.", labels_)),
      seconds_(&registry.AddHistogram("grpc_server_handling_seconds", "How long calls took, refused ones included.",
                                      labels_, LatencyBuckets())) {}

void MethodMetrics::Handled(int code, absl::Duration duration) {
  if (code < 0 || code >= kCodes) code = kUnknown;
  auto& slot = handled_[static_cast<std::size_t>(code)];
  prometheus::Counter* counter = slot.load(std::memory_order_acquire);
  if (counter == nullptr) {
    // Two threads may both come here: the registry gives both the same counter.
    Labels labels = labels_;
    labels["grpc_code"] = CodeName(code);
    counter = &registry_.AddCounter("grpc_server_handled_total", "Calls that ended, by their code.", labels);
    slot.store(counter, std::memory_order_release);
  }
  counter->Increment();
  seconds_->Observe(absl::ToDoubleSeconds(duration));
}

}  // namespace amparo::obs
