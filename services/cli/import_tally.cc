#include "services/cli/import_tally.h"

#include "services/cli/failure.h"

namespace amparo::cli {

void Tally::Reject(const std::string& place, const absl::Status& status) {
  if (status.code() == absl::StatusCode::kUnavailable || status.code() == absl::StatusCode::kDeadlineExceeded ||
      status.code() == absl::StatusCode::kPermissionDenied || status.code() == absl::StatusCode::kUnauthenticated) {
    Check(status, "importing " + place);
  }
  Reject(place, Explain(status));
}

}  // namespace amparo::cli
