// The public keys that may sign tokens of people, from a JSON Web Key Set (RFC 7517).
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"

struct evp_pkey_st;

namespace amparo::access {

// How tokens may be signed: EdDSA over Ed25519 (RFC 8037), ECDSA over P-256 with SHA-256 (RFC 7518).
enum class TokenAlgorithm { kEdDsa, kEs256 };

// As `alg` has it: "EdDSA", "ES256".
std::string_view NameOf(TokenAlgorithm algorithm);

// A public key. Immutable; safe for many threads.
class TokenKey {
 public:
  // `bytes`: x, for P-256 x and y.
  TokenKey(TokenAlgorithm algorithm, std::shared_ptr<evp_pkey_st> key, std::string bytes)
      : algorithm_(algorithm), key_(std::move(key)), bytes_(std::move(bytes)) {}

  // The one algorithm that it signs by.
  TokenAlgorithm algorithm() const { return algorithm_; }

  // The key itself: two with the same bytes are the same.
  const std::string& bytes() const { return bytes_; }

  // True when `signature`, 64 bytes as RFC 7518 and 8037 have them, is the key's for `text`.
  bool Verifies(std::string_view text, std::string_view signature) const;

 private:
  TokenAlgorithm algorithm_;
  std::shared_ptr<evp_pkey_st> key_;
  std::string bytes_;
};

// Keys by `kid`. Immutable; safe for many threads.
class Jwks {
 public:
  // The largest file, and the most keys of any kind in it.
  static constexpr std::size_t kMostBytes = std::size_t{1} << 20;
  static constexpr std::size_t kMostKeys = 100;

  // Reads the text of such a file; `path` is named in errors. Keys of other kinds, and for other uses than
  // signatures, are passed over, as the standard asks. INVALID_ARGUMENT, naming the key by its place and never with its
  // text, for a key of our kinds that is not complete or has the id of another; for a private key; and when there is no
  // key of our kinds.
  static absl::StatusOr<Jwks> Parse(std::string_view text, std::string_view path);

  // The key with this id; null when there is none.
  const TokenKey* Find(std::string_view id) const;

  // How many there are; at least one.
  std::size_t size() const { return keys_.size(); }

 private:
  using Keys = absl::flat_hash_map<std::string, TokenKey>;

  explicit Jwks(Keys keys) : keys_(std::move(keys)) {}

  Keys keys_;
};

}  // namespace amparo::access
