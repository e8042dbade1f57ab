// Names as they are compared: however they were written, typed or transliterated, the same name gives the same words.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/ascii.h"

namespace amparo {

// The words of `text`, in order: in Latin letters where a transliteration is known (ICU's Any-Latin; other scripts stay
// as they are), without diacritics, in lower case, parted at everything that is neither letter nor digit. Apostrophes
// join ("O'Neil" is one word); compatibility forms are resolved first (NFKC), so that full-width letters and ligatures
// are what they stand for. Malformed UTF-8 gives replacement characters, which part words.
std::vector<std::string> FoldWords(std::string_view text);

// True when each byte of `text` is an ASCII character, as in most names.
inline bool IsAscii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return absl::ascii_isascii(static_cast<unsigned char>(c)); });
}

// The code points of `word`, each as its own UTF-8 text.
std::vector<std::string> CodePointsOf(std::string_view word);

}  // namespace amparo
