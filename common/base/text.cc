#include "common/base/text.h"

#include <cstdint>
#include "common/base/strings.h"

namespace amparo {
namespace {

// The length that a first byte announces; 0 for a byte that cannot begin a sequence.
size_t SequenceLength(uint8_t first) {
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first < 0xE0) return 2;
  if (first >= 0xE0 && first < 0xF0) return 3;
  if (first >= 0xF0 && first < 0xF5) return 4;
  return 0;
}

// The second byte's range is narrower after these first bytes: no overlong forms, surrogates or values too large.
bool SecondByteAllowed(uint8_t first, uint8_t second) {
  switch (first) {
    case 0xE0:
      return second >= 0xA0;
    case 0xED:
      return second < 0xA0;
    case 0xF0:
      return second >= 0x90;
    case 0xF4:
      return second < 0x90;
    default:
      return true;
  }
}

}  // namespace

std::optional<size_t> CountCodePoints(std::string_view text) {
  size_t count = 0;
  for (size_t i = 0; i < text.size(); ++count) {
    const auto first = static_cast<uint8_t>(text[i]);
    const size_t length = SequenceLength(first);
    if (length == 0 || i + length > text.size()) return std::nullopt;
    for (size_t k = 1; k < length; ++k) {
      const auto byte = static_cast<uint8_t>(text[i + k]);
      if ((byte & 0xC0) != 0x80 || (k == 1 && !SecondByteAllowed(first, byte))) return std::nullopt;
    }
    i += length;
  }
  return count;
}

absl::Status ValidateText(std::string_view text, TextBounds bounds) {
  const std::optional<size_t> count = CountCodePoints(text);
  if (!count) return absl::InvalidArgumentError("must be valid UTF-8");
  if (text.find('\0') != std::string_view::npos) return absl::InvalidArgumentError("must not contain U+0000");
  if (*count < bounds.min) {
    return absl::InvalidArgumentError(*count == 0 ? std::string("must not be empty")
                                                  : StrCat("must have at least ", bounds.min, " characters"));
  }
  if (*count > bounds.max) return absl::InvalidArgumentError(StrCat("must have at most ", bounds.max, " characters"));
  return absl::OkStatus();
}

}  // namespace amparo
