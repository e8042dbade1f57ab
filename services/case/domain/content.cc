#include "services/case/domain/content.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "common/base/strings.h"

namespace amparo::cases {
namespace {

constexpr std::size_t kSha256 = 32;
constexpr std::size_t kLongestMediaType = 100;

// A token of HTTP (RFC 9110), lower case.
bool IsToken(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '+' || c == '-' || c == '_';
  });
}

bool IsMediaType(std::string_view text) {
  const std::size_t slash = text.find('/');
  return text.size() <= kLongestMediaType && slash != std::string_view::npos && IsToken(text.substr(0, slash)) &&
         IsToken(text.substr(slash + 1));
}

}  // namespace

void CheckContentSpec(const ContentSpec& spec, Violations& violations) {
  violations.Require(spec.size >= 1 && spec.size <= kMostContent, "size", "must be 1 to 1073741824 bytes");
  violations.Require(spec.sha256.size() == kSha256, "sha256", "must be 64 lower-case hexadecimal digits");
  violations.Require(IsMediaType(spec.media_type), "media_type",
                     "must be a media type in lower case, such as application/pdf, of at most 100 characters");
}

std::optional<std::string> Sha256FromHex(std::string_view hex) {
  const bool digits =
      std::all_of(hex.begin(), hex.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
  if (!digits || hex.size() != 2 * kSha256) return std::nullopt;
  return absl::HexStringToBytes(ToAbsl(hex));
}

std::string HexOf(std::string_view bytes) {
  return absl::BytesToHexString(ToAbsl(bytes));
}

int64_t ChunksOf(int64_t size) {
  return (size + kChunk - 1) / kChunk;
}

int64_t SizeOfChunk(int64_t size, int64_t number) {
  return std::min(kChunk, size - number * kChunk);
}

ChunkAssembler::Fault ChunkAssembler::Take(int64_t offset, std::string_view data) {
  if (offset < 0 || offset > next()) return Gap{next()};
  if (static_cast<int64_t>(data.size()) > size_ - offset) return BeyondSize{};
  const int64_t known = std::min(next() - offset, static_cast<int64_t>(data.size()));
  buffer_.append(data.substr(static_cast<std::size_t>(known)));
  return std::monostate();
}

std::string ChunkAssembler::Ready() const {
  const std::size_t whole = buffer_.size() / kChunk * kChunk;
  return buffer_.substr(0, next() == size_ ? buffer_.size() : whole);
}

void ChunkAssembler::Commit(int64_t offset) {
  const int64_t kept = std::clamp<int64_t>(offset - committed_, 0, static_cast<int64_t>(buffer_.size()));
  buffer_.erase(0, static_cast<std::size_t>(kept));
  committed_ = std::max(committed_, offset);
}

}  // namespace amparo::cases
