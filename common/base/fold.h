// Names as they are compared: however they were written, typed or transliterated, the same name gives the same words.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace amparo {

// The words of `text`, in order: in Latin letters where a transliteration is known (ICU's Any-Latin; other scripts stay
// as they are), without diacritics, in lower case, parted at everything that is neither letter nor digit. Apostrophes
// join ("O'Neil" is one word); compatibility forms are resolved first (NFKC), so that full-width letters and ligatures
// are what they stand for. Malformed UTF-8 gives replacement characters, which part words.
std::vector<std::string> FoldWords(std::string_view text);

// The code points of `word`, each as its own UTF-8 text.
std::vector<std::string> CodePointsOf(std::string_view word);

}  // namespace amparo
