#include "services/case/domain/name_terms.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "common/base/fold.h"
#include "common/base/strings.h"
#include "services/case/domain/name_pairs.h"

namespace amparo::cases {
namespace {

// The sample has one record of so many.
constexpr uint8_t kOneInSample = 64;

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

// The terms of a word that stands beside another: for its ends as they are looked for when it is written as it is, and
// with a letter less or more.
void AddEndTerms(const std::string& beside, const std::string& word, std::set<std::string>& terms) {
  const std::vector<std::string> points = CodePointsOf(word);
  std::set<std::size_t> sizes = {EndLength(points.size()), EndLength(points.size() + 1)};
  if (points.size() > 1) sizes.insert(EndLength(points.size() - 1));
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

std::vector<std::string> IndexTermsOf(const Uuid& id, const Profile& profile) {
  std::vector<std::string> terms = TermsOf(profile);
  if (static_cast<uint8_t>(id.bytes().back()) % kOneInSample != 0) return terms;
  const std::size_t count = terms.size();
  terms.reserve(2 * count);
  for (std::size_t i = 0; i < count; ++i) terms.push_back(SampleTerm(terms[i]));
  return terms;
}

std::string SampleTerm(std::string_view term) {
  return StrCat("~", term);
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

}  // namespace amparo::cases
