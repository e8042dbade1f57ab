#include "common/crypto/key_ring.h"

#include <openssl/crypto.h>

#include <algorithm>
#include <cstring>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "common/base/status_macros.h"
#include "common/base/strings.h"
#include "common/crypto/key_file.h"

namespace amparo::crypto {
namespace {

constexpr size_t kMostIdLength = 64;

void Wipe(std::string& text) {
  OPENSSL_cleanse(text.data(), text.size());
}

bool IsId(std::string_view id) {
  return !id.empty() && id.size() <= kMostIdLength && std::all_of(id.begin(), id.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_' || c == '.';
  });
}

// 32 bytes in hex (64 digits) or base64.
std::optional<Key> ParseKey(std::string_view text) {
  std::string bytes;
  const bool is_hex = text.size() == 2 * Key::kSize && std::all_of(text.begin(), text.end(), [](char c) {
                        return absl::ascii_isxdigit(static_cast<unsigned char>(c));
                      });
  if (is_hex) {
    bytes = absl::HexStringToBytes(ToAbsl(text));
  } else if (!absl::Base64Unescape(ToAbsl(text), &bytes)) {
    bytes.clear();
  }
  std::optional<Key> key;
  if (bytes.size() == Key::kSize) {
    key.emplace();
    std::memcpy(key->data(), bytes.data(), Key::kSize);
  }
  Wipe(bytes);
  return key;
}

std::string_view Trim(std::string_view line) {
  return FromAbsl(absl::StripAsciiWhitespace(ToAbsl(line)));
}

}  // namespace

absl::StatusOr<KeyRing> KeyRing::Parse(std::string_view text, std::string_view path) {
  std::vector<std::pair<std::string, Key>> keys;
  int number = 0;
  const auto wrong = [&](std::string_view rule) {
    return absl::InvalidArgumentError(StrCat(path, ":", number, ": ", rule));
  };
  while (!text.empty()) {
    ++number;
    const size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = Trim(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty() || line.front() == '#') continue;
    const size_t colon = line.find(':');
    if (colon == std::string_view::npos || !IsId(Trim(line.substr(0, colon)))) {
      return wrong("a line is `id:key`, the id of letters, digits, '-', '_' and '.'");
    }
    const std::string id(Trim(line.substr(0, colon)));
    const std::optional<Key> key = ParseKey(Trim(line.substr(colon + 1)));
    if (!key) return wrong("the key must be 32 bytes in base64 or hex");
    const bool known = std::any_of(keys.begin(), keys.end(), [&](const auto& one) { return one.first == id; });
    if (known) return wrong(StrCat("the id ", id, " is there twice"));
    keys.emplace_back(id, *key);
  }
  if (keys.empty()) return absl::InvalidArgumentError(StrCat(path, ": holds no key"));
  return KeyRing(std::move(keys));
}

absl::StatusOr<KeyRing> KeyRing::Load(const std::string& path) {
  AMPARO_ASSIGN_OR_RETURN(std::string text, ReadKeyFile(path));
  absl::StatusOr<KeyRing> ring = Parse(text, path);
  Wipe(text);
  return ring;
}

std::vector<std::string> KeyRing::ids() const {
  std::vector<std::string> ids;
  for (const auto& [id, ignored] : keys_) ids.push_back(id);
  return ids;
}

const Key* KeyRing::Find(std::string_view id) const {
  for (const auto& [known, key] : keys_) {
    if (known == id) return &key;
  }
  return nullptr;
}

}  // namespace amparo::crypto
