// What the APIs of this service share: reading names and ids out of requests, saying what the domain found wrong, and
// places in lists.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/errors/errors.h"
#include "common/rpc/call_context.h"
#include "common/rpc/paging.h"
#include "google/protobuf/message.h"
#include "services/scheduling/domain/decision.h"
#include "services/scheduling/domain/names.h"
#include "services/scheduling/domain/store.h"

namespace amparo::scheduling {

// The page sizes of every list.
inline constexpr int32_t kStandardPage = 50;
inline constexpr int32_t kLargestPage = 1000;

// The office's id in a request's `parent`; empty and a violation when it is none.
std::string ParentOffice(std::string_view parent, errors::FieldViolations& wrong);

// The key in a request's `name`; empty and a violation when it is none.
Key NamedKey(Collection collection, std::string_view name, errors::FieldViolations& wrong);

// The id a caller gives a new resource, or a new one for `now` when it gives none; a violation of `field` when it is no
// UUID.
Uuid GivenOrNewId(std::string_view given, std::string_view field, absl::Time now, errors::FieldViolations& wrong);

// Tells the caller what the domain found wrong; `prefix` is where its paths begin in the request ("hearing.").
void Note(const Violations& violations, std::string_view prefix, errors::FieldViolations& wrong);

// A decision as the status the caller gets; `subject` is the resource's name.
template <typename T>
absl::StatusOr<T> ToStatusOr(Decision<T> decision, std::string_view prefix, std::string_view subject) {
  if (auto* made = std::get_if<T>(&decision)) return std::move(*made);
  if (const auto* broken = std::get_if<BrokenRule>(&decision)) {
    return errors::FailedPrecondition(broken->rule, subject, broken->description);
  }
  errors::FieldViolations wrong;
  Note(std::get<Violations>(decision), prefix, wrong);
  return wrong.ToStatus();
}

// Who asks for an act in `office`. Notes a violation of "request_id" in `wrong`.
ActStamp StampOf(const rpc::CallContext& context, std::string_view office, const google::protobuf::Message& request,
                 std::string_view request_id, errors::FieldViolations& wrong);

// The place a request's `page_token` goes on from, nothing at the beginning; and the token that goes on after `last`.
std::optional<Position> ReadPosition(const google::protobuf::Message& request, errors::FieldViolations& wrong);
std::string TokenAfter(const google::protobuf::Message& request, const Position& last);

}  // namespace amparo::scheduling
