// JSON Web Tokens (RFC 7519) in the compact form (RFC 7515): what of one is good, by the keys and rules alone. Nothing
// in a token is believed before its signature holds, and the key that signed it decides the algorithm.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/access/jwks.h"

namespace amparo::access {

// The longest token.
inline constexpr std::size_t kMostTokenBytes = 8192;

// How far the clock of who makes tokens may be ahead of ours.
inline constexpr absl::Duration kTokenClockSkew = absl::Seconds(60);

// What a token says that is good.
struct TokenClaims {
  // "sub": 1 to 100 of a-z, 0-9, dot, dash, underscore.
  std::string subject;
  // "kid" of the key that signed it, and that key (TokenKey::bytes): an id may be given to another key.
  std::string key_id;
  std::string key;
  // Good from the later of "iat" and "nbf" on and before "exp", in whole microseconds.
  absl::Time start_time;
  absl::Time expire_time;
};

// What is asked of every token.
struct TokenRules {
  // What "iss" must be.
  std::string issuer;
  // What must be among "aud".
  std::string audience;
  // The longest from "iat" to "exp".
  absl::Duration max_lifetime;
};

// The claims of `token`, whose times are still to be checked. UNAUTHENTICATED as TokenVerifier::Verify says.
absl::StatusOr<TokenClaims> ReadToken(std::string_view token, const Jwks& keys, const TokenRules& rules);

// OK while a token with these claims is good; else UNAUTHENTICATED TOKEN_EXPIRED or TOKEN_NOT_YET. It may begin
// kTokenClockSkew from now, and ends when it says.
absl::Status CheckTimes(const TokenClaims& claims, absl::Time now);

}  // namespace amparo::access
