// AES-256-GCM over OpenSSL: the one place that calls it.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/crypto/secret.h"

namespace amparo::crypto {

// nonce (12 random bytes), ciphertext, tag (16), with `associated` authenticated. INTERNAL when the library fails.
absl::StatusOr<std::string> GcmSeal(const Key& key, std::string_view associated, std::string_view plain);

// What GcmSeal sealed. DATA_LOSS unless key, associated data and every byte are those of the sealing.
absl::StatusOr<std::string> GcmOpen(const Key& key, std::string_view associated, std::string_view sealed);

// A key from the system's random generator. INTERNAL when it fails.
absl::StatusOr<Key> RandomKey();

// How a sealed value that does not open is told: nothing in it says why.
absl::Status NotSealedHere();

}  // namespace amparo::crypto
