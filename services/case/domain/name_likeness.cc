#include "services/case/domain/name_likeness.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "absl/strings/ascii.h"
#include "common/base/fold.h"
#include "services/case/domain/name_terms.h"

namespace amparo::cases {
namespace {

constexpr int kSameWord = 100;
constexpr int kSameSound = 90;

// A piece of a word as it is compared: hundreds of words are, for one search, and texts would have to be made for each.
// A code point is packed as its bytes in UTF-8.
using Gram = std::array<uint32_t, 3>;

std::vector<uint32_t> PackedPoints(std::string_view word) {
  std::vector<uint32_t> points;
  points.reserve(word.size());
  const auto is_ascii = [](char c) { return absl::ascii_isascii(static_cast<unsigned char>(c)); };
  if (std::all_of(word.begin(), word.end(), is_ascii)) {
    points.assign(word.begin(), word.end());
    return points;
  }
  for (const std::string& point : CodePointsOf(word)) {
    uint32_t& packed = points.emplace_back(0);
    for (const char byte : point) packed = packed << 8 | static_cast<unsigned char>(byte);
  }
  return points;
}

// What GramsOf says, for comparing.
std::vector<Gram> ComparedGrams(std::string_view word) {
  std::vector<Gram> grams;
  grams.reserve(word.size() + 1);
  Gram gram = {' ', ' ', ' '};
  const auto add = [&](uint32_t point) {
    gram = {gram[1], gram[2], point};
    if (std::find(grams.begin(), grams.end(), gram) == grams.end()) grams.push_back(gram);
  };
  for (const uint32_t point : PackedPoints(word)) add(point);
  add(' ');
  return grams;
}

// The likeness of two names, word by word.
int LikenessOfWords(const std::vector<std::string>& wanted, std::vector<std::string> found) {
  if (wanted.empty() || found.empty()) return 0;
  const int words_found = static_cast<int>(found.size());
  int sum = 0;
  for (const std::string& word : wanted) {
    int best = 0;
    std::size_t at = 0;
    for (std::size_t i = 0; i < found.size(); ++i) {
      const int likeness = WordLikeness(word, found[i]);
      if (likeness > best) {
        best = likeness;
        at = i;
      }
    }
    sum += best;
    if (best > 0) found.erase(found.begin() + static_cast<std::ptrdiff_t>(at));
  }
  const int words_wanted = static_cast<int>(wanted.size());
  // Nine parts of ten for what was wanted, one for how much more the name has.
  return (9 * sum / words_wanted + sum / std::max(words_wanted, words_found)) / 10;
}

}  // namespace

int WordLikeness(std::string_view a, std::string_view b) {
  if (a == b) return kSameWord;
  const std::vector<Gram> of_a = ComparedGrams(a);
  const std::vector<Gram> of_b = ComparedGrams(b);
  std::size_t shared = 0;
  for (const Gram& gram : of_a) shared += static_cast<std::size_t>(std::count(of_b.begin(), of_b.end(), gram));
  const int by_pieces = static_cast<int>(2 * kSameWord * shared / (of_a.size() + of_b.size()));
  const std::string sound = SoundOf(a);
  const bool same_sound = !sound.empty() && sound == SoundOf(b);
  return same_sound ? std::max(kSameSound, by_pieces) : by_pieces;
}

int NameLikeness(const std::vector<std::string>& wanted, const Profile& profile) {
  int best = 0;
  for (const std::string& name : NamesOf(profile)) best = std::max(best, LikenessOfWords(wanted, NameWords(name)));
  return best;
}

}  // namespace amparo::cases
