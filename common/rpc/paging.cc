#include "common/rpc/paging.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "common/base/strings.h"
#include "common/rpc/digest.h"
#include "google/protobuf/descriptor.h"

namespace amparo::rpc {
namespace {

constexpr std::size_t kDigestSize = 12;
// Years 1 to 9999, in microseconds since 1970.
constexpr int64_t kFirstMicro = -62135596800 * 1'000'000;
constexpr int64_t kLastMicro = 253402300800 * 1'000'000 - 1;

std::string Digest(const google::protobuf::Message& request, std::string_view cursor) {
  const std::string what = DigestWithout(request.GetDescriptor()->full_name(), request, {"page_size", "page_token"});
  return Sha256(StrCat(what, cursor)).substr(0, kDigestSize);
}

}  // namespace

int32_t PageSize(int32_t requested, int32_t standard, int32_t most, errors::FieldViolations& violations) {
  violations.Require(requested >= 0, "page_size", "must not be negative");
  return requested <= 0 ? standard : std::min(requested, most);
}

std::string MakePageToken(const google::protobuf::Message& request, std::string_view cursor) {
  return absl::WebSafeBase64Escape(StrCat(Digest(request, cursor), cursor));
}

std::string ReadPageToken(const google::protobuf::Message& request, errors::FieldViolations& violations) {
  const auto* field = request.GetDescriptor()->FindFieldByName("page_token");
  const std::string token = request.GetReflection()->GetString(request, field);
  if (token.empty()) return {};
  std::string bytes;
  if (absl::WebSafeBase64Unescape(token, &bytes) && bytes.size() >= kDigestSize) {
    std::string cursor = bytes.substr(kDigestSize);
    // Compared as text: base64 has several texts for the same bytes, and one of them is ours.
    if (MakePageToken(request, cursor) == token) return cursor;
  }
  violations.Add("page_token", "was not given for this request; start from the first page");
  return {};
}

std::string PlaceCursor(const Place& place) {
  return StrCat(absl::ToUnixMicros(place.time), "/", place.id.ToString());
}

std::optional<Place> ParsePlace(std::string_view cursor) {
  const std::size_t slash = cursor.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  int64_t micros = 0;
  const std::optional<Uuid> id = Uuid::Parse(cursor.substr(slash + 1));
  if (!id || !absl::SimpleAtoi(ToAbsl(cursor.substr(0, slash)), &micros)) return std::nullopt;
  // Callers can make tokens of their own, and the database has no times beyond these.
  if (micros < kFirstMicro || micros > kLastMicro) return std::nullopt;
  const Place place{absl::FromUnixMicros(micros), *id};
  // Numbers may be written with blanks and signs, and ids in capitals; no list does.
  if (PlaceCursor(place) != cursor) return std::nullopt;
  return place;
}

}  // namespace amparo::rpc
