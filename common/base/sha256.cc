#include "common/base/sha256.h"

#include <openssl/evp.h>

#include "common/base/check.h"

namespace amparo {
namespace {

constexpr std::size_t kDigestSize = 32;

}  // namespace

void Sha256::Free::operator()(evp_md_ctx_st* context) const {
  EVP_MD_CTX_free(context);
}

Sha256::Sha256() : context_(EVP_MD_CTX_new()) {
  AMPARO_CHECK(context_ != nullptr && EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) == 1,
               "the cryptographic library knows SHA-256");
}

void Sha256::Update(std::string_view bytes) {
  AMPARO_CHECK(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) == 1, "a digest takes bytes until its end");
}

std::string Sha256::Finish() {
  std::string digest(kDigestSize, '\0');
  AMPARO_CHECK(EVP_DigestFinal_ex(context_.get(), reinterpret_cast<unsigned char*>(digest.data()), nullptr) == 1,
               "a digest ends once");
  return digest;
}

std::string Sha256Of(std::string_view bytes) {
  Sha256 digest;
  digest.Update(bytes);
  return digest.Finish();
}

}  // namespace amparo
