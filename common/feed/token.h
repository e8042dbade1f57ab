// Resume tokens: a position in a feed as the opaque text that leaves the service.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/base/uuid.h"

namespace amparo::feed {

// A position: everything up to and including `seq` has been seen.
struct Token {
  // The epoch of the feed it was made in; nil = none yet.
  Uuid epoch;
  // 0 = before the first change.
  int64_t seq = 0;

  friend bool operator==(const Token&, const Token&) = default;
};

// The token as text: base64url, 39 characters.
std::string EncodeToken(const Token& token);

// The token that `text` is. Empty text is the start of the feed in any epoch (a default Token). INVALID_ARGUMENT for
// field "start_token" when it was not made by EncodeToken.
absl::StatusOr<Token> DecodeToken(std::string_view text);

}  // namespace amparo::feed
