#include "common/base/base64url.h"

#include "absl/strings/escaping.h"
#include "common/base/strings.h"

namespace amparo {

std::string Base64UrlEncode(std::string_view bytes) {
  return absl::WebSafeBase64Escape(ToAbsl(bytes));
}

std::optional<std::string> Base64UrlDecode(std::string_view text) {
  std::string bytes;
  // abseil's reader lets padding, blanks and odd bits pass: only what its writer makes is taken.
  if (!absl::WebSafeBase64Unescape(ToAbsl(text), &bytes) || Base64UrlEncode(bytes) != text) return std::nullopt;
  return bytes;
}

}  // namespace amparo
