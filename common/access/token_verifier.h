// Checks the tokens of people: JSON Web Tokens (RFC 7519) in compact form, signed with EdDSA over Ed25519 (RFC 8037)
// or ES256 (RFC 7518), by keys of a JWKS file (RFC 7517). The file is looked at every second; one that cannot be read
// leaves the keys as they were.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "amparo/config/v1/service.pb.h"
#include "common/access/jwt.h"
#include "common/base/clock.h"

namespace amparo::access {

// Safe to use from many threads.
class TokenVerifier {
 public:
  // Reads the keys and begins to look after the file. `config` is complete (config::ApplyDefaults, config::Validate).
  // `clock` must outlive this; `on_problem` is told of a file that cannot be read, once for each that is wrong, one at
  // a time, and must not call back (empty = nobody). NOT_FOUND or INVALID_ARGUMENT, naming the file, when there are no
  // keys to begin with.
  static absl::StatusOr<std::unique_ptr<TokenVerifier>> Start(const config::v1::People& config, const Clock& clock,
                                                              std::function<void(const absl::Status&)> on_problem);
  ~TokenVerifier();
  TokenVerifier(const TokenVerifier&) = delete;
  TokenVerifier& operator=(const TokenVerifier&) = delete;

  // The claims of `token`. UNAUTHENTICATED otherwise, with a reason that says which rule it broke (TOKEN_MALFORMED,
  // TOKEN_ALGORITHM, TOKEN_KEY, TOKEN_SIGNATURE, TOKEN_ISSUER, TOKEN_AUDIENCE, TOKEN_SUBJECT, TOKEN_EXPIRED,
  // TOKEN_NOT_YET, TOKEN_LIFETIME) and never with a part of the token.
  absl::StatusOr<TokenClaims> Verify(std::string_view token);

  // True while the key that signed a token with these claims is trusted: an open call ends when that of its token is
  // withdrawn, also when its id now is another key's.
  bool Trusts(const TokenClaims& claims) const;

  // Looks at the file now, without waiting for the next second.
  void Look();

 private:
  class Impl;
  explicit TokenVerifier(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace amparo::access
