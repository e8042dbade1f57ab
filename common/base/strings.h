// Joining strings. Debian's abseil was built before C++17, so `absl::string_view` is a class of its own and absl's
// functions do not take a std::string_view: these do.
#pragma once

#include <string>
#include <string_view>
#include <type_traits>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace amparo {

// `text` for a function of abseil's.
inline absl::string_view ToAbsl(std::string_view text) {
  return {text.data(), text.size()};
}

// `text` from a function of abseil's.
inline std::string_view FromAbsl(absl::string_view text) {
  return {text.data(), text.size()};
}

namespace strings_internal {

template <typename T>
decltype(auto) Part(const T& part) {
  if constexpr (std::is_same_v<T, std::string_view>) {
    return ToAbsl(part);
  } else {
    return (part);
  }
}

}  // namespace strings_internal

// The parts (texts and numbers) one after another.
template <typename... Parts>
std::string StrCat(const Parts&... parts) {
  return absl::StrCat(strings_internal::Part(parts)...);
}

// The same, at the end of `*out`.
template <typename... Parts>
void StrAppend(std::string* out, const Parts&... parts) {
  absl::StrAppend(out, strings_internal::Part(parts)...);
}

}  // namespace amparo
