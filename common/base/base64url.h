// Base64url without padding (RFC 4648, section 5), read strictly: what is signed in this form has one text, and no
// other is taken for it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace amparo {

// The text of `bytes`.
std::string Base64UrlEncode(std::string_view bytes);

// The bytes that `text` is the text of; nothing for padding, other characters, bits left over that are not zero, or a
// length that no bytes have.
std::optional<std::string> Base64UrlDecode(std::string_view text);

}  // namespace amparo
