#include "services/cli/failure.h"

#include "common/base/strings.h"
#include "common/errors/errors.h"
#include "google/rpc/error_details.pb.h"

namespace amparo::cli {
namespace {

constexpr std::string_view kBadRequestUrl = "type.googleapis.com/google.rpc.BadRequest";
constexpr std::string_view kPreconditionUrl = "type.googleapis.com/google.rpc.PreconditionFailure";

// The rules that are broken, a line each, unless the message says it all.
std::string BrokenRules(const absl::Status& status) {
  google::rpc::PreconditionFailure failure;
  const auto payload = status.GetPayload(ToAbsl(kPreconditionUrl));
  if (!payload || !failure.ParseFromString(std::string(*payload))) return "";
  std::string lines;
  for (const auto& violation : failure.violations()) {
    if (violation.description() == status.message()) continue;
    StrAppend(&lines, "\n  ", violation.type(), ": ", violation.description());
  }
  return lines;
}

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

// True when it is the token that was not taken, and not who brings it.
bool IsOfToken(std::string_view reason) {
  return reason.starts_with("TOKEN_") || reason == "KEY_WITHDRAWN";
}

// What a person can do about a failure; of most the service itself has said it, and given a reason.
std::string_view Advice(const absl::Status& status, std::string_view reason) {
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
      if (reason == "GRANTS_STALE") return "\n  Grants are kept by the case service: is it running? Try again soon.";
      if (!reason.empty()) return "";
      return "\n  Is the service running? deploy/run starts all of them, amparo status shows which answer.";
    case absl::StatusCode::kDeadlineExceeded:
      return reason.empty() ? "\n  --timeout SECONDS waits longer." : "";
    case absl::StatusCode::kUnauthenticated:
      if (IsOfToken(reason)) {
        return "\n  Get a new token into the file that --token-file, $AMPARO_TOKEN_FILE or the configuration names; "
               "where deploy/run started the services, deploy/token signs one.";
      }
      return "\n  The services know workloads by their configuration, and people by one token, through a workload that "
             "speaks for people: --config names its configuration.";
    case absl::StatusCode::kPermissionDenied:
      return "\n  A person may do what grants say (amparo grant), a workload what the configuration of the services "
             "says.";
    default:
      return "";
  }
}

}  // namespace

std::string Explain(const absl::Status& status) {
  std::string text = StrCat(FromAbsl(status.message()), BrokenRules(status));
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
  const std::string label = reason.empty() || reason == code ? code : StrCat(code, " ", reason);
  return StrCat(text, Advice(status, reason), "\n  [", label, "]");
}

void Check(const absl::Status& status, const std::string& doing) {
  if (!status.ok()) {
    throw Failure(CodeOf(status), StrCat(doing, ": ", Explain(status)));
  }
}

}  // namespace amparo::cli
