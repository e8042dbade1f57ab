#include "services/case/domain/name_terms.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "common/base/fold.h"
#include "common/base/strings.h"

namespace amparo::cases {
namespace {

constexpr int kSameWord = 100;
constexpr int kSameSound = 90;
// How many parts the pieces of a word are cut into: one wrong letter spoils at most two that lie side by side.
constexpr std::size_t kPieceParts = 3;
// The shortest and the longest end of a word that is looked for by its half, in code points.
constexpr std::size_t kShortestEnd = 2;
constexpr std::size_t kLongestEnd = 5;
// What is shorter is an initial or an extension, not a number.
constexpr std::size_t kLeastDigits = 6;
// Numbers are compared by their end: with and without the prefix of the country they are one.
constexpr std::size_t kMostDigits = 9;

bool IsVowel(char c) {
  return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u';
}

// The class of the consonant at `i`, 0 for none; `taken` becomes how many letters it stands in.
char ClassAt(std::string_view word, std::size_t i, std::size_t& taken) {
  const char c = word[i];
  const char next = i + 1 < word.size() ? word[i + 1] : '\0';
  taken = 1;
  if (next == 'h' && (c == 'p' || c == 'c' || c == 's' || c == 'k' || c == 'g' || c == 't' || c == 'd' || c == 'b')) {
    taken = 2;
    if (c == 'c') return 'S';
  }
  switch (c) {
    case 'b':
    case 'f':
    case 'p':
    case 'v':
    case 'w':
      return 'P';
    case 'd':
    case 't':
      return 'T';
    case 'j':
    case 's':
    case 'x':
    case 'z':
      return 'S';
    case 'c':
      return next == 'e' || next == 'i' || next == 'y' ? 'S' : 'K';
    case 'g':
    case 'k':
    case 'q':
      return 'K';
    case 'm':
      return 'M';
    case 'n':
      if (next == 'g') taken = 2;
      return 'N';
    case 'l':
    case 'r':
      return 'R';
    case 'y':
      return i == 0 && IsVowel(next) ? 'Y' : '\0';
    default:
      return '\0';
  }
}

void AddWordTerms(const std::string& word, std::set<std::string>& terms) {
  terms.insert(StrCat("w:", word));
  if (const std::string sound = SoundOf(word); !sound.empty()) terms.insert(StrCat("s:", sound));
  for (const std::string& gram : GramsOf(word)) terms.insert(StrCat("g:", gram));
}

// What a contact is found by: a mail address as it is, in lower case, or the last digits of a number. Nothing for what
// is too short.
std::optional<std::string> ContactTerm(const PersonContact& contact) {
  if (contact.value.find('@') != std::string::npos) {
    return StrCat("c:", absl::AsciiStrToLower(absl::StripAsciiWhitespace(contact.value)));
  }
  std::string digits;
  for (const char c : contact.value) {
    if (absl::ascii_isdigit(static_cast<unsigned char>(c))) digits += c;
  }
  if (digits.size() < kLeastDigits) return std::nullopt;
  if (digits.size() > kMostDigits) digits.erase(0, digits.size() - kMostDigits);
  return StrCat("c:", digits);
}

// What a word is known by in a pair: its sound, or itself when it has none.
std::string SoundOrWord(const std::string& word) {
  std::string sound = SoundOf(word);
  return sound.empty() ? word : sound;
}

// A term for two words in whatever order.
std::string PairTerm(std::string_view kind, const std::string& a, const std::string& b) {
  return StrCat(kind, std::min(a, b), "|", std::max(a, b));
}

std::string WordPair(const std::string& a, const std::string& b) {
  return PairTerm("x:", a, b);
}

std::string SoundPair(const std::string& a, const std::string& b) {
  return PairTerm("p:", SoundOrWord(a), SoundOrWord(b));
}

// How long the ends are by which a word of so many code points is looked for: no longer than its half, so that one
// wrong letter spoils one of them at most.
std::size_t EndOf(std::size_t length) {
  return std::clamp(length / 2, kShortestEnd, kLongestEnd);
}

// The terms for both ends, of `size` code points, of a word beside another one. None of a word that is shorter.
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

// The terms of a word that stands beside another: for its ends as they are looked for when it is written as it is, and
// with a letter less or more.
void AddEndTerms(const std::string& beside, const std::string& word, std::set<std::string>& terms) {
  const std::vector<std::string> points = CodePointsOf(word);
  std::set<std::size_t> sizes = {EndOf(points.size()), EndOf(points.size() + 1)};
  if (points.size() > 1) sizes.insert(EndOf(points.size() - 1));
  for (const std::size_t size : sizes) {
    for (std::string& term : EndTerms(beside, points, size)) terms.insert(std::move(term));
  }
}

// The terms of every two of these words, which are different ones.
void AddPairTerms(const std::vector<std::string>& words, std::set<std::string>& terms) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    for (std::size_t j = i + 1; j < words.size(); ++j) {
      terms.insert(WordPair(words[i], words[j]));
      terms.insert(SoundPair(words[i], words[j]));
      AddEndTerms(words[i], words[j], terms);
      AddEndTerms(words[j], words[i], terms);
    }
  }
}

// Adds the words that are not among `words` yet.
void AddNewWords(std::vector<std::string> more, std::vector<std::string>& words) {
  for (std::string& word : more) {
    if (std::find(words.begin(), words.end(), word) == words.end()) words.push_back(std::move(word));
  }
}

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
  for (std::string& end : EndTerms(beside, points, EndOf(points.size()))) {
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

std::string SoundOf(std::string_view word) {
  std::string sound;
  if (word.size() < 2) return sound;
  char last = '\0';
  for (std::size_t i = 0; i < word.size();) {
    if (!absl::ascii_islower(static_cast<unsigned char>(word[i]))) return "";
    std::size_t taken = 1;
    const char of_letter = ClassAt(word, i, taken);
    if (of_letter == '\0' && i == 0 && (IsVowel(word[0]) || word[0] == 'y')) sound += 'A';
    // A letter repeated is one; with a vowel between, it is two.
    if (of_letter != '\0' && of_letter != last) sound += of_letter;
    last = of_letter;
    i += taken;
  }
  return sound;
}

std::vector<std::string> GramsOf(std::string_view word) {
  std::vector<std::string> points = CodePointsOf(word);
  points.insert(points.begin(), 2, " ");
  points.emplace_back(" ");
  std::vector<std::string> grams;
  for (std::size_t i = 0; i + 2 < points.size(); ++i) {
    std::string gram = StrCat(points[i], points[i + 1], points[i + 2]);
    if (std::find(grams.begin(), grams.end(), gram) == grams.end()) grams.push_back(std::move(gram));
  }
  return grams;
}

std::vector<std::string> NameWords(std::string_view name) {
  std::vector<std::string> words = FoldWords(name);
  if (words.size() > kMostNameWords) words.resize(kMostNameWords);
  return words;
}

std::vector<std::string> TermsOf(const Profile& profile) {
  std::set<std::string> terms;
  std::vector<std::string> words;
  for (const std::string& name : NamesOf(profile)) AddNewWords(NameWords(name), words);
  for (const std::string& word : words) AddWordTerms(word, terms);
  if (words.size() > kMostPairedWords) words.resize(kMostPairedWords);
  AddPairTerms(words, terms);
  if (profile.birth) {
    const BirthDays days = DaysOf(*profile.birth);
    for (auto year = days.first.year(); year <= days.last.year(); ++year) {
      terms.insert(BirthTerm(static_cast<int>(year)));
    }
  }
  for (std::string& term : ContactTermsOf(profile)) terms.insert(std::move(term));
  return {terms.begin(), terms.end()};
}

std::vector<std::string> ContactTermsOf(const Profile& profile) {
  std::vector<std::string> terms;
  for (const PersonContact& contact : profile.contacts) {
    if (auto term = ContactTerm(contact)) terms.push_back(*std::move(term));
  }
  return terms;
}

std::string BirthTerm(int year) {
  return StrCat("b:", year);
}

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

bool IsBroad(const Probe& probe) {
  return probe.size() == 1 && (probe[0].starts_with("w:") || probe[0].starts_with("s:"));
}

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
