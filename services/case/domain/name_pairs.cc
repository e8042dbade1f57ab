#include "services/case/domain/name_pairs.h"

#include <algorithm>
#include <utility>

#include "common/base/strings.h"
#include "services/case/domain/name_terms.h"

namespace amparo::cases {
namespace {

// The shortest and the longest end of a word that is looked for by its half, in code points.
constexpr std::size_t kShortestEnd = 2;
constexpr std::size_t kLongestEnd = 5;

// What a word is known by in a pair: its sound, or itself when it has none.
std::string SoundOrWord(const std::string& word) {
  std::string sound = SoundOf(word);
  return sound.empty() ? word : sound;
}

// A term for two words in whatever order.
std::string PairTerm(std::string_view kind, const std::string& a, const std::string& b) {
  return StrCat(kind, std::min(a, b), "|", std::max(a, b));
}

}  // namespace

void AddNewWords(std::vector<std::string> more, std::vector<std::string>& words) {
  for (std::string& word : more) {
    if (std::find(words.begin(), words.end(), word) == words.end()) words.push_back(std::move(word));
  }
}

std::string WordPair(const std::string& a, const std::string& b) {
  return PairTerm("x:", a, b);
}

std::string SoundPair(const std::string& a, const std::string& b) {
  return PairTerm("p:", SoundOrWord(a), SoundOrWord(b));
}

std::size_t EndLength(std::size_t length) {
  return std::clamp(length / 2, kShortestEnd, kLongestEnd);
}

std::vector<std::string> EndTerms(const std::string& beside, const std::vector<std::string>& points, std::size_t size) {
  if (points.size() < size) return {};
  std::string beginning = StrCat("e:", SoundOrWord(beside), "|^");
  std::string end = StrCat("e:", SoundOrWord(beside), "|");
  for (std::size_t i = 0; i < size; ++i) {
    StrAppend(&beginning, points[i]);
    StrAppend(&end, points[points.size() - size + i]);
  }
  StrAppend(&end, "$");
  return {std::move(beginning), std::move(end)};
}

}  // namespace amparo::cases
