#include "services/cli/import_tally.h"

#include <algorithm>

#include "services/cli/failure.h"

namespace amparo::cli {

void Tally::Reject(const std::string& place, const absl::Status& status) {
  if (status.code() == absl::StatusCode::kUnavailable || status.code() == absl::StatusCode::kDeadlineExceeded ||
      status.code() == absl::StatusCode::kPermissionDenied || status.code() == absl::StatusCode::kUnauthenticated) {
    Check(status, "importing " + place);
  }
  Reject(place, Explain(status));
}

Tally& TallyOf(Tallies& tallies, const std::string& what) {
  const auto found =
      std::find_if(tallies.begin(), tallies.end(), [&what](const auto& one) { return one.first == what; });
  if (found != tallies.end()) return found->second;
  return tallies.emplace_back(what, Tally()).second;
}

}  // namespace amparo::cli
