// Envelope encryption of what identifies a person: each subject has a data key, which seals its fields and is itself
// stored wrapped by a key from the ring. AES-256-GCM throughout. A sealed value is bound to its place: moved to another
// row, column or office it does not open.
//
//   AMPARO_ASSIGN_OR_RETURN(crypto::DataKey key, envelope.NewDataKey("cases", office, party_id));
//   AMPARO_ASSIGN_OR_RETURN(std::string sealed, crypto::Seal(key.plain, place, identity_bytes));
//   ... store key.wrapped and key.wrapping_key_id with the act (feed::NewDataKey), `sealed` in the resource.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/base/uuid.h"
#include "common/crypto/key_ring.h"
#include "common/crypto/secret.h"

namespace amparo::crypto {

// Where a sealed value belongs. All of it is authenticated, none of it is stored with the value.
struct Place {
  // Schema and table, "cases.party".
  std::string_view table;
  // The office the row belongs to.
  std::string_view office;
  // The row.
  Uuid row;
  // The column or field.
  std::string_view column;
  // The version of the plaintext's format.
  uint32_t version = 1;
};

// The bytes that stand for a place; different places never give the same.
std::string AssociatedData(const Place& place);

// Seals `plain` under `key` for `place`: a format byte, a random nonce (12 bytes), the ciphertext and a tag (16 bytes).
// A subject's key must not seal more than 2^32 values (the bound of random nonces). INTERNAL when the library fails.
absl::StatusOr<std::string> Seal(const Key& key, const Place& place, std::string_view plain);

// Opens what Seal made. DATA_LOSS when it was altered, moved, sealed under another key or is no sealed value; which of
// these is not said.
absl::StatusOr<std::string> Open(const Key& key, const Place& place, std::string_view sealed);

// A data key, in clear and as it is stored.
struct DataKey {
  Key plain;
  std::string wrapped;
  std::string wrapping_key_id;
};

// Makes and unwraps data keys. Safe for many threads.
class Envelope {
 public:
  explicit Envelope(KeyRing ring) : ring_(std::move(ring)) {}

  // A new random key for the data of `subject`, wrapped by the ring's current key and bound to schema, office and
  // subject.
  absl::StatusOr<DataKey> NewDataKey(std::string_view schema, std::string_view office, const Uuid& subject) const;

  // The key that `wrapped` holds. FAILED_PRECONDITION naming the id when the ring lacks the wrapping key; DATA_LOSS
  // when it was altered or belongs to another subject.
  absl::StatusOr<Key> Unwrap(std::string_view schema, std::string_view office, const Uuid& subject,
                             std::string_view wrapped, std::string_view wrapping_key_id) const;

  // The same key wrapped anew by the current key: how wrapping keys are rotated without touching what is sealed.
  absl::StatusOr<DataKey> Rewrap(std::string_view schema, std::string_view office, const Uuid& subject,
                                 std::string_view wrapped, std::string_view wrapping_key_id) const;

 private:
  absl::StatusOr<DataKey> Wrap(const Place& place, Key plain) const;

  KeyRing ring_;
};

}  // namespace amparo::crypto
