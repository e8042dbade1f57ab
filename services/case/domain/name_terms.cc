#include "services/case/domain/name_terms.h"

#include <algorithm>
#include <set>

#include "absl/strings/ascii.h"
#include "common/base/fold.h"
#include "common/base/strings.h"

namespace amparo::cases {
namespace {

constexpr int kSameWord = 100;
constexpr int kSameSound = 90;
// How many parts the pieces of a word are cut into: one wrong letter spoils at most two that lie side by side.
constexpr std::size_t kPieceParts = 3;
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

// The words but the one at `left_out`.
std::vector<std::string> Others(const std::vector<std::string>& words, std::size_t left_out) {
  std::vector<std::string> others = words;
  others.erase(others.begin() + static_cast<std::ptrdiff_t>(left_out));
  return others;
}

void AppendWords(const std::vector<std::string>& words, Probe& probe) {
  for (const std::string& word : words) probe.push_back(StrCat("w:", word));
}

// False when a word has no sound.
bool AppendSounds(const std::vector<std::string>& words, Probe& probe) {
  for (const std::string& word : words) {
    const std::string sound = SoundOf(word);
    if (sound.empty()) return false;
    probe.push_back(StrCat("s:", sound));
  }
  return true;
}

// One probe for each part of the pieces of the word at `misspelt`, beside all other words.
void AddPieces(const std::vector<std::string>& words, std::size_t misspelt, std::vector<Probe>& probes) {
  const std::vector<std::string> grams = GramsOf(words[misspelt]);
  // A part of fewer than two pieces finds half of the office.
  const std::size_t parts = std::min(kPieceParts, grams.size() / 2);
  // The beginning last: it is what most words share.
  for (std::size_t part = parts; part-- > 0;) {
    Probe probe;
    AppendWords(Others(words, misspelt), probe);
    const std::size_t end = grams.size() * (part + 1) / parts;
    for (std::size_t i = grams.size() * part / parts; i < end; ++i) probe.push_back(StrCat("g:", grams[i]));
    probes.push_back(std::move(probe));
  }
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
  for (const std::string& name : NamesOf(profile)) {
    for (const std::string& word : NameWords(name)) AddWordTerms(word, terms);
  }
  if (profile.birth) {
    const BirthDays days = DaysOf(*profile.birth);
    for (auto year = days.first.year(); year <= days.last.year(); ++year) {
      terms.insert(BirthTerm(static_cast<int>(year)));
    }
  }
  for (const PersonContact& contact : profile.contacts) {
    if (const auto term = ContactTerm(contact)) terms.insert(*term);
  }
  return {terms.begin(), terms.end()};
}

std::string BirthTerm(int year) {
  return StrCat("b:", year);
}

std::vector<Probe> ProbesFor(std::string_view name, std::optional<int> birth_year) {
  const std::vector<std::string> words = NameWords(name);
  std::vector<Probe> probes;
  if (words.empty()) return probes;
  AppendWords(words, probes.emplace_back());
  if (Probe sounds; AppendSounds(words, sounds)) probes.push_back(std::move(sounds));
  for (std::size_t i = 0; i < words.size(); ++i) AddPieces(words, i, probes);
  for (std::size_t i = 0; words.size() > 1 && i < words.size(); ++i) {
    AppendWords(Others(words, i), probes.emplace_back());
  }
  for (std::size_t i = 0; words.size() > 2 && i < words.size(); ++i) {
    if (Probe sounds; AppendSounds(Others(words, i), sounds)) probes.push_back(std::move(sounds));
  }
  for (Probe& probe : probes) {
    if (birth_year) probe.push_back(BirthTerm(*birth_year));
  }
  return probes;
}

int WordLikeness(std::string_view a, std::string_view b) {
  if (a == b) return kSameWord;
  const std::vector<std::string> of_a = GramsOf(a);
  const std::vector<std::string> of_b = GramsOf(b);
  std::size_t shared = 0;
  for (const std::string& gram : of_a) shared += static_cast<std::size_t>(std::count(of_b.begin(), of_b.end(), gram));
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
