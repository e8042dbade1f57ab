#include "services/cli/failure.h"

#include "common/base/strings.h"
#include "common/errors/errors.h"
#include "google/rpc/error_details.pb.h"

namespace amparo::cli {
namespace {

constexpr std::string_view kBadRequestUrl = "type.googleapis.com/google.rpc.BadRequest";

ExitCode CodeOf(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kNotFound:
      return kNotFound;
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kAborted:
    case absl::StatusCode::kOutOfRange:
      return kRefused;
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kResourceExhausted:
      return kUnavailable;
    case absl::StatusCode::kPermissionDenied:
    case absl::StatusCode::kUnauthenticated:
      return kDenied;
    default:
      return kFailed;
  }
}

}  // namespace

std::string Explain(const absl::Status& status) {
  std::string text(status.message());
  if (auto payload = status.GetPayload(ToAbsl(kBadRequestUrl))) {
    google::rpc::BadRequest bad;
    if (bad.ParseFromString(std::string(*payload)) && bad.field_violations_size() > 0) {
      text = "the request was refused:";
      for (const auto& violation : bad.field_violations()) {
        StrAppend(&text, "\n  ", violation.field(), ": ", violation.description());
      }
    }
  }
  const std::string reason(errors::Reason(status));
  const std::string code = absl::StatusCodeToString(status.code());
  return StrCat(text, "\n  [", code, reason.empty() || reason == code ? "" : " ", reason == code ? "" : reason, "]");
}

void Check(const absl::Status& status, const std::string& doing) {
  if (!status.ok()) {
    throw Failure(CodeOf(status), StrCat(doing, ": ", Explain(status)));
  }
}

}  // namespace amparo::cli
