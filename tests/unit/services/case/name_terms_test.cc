#include "services/case/domain/name_terms.h"

#include <random>
#include <set>

#include "gmock/gmock.h"

namespace amparo::cases {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

Profile Called(const std::string& name) {
  Profile profile;
  profile.full_name = name;
  return profile;
}

// Whether a record of this name comes into question for a search.
bool IsFound(const Profile& profile, const std::string& query, std::optional<int> birth_year = std::nullopt) {
  const std::vector<std::string> terms = TermsOf(profile);
  const std::set<std::string> has(terms.begin(), terms.end());
  for (const Probe& probe : ProbesFor(query, birth_year)) {
    bool all = true;
    for (const std::string& term : probe) all = all && has.contains(term);
    if (all) return true;
  }
  return false;
}

TEST(SoundOfTest, SpellingsOfOneNameSoundTheSame) {
  const std::vector<std::vector<std::string>> alike = {
      {"vasquez", "basques", "vazquez"}, {"jun", "xun"},         {"catherine", "kathrin"}, {"phillip", "filip"},
      {"chan", "chang", "shan"},         {"rodrigo", "rodlego"}, {"jimenez", "ximenes"},   {"maria", "mariya", "mery"}};
  for (const std::vector<std::string>& names : alike) {
    for (const std::string& name : names) EXPECT_EQ(SoundOf(name), SoundOf(names[0])) << name;
  }
  // A consonant more is another sound.
  EXPECT_NE(SoundOf("sophea"), SoundOf("sopheap"));
}

TEST(SoundOfTest, VowelsCountAtTheBeginningOnly) {
  EXPECT_EQ(SoundOf("ana"), "AN");
  EXPECT_EQ(SoundOf("ina"), "AN");
  EXPECT_EQ(SoundOf("nana"), "NN");
  EXPECT_EQ(SoundOf("yolanda"), "YRNT");
}

TEST(SoundOfTest, WhatHasNoSound) {
  EXPECT_EQ(SoundOf("m"), "");
  EXPECT_EQ(SoundOf("7b"), "");
  EXPECT_EQ(SoundOf("សភាព"), "");
  EXPECT_EQ(SoundOf(""), "");
}

TEST(GramsOfTest, PiecesLeadWithTheBeginning) {
  EXPECT_THAT(GramsOf("ana"), ElementsAre("  a", " an", "ana", "na "));
  EXPECT_THAT(GramsOf("nn"), ElementsAre("  n", " nn", "nn "));
  EXPECT_THAT(GramsOf("aaaa"), ElementsAre("  a", " aa", "aaa", "aa "));
}

TEST(TermsOfTest, EverythingThatSomebodyIsFoundBy) {
  Profile profile = Called("Maria Santos");
  profile.given_name = "Maria Clara";
  profile.family_name = "Santos";
  profile.other_names = {"Luz"};
  profile.birth = Birth{.year = 1999, .estimated = true, .margin_years = 1};
  profile.contacts = {{ContactChannel::kPhone, "+63 (917) 123-4567"},
                      {ContactChannel::kEmail, " Luz@Example.org "},
                      {ContactChannel::kPhone, "ext. 12"}};
  const std::vector<std::string> terms = TermsOf(profile);
  for (const char* term : {"w:maria", "w:clara", "w:santos", "w:luz", "s:MR", "g:  m", "b:1998", "b:1999", "b:2000",
                           "c:171234567", "c:luz@example.org"}) {
    EXPECT_THAT(terms, Contains(term));
  }
  EXPECT_THAT(terms, Not(Contains("c:12")));
  EXPECT_EQ(std::set<std::string>(terms.begin(), terms.end()).size(), terms.size());
  EXPECT_THAT(TermsOf(Profile()), IsEmpty());
}

TEST(ProbesForTest, NamesAreFoundHoweverTheyAreWritten) {
  const Profile maria = Called("María Clara Santos");
  for (const char* query : {"Maria Clara Santos", "santos maria clara", "MARIA SANTOS", "Мария Сантос", "Mariya Santoz",
                            "Maria Klara Santos", "Mraia Santos", "Maria Samtos", "santos"}) {
    EXPECT_TRUE(IsFound(maria, query)) << query;
  }
  for (const char* query : {"Pedro Reyes", "Luz", "Rosario"}) EXPECT_FALSE(IsFound(maria, query)) << query;
}

// One letter mistyped, left out or doubled, wherever it is: the name is still found.
TEST(ProbesForTest, ASlipOfThePenIsForgiven) {
  std::mt19937 random(20141211);
  const std::string word = "sopheaktra";
  for (std::size_t at = 0; at < word.size(); ++at) {
    std::string mistyped = word;
    mistyped[at] = static_cast<char>('a' + (word[at] - 'a' + 1 + static_cast<int>(random() % 25)) % 26);
    std::string shorter = word;
    shorter.erase(at, 1);
    std::string longer = word;
    longer.insert(at, 1, word[at]);
    for (const std::string& query : {mistyped, shorter, longer}) {
      EXPECT_TRUE(IsFound(Called("Chan " + word), "Chan " + query)) << query;
      EXPECT_TRUE(IsFound(Called(word), query)) << query;
    }
  }
}

TEST(ProbesForTest, AYearOfBirthNarrowsTheSearch) {
  Profile maria = Called("Maria Santos");
  maria.birth = Birth{.year = 1999};
  EXPECT_TRUE(IsFound(maria, "Maria Santos", 1999));
  EXPECT_FALSE(IsFound(maria, "Maria Santos", 2003));
  // Nobody knows when she was born: she is not found by a year.
  EXPECT_FALSE(IsFound(Called("Maria Santos"), "Maria Santos", 1999));
}

TEST(ProbesForTest, WithoutWordsThereIsNothingToAskFor) {
  EXPECT_THAT(ProbesFor(" . ", std::nullopt), IsEmpty());
  for (const Probe& probe : ProbesFor("a", std::nullopt)) EXPECT_THAT(probe, Not(IsEmpty()));
  EXPECT_LE(ProbesFor("a b c d e f g h i j k l m n", std::nullopt).size(), 50u);
}

TEST(LikenessTest, TheSameIsMoreThanTheSameSoundIsMoreThanTheSamePieces) {
  EXPECT_EQ(WordLikeness("maria", "maria"), 100);
  EXPECT_EQ(WordLikeness("vasquez", "basques"), 90);
  EXPECT_GT(WordLikeness("santos", "santoz"), WordLikeness("santos", "sarmiento"));
  EXPECT_EQ(WordLikeness("luz", "pedro"), 0);
}

TEST(LikenessTest, TheBestOfTheNamesCounts) {
  Profile profile = Called("Maria Santos");
  EXPECT_EQ(NameLikeness(NameWords("Santos, María"), profile), 100);
  EXPECT_LT(NameLikeness(NameWords("Luz"), profile), 50);
  profile.other_names = {"Luz"};
  EXPECT_EQ(NameLikeness(NameWords("Luz"), profile), 100);
  // Who has more names than were asked for answers less well than who has just these.
  const int longer = NameLikeness(NameWords("Maria Santos"), Called("Maria Clara Reyes Santos"));
  EXPECT_LT(longer, 100);
  EXPECT_GE(longer, 90);
  EXPECT_EQ(NameLikeness(NameWords("Maria"), Profile()), 0);
}

}  // namespace
}  // namespace amparo::cases
