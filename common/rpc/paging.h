// Pages of lists (AIP-158): sizes, and opaque tokens bound to the request they continue.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/base/uuid.h"
#include "common/errors/errors.h"
#include "google/protobuf/message.h"

namespace amparo::rpc {

// The size of a page: `standard` for 0, `most` for more than it; a negative size is a violation of "page_size".
int32_t PageSize(int32_t requested, int32_t standard, int32_t most, errors::FieldViolations& violations);

// A token that continues `request` after `cursor`: base64url of a digest over the request (its page_size and page_token
// apart) and the cursor, then the cursor. It guards against mistakes, not against attackers: a cursor must never widen
// what a caller may see.
std::string MakePageToken(const google::protobuf::Message& request, std::string_view cursor);

// The cursor in the request's own `page_token`; empty for the first page. Notes a violation of "page_token" and answers
// empty when the token was made for other arguments, was altered, or is none.
std::string ReadPageToken(const google::protobuf::Message& request, errors::FieldViolations& violations);

// A place in a list that is ordered by time and id, which most are.
struct Place {
  absl::Time time;
  Uuid id;
};

// The place as a cursor keeps it, and back; nullopt for a cursor that no list made.
std::string PlaceCursor(const Place& place);
std::optional<Place> ParsePlace(std::string_view cursor);

}  // namespace amparo::rpc
