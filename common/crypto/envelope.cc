#include "common/crypto/envelope.h"

#include <openssl/crypto.h>

#include <cstring>
#include <initializer_list>
#include <utility>

#include "common/base/status_macros.h"
#include "common/crypto/aes_gcm.h"
#include "common/errors/errors.h"

namespace amparo::crypto {
namespace {

// The first byte of a sealed value: AES-256-GCM, nonce of 12 bytes, tag of 16.
constexpr char kFormat = 1;

void AppendUint32(std::string& out, size_t value) {
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(value >> shift);
}

// Wrapped keys have places of their own, which no sealed field can have.
Place WrappedKeyPlace(std::string_view schema, std::string_view office, const Uuid& subject) {
  return {.table = schema, .office = office, .row = subject, .column = "data_key.wrapped"};
}

}  // namespace

std::string AssociatedData(const Place& place) {
  std::string bytes;
  // Every part with its length, so that no two places run into the same bytes.
  for (const std::string_view part : {place.table, place.office, place.row.bytes(), place.column}) {
    AppendUint32(bytes, part.size());
    bytes.append(part);
  }
  AppendUint32(bytes, place.version);
  return bytes;
}

absl::StatusOr<std::string> Seal(const Key& key, const Place& place, std::string_view plain) {
  AMPARO_ASSIGN_OR_RETURN(const std::string sealed, GcmSeal(key, AssociatedData(place), plain));
  return std::string(1, kFormat) + sealed;
}

absl::StatusOr<std::string> Open(const Key& key, const Place& place, std::string_view sealed) {
  if (sealed.empty() || sealed.front() != kFormat) return NotSealedHere();
  return GcmOpen(key, AssociatedData(place), sealed.substr(1));
}

absl::StatusOr<DataKey> Envelope::Wrap(const Place& place, Key plain) const {
  const Key* const wrapping = ring_.Find(ring_.current_id());
  AMPARO_ASSIGN_OR_RETURN(std::string wrapped, Seal(*wrapping, place, plain.view()));
  return DataKey{plain, std::move(wrapped), ring_.current_id()};
}

absl::StatusOr<DataKey> Envelope::NewDataKey(std::string_view schema, std::string_view office,
                                             const Uuid& subject) const {
  AMPARO_ASSIGN_OR_RETURN(const Key plain, RandomKey());
  return Wrap(WrappedKeyPlace(schema, office, subject), plain);
}

absl::StatusOr<Key> Envelope::Unwrap(std::string_view schema, std::string_view office, const Uuid& subject,
                                     std::string_view wrapped, std::string_view wrapping_key_id) const {
  const Key* const wrapping = ring_.Find(wrapping_key_id);
  if (wrapping == nullptr) {
    return errors::FailedPrecondition("WRAPPING_KEY_MISSING", wrapping_key_id,
                                      "the key ring lacks the key that wraps this data key");
  }
  AMPARO_ASSIGN_OR_RETURN(std::string bytes, Open(*wrapping, WrappedKeyPlace(schema, office, subject), wrapped));
  if (bytes.size() != Key::kSize) return NotSealedHere();
  Key plain;
  std::memcpy(plain.data(), bytes.data(), Key::kSize);
  OPENSSL_cleanse(bytes.data(), bytes.size());
  return plain;
}

absl::StatusOr<DataKey> Envelope::Rewrap(std::string_view schema, std::string_view office, const Uuid& subject,
                                         std::string_view wrapped, std::string_view wrapping_key_id) const {
  AMPARO_ASSIGN_OR_RETURN(const Key plain, Unwrap(schema, office, subject, wrapped, wrapping_key_id));
  return Wrap(WrappedKeyPlace(schema, office, subject), plain);
}

}  // namespace amparo::crypto
