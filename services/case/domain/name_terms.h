// What people are found by: the terms of a record (words of names, their sounds and pieces, pairs of them, years of
// birth, telephone numbers), the probes of a search, and how alike two names are. A term is kept only as a keyed token
// (common/crypto/blind_index.h); here it is plain text, which never leaves the process.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/case/domain/person.h"

namespace amparo::cases {

// The most words of one name that are looked at.
inline constexpr std::size_t kMostNameWords = 8;

// How a word (common/base/fold.h) sounds, whatever language spells it: the classes of its consonants, and A for a vowel
// it begins with. Empty for a word of one letter, and for one that is not in Latin letters.
//
// The classes are those by which A. B. Dolgopolsky compared languages (Veroyatnostnaya gipoteza drevneyshego rodstva,
// 1964): consonants that turn into one another in the languages of the world. P labials (b f p v w), T dentals (d t),
// S sibilants and affricates (c before e i y, ch, j, s, sh, x, z), K velars (c, g, k, q), M, N (n, ng), R liquids (l,
// r), Y (y at the beginning, before a vowel). h is silent, vowels count at the beginning only, and a letter repeated is
// one letter: as in R. C. Russell's Soundex (US patent 1,261,167, 1918), whose classes are English.
std::string SoundOf(std::string_view word);

// The pieces of a word: three code points each, the word with two blanks before it and one behind, so that its
// beginning weighs most (as pg_trgm of PostgreSQL has them). Each once, in order.
std::vector<std::string> GramsOf(std::string_view word);

// The words of a name, folded; at most kMostNameWords.
std::vector<std::string> NameWords(std::string_view name);

// The words beyond so many of a person's names are not found together with others (each still is by itself).
inline constexpr std::size_t kMostPairedWords = 16;

// Everything that a person is found by, each once. Its kind comes first:
//   "w:" a word, "s:" a sound, "g:" a piece;
//   "x:" two words, whatever names of the person they are of and in whatever order; "p:" two sounds likewise;
//   "e:" a sound, and with it an end of another word ("^sal", "tos$"), about half of the word;
//   "b:" a year of birth that may be theirs, "c:" the digits of a telephone number or an address of mail.
// What has two words in it is there so that a search never joins long lists: of one word thousands may have been
// named, and of one sound tens of thousands (ADR 13).
std::vector<std::string> TermsOf(const Profile& profile);

// Those of telephone numbers and addresses of mail alone.
std::vector<std::string> ContactTermsOf(const Profile& profile);

// The term of a year of birth.
std::string BirthTerm(int year);

// What a record must have, all of it, to be a candidate.
using Probe = std::vector<std::string>;

// The probes for a name, the sharpest first.
struct NameProbes {
  // Who has all of its words.
  std::vector<Probe> same;
  // Who has the same sounds; who has one word misspelt; of three words or more, who has all but one.
  //
  // A misspelt word is found by either of its halves beside the sound of another word: one letter mistyped, left out or
  // too much leaves one half whole (G. Navarro, A guided tour to approximate string matching, 2001: partitioning into
  // exact searching). A name of one word has no other: it is found by its sound, and by the parts of its pieces.
  std::vector<Probe> alike;
  // Of two words, who has one.
  std::vector<Probe> one_word;
};

// With `birth_year`, each probe asks for it too. No probe for a name without words.
NameProbes ProbesFor(std::string_view name, std::optional<int> birth_year);

// True for a word or a sound alone: more people may have it than can be looked at.
bool IsBroad(const Probe& probe);

// How alike two words are, in hundredths: 100 the same, 90 the same sound, else by the pieces they share (Dice).
int WordLikeness(std::string_view a, std::string_view b);

// How well a person's names answer a name that is looked for, in hundredths: of the name that answers best, each word
// wanted is compared with the word most like it that is left; a name that has more words than were wanted loses a
// little.
int NameLikeness(const std::vector<std::string>& wanted, const Profile& profile);

}  // namespace amparo::cases
