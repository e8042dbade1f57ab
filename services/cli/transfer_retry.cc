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

void Retry(const std::string& doing, const std::function<absl::Status()>& attempt, const std::function<bool()>& moved) {
  int failures = 0;
  while (true) {
    const absl::Status status = attempt();
    if (status.ok()) return;
    const bool got_on = moved && moved();
    failures = got_on ? 0 : failures + 1;
    if (!MayPass(status) || failures >= kMostAttempts) Check(status, doing);
    if (!got_on) absl::SleepFor(kFirstPause * (1 << (failures - 1)));
  }
}

}  // namespace amparo::cli
