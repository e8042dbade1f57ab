// Acts that change one record by a rule of the domain: plea, verdict, approval of an operation and the like all run the
// same way.
#pragma once

#include <functional>
#include <optional>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/status_macros.h"
#include "services/case/api/support.h"
#include "services/case/convert/record_convert.h"
#include "services/case/domain/decision.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// The value a rule decided on, or its violations or refusal (about `name`) as the error they are for callers.
template <typename T>
absl::StatusOr<T> ToStatusOr(Decision<T> decision, std::string_view name) {
  if (decision.ok()) return std::move(decision.value());
  if (decision.violations() != nullptr) return ToStatus(*decision.violations());
  return ToStatus(*decision.refusal(), name);
}

// A rule of the domain with what the request said bound to it.
template <typename T>
using Rule = std::function<Decision<T>(T)>;

// What one act is about: the record, the version its caller wants to change (if they said), and when.
struct Target {
  RecordKey key;
  std::optional<int64_t> etag;
  absl::Time now;
};

// The change of `record` that `rule` decides on. Errors: NOT_FOUND, ETAG_MISMATCH, what the rule says.
template <typename Message, typename T>
absl::StatusOr<Change> ChangeByRule(const Target& target, const std::optional<Record>& record,
                                    T (*from_stored)(const Message&), const Rule<T>& rule) {
  const std::string name = NameOf(target.key);
  AMPARO_RETURN_IF_ERROR(RequireFound(record, target.key));
  AMPARO_RETURN_IF_ERROR(CheckEtag(target.etag, *record, name));
  AMPARO_ASSIGN_OR_RETURN(Message message, MessageIn<Message>(*record));
  AMPARO_ASSIGN_OR_RETURN(const T value, ToStatusOr(rule(from_stored(message)), name));
  return ChangeTo(value, record->version + 1, target.now, std::move(message));
}

// The first version of a resource: `value` with the caller's plaintext of its sealed field, if any.
template <typename Message, typename T>
Change NewResource(const T& value, absl::Time now, std::optional<std::string> secret = std::nullopt) {
  Change change = ChangeTo(value, 1, now, Message());
  change.secret = std::move(secret);
  return change;
}

// The secret of a text field: nothing when it is empty.
inline std::optional<std::string> SecretText(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

}  // namespace amparo::cases
