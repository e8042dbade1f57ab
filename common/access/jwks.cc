#include "common/access/jwks.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <algorithm>
#include <optional>

#include "common/access/strict_json.h"
#include "common/base/base64url.h"
#include "common/base/status_macros.h"
#include "common/base/strings.h"
#include "common/base/text.h"

namespace amparo::access {
namespace {

// Of a coordinate of either curve, of r and of s.
constexpr std::size_t kNumberSize = 32;
constexpr std::size_t kRawSignatureSize = 2 * kNumberSize;
constexpr std::size_t kMostKeyIdChars = 200;

template <typename T, void (*release)(T*)>
struct FreeOf {
  void operator()(T* object) const { release(object); }
};
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, FreeOf<EVP_PKEY_CTX, EVP_PKEY_CTX_free>>;
using VerifyContext = std::unique_ptr<EVP_MD_CTX, FreeOf<EVP_MD_CTX, EVP_MD_CTX_free>>;
using EcSignature = std::unique_ptr<ECDSA_SIG, FreeOf<ECDSA_SIG, ECDSA_SIG_free>>;
using BigNumber = std::unique_ptr<BIGNUM, FreeOf<BIGNUM, BN_free>>;
using SharedPkey = std::shared_ptr<evp_pkey_st>;

const unsigned char* BytesOf(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

BigNumber NumberOf(std::string_view bytes) {
  return BigNumber(BN_bin2bn(BytesOf(bytes), static_cast<int>(bytes.size()), nullptr));
}

// The signature r || s as OpenSSL wants it; empty when the library fails.
std::string DerOf(std::string_view raw) {
  const EcSignature signature(ECDSA_SIG_new());
  BigNumber r = NumberOf(raw.substr(0, kNumberSize));
  BigNumber s = NumberOf(raw.substr(kNumberSize));
  if (!signature || !r || !s || ECDSA_SIG_set0(signature.get(), r.get(), s.get()) != 1) return "";
  // They are the signature's now.
  static_cast<void>(r.release());
  static_cast<void>(s.release());
  const int size = i2d_ECDSA_SIG(signature.get(), nullptr);
  if (size <= 0) return "";
  std::string der(static_cast<std::size_t>(size), '\0');
  auto* at = reinterpret_cast<unsigned char*>(der.data());
  i2d_ECDSA_SIG(signature.get(), &at);
  return der;
}

SharedPkey Ed25519Of(std::string_view x) {
  return SharedPkey(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, BytesOf(x), x.size()), EVP_PKEY_free);
}

// Null when the curve has no such point.
SharedPkey P256Of(std::string_view x_and_y) {
  char group[] = "P-256";
  // As it is written whole.
  std::string point = StrCat("\x04", x_and_y);
  OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group, 0),
      OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()),
      OSSL_PARAM_construct_end(),
  };
  const KeyContext maker(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
  EVP_PKEY* made = nullptr;
  if (!maker || EVP_PKEY_fromdata_init(maker.get()) != 1 ||
      EVP_PKEY_fromdata(maker.get(), &made, EVP_PKEY_PUBLIC_KEY, parameters) != 1) {
    return nullptr;
  }
  SharedPkey key(made, EVP_PKEY_free);
  const KeyContext checker(EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr));
  if (!checker || EVP_PKEY_public_check(checker.get()) != 1) return nullptr;
  return key;
}

absl::Status WrongJwks(std::string_view place, std::string_view rule) {
  return absl::InvalidArgumentError(StrCat(place, " ", rule));
}

// The algorithm of a key of our kinds; nothing for another kind.
absl::StatusOr<std::optional<TokenAlgorithm>> KindOf(const Json& jwk, std::string_view place) {
  using Kind = std::optional<TokenAlgorithm>;
  if (!jwk.is_object()) return WrongJwks(place, "must be an object");
  if (jwk.contains("d")) return WrongJwks(place, "is a private key, which is nobody's but its owner's");
  const std::string* type = StringIn(jwk, "kty");
  if (type == nullptr) return WrongJwks(place, "must have a kty");
  if (*type != "OKP" && *type != "EC") return Kind();
  // Providers keep their keys for encryption in the same file.
  if (jwk.contains("use") && !Says(jwk, "use", "sig")) return Kind();
  const std::string* curve = StringIn(jwk, "crv");
  if (curve == nullptr) return WrongJwks(place, "must have a crv");
  if (*type == "OKP" && *curve == "Ed25519") return Kind(TokenAlgorithm::kEdDsa);
  if (*type == "EC" && *curve == "P-256") return Kind(TokenAlgorithm::kEs256);
  return Kind();
}

bool MayVerify(const Json& jwk) {
  const auto operations = jwk.find("key_ops");
  if (operations == jwk.end()) return true;
  if (!operations->is_array()) return false;
  return std::any_of(operations->begin(), operations->end(), [](const Json& operation) {
    return operation.is_string() && operation.get_ref<const std::string&>() == "verify";
  });
}

// A coordinate; nothing unless it is 32 bytes.
std::optional<std::string> NumberIn(const Json& jwk, const char* name) {
  const std::string* text = StringIn(jwk, name);
  std::optional<std::string> bytes = text == nullptr ? std::nullopt : Base64UrlDecode(*text);
  if (bytes && bytes->size() != kNumberSize) bytes.reset();
  return bytes;
}

absl::StatusOr<TokenKey> ReadKey(const Json& jwk, TokenAlgorithm algorithm, std::string_view place) {
  if (!MayVerify(jwk)) return WrongJwks(place, "has key_ops without verify");
  if (jwk.contains("alg") && !Says(jwk, "alg", NameOf(algorithm))) {
    return WrongJwks(place, StrCat("has an alg other than ", NameOf(algorithm)));
  }
  std::optional<std::string> bytes = NumberIn(jwk, "x");
  if (!bytes) return WrongJwks(place, "must have an x of 32 bytes in base64url");
  if (algorithm == TokenAlgorithm::kEs256) {
    const std::optional<std::string> y = NumberIn(jwk, "y");
    if (!y) return WrongJwks(place, "must have a y of 32 bytes in base64url");
    *bytes += *y;
  }
  SharedPkey key = algorithm == TokenAlgorithm::kEdDsa ? Ed25519Of(*bytes) : P256Of(*bytes);
  if (!key) {
    ERR_clear_error();
    return WrongJwks(place, "is no point of its curve");
  }
  return TokenKey(algorithm, std::move(key), *std::move(bytes));
}

}  // namespace

std::string_view NameOf(TokenAlgorithm algorithm) {
  return algorithm == TokenAlgorithm::kEdDsa ? "EdDSA" : "ES256";
}

bool TokenKey::Verifies(std::string_view text, std::string_view signature) const {
  if (signature.size() != kRawSignatureSize) return false;
  const bool by_curve = algorithm_ == TokenAlgorithm::kEs256;
  const std::string der = by_curve ? DerOf(signature) : std::string();
  const std::string_view given = by_curve ? std::string_view(der) : signature;
  const VerifyContext context(EVP_MD_CTX_new());
  const bool holds =
      context && !given.empty() &&
      EVP_DigestVerifyInit(context.get(), nullptr, by_curve ? EVP_sha256() : nullptr, nullptr, key_.get()) == 1 &&
      EVP_DigestVerify(context.get(), BytesOf(given), given.size(), BytesOf(text), text.size()) == 1;
  // What is left in the thread's queue of errors would be taken for one of its next TLS call.
  if (!holds) ERR_clear_error();
  return holds;
}

absl::StatusOr<Jwks> Jwks::Parse(std::string_view text, std::string_view path) {
  if (text.size() > kMostBytes) return WrongJwks(path, "is larger than 1 MiB");
  const Json file = ParseObject(text);
  const auto list = file.find("keys");
  if (!file.is_object() || list == file.end() || !list->is_array()) {
    return WrongJwks(path, "must be a JSON object with an array of keys, no member twice in any object");
  }
  if (list->size() > kMostKeys) return WrongJwks(path, StrCat("has more than ", kMostKeys, " keys"));
  Keys keys;
  std::size_t number = 0;
  for (const Json& jwk : *list) {
    const std::string place = StrCat(path, ": keys[", number++, "]");
    AMPARO_ASSIGN_OR_RETURN(const std::optional<TokenAlgorithm> algorithm, KindOf(jwk, place));
    if (!algorithm) continue;
    const std::string* id = StringIn(jwk, "kid");
    if (id == nullptr || !ValidateText(*id, {1, kMostKeyIdChars}).ok()) {
      return WrongJwks(place, StrCat("must have a kid of 1 to ", kMostKeyIdChars, " characters"));
    }
    AMPARO_ASSIGN_OR_RETURN(TokenKey key, ReadKey(jwk, *algorithm, place));
    if (!keys.try_emplace(*id, std::move(key)).second) return WrongJwks(place, "has the kid of another");
  }
  if (keys.empty()) return WrongJwks(path, "has no key for EdDSA over Ed25519 or for ES256");
  return Jwks(std::move(keys));
}

const TokenKey* Jwks::Find(std::string_view id) const {
  const auto found = keys_.find(ToAbsl(id));
  return found == keys_.end() ? nullptr : &found->second;
}

}  // namespace amparo::access
