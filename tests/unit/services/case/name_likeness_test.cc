#include "services/case/domain/name_likeness.h"

#include "gmock/gmock.h"
#include "services/case/domain/name_terms.h"
#include "tests/unit/services/case/name_values.h"

namespace amparo::cases {
namespace {

int WordLikeness(const std::string& wanted, const std::string& found) {
  return ComparedName({found}).LikenessTo(ComparedName({wanted}));
}

int LikenessToName(const std::string& wanted, const Profile& profile) {
  return NameLikeness(ComparedName(NameWords(wanted)), ComparedNamesOf(profile));
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
  EXPECT_EQ(LikenessToName("Santos, María", profile), 100);
  EXPECT_LT(LikenessToName("Luz", profile), 50);
  profile.other_names = {"Luz"};
  EXPECT_EQ(LikenessToName("Luz", profile), 100);
  // Who has more names than were asked for answers less well than who has just these.
  const int longer = LikenessToName("Maria Santos", Called("Maria Clara Reyes Santos"));
  EXPECT_LT(longer, 100);
  EXPECT_GE(longer, 90);
  EXPECT_EQ(LikenessToName("Maria", Profile()), 0);
}

}  // namespace
}  // namespace amparo::cases
