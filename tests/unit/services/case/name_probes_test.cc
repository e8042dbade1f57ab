#include "services/case/domain/name_probes.h"

#include <algorithm>
#include <random>

#include "gmock/gmock.h"
#include "services/case/domain/name_terms.h"
#include "tests/unit/services/case/name_values.h"

namespace amparo::cases {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

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

// What is asked for is never a long list joined with another: two words are one term.
TEST(ProbesForTest, TwoWordsAreOneTerm) {
  const NameProbes two = ProbesFor("Maria Santos", std::nullopt);
  EXPECT_THAT(two.same, ElementsAre(ElementsAre("x:maria|santos")));
  EXPECT_THAT(two.alike, Contains(ElementsAre("p:MR|SNTS")));
  EXPECT_THAT(two.one_word, ElementsAre(ElementsAre("w:maria"), ElementsAre("w:santos")));
  EXPECT_EQ(ProbesFor("Maria María", std::nullopt).same, ProbesFor("Maria", std::nullopt).same);
}

// Names in other scripts have no sound: their words stand for it.
TEST(ProbesForTest, WordsWithoutASoundAreFoundTogether) {
  EXPECT_TRUE(Answers(Called("សុខា ចាន់"), ProbesFor("ចាន់ សុខា", std::nullopt).same));
  EXPECT_TRUE(Answers(Called("សុខា ចាន់"), ProbesFor("ចាន់ សុខ", std::nullopt).alike));
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

}  // namespace
}  // namespace amparo::cases
