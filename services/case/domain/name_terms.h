// What people are found by: the terms of a record (words of names, their sounds and pieces, pairs of them, years of
// birth, telephone numbers). A term is kept only as a keyed token (common/crypto/blind_index.h); here it is plain text,
// which never leaves the process.
#pragma once

#include <cstddef>
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

// Everything that a person's record is found by: those terms, and in one record of 64 the same again as terms of a
// sample ("~w:maria"). A list of a hundred thousand need not be read to find a few dozen of those who are in it: when
// the sample has some of them, these stand for all, and when it has not, the list is short (ADR 13). Who is in the
// sample is told by the last bits of the record's id.
std::vector<std::string> IndexTermsOf(const Uuid& id, const Profile& profile);

// What somebody who is in the sample has besides `term`.
std::string SampleTerm(std::string_view term);

// The term of a year of birth.
std::string BirthTerm(int year);

}  // namespace amparo::cases
