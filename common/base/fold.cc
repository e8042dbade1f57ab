#include "common/base/fold.h"

#include <unicode/parseerr.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>
#include <unicode/utypes.h>

#include <memory>
#include <utility>

#include "absl/strings/ascii.h"
#include "common/base/check.h"

namespace amparo {
namespace {

// Composed first: Hangul and Indic scripts are transliterated from their composed forms.
constexpr char kFoldRules[] = "::NFKC; ::Any-Latin; ::NFKD; ::[:Nonspacing Mark:] Remove; ::Latin-ASCII; ::Lower;";

std::unique_ptr<icu::Transliterator> MakeFolder() {
  UErrorCode status = U_ZERO_ERROR;
  UParseError where;
  std::unique_ptr<icu::Transliterator> folder(icu::Transliterator::createFromRules(
      icu::UnicodeString("Amparo-Fold"), icu::UnicodeString::fromUTF8(kFoldRules), UTRANS_FORWARD, where, status));
  AMPARO_CHECK(U_SUCCESS(status) && folder != nullptr, "ICU knows the transliterations that names are folded by");
  return folder;
}

// One a thread: making one takes a while, and none says that many threads may use it.
const icu::Transliterator& Folder() {
  thread_local const std::unique_ptr<icu::Transliterator> folder = MakeFolder();
  return *folder;
}

icu::UnicodeString FromUtf8(std::string_view text) {
  return icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
}

bool Joins(UChar32 c) {
  return c == '\'' || c == 0x2019 || c == 0x02BC || c == '`';
}

// Signs that are part of a letter in scripts that have no Latin form here, too: vowel signs of Khmer and the like.
bool InWord(UChar32 c) {
  if (c < 0x80) return absl::ascii_isalnum(static_cast<unsigned char>(c));
  return u_isalnum(c) || (U_GET_GC_MASK(c) & U_GC_MC_MASK) != 0;
}

// The words of a text that is folded but for capitals of ASCII.
std::vector<std::string> WordsIn(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  const auto end = static_cast<int32_t>(text.size());
  for (int32_t at = 0; at < end;) {
    const int32_t begin = at;
    UChar32 c = 0;
    U8_NEXT(text.data(), at, end, c);
    if (Joins(c)) continue;
    if (!InWord(c)) {
      if (word.empty()) continue;
      words.push_back(std::move(word));
      word.clear();
    } else if (c < 0x80) {
      word += absl::ascii_tolower(static_cast<unsigned char>(c));
    } else {
      word += text.substr(begin, at - begin);
    }
  }
  if (!word.empty()) words.push_back(std::move(word));
  return words;
}

}  // namespace

std::vector<std::string> FoldWords(std::string_view text) {
  // Most names: a transliteration takes as long as everything else that is done with one.
  if (IsAscii(text)) return WordsIn(text);
  icu::UnicodeString folded = FromUtf8(text);
  Folder().transliterate(folded);
  std::string utf8;
  return WordsIn(folded.foldCase().toUTF8String(utf8));
}

std::vector<std::string> CodePointsOf(std::string_view word) {
  std::vector<std::string> points;
  if (IsAscii(word)) {
    for (const char c : word) points.emplace_back(1, c);
    return points;
  }
  const icu::UnicodeString text = FromUtf8(word);
  icu::UnicodeString letter;
  for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    letter.setTo(text.char32At(i));
    letter.toUTF8String(points.emplace_back());
  }
  return points;
}

}  // namespace amparo
