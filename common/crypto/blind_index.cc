#include "common/crypto/blind_index.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>

#include "common/base/check.h"

namespace amparo::crypto {
namespace {

constexpr std::size_t kTokenBytes = 8;

// The length of the space first, so that no space and term run into the bytes of another pair.
std::string HashedBytes(std::string_view space, std::string_view term) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(space.size() >> shift);
  bytes.append(space);
  bytes.append(term);
  return bytes;
}

int64_t TokenOf(const Key& key, std::string_view space, std::string_view term) {
  const std::string bytes = HashedBytes(space, term);
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  const bool made = HMAC(EVP_sha256(), key.data(), static_cast<int>(Key::kSize),
                         reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest, &size) != nullptr;
  AMPARO_CHECK(made && size >= kTokenBytes, "the cryptographic library knows HMAC-SHA-256");
  uint64_t token = 0;
  for (std::size_t i = 0; i < kTokenBytes; ++i) token = token << 8 | digest[i];
  return static_cast<int64_t>(token);
}

std::vector<int64_t> TokensUnder(const Key& key, std::string_view space, const std::vector<std::string>& terms) {
  std::vector<int64_t> tokens;
  tokens.reserve(terms.size());
  for (const std::string& term : terms) tokens.push_back(TokenOf(key, space, term));
  std::sort(tokens.begin(), tokens.end());
  tokens.erase(std::unique(tokens.begin(), tokens.end()), tokens.end());
  return tokens;
}

}  // namespace

std::vector<int64_t> BlindIndex::Tokens(std::string_view space, const std::vector<std::string>& terms) const {
  return TokensUnder(*ring_.Find(ring_.current_id()), space, terms);
}

std::vector<std::vector<int64_t>> BlindIndex::TokensOfAllKeys(std::string_view space,
                                                              const std::vector<std::string>& terms) const {
  std::vector<std::vector<int64_t>> all;
  for (const std::string& id : ring_.ids()) all.push_back(TokensUnder(*ring_.Find(id), space, terms));
  return all;
}

}  // namespace amparo::crypto
