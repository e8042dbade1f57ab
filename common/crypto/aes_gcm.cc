#include "common/crypto/aes_gcm.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include <limits>
#include <memory>

namespace amparo::crypto {
namespace {

constexpr size_t kNonce = 12;
constexpr size_t kTag = 16;
// OpenSSL counts in int.
constexpr size_t kMost = std::numeric_limits<int>::max() / 2;

struct FreeContext {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_CIPHER_CTX, FreeContext>;

const uint8_t* In(std::string_view bytes) {
  return reinterpret_cast<const uint8_t*>(bytes.data());
}
uint8_t* Out(std::string& bytes, size_t at) {
  return reinterpret_cast<uint8_t*>(bytes.data()) + at;
}

absl::Status LibraryFailed() {
  return absl::InternalError("the cryptographic library failed");
}

}  // namespace

absl::StatusOr<std::string> GcmSeal(const Key& key, std::string_view associated, std::string_view plain) {
  if (plain.size() > kMost || associated.size() > kMost) return LibraryFailed();
  std::string sealed(kNonce + plain.size() + kTag, '\0');
  const Context context(EVP_CIPHER_CTX_new());
  int length = 0;
  const bool done =
      context && RAND_bytes(Out(sealed, 0), kNonce) == 1 &&
      EVP_EncryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, key.data(), Out(sealed, 0)) == 1 &&
      EVP_EncryptUpdate(context.get(), nullptr, &length, In(associated), static_cast<int>(associated.size())) == 1 &&
      EVP_EncryptUpdate(context.get(), Out(sealed, kNonce), &length, In(plain), static_cast<int>(plain.size())) == 1 &&
      EVP_EncryptFinal_ex(context.get(), Out(sealed, kNonce + plain.size()), &length) == 1 &&
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, kTag, Out(sealed, kNonce + plain.size())) == 1;
  if (!done) return LibraryFailed();
  return sealed;
}

absl::StatusOr<std::string> GcmOpen(const Key& key, std::string_view associated, std::string_view sealed) {
  if (sealed.size() < kNonce + kTag || sealed.size() > kMost || associated.size() > kMost) return NotSealedHere();
  const std::string_view cipher = sealed.substr(kNonce, sealed.size() - kNonce - kTag);
  std::string tag(sealed.substr(sealed.size() - kTag));
  std::string plain(cipher.size(), '\0');
  const Context context(EVP_CIPHER_CTX_new());
  int length = 0;
  const bool ready =
      context && EVP_DecryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, key.data(), In(sealed)) == 1 &&
      EVP_DecryptUpdate(context.get(), nullptr, &length, In(associated), static_cast<int>(associated.size())) == 1 &&
      EVP_DecryptUpdate(context.get(), Out(plain, 0), &length, In(cipher), static_cast<int>(cipher.size())) == 1 &&
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, kTag, tag.data()) == 1;
  // The tag is compared by OpenSSL, in constant time; until it holds, what was deciphered is nobody's.
  if (!ready || EVP_DecryptFinal_ex(context.get(), Out(plain, plain.size()), &length) != 1) {
    OPENSSL_cleanse(plain.data(), plain.size());
    return NotSealedHere();
  }
  return plain;
}

absl::StatusOr<Key> RandomKey() {
  Key key;
  if (RAND_priv_bytes(key.data(), Key::kSize) != 1) return LibraryFailed();
  return key;
}

absl::Status NotSealedHere() {
  return absl::DataLossError("a sealed value does not open");
}

}  // namespace amparo::crypto
