#include "common/base/fold.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"

namespace amparo {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(FoldWordsTest, CaseAndDiacriticsAreNoDifference) {
  EXPECT_THAT(FoldWords("José NÚÑEZ"), ElementsAre("jose", "nunez"));
  EXPECT_THAT(FoldWords("jose nunez"), ElementsAre("jose", "nunez"));
  // Composed or not.
  EXPECT_EQ(FoldWords("Sophea\u0301p"), FoldWords("Sophe\u00e1p"));
  EXPECT_THAT(FoldWords("Ångström Straße"), ElementsAre("angstrom", "strasse"));
  EXPECT_THAT(FoldWords("Ｍａｒｉａ ﬁnn"), ElementsAre("maria", "finn"));
}

TEST(FoldWordsTest, OtherScriptsAreReadInLatin) {
  EXPECT_THAT(FoldWords("Иванова Мария"), ElementsAre("ivanova", "maria"));
  EXPECT_THAT(FoldWords("मारिया"), ElementsAre("mariya"));
  EXPECT_THAT(FoldWords("Σοφία"), ElementsAre("sophia"));
}

TEST(FoldWordsTest, AScriptWithoutATransliterationIsComparedAsItIs) {
  const std::vector<std::string> khmer = FoldWords("សុភាព");
  ASSERT_EQ(khmer.size(), 1u);
  EXPECT_EQ(FoldWords(" សុភាព."), khmer);
  EXPECT_NE(FoldWords("សុខា"), khmer);
}

TEST(FoldWordsTest, WordsArePartedAndApostrophesJoin) {
  EXPECT_THAT(FoldWords("  Dela-Cruz,  Ma. Luz/Ana "), ElementsAre("dela", "cruz", "ma", "luz", "ana"));
  EXPECT_THAT(FoldWords("O'Neil d’Arc"), ElementsAre("oneil", "darc"));
  EXPECT_THAT(FoldWords("Agent 7"), ElementsAre("agent", "7"));
}

// ASCII is folded without ICU. A word of other letters beside it has all of it folded by ICU, to the same words.
TEST(FoldWordsTest, AsciiGivesTheSameWordsByItselfAsBesideOtherLetters) {
  for (int first = 0; first < 128; ++first) {
    std::string text;
    for (int second = 0; second < 128; ++second) {
      text += static_cast<char>(first);
      text += static_cast<char>(second);
    }
    std::vector<std::string> words = FoldWords(text + " ñ");
    ASSERT_FALSE(words.empty()) << first;
    EXPECT_EQ(words.back(), "n") << first;
    words.pop_back();
    EXPECT_EQ(FoldWords(text), words) << first;
  }
}

TEST(FoldWordsTest, NothingAndNonsenseHaveNoWords) {
  EXPECT_THAT(FoldWords(""), IsEmpty());
  EXPECT_THAT(FoldWords(" .,- "), IsEmpty());
  EXPECT_THAT(FoldWords("\xff\xfe"), IsEmpty());
}

TEST(IsAsciiTest, OneByteBeyondItIsEnough) {
  EXPECT_TRUE(IsAscii(""));
  EXPECT_TRUE(IsAscii("O'Neil 7"));
  EXPECT_FALSE(IsAscii("Nu\u00f1ez"));
  EXPECT_FALSE(IsAscii("a\x80"));
}

TEST(CodePointsOfTest, ACodePointIsOneHoweverLong) {
  EXPECT_THAT(CodePointsOf("añ😀"), ElementsAre("a", "ñ", "😀"));
  EXPECT_THAT(CodePointsOf("ana"), ElementsAre("a", "n", "a"));
  EXPECT_THAT(CodePointsOf(""), IsEmpty());
}

}  // namespace
}  // namespace amparo
