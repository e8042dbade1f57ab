#include "services/cli/transfer_retry.h"

#include "absl/time/clock.h"
#include "services/cli/failure.h"

namespace amparo::cli {
namespace {

constexpr int kMostAttempts = 6;
constexpr absl::Duration kFirstPause = absl::Milliseconds(200);

}  // namespace

bool MayPass(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status) || absl::IsResourceExhausted(status) ||
         absl::IsCancelled(status) || absl::IsAborted(status);
}

void Retry(const std::string& doing, const std::function<absl::Status()>& attempt) {
  for (int failures = 0;; ++failures) {
    const absl::Status status = attempt();
    if (status.ok()) return;
    if (!MayPass(status) || failures + 1 >= kMostAttempts) Check(status, doing);
    absl::SleepFor(kFirstPause * (1 << failures));
  }
}

}  // namespace amparo::cli
