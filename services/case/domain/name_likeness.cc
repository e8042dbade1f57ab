#include "services/case/domain/name_likeness.h"

#include <algorithm>
#include <cstddef>

#include "common/base/fold.h"
#include "services/case/domain/name_terms.h"

namespace amparo::cases {
namespace {

constexpr int kSameWord = 100;
constexpr int kSameSound = 90;

std::vector<uint32_t> PackedPoints(std::string_view word) {
  std::vector<uint32_t> points;
  points.reserve(word.size());
  if (IsAscii(word)) {
    points.assign(word.begin(), word.end());
    return points;
  }
  for (const std::string& point : CodePointsOf(word)) {
    uint32_t& packed = points.emplace_back(0);
    for (const char byte : point) packed = packed << 8 | static_cast<unsigned char>(byte);
  }
  return points;
}

}  // namespace

ComparedName::ComparedName(const std::vector<std::string>& words) {
  words_.reserve(words.size());
  for (const std::string& word : words) words_.push_back({word, SoundOf(word), GramsIn(word)});
}

int ComparedName::LikenessTo(const ComparedName& wanted) const {
  if (wanted.words_.empty() || words_.empty()) return 0;
  std::vector<bool> taken(words_.size());
  int sum = 0;
  for (const Word& word : wanted.words_) {
    int best = 0;
    std::size_t at = 0;
    for (std::size_t i = 0; i < words_.size(); ++i) {
      const int likeness = taken[i] ? 0 : LikenessOf(word, words_[i]);
      if (likeness > best) {
        best = likeness;
        at = i;
      }
    }
    sum += best;
    if (best > 0) taken[at] = true;
  }
  const int words_wanted = static_cast<int>(wanted.words_.size());
  const int words_found = static_cast<int>(words_.size());
  // Nine parts of ten for what was wanted, one for how much more the name has.
  return (9 * sum / words_wanted + sum / std::max(words_wanted, words_found)) / 10;
}

std::vector<ComparedName::Gram> ComparedName::GramsIn(std::string_view word) {
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

int ComparedName::LikenessOf(const Word& a, const Word& b) {
  if (a.text == b.text) return kSameWord;
  std::size_t shared = 0;
  for (const Gram& gram : a.grams) shared += static_cast<std::size_t>(std::count(b.grams.begin(), b.grams.end(), gram));
  const int by_pieces = static_cast<int>(2 * kSameWord * shared / (a.grams.size() + b.grams.size()));
  const bool same_sound = !a.sound.empty() && a.sound == b.sound;
  return same_sound ? std::max(kSameSound, by_pieces) : by_pieces;
}

std::vector<ComparedName> ComparedNamesOf(const Profile& profile) {
  std::vector<ComparedName> names;
  for (const std::string& name : NamesOf(profile)) names.emplace_back(NameWords(name));
  return names;
}

int NameLikeness(const ComparedName& wanted, const std::vector<ComparedName>& names) {
  int best = 0;
  for (const ComparedName& name : names) best = std::max(best, name.LikenessTo(wanted));
  return best;
}

}  // namespace amparo::cases
