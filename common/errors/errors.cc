#include "common/errors/errors.h"

#include <random>

#include "absl/strings/cord.h"
#include "absl/strings/str_format.h"
#include "common/base/strings.h"
#include "google/protobuf/message_lite.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/error_info.pb.h"

namespace amparo::errors {
namespace {

std::string TypeUrl(const google::protobuf::MessageLite& detail) {
  return StrCat("type.googleapis.com/", detail.GetTypeName());
}

void Attach(absl::Status& status, const google::protobuf::MessageLite& detail) {
  status.SetPayload(TypeUrl(detail), absl::Cord(detail.SerializeAsString()));
}

// Retry delays are told in whole milliseconds.
void AttachRetry(absl::Status& status, absl::Duration after) {
  const int64_t millis = absl::ToInt64Milliseconds(after);
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_seconds(millis / 1000);
  retry.mutable_retry_delay()->set_nanos(static_cast<int32_t>(millis % 1000) * 1'000'000);
  Attach(status, retry);
}

absl::Status AboutResource(absl::StatusCode code, std::string_view reason, std::string_view type, std::string_view name,
                           std::string_view what, Metadata metadata) {
  absl::Status status = Make(code, reason, StrCat(type, " ", name, " ", what), metadata);
  google::rpc::ResourceInfo resource;
  resource.set_resource_type(std::string(type));
  resource.set_resource_name(std::string(name));
  resource.set_description(std::string(what));
  Attach(status, resource);
  return status;
}

bool ReadErrorInfo(const absl::Status& status, google::rpc::ErrorInfo& info) {
  const auto payload = status.GetPayload(TypeUrl(info));
  return payload.has_value() && info.ParseFromString(std::string(*payload));
}

std::string NewErrorId() {
  thread_local std::mt19937_64 random{std::random_device{}()};
  return absl::StrFormat("%016x", random());
}

}  // namespace

absl::Status Make(absl::StatusCode code, std::string_view reason, std::string message, Metadata metadata) {
  absl::Status status(code, message);
  google::rpc::ErrorInfo info;
  info.set_reason(std::string(reason));
  info.set_domain(std::string(kDomain));
  for (const auto& [key, value] : metadata) (*info.mutable_metadata())[std::string(key)] = value;
  Attach(status, info);
  return status;
}

absl::Status InvalidField(std::string_view field, std::string_view rule) {
  FieldViolations violations;
  violations.Add(field, rule);
  return violations.ToStatus();
}

absl::Status NotFound(std::string_view type, std::string_view name) {
  return AboutResource(absl::StatusCode::kNotFound, kNotFound, type, name, "was not found",
                       {{"name", std::string(name)}});
}

absl::Status AlreadyExists(std::string_view type, std::string_view name) {
  return AboutResource(absl::StatusCode::kAlreadyExists, kAlreadyExists, type, name, "exists already",
                       {{"name", std::string(name)}});
}

absl::Status AlreadyExists(std::string_view type, std::string_view name, std::string_view field) {
  return AboutResource(absl::StatusCode::kAlreadyExists, kAlreadyExists, type, name,
                       StrCat("clashes with another in ", field, ", which must be unique"),
                       {{"name", std::string(name)}, {"field", std::string(field)}});
}

absl::Status FailedPrecondition(std::string_view rule, std::string_view subject, std::string_view description) {
  return FailedPreconditions(rule, subject, description, {{std::string(rule), std::string(description)}});
}

absl::Status FailedPreconditions(std::string_view rule, std::string_view subject, std::string_view description,
                                 const std::vector<std::pair<std::string, std::string>>& broken) {
  absl::Status status =
      Make(absl::StatusCode::kFailedPrecondition, rule, std::string(description), {{"subject", std::string(subject)}});
  google::rpc::PreconditionFailure failure;
  for (const auto& [type, words] : broken) {
    auto& violation = *failure.add_violations();
    violation.set_type(type);
    violation.set_subject(std::string(subject));
    violation.set_description(words);
  }
  Attach(status, failure);
  return status;
}

absl::Status Merged(std::string_view reason, std::string_view type, std::string_view name, std::string_view survivor) {
  const std::string words = StrCat(type, " ", name, " was merged into ", survivor, "; go on there");
  absl::Status status = Make(absl::StatusCode::kFailedPrecondition, reason, words,
                             {{"subject", std::string(name)}, {"merged_into", std::string(survivor)}});
  google::rpc::PreconditionFailure failure;
  auto& violation = *failure.add_violations();
  violation.set_type(std::string(reason));
  violation.set_subject(std::string(name));
  violation.set_description(words);
  Attach(status, failure);
  google::rpc::ResourceInfo resource;
  resource.set_resource_type(std::string(type));
  resource.set_resource_name(std::string(survivor));
  resource.set_description("stands for the one that was asked for");
  Attach(status, resource);
  return status;
}

absl::Status EtagMismatch(std::string_view name) {
  return Make(absl::StatusCode::kAborted, kEtagMismatch, StrCat(name, " has changed since it was read; read it again"),
              {{"name", std::string(name)}});
}

absl::Status Aborted(std::string_view reason, std::string message) {
  return Make(absl::StatusCode::kAborted, reason, std::move(message));
}

absl::Status RequestIdReused(std::string_view request_id) {
  return Make(absl::StatusCode::kInvalidArgument, kRequestIdReused,
              "request_id was used before with another request; use a new one",
              {{"request_id", std::string(request_id)}});
}

absl::Status ResourceExhausted(std::string_view reason, std::string message, absl::Duration retry_after) {
  absl::Status status = Make(absl::StatusCode::kResourceExhausted, reason, std::move(message));
  AttachRetry(status, retry_after);
  return status;
}

absl::Status Unavailable(std::string_view reason, std::string message, absl::Duration retry_after) {
  absl::Status status = Make(absl::StatusCode::kUnavailable, reason, std::move(message));
  if (retry_after > absl::ZeroDuration()) AttachRetry(status, retry_after);
  return status;
}

absl::Status Internal(std::string_view error_id) {
  return Make(absl::StatusCode::kInternal, kInternal, StrCat("internal error ", error_id),
              {{"error_id", std::string(error_id)}});
}

absl::Status PermissionDenied(std::string message) {
  return Make(absl::StatusCode::kPermissionDenied, kPermissionDenied, std::move(message));
}

absl::Status Unauthenticated(std::string message) {
  return Make(absl::StatusCode::kUnauthenticated, kUnauthenticated, std::move(message));
}

absl::Status DeadlineExceeded() {
  return Make(absl::StatusCode::kDeadlineExceeded, kDeadlineExceeded, "the deadline has passed");
}

absl::Status Cancelled() {
  return Make(absl::StatusCode::kCancelled, kCancelled, "the call was cancelled");
}

absl::Status ShuttingDown() {
  return Unavailable(kShuttingDown, "this instance is shutting down; go on at another", absl::Milliseconds(100));
}

absl::Status TokenExpired() {
  return Make(absl::StatusCode::kOutOfRange, kTokenExpired,
              "the token is older than the feed keeps; take an Export first");
}

absl::Status TokenOfOtherEpoch() {
  return Make(absl::StatusCode::kOutOfRange, kTokenOfOtherEpoch,
              "the feed was restored since the token was made; take an Export first");
}

void FieldViolations::Add(std::string_view field, std::string_view rule) {
  if (violations_.size() < kMost) violations_.emplace_back(field, rule);
}

bool FieldViolations::Require(bool holds, std::string_view field, std::string_view rule) {
  if (!holds) Add(field, rule);
  return holds;
}

absl::Status FieldViolations::ToStatus() const {
  if (violations_.empty()) return absl::OkStatus();
  google::rpc::BadRequest bad_request;
  std::string message = "invalid request:";
  for (const auto& [field, rule] : violations_) {
    StrAppend(&message, bad_request.field_violations().empty() ? " " : "; ", field, " ", rule);
    auto& violation = *bad_request.add_field_violations();
    violation.set_field(field);
    violation.set_description(rule);
  }
  absl::Status status = Make(absl::StatusCode::kInvalidArgument, kInvalidArgument, std::move(message),
                             {{"field", violations_.front().first}});
  Attach(status, bad_request);
  return status;
}

std::string Reason(const absl::Status& status) {
  google::rpc::ErrorInfo info;
  return ReadErrorInfo(status, info) ? info.reason() : std::string();
}

std::string MetadataValue(const absl::Status& status, std::string_view key) {
  google::rpc::ErrorInfo info;
  if (!ReadErrorInfo(status, info)) return {};
  const auto found = info.metadata().find(std::string(key));
  return found == info.metadata().end() ? std::string() : found->second;
}

Public ToPublic(const absl::Status& status) {
  google::rpc::ErrorInfo info;
  if (status.ok() || ReadErrorInfo(status, info)) return {status, {}, {}};
  std::string hidden(status.message());
  switch (status.code()) {
    case absl::StatusCode::kCancelled:
      return {Cancelled(), {}, hidden};
    case absl::StatusCode::kDeadlineExceeded:
      return {DeadlineExceeded(), {}, hidden};
    case absl::StatusCode::kUnavailable:
      return {Unavailable("UNAVAILABLE", "a part the call needs cannot be reached; try again"), {}, hidden};
    case absl::StatusCode::kResourceExhausted:
      return {ResourceExhausted("OVERLOADED", "too much is going on; try again", absl::Milliseconds(200)), {}, hidden};
    case absl::StatusCode::kAborted:
      return {Aborted("CONFLICT", "the call lost against others; try again"), {}, hidden};
    case absl::StatusCode::kUnimplemented:
      return {Make(status.code(), "UNIMPLEMENTED", "not implemented"), {}, hidden};
    default:
      break;
  }
  std::string id = NewErrorId();
  return {Internal(id), id, StrCat(absl::StatusCodeToString(status.code()), ": ", hidden)};
}

}  // namespace amparo::errors
