#include "common/testing/tokens.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>

#include "absl/strings/str_format.h"
#include "common/base/base64url.h"
#include "common/base/check.h"
#include "common/base/strings.h"

namespace amparo::testing {
namespace {

constexpr std::size_t kNumberBytes = 32;
constexpr std::size_t kSignatureBytes = 64;

struct FreeTokenPart {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  void operator()(ECDSA_SIG* signature) const { ECDSA_SIG_free(signature); }
};
using SigningKeyPtr = std::unique_ptr<EVP_PKEY, FreeTokenPart>;

unsigned char* BytesIn(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

// r and s, one after the other, as JSON Web Signatures have them.
std::string RawOf(std::string_view der) {
  const auto* at = reinterpret_cast<const unsigned char*>(der.data());
  const std::unique_ptr<ECDSA_SIG, FreeTokenPart> signature(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())));
  AMPARO_CHECK(signature != nullptr, "OpenSSL reads its own signatures");
  std::string raw(kSignatureBytes, '\0');
  unsigned char* bytes = BytesIn(raw);
  BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), bytes, static_cast<int>(kNumberBytes));
  BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), bytes + kNumberBytes, static_cast<int>(kNumberBytes));
  return raw;
}

// A NumericDate, to the microsecond.
std::string DateText(absl::Time time) {
  const int64_t micros = absl::ToUnixMicros(time);
  return absl::StrFormat("%d.%06d", micros / 1'000'000, micros % 1'000'000);
}

}  // namespace

struct TokenIssuer::Key {
  SigningKeyPtr pkey;
};

TokenIssuer::TokenIssuer(std::string key_id, Algorithm algorithm)
    : key_id_(std::move(key_id)), algorithm_(algorithm), key_(std::make_unique<Key>()) {
  key_->pkey.reset(algorithm_ == Algorithm::kEdDsa ? EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519")
                                                   : EVP_EC_gen("P-256"));
  AMPARO_CHECK(key_->pkey != nullptr, "a key can be made");
}

TokenIssuer::~TokenIssuer() = default;

std::string TokenIssuer::Jwk() const {
  if (algorithm_ == Algorithm::kEdDsa) {
    std::string x(kNumberBytes, '\0');
    std::size_t size = x.size();
    AMPARO_CHECK(EVP_PKEY_get_raw_public_key(key_->pkey.get(), BytesIn(x), &size) == 1, "a key has a public half");
    return StrCat(R"({"kty":"OKP","crv":"Ed25519","use":"sig","alg":"EdDSA","kid":")", key_id_, R"(","x":")",
                  Base64UrlEncode(x), R"("})");
  }
  // A byte that says that both coordinates follow.
  std::string point(1 + 2 * kNumberBytes, '\0');
  std::size_t size = 0;
  AMPARO_CHECK(EVP_PKEY_get_octet_string_param(key_->pkey.get(), OSSL_PKEY_PARAM_PUB_KEY, BytesIn(point), point.size(),
                                               &size) == 1 &&
                   size == point.size() && point[0] == 4,
               "a key has a public half");
  return StrCat(R"({"kty":"EC","crv":"P-256","use":"sig","alg":"ES256","kid":")", key_id_, R"(","x":")",
                Base64UrlEncode(point.substr(1, kNumberBytes)), R"(","y":")",
                Base64UrlEncode(point.substr(1 + kNumberBytes)), R"("})");
}

std::string TokenIssuer::Jwks() const {
  return StrCat(R"({"keys":[)", Jwk(), "]}");
}

std::string TokenIssuer::Token(std::string_view subject, absl::Time now, absl::Duration lifetime) const {
  const std::string_view algorithm = algorithm_ == Algorithm::kEdDsa ? "EdDSA" : "ES256";
  return Sign(StrCat(R"({"alg":")", algorithm, R"(","typ":"JWT","kid":")", key_id_, R"("})"),
              StrCat(R"({"iss":")", kIssuer, R"(","aud":")", kAudience, R"(","sub":")", subject, R"(","iat":)",
                     DateText(now), R"(,"exp":)", DateText(now + lifetime), "}"));
}

std::string TokenIssuer::Sign(std::string_view header, std::string_view claims) const {
  const std::string text = StrCat(Base64UrlEncode(header), ".", Base64UrlEncode(claims));
  const EVP_MD* digest = algorithm_ == Algorithm::kEdDsa ? nullptr : EVP_sha256();
  const std::unique_ptr<EVP_MD_CTX, FreeTokenPart> context(EVP_MD_CTX_new());
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  std::size_t size = 0;
  AMPARO_CHECK(context && EVP_DigestSignInit(context.get(), nullptr, digest, nullptr, key_->pkey.get()) == 1 &&
                   EVP_DigestSign(context.get(), nullptr, &size, bytes, text.size()) == 1,
               "a key can sign");
  std::string signature(size, '\0');
  AMPARO_CHECK(EVP_DigestSign(context.get(), BytesIn(signature), &size, bytes, text.size()) == 1, "a key can sign");
  // In DER it is shorter than was said, at times.
  signature.resize(size);
  if (algorithm_ == Algorithm::kEs256) signature = RawOf(signature);
  return StrCat(text, ".", Base64UrlEncode(signature));
}

}  // namespace amparo::testing
