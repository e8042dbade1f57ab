#include "common/rpc/etag.h"

#include <charconv>

#include "common/errors/errors.h"

namespace amparo::rpc {
namespace {

constexpr char kPrefix = 'v';
constexpr int kBase = 36;

}  // namespace

std::string ToEtag(int64_t version) {
  char digits[16];
  const auto end = std::to_chars(digits, digits + sizeof(digits), version, kBase).ptr;
  return kPrefix + std::string(digits, end);
}

absl::StatusOr<std::optional<int64_t>> ParseEtag(std::string_view etag) {
  if (etag.empty()) return std::optional<int64_t>();
  int64_t version = 0;
  const char* end = etag.data() + etag.size();
  const auto parsed = std::from_chars(etag.data() + 1, end, version, kBase);
  // Compared with what we would write, so that one version has one etag.
  if (etag[0] != kPrefix || parsed.ec != std::errc() || parsed.ptr != end || version < 1 || ToEtag(version) != etag) {
    return errors::InvalidField("etag", "is not an etag of this service");
  }
  return std::optional<int64_t>(version);
}

}  // namespace amparo::rpc
