// Ed25519 signatures (RFC 8032) over OpenSSL: who made a text, to be checked by anybody who has the public key.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"

struct evp_pkey_st;

namespace amparo::crypto {

// A public key. Immutable; safe for many threads.
class VerifyingKey {
 public:
  // Reads PEM ("BEGIN PUBLIC KEY") from a file, or as text; `path` is named in errors. NOT_FOUND, INVALID_ARGUMENT.
  static absl::StatusOr<VerifyingKey> Load(const std::string& path);
  static absl::StatusOr<VerifyingKey> Parse(std::string_view pem, std::string_view path);

  // True when `signature` (64 bytes) is the key's for `text`.
  bool Verifies(std::string_view text, std::string_view signature) const;

  // The key as PEM.
  std::string Pem() const;

  // Names the key: the first 16 hex digits of the SHA-256 of its 32 bytes.
  const std::string& id() const { return id_; }

 private:
  friend class SigningKey;
  static absl::StatusOr<VerifyingKey> Of(std::shared_ptr<evp_pkey_st> key, std::string_view path);
  VerifyingKey(std::shared_ptr<evp_pkey_st> key, std::string id) : key_(std::move(key)), id_(std::move(id)) {}

  std::shared_ptr<evp_pkey_st> key_;
  std::string id_;
};

// A private key. Immutable; safe for many threads.
class SigningKey {
 public:
  // Reads PEM ("BEGIN PRIVATE KEY"); errors are those of ReadKeyFile, and INVALID_ARGUMENT for anything but one Ed25519
  // key.
  static absl::StatusOr<SigningKey> Load(const std::string& path);
  // A new key.
  static absl::StatusOr<SigningKey> Generate();

  // The signature of `text`, 64 bytes. INTERNAL when the library fails.
  absl::StatusOr<std::string> Sign(std::string_view text) const;

  // Its public half.
  const VerifyingKey& verifying() const { return verifying_; }

 private:
  explicit SigningKey(VerifyingKey both) : verifying_(std::move(both)) {}

  // OpenSSL keeps both halves in one object.
  VerifyingKey verifying_;
};

}  // namespace amparo::crypto
