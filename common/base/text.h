// Rules for text that people type: what is stored must be valid UTF-8, free of U+0000 and of bounded length.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "absl/status/status.h"

namespace amparo {

// Bounds of a text, in code points, both inclusive.
struct TextBounds {
  size_t min = 0;
  size_t max = 200;
};

// The number of code points of `text`, or nullopt when it is not valid UTF-8 (overlong forms, surrogates and values
// above U+10FFFF are not).
std::optional<size_t> CountCodePoints(std::string_view text);

// OK, or INVALID_ARGUMENT whose message is the rule that is broken ("must be valid UTF-8", "must not contain U+0000",
// "must have at most 200 characters"), ready to stand behind a field's name.
absl::Status ValidateText(std::string_view text, TextBounds bounds);

}  // namespace amparo
