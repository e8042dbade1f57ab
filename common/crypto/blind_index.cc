#include "common/crypto/blind_index.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include "common/base/check.h"

namespace amparo::crypto {
namespace {

constexpr std::size_t kTokenBytes = 8;

// What a key for fingerprints is made of beside a key of the ring. Read as a term it would be of a space of a gigabyte:
// no token is ever a part of such a key.
constexpr std::string_view kFingerprintLabel = "amparo fingerprints";

using MacBytes = std::array<uint8_t, 32>;

struct FreeMac {
  void operator()(EVP_MAC* mac) const { EVP_MAC_free(mac); }
  void operator()(EVP_MAC_CTX* context) const { EVP_MAC_CTX_free(context); }
};

// The library's HMAC, looked for once: that costs more than many tokens.
EVP_MAC* HmacOfLibrary() {
  static const std::unique_ptr<EVP_MAC, FreeMac> mac(EVP_MAC_fetch(nullptr, "HMAC", nullptr));
  return mac.get();
}

// HMAC-SHA-256 under one key, of any number of messages: the key is taken in once. For one thread.
class Hmac {
 public:
  explicit Hmac(const Key& key) : context_(EVP_MAC_CTX_new(HmacOfLibrary())) {
    char digest[] = "SHA256";
    const OSSL_PARAM params[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
                                 OSSL_PARAM_construct_end()};
    Require(context_ && EVP_MAC_init(context_.get(), key.data(), Key::kSize, params) == 1);
  }

  // The whole of it, of `message`.
  MacBytes Of(std::string_view message) {
    MacBytes digest;
    std::size_t size = 0;
    // Without a key: begins anew under the one that is known.
    Require(EVP_MAC_init(context_.get(), nullptr, 0, nullptr) == 1 &&
            EVP_MAC_update(context_.get(), reinterpret_cast<const unsigned char*>(message.data()), message.size()) ==
                1 &&
            EVP_MAC_final(context_.get(), digest.data(), &size, digest.size()) == 1 && size == digest.size());
    return digest;
  }

  // The token of `message`.
  int64_t TokenOf(std::string_view message) {
    const MacBytes digest = Of(message);
    uint64_t token = 0;
    for (std::size_t i = 0; i < kTokenBytes; ++i) token = token << 8 | digest[i];
    return static_cast<int64_t>(token);
  }

 private:
  static void Require(bool done) { AMPARO_CHECK(done, "the cryptographic library knows HMAC-SHA-256"); }

  const std::unique_ptr<EVP_MAC_CTX, FreeMac> context_;
};

// The length of the space first, so that no space and term run into the bytes of another pair.
std::string HashedBytes(std::string_view space) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(space.size() >> shift);
  bytes.append(space);
  return bytes;
}

std::vector<int64_t> TokensUnder(const Key& key, std::string_view space, const std::vector<std::string>& terms) {
  std::vector<int64_t> tokens;
  if (terms.empty()) return tokens;
  tokens.reserve(terms.size());
  Hmac hmac(key);
  std::string bytes = HashedBytes(space);
  const std::size_t before_term = bytes.size();
  for (const std::string& term : terms) {
    bytes.resize(before_term);
    bytes.append(term);
    tokens.push_back(hmac.TokenOf(bytes));
  }
  std::sort(tokens.begin(), tokens.end());
  tokens.erase(std::unique(tokens.begin(), tokens.end()), tokens.end());
  return tokens;
}

Key FingerprintKey(const Key& of_ring) {
  MacBytes bytes = Hmac(of_ring).Of(kFingerprintLabel);
  const Key key(bytes);
  OPENSSL_cleanse(bytes.data(), bytes.size());
  return key;
}

}  // namespace

BlindIndex::BlindIndex(KeyRing ring) : ring_(std::move(ring)) {
  for (const std::string& id : ring_.ids()) fingerprint_keys_.push_back(FingerprintKey(*ring_.Find(id)));
}

std::vector<int64_t> BlindIndex::Tokens(std::string_view space, const std::vector<std::string>& terms) const {
  return TokensUnder(*ring_.Find(ring_.current_id()), space, terms);
}

std::vector<std::vector<int64_t>> BlindIndex::TokensOfAllKeys(std::string_view space,
                                                              const std::vector<std::string>& terms) const {
  std::vector<std::vector<int64_t>> all;
  for (const std::string& id : ring_.ids()) all.push_back(TokensUnder(*ring_.Find(id), space, terms));
  return all;
}

std::vector<std::string> BlindIndex::Fingerprints(std::string_view text) const {
  std::vector<std::string> all;
  for (const Key& key : fingerprint_keys_) {
    const MacBytes bytes = Hmac(key).Of(text);
    all.emplace_back(bytes.begin(), bytes.end());
  }
  return all;
}

}  // namespace amparo::crypto
