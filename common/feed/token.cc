#include "common/feed/token.h"

#include "absl/strings/escaping.h"
#include "common/base/strings.h"
#include "common/errors/errors.h"

namespace amparo::feed {
namespace {

// Layout: format byte, epoch (16), seq (8, big endian), checksum of these (4). The checksum catches accidents, not
// malice: a made-up token shows its maker nothing that Watch would not.
constexpr char kFormat = 1;
constexpr size_t kBody = 1 + Uuid::kSize + 8;
constexpr size_t kSize = kBody + 4;

void AppendBigEndian(std::string& out, uint64_t value, int bytes) {
  for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) out += static_cast<char>(value >> shift);
}

// FNV-1a.
uint32_t Checksum(std::string_view bytes) {
  uint32_t hash = 2166136261u;
  for (const char c : bytes) hash = (hash ^ static_cast<uint8_t>(c)) * 16777619u;
  return hash;
}

}  // namespace

std::string EncodeToken(const Token& token) {
  std::string bytes(1, kFormat);
  bytes.append(token.epoch.bytes());
  AppendBigEndian(bytes, static_cast<uint64_t>(token.seq), 8);
  AppendBigEndian(bytes, Checksum(bytes), 4);
  return absl::WebSafeBase64Escape(bytes);
}

absl::StatusOr<Token> DecodeToken(std::string_view text) {
  if (text.empty()) return Token();
  const absl::Status none = errors::InvalidField("start_token", "must be empty or a token from an earlier answer");
  std::string bytes;
  if (!absl::WebSafeBase64Unescape(ToAbsl(text), &bytes) || bytes.size() != kSize || bytes[0] != kFormat) return none;
  const std::string body = bytes.substr(0, kBody);
  std::string checksum;
  AppendBigEndian(checksum, Checksum(body), 4);
  if (bytes.substr(kBody) != checksum) return none;
  Token token;
  token.epoch = *Uuid::FromBytes(std::string_view(body).substr(1, Uuid::kSize));
  uint64_t seq = 0;
  for (const char c : body.substr(1 + Uuid::kSize)) seq = seq << 8 | static_cast<uint8_t>(c);
  token.seq = static_cast<int64_t>(seq);
  // The same position has one token only.
  if (token.seq < 0 || EncodeToken(token) != text) return none;
  return token;
}

}  // namespace amparo::feed
