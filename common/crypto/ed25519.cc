#include "common/crypto/ed25519.h"

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/sha.h>

#include "absl/strings/escaping.h"
#include "common/base/file.h"
#include "common/base/status_macros.h"
#include "common/base/strings.h"
#include "common/crypto/key_file.h"

namespace amparo::crypto {
namespace {

constexpr size_t kSignatureSize = 64;
constexpr size_t kPublicSize = 32;
constexpr size_t kIdDigits = 16;

using Pkey = std::shared_ptr<evp_pkey_st>;

const unsigned char* Unsigned(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

struct FreeBio {
  void operator()(BIO* bio) const { BIO_free(bio); }
};
using Bio = std::unique_ptr<BIO, FreeBio>;

struct FreeDigest {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using DigestContext = std::unique_ptr<EVP_MD_CTX, FreeDigest>;

Bio Over(std::string_view pem) {
  return Bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
}

// Never asks a terminal for a passphrase.
int NoPassphrase(char*, int, int, void*) {
  return 0;
}

}  // namespace

absl::StatusOr<VerifyingKey> VerifyingKey::Of(Pkey key, std::string_view path) {
  unsigned char bytes[kPublicSize];
  size_t size = sizeof(bytes);
  if (!key || EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_ED25519 ||
      EVP_PKEY_get_raw_public_key(key.get(), bytes, &size) != 1) {
    ERR_clear_error();
    return absl::InvalidArgumentError(StrCat(path, ": must hold one Ed25519 key in PEM"));
  }
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(bytes, size, reinterpret_cast<unsigned char*>(digest.data()));
  return VerifyingKey(std::move(key), absl::BytesToHexString(digest).substr(0, kIdDigits));
}

absl::StatusOr<VerifyingKey> VerifyingKey::Parse(std::string_view pem, std::string_view path) {
  return Of(Pkey(PEM_read_bio_PUBKEY(Over(pem).get(), nullptr, NoPassphrase, nullptr), EVP_PKEY_free), path);
}

absl::StatusOr<VerifyingKey> VerifyingKey::Load(const std::string& path) {
  AMPARO_ASSIGN_OR_RETURN(const std::string pem, ReadFile(path));
  return Parse(pem, path);
}

bool VerifyingKey::Verifies(std::string_view text, std::string_view signature) const {
  const DigestContext context(EVP_MD_CTX_new());
  const bool holds =
      context && EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key_.get()) == 1 &&
      EVP_DigestVerify(context.get(), Unsigned(signature), signature.size(), Unsigned(text), text.size()) == 1;
  // What is left in the thread's queue of errors would be taken for one of its next TLS call.
  if (!holds) ERR_clear_error();
  return holds;
}

std::string VerifyingKey::Pem() const {
  const Bio bio(BIO_new(BIO_s_mem()));
  if (!bio || PEM_write_bio_PUBKEY(bio.get(), key_.get()) != 1) return "";
  char* text = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &text);
  return std::string(text, static_cast<size_t>(size));
}

absl::StatusOr<SigningKey> SigningKey::Load(const std::string& path) {
  AMPARO_ASSIGN_OR_RETURN(std::string pem, ReadKeyFile(path));
  Pkey key(PEM_read_bio_PrivateKey(Over(pem).get(), nullptr, NoPassphrase, nullptr), EVP_PKEY_free);
  OPENSSL_cleanse(pem.data(), pem.size());
  AMPARO_ASSIGN_OR_RETURN(VerifyingKey both, VerifyingKey::Of(std::move(key), path));
  return SigningKey(std::move(both));
}

absl::StatusOr<SigningKey> SigningKey::Generate() {
  Pkey key(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"), EVP_PKEY_free);
  AMPARO_ASSIGN_OR_RETURN(VerifyingKey both, VerifyingKey::Of(std::move(key), "a new key"));
  return SigningKey(std::move(both));
}

absl::StatusOr<std::string> SigningKey::Sign(std::string_view text) const {
  std::string signature(kSignatureSize, '\0');
  size_t size = signature.size();
  const DigestContext context(EVP_MD_CTX_new());
  const bool done = context &&
                    EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, verifying_.key_.get()) == 1 &&
                    EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                                   Unsigned(text), text.size()) == 1;
  if (!done) return absl::InternalError("the cryptographic library failed to sign");
  return signature;
}

}  // namespace amparo::crypto
