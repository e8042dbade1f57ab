#include "services/case/domain/name_terms.h"

#include <array>
#include <set>

#include "gmock/gmock.h"
#include "tests/unit/services/case/name_values.h"

namespace amparo::cases {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

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

TEST(TermsOfTest, OneRecordOf64IsInTheSampleToo) {
  const Profile maria = Called("Maria Santos");
  const std::vector<std::string> terms = TermsOf(maria);
  int sampled = 0;
  for (int last = 0; last < 256; ++last) {
    std::array<uint8_t, Uuid::kSize> bytes = {1, 2, 3};
    bytes.back() = static_cast<uint8_t>(last);
    const std::vector<std::string> indexed = IndexTermsOf(Uuid(bytes), maria);
    if (indexed == terms) continue;
    ++sampled;
    ASSERT_EQ(indexed.size(), 2 * terms.size());
    for (const std::string& term : terms) {
      EXPECT_THAT(indexed, Contains(term));
      EXPECT_THAT(indexed, Contains(SampleTerm(term)));
    }
  }
  EXPECT_EQ(sampled, 4);
}

TEST(TermsOfTest, ARecordOfManyNamesHasBoundedTerms) {
  Profile profile = Called("Maria Santos");
  for (int i = 0; i < 50; ++i) profile.other_names.push_back("Luz" + std::to_string(i) + " Villa" + std::to_string(i));
  EXPECT_LE(TermsOf(profile).size(), 3000u);
  EXPECT_THAT(TermsOf(profile), Contains("w:luz49"));
}

}  // namespace
}  // namespace amparo::cases
