#include "common/crypto/secret.h"

#include <openssl/crypto.h>

namespace amparo::crypto {

Key::~Key() {
  OPENSSL_cleanse(bytes_.data(), kSize);
}

bool operator==(const Key& a, const Key& b) {
  return CRYPTO_memcmp(a.bytes_.data(), b.bytes_.data(), Key::kSize) == 0;
}

}  // namespace amparo::crypto
