#include "services/case/domain/name_probes.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "common/base/fold.h"
#include "common/base/strings.h"
#include "services/case/domain/name_pairs.h"
#include "services/case/domain/name_terms.h"

namespace amparo::cases {
namespace {

// How many parts the pieces of a word are cut into: one wrong letter spoils at most two that lie side by side.
constexpr std::size_t kPieceParts = 3;

// The words but the one at `left_out`.
std::vector<std::string> Others(const std::vector<std::string>& words, std::size_t left_out) {
  std::vector<std::string> others = words;
  others.erase(others.begin() + static_cast<std::ptrdiff_t>(left_out));
  return others;
}

// Asks for all of these words, of which there are two or more: for each with the one before it.
template <typename PairOf>
void AppendPairs(const std::vector<std::string>& words, PairOf pair_of, Probe& probe) {
  for (std::size_t i = 1; i < words.size(); ++i) probe.push_back(pair_of(words[i - 1], words[i]));
}

// One probe for each half of the word at `misspelt`, beside all other words.
void AddHalves(const std::vector<std::string>& words, std::size_t misspelt, std::vector<Probe>& probes) {
  const std::vector<std::string> others = Others(words, misspelt);
  // The longest of the others: few have it.
  const std::string& beside = *std::max_element(
      others.begin(), others.end(), [](const std::string& a, const std::string& b) { return a.size() < b.size(); });
  const std::vector<std::string> points = CodePointsOf(words[misspelt]);
  for (std::string& end : EndTerms(beside, points, EndLength(points.size()))) {
    Probe probe(1, std::move(end));
    AppendPairs(others, WordPair, probe);
    probes.push_back(std::move(probe));
  }
}

// The probes for a name of one word.
NameProbes ProbesForWord(const std::string& word) {
  NameProbes probes;
  probes.same.push_back({StrCat("w:", word)});
  if (const std::string sound = SoundOf(word); !sound.empty()) probes.alike.push_back({StrCat("s:", sound)});
  const std::vector<std::string> grams = GramsOf(word);
  // A part of fewer than two pieces finds half of the office.
  const std::size_t parts = std::min(kPieceParts, grams.size() / 2);
  // The beginning last: it is what most words share.
  for (std::size_t part = parts; part-- > 0;) {
    Probe& probe = probes.alike.emplace_back();
    const std::size_t end = grams.size() * (part + 1) / parts;
    for (std::size_t i = grams.size() * part / parts; i < end; ++i) probe.push_back(StrCat("g:", grams[i]));
  }
  return probes;
}

// The probes for a name of two words or more.
NameProbes ProbesForWords(const std::vector<std::string>& words) {
  NameProbes probes;
  AppendPairs(words, WordPair, probes.same.emplace_back());
  AppendPairs(words, SoundPair, probes.alike.emplace_back());
  for (std::size_t i = 0; i < words.size(); ++i) AddHalves(words, i, probes.alike);
  if (words.size() == 2) {
    for (const std::string& word : words) probes.one_word.push_back({StrCat("w:", word)});
    return probes;
  }
  for (std::size_t i = 0; i < words.size(); ++i) {
    AppendPairs(Others(words, i), WordPair, probes.alike.emplace_back());
  }
  for (std::size_t i = 0; i < words.size(); ++i) {
    AppendPairs(Others(words, i), SoundPair, probes.alike.emplace_back());
  }
  return probes;
}

}  // namespace

NameProbes ProbesFor(std::string_view name, std::optional<int> birth_year) {
  std::vector<std::string> words;
  AddNewWords(NameWords(name), words);
  if (words.empty()) return {};
  NameProbes probes = words.size() == 1 ? ProbesForWord(words[0]) : ProbesForWords(words);
  if (!birth_year) return probes;
  for (std::vector<Probe>* const some : {&probes.same, &probes.alike, &probes.one_word}) {
    for (Probe& probe : *some) probe.push_back(BirthTerm(*birth_year));
  }
  return probes;
}

}  // namespace amparo::cases
