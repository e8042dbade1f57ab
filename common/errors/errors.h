// Every error of Amparo: named factories of absl::Status that carry google.rpc details as payloads, so that a caller
// reads why a call failed from `ErrorInfo.reason` and never from the text. What stands here is the whole vocabulary; a
// new kind of error is a new factory. Messages and metadata may reach callers and logs: never put a sensitive value
// into them.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace amparo::errors {

// The `domain` of every ErrorInfo.
inline constexpr std::string_view kDomain = "amparo";

// Further facts of an error: key and value, such as {"name", "offices/cebu/cases/..."}.
using Metadata = std::initializer_list<std::pair<std::string_view, std::string>>;

// The reasons that more than one part of the system speaks of.
inline constexpr std::string_view kInvalidArgument = "INVALID_FIELDS";
inline constexpr std::string_view kNotFound = "RESOURCE_NOT_FOUND";
inline constexpr std::string_view kAlreadyExists = "RESOURCE_ALREADY_EXISTS";
inline constexpr std::string_view kEtagMismatch = "ETAG_MISMATCH";
inline constexpr std::string_view kRequestIdReused = "REQUEST_ID_REUSED";
inline constexpr std::string_view kTokenExpired = "TOKEN_EXPIRED";
inline constexpr std::string_view kTokenOfOtherEpoch = "TOKEN_OF_OTHER_EPOCH";
inline constexpr std::string_view kPermissionDenied = "PERMISSION_DENIED";
inline constexpr std::string_view kUnauthenticated = "UNAUTHENTICATED";
inline constexpr std::string_view kDeadlineExceeded = "DEADLINE_EXCEEDED";
inline constexpr std::string_view kCancelled = "CANCELLED";
inline constexpr std::string_view kShuttingDown = "SHUTTING_DOWN";
inline constexpr std::string_view kInternal = "INTERNAL";

// A status with ErrorInfo{reason, kDomain, metadata}. `code` is not OK; `reason` is UPPER_SNAKE_CASE.
absl::Status Make(absl::StatusCode code, std::string_view reason, std::string message, Metadata metadata = {});

// INVALID_ARGUMENT with one field violation: `field` is its path ("case.country"), `rule` says what it must be.
absl::Status InvalidField(std::string_view field, std::string_view rule);

// NOT_FOUND with ResourceInfo: `type` in lower case ("case"), `name` as the caller gave it.
absl::Status NotFound(std::string_view type, std::string_view name);

// ALREADY_EXISTS with ResourceInfo.
absl::Status AlreadyExists(std::string_view type, std::string_view name);

// The same for a resource whose `field` has what must be unique and another has already; its metadata name the field.
absl::Status AlreadyExists(std::string_view type, std::string_view name, std::string_view field);

// FAILED_PRECONDITION with PreconditionFailure: `rule` is the broken rule's name and the reason (UPPER_SNAKE_CASE),
// `subject` what broke it (a resource's name), `description` the rule in words.
absl::Status FailedPrecondition(std::string_view rule, std::string_view subject, std::string_view description);

// The same for several rules broken at once: `rule` is the reason of them all, `description` says it in words, `broken`
// has the name of each and what it asks.
absl::Status FailedPreconditions(std::string_view rule, std::string_view subject, std::string_view description,
                                 const std::vector<std::pair<std::string, std::string>>& broken);

// FAILED_PRECONDITION `reason` ("CASE_MERGED") with PreconditionFailure: the resource `name` of `type` was merged into
// `survivor`, which its metadata name as `merged_into`, and which ResourceInfo is about.
absl::Status Merged(std::string_view reason, std::string_view type, std::string_view name, std::string_view survivor);

// ABORTED ETAG_MISMATCH: the resource changed since the caller read it.
absl::Status EtagMismatch(std::string_view name);

// ABORTED `reason`: the act lost against others too often; the caller may try it again.
absl::Status Aborted(std::string_view reason, std::string message);

// INVALID_ARGUMENT REQUEST_ID_REUSED: the id was used with another body.
absl::Status RequestIdReused(std::string_view request_id);

// RESOURCE_EXHAUSTED `reason` with RetryInfo.
absl::Status ResourceExhausted(std::string_view reason, std::string message, absl::Duration retry_after);

// UNAVAILABLE `reason`; with RetryInfo when `retry_after` is more than zero.
absl::Status Unavailable(std::string_view reason, std::string message,
                         absl::Duration retry_after = absl::ZeroDuration());

// INTERNAL with the id under which the log has the cause.
absl::Status Internal(std::string_view error_id);

// PERMISSION_DENIED: a known caller without the right.
absl::Status PermissionDenied(std::string message);

// UNAUTHENTICATED: nobody we know.
absl::Status Unauthenticated(std::string message);

// DEADLINE_EXCEEDED and CANCELLED as every awaitable answers them.
absl::Status DeadlineExceeded();
absl::Status Cancelled();

// UNAVAILABLE SHUTTING_DOWN: the instance is going away; go on at another, streams with their last token.
absl::Status ShuttingDown();

// OUT_OF_RANGE TOKEN_EXPIRED: a feed token older than retention; take an Export first.
absl::Status TokenExpired();

// OUT_OF_RANGE TOKEN_OF_OTHER_EPOCH: the feed was restored since; take an Export first.
absl::Status TokenOfOtherEpoch();

// Collects what is wrong with a request, to be told all at once (the first 20 of it).
class FieldViolations {
 public:
  // The most violations one answer names.
  static constexpr std::size_t kMost = 20;

  // Notes that `field` breaks `rule`.
  void Add(std::string_view field, std::string_view rule);

  // Notes the violation unless `holds`; answers `holds`.
  bool Require(bool holds, std::string_view field, std::string_view rule);

  // True when nothing was noted.
  bool empty() const { return violations_.empty(); }

  // OK when nothing was noted, else INVALID_ARGUMENT with BadRequest.
  absl::Status ToStatus() const;

 private:
  std::vector<std::pair<std::string, std::string>> violations_;
};

// The `ErrorInfo.reason` of a status; empty when it has none (or is OK).
std::string Reason(const absl::Status& status);

// The `ErrorInfo.metadata` value under `key`; empty when absent.
std::string MetadataValue(const absl::Status& status, std::string_view key);

// What leaves the process for a status that may come from anywhere.
struct Public {
  // The status a caller may see; it has ErrorInfo unless it is OK.
  absl::Status status;
  // The id given to an unexpected failure, else empty.
  std::string error_id;
  // What the log must keep because callers do not see it; empty when nothing was hidden.
  std::string hidden;
};

// Lets statuses with ErrorInfo pass; gives codes that infrastructure produces (cancelled, deadline, unavailable,
// exhausted, aborted, unimplemented) their standard reason and text; everything else is unexpected and becomes INTERNAL
// with a fresh id.
Public ToPublic(const absl::Status& status);

}  // namespace amparo::errors
