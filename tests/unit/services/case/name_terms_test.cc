#include "services/case/domain/name_terms.h"

#include <algorithm>
#include <random>
#include <set>

#include "gmock/gmock.h"

namespace amparo::cases {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

Profile Called(const std::string& name) {
  Profile profile;
  profile.full_name = name;
  return profile;
}

std::vector<Probe> EveryProbeOf(const NameProbes& probes) {
  std::vector<Probe> all = probes.same;
  for (const std::vector<Probe>& some : {probes.alike, probes.one_word})
    all.insert(all.end(), some.begin(), some.end());
  return all;
}

// Whether a record of this name has all terms of one of the probes.
bool Answers(const Profile& profile, const std::vector<Probe>& probes) {
  const std::vector<std::string> terms = TermsOf(profile);
  return std::any_of(probes.begin(), probes.end(), [&terms](const Probe& probe) {
    return std::all_of(probe.begin(), probe.end(), [&terms](const std::string& term) {
      return std::find(terms.begin(), terms.end(), term) != terms.end();
    });
  });
}

// Whether a record of this name comes into question for a search.
bool IsFound(const Profile& profile, const std::string& query, std::optional<int> birth_year = std::nullopt) {
  return Answers(profile, EveryProbeOf(ProbesFor(query, birth_year)));
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
      EXPECT_TRUE(Answers(Called("Chan " + word), ProbesFor("Chan " + query, std::nullopt).alike)) << query;
      EXPECT_TRUE(IsFound(Called(word), query)) << query;
    }
  }
}

// Whoever has the two names in different places of their record has both.
TEST(ProbesForTest, WordsOfDifferentNamesAreFoundTogether) {
  Profile profile = Called("Maria Santos");
  profile.other_names = {"Luz Villanueva"};
  EXPECT_TRUE(Answers(profile, ProbesFor("Luz Santos", std::nullopt).same));
  EXPECT_TRUE(Answers(profile, ProbesFor("Villanueva, Maria", std::nullopt).same));
  EXPECT_FALSE(IsFound(profile, "Pedro Reyes"));
}

// What is asked for is never a long list joined with another: two words are one term, and what is broad is known.
TEST(ProbesForTest, OneWordAloneIsBroadAndTwoAreOneTerm) {
  const NameProbes two = ProbesFor("Maria Santos", std::nullopt);
  EXPECT_THAT(two.same, ElementsAre(ElementsAre("x:maria|santos")));
  EXPECT_THAT(two.alike, Contains(ElementsAre("p:MR|SNTS")));
  EXPECT_THAT(two.one_word, ElementsAre(ElementsAre("w:maria"), ElementsAre("w:santos")));
  for (const Probe& probe : two.alike) EXPECT_FALSE(IsBroad(probe));
  for (const Probe& probe : two.one_word) EXPECT_TRUE(IsBroad(probe));
  const NameProbes born = ProbesFor("Maria Santos", 1999);
  for (const Probe& probe : born.one_word) EXPECT_FALSE(IsBroad(probe));
  EXPECT_TRUE(IsBroad(ProbesFor("Maria", std::nullopt).same[0]));
  EXPECT_EQ(ProbesFor("Maria María", std::nullopt).same, ProbesFor("Maria", std::nullopt).same);
}

// Names in other scripts have no sound: their words stand for it.
TEST(ProbesForTest, WordsWithoutASoundAreFoundTogether) {
  EXPECT_TRUE(Answers(Called("សុខា ចាន់"), ProbesFor("ចាន់ សុខា", std::nullopt).same));
  EXPECT_TRUE(Answers(Called("សុខា ចាន់"), ProbesFor("ចាន់ សុខ", std::nullopt).alike));
}

TEST(TermsOfTest, ARecordOfManyNamesHasBoundedTerms) {
  Profile profile = Called("Maria Santos");
  for (int i = 0; i < 50; ++i) profile.other_names.push_back("Luz" + std::to_string(i) + " Villa" + std::to_string(i));
  EXPECT_LE(TermsOf(profile).size(), 3000u);
  EXPECT_TRUE(IsFound(profile, "Luz49"));
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
  EXPECT_THAT(EveryProbeOf(ProbesFor(" . ", std::nullopt)), IsEmpty());
  for (const char* name : {"a", "a b", "a b c"}) {
    for (const Probe& probe : EveryProbeOf(ProbesFor(name, std::nullopt))) EXPECT_THAT(probe, Not(IsEmpty())) << name;
  }
  EXPECT_LE(EveryProbeOf(ProbesFor("a b c d e f g h i j k l m n", std::nullopt)).size(), 50u);
}

TEST(LikenessTest, TheSameIsMoreThanTheSameSoundIsMoreThanTheSamePieces) {
  EXPECT_EQ(WordLikeness("maria", "maria"), 100);
  EXPECT_EQ(WordLikeness("vasquez", "basques"), 90);
  EXPECT_GT(WordLikeness("santos", "santoz"), WordLikeness("santos", "sarmiento"));
  EXPECT_EQ(WordLikeness("luz", "pedro"), 0);
  // "  s", " sa", "san", "ant" and "nto" of the seven and the seven pieces.
  EXPECT_EQ(WordLikeness("santos", "santol"), 71);
  EXPECT_EQ(WordLikeness("សុខា", "សុខី"), 60);
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
