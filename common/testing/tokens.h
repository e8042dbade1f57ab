// Signs tokens of people as an identity provider would, for tests.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "absl/time/time.h"

namespace amparo::testing {

// A signing key and the tokens made with it.
class TokenIssuer {
 public:
  enum class Algorithm { kEdDsa, kEs256 };

  // What its tokens say they are from and for.
  static constexpr std::string_view kIssuer = "https://people.test";
  static constexpr std::string_view kAudience = "amparo";

  explicit TokenIssuer(std::string key_id = "test-key", Algorithm algorithm = Algorithm::kEdDsa);
  ~TokenIssuer();
  TokenIssuer(const TokenIssuer&) = delete;
  TokenIssuer& operator=(const TokenIssuer&) = delete;

  // The public key as a member of a JWKS's "keys": a JSON object.
  std::string Jwk() const;
  // A JWKS of this key alone.
  std::string Jwks() const;

  // A good token of `subject`, made at `now` and good for `lifetime`.
  std::string Token(std::string_view subject, absl::Time now, absl::Duration lifetime = absl::Minutes(30)) const;

  // A token of exactly this header and these claims (JSON texts), signed by this key.
  std::string Sign(std::string_view header, std::string_view claims) const;

 private:
  struct Key;
  const std::string key_id_;
  const Algorithm algorithm_;
  std::unique_ptr<Key> key_;
};

}  // namespace amparo::testing
