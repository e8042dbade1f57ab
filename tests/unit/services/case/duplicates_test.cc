// Who comes into question as the same person, and what speaks for it.
#include "services/case/domain/duplicates.h"

#include <algorithm>

#include "gmock/gmock.h"
#include "services/case/domain/name_terms.h"
#include "tests/unit/services/case/values.h"

namespace amparo::cases {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

struct Somebody {
  Person person;
  Profile profile;
};

DuplicateScore CompareRecords(const Somebody& a, const Somebody& b) {
  return ComparedPerson(a.person, a.profile).ScoreWith(ComparedPerson(b.person, b.profile));
}

Somebody Named(const std::string& full_name) {
  Somebody person;
  person.profile.full_name = full_name;
  return person;
}

Somebody Born(const std::string& full_name, Birth birth) {
  Somebody person = Named(full_name);
  person.profile.birth = birth;
  return person;
}

PersonContact PhoneContact(const std::string& number) {
  return {.channel = ContactChannel::kPhone, .value = number};
}

// True when what is found by `other` has all terms of one of the blocks of `profile`.
bool Meet(const Profile& profile, const Profile& other) {
  const std::vector<std::string> terms = TermsOf(other);
  const std::vector<Probe> blocks = BlocksOf(profile);
  return std::any_of(blocks.begin(), blocks.end(), [&terms](const Probe& block) {
    return std::all_of(block.begin(), block.end(), [&terms](const std::string& term) {
      return std::find(terms.begin(), terms.end(), term) != terms.end();
    });
  });
}

TEST(DuplicatesTest, TheSameNameInAnotherOrderSpellingOrWithASlipMeetsInABlock) {
  const Profile maria = Named("Maria Santos").profile;
  for (const char* other : {"Santos, Maria", "MARÍA SANTOS", "Marya Zantos", "Maria Santso", "Maria Clara Santos"}) {
    EXPECT_TRUE(Meet(maria, Named(other).profile)) << other;
  }
  EXPECT_FALSE(Meet(maria, Named("Pedro Cruz").profile));
}

TEST(DuplicatesTest, OneWordInCommonIsNoBlockUnlessTheYearOfBirthIsToo) {
  EXPECT_FALSE(Meet(Named("Maria Santos").profile, Named("Maria Villanueva").profile));
  EXPECT_TRUE(Meet(Born("Maria Santos", BirthOn(absl::CivilDay(1999, 5, 13))).profile,
                   Born("Maria Villanueva", {.year = 1999}).profile));
  EXPECT_FALSE(Meet(Born("Maria Santos", BirthOn(absl::CivilDay(1999, 5, 13))).profile,
                    Born("Maria Villanueva", {.year = 1980}).profile));
}

TEST(DuplicatesTest, ANumberIsABlockByItself) {
  Profile one = Named("Maria Santos").profile;
  Profile other = Named("Luz").profile;
  one.contacts = {PhoneContact("+63 917 555 0101")};
  EXPECT_FALSE(Meet(one, other));
  other.contacts = {PhoneContact("+63-917-5550101")};
  EXPECT_TRUE(Meet(one, other));
}

TEST(DuplicatesTest, BlocksAreBoundedAndEachThereOnce) {
  Profile profile = Born("Maria Clara Luz Elena Santos Cruz Reyes Villanueva", {.year = 1999}).profile;
  for (int i = 0; i < 20; ++i) profile.other_names.push_back("Maria Luz Santos Cruz Elena " + std::to_string(i));
  const std::vector<Probe> blocks = BlocksOf(profile);
  EXPECT_THAT(blocks, SizeIs(kMostBlocks));
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    EXPECT_EQ(std::count(blocks.begin(), blocks.end(), blocks[i]), 1) << i;
  }
  EXPECT_THAT(BlocksOf(Profile()), IsEmpty());
  for (const char* word : {"Maria", "Maria Maria"}) {
    EXPECT_THAT(BlocksOf(Named(word).profile), IsEmpty()) << word << ": hundreds are called so";
  }
}

TEST(DuplicatesTest, ANameAloneMakesACandidate) {
  const auto score = [](const char* one, const char* other) { return CompareRecords(Named(one), Named(other)); };
  EXPECT_THAT(score("Maria Santos", "Santos Maria").reasons, ElementsAre(DuplicateReason::kSameName));
  EXPECT_EQ(score("Maria Santos", "Santos Maria").score, 60);
  EXPECT_THAT(score("Maria Santos", "Marya Zantos").reasons, ElementsAre(DuplicateReason::kNameSoundsAlike));
  EXPECT_GE(score("Maria Santos", "Marya Zantos").score, 50);
  EXPECT_THAT(score("Maria Santos", "Pedro Cruz").reasons, ElementsAre(DuplicateReason::kDifferentName));
  EXPECT_EQ(score("Maria Santos", "Pedro Cruz").score, 0) << "never below nothing";
}

TEST(DuplicatesTest, AnotherNameThatSomebodyIsKnownByIsANameToo) {
  Somebody one = Named("Maria Santos");
  one.profile.other_names = {"Luz Reyes"};
  EXPECT_THAT(CompareRecords(one, Named("Reyes Luz")).reasons, ElementsAre(DuplicateReason::kSameName));
  EXPECT_THAT(CompareRecords(Named("Reyes Luz"), one).reasons, ElementsAre(DuplicateReason::kSameName));
}

TEST(DuplicatesTest, BirthDatesSpeakForItOrAgainst) {
  const auto reasons = [](Birth one, Birth other) {
    return CompareRecords(Born("Maria Santos", one), Born("Maria Santos", other)).reasons;
  };
  EXPECT_THAT(reasons(BirthOn(absl::CivilDay(1999, 5, 13)), BirthOn(absl::CivilDay(1999, 5, 13))),
              Contains(DuplicateReason::kSameBirthDate));
  EXPECT_THAT(reasons(BirthOn(absl::CivilDay(1999, 5, 13)), {.year = 1999}), Contains(DuplicateReason::kBirthDateFits));
  EXPECT_THAT(reasons(BirthOn(absl::CivilDay(1999, 5, 13)), {.year = 1997, .estimated = true, .margin_years = 2}),
              Contains(DuplicateReason::kBirthDateFits));
  EXPECT_THAT(reasons(BirthOn(absl::CivilDay(1999, 5, 6)), BirthOn(absl::CivilDay(1999, 6, 5))),
              Contains(DuplicateReason::kBirthDateFits))
      << "day and month are written in either order";
  EXPECT_THAT(reasons(BirthOn(absl::CivilDay(1999, 5, 13)), BirthOn(absl::CivilDay(1999, 5, 14))),
              Contains(DuplicateReason::kDifferentBirthDate));
  EXPECT_EQ(
      CompareRecords(Born("Maria Santos", BirthOn(absl::CivilDay(1999, 5, 13))), Born("Maria Santos", {.year = 1980}))
          .score,
      0)
      << "a name is no match for another birth";
}

TEST(DuplicatesTest, AFamilyThatSharesANumberAndAnAddressIsNotOnePerson) {
  Somebody mother = Named("Elena Santos");
  mother.profile.contacts = {PhoneContact("+63 917 555 0101")};
  mother.profile.addresses = {{.label = "home", .text = "12 Colon St., Cebu", .from = {}, .until = {}}};
  Somebody daughter = mother;
  daughter.profile.full_name = "Pilar Cruz";
  const DuplicateScore family = CompareRecords(mother, daughter);
  EXPECT_LT(family.score, 50);
  EXPECT_THAT(family.reasons, UnorderedElementsAre(DuplicateReason::kSameContact, DuplicateReason::kSameAddress,
                                                   DuplicateReason::kDifferentName));
  daughter.profile.full_name = "Elena Santoss";
  EXPECT_GE(CompareRecords(mother, daughter).score, 50);
}

TEST(DuplicatesTest, AGuardianInCommonAndAnotherSexCount) {
  Somebody one = Named("Maria Santos");
  Somebody other = Named("Maria Santos");
  one.person.guardians = {{.guardian = Id(7), .from = {}, .until = {}}};
  other.person.guardians = {{.guardian = Id(6), .from = {}, .until = {}}, {.guardian = Id(7), .from = {}, .until = {}}};
  EXPECT_EQ(CompareRecords(one, other).score, 75);
  one.person.sex = Sex::kFemale;
  EXPECT_EQ(CompareRecords(one, other).score, 75) << "what is not known differs from nothing";
  other.person.sex = Sex::kMale;
  const DuplicateScore score = CompareRecords(one, other);
  EXPECT_EQ(score.score, 35);
  EXPECT_THAT(score.reasons,
              ElementsAre(DuplicateReason::kSameName, DuplicateReason::kDifferentSex, DuplicateReason::kSameGuardian))
      << "the weightiest first";
}

TEST(DuplicatesTest, ComparisonIsTheSameFromBothSides) {
  const std::vector<Somebody> people = {Named("Maria Santos"), Named("Maria Clara Santos"), Named("Marya Zantos"),
                                        Born("Maria Santos", {.year = 1999}), Named("")};
  for (const Somebody& one : people) {
    for (const Somebody& other : people) {
      EXPECT_EQ(CompareRecords(one, other).score, CompareRecords(other, one).score);
    }
  }
}

}  // namespace
}  // namespace amparo::cases
