#include "common/base/text.h"

#include <gtest/gtest.h>

#include <string>

namespace amparo {
namespace {

TEST(Text, CountsCodePoints) {
  EXPECT_EQ(CountCodePoints(""), 0);
  EXPECT_EQ(CountCodePoints("La Paz"), 6);
  EXPECT_EQ(CountCodePoints("Niñez"), 5);
  EXPECT_EQ(CountCodePoints("ភ្នំពេញ"), 7);
  EXPECT_EQ(CountCodePoints("😀"), 1);
}

TEST(Text, RefusesWhatIsNotUtf8) {
  for (const char* bytes : {"\x80", "\xC0\xAF", "\xC3", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80",
                            "\xF8\x88\x80\x80", "\xFF", "a\xC3(", "\xF0\x9F\x98"}) {
    EXPECT_EQ(CountCodePoints(bytes), std::nullopt) << bytes;
    EXPECT_EQ(ValidateText(bytes, {0, 100}).message(), "must be valid UTF-8");
  }
}

TEST(Text, NamesTheBrokenRule) {
  EXPECT_TRUE(ValidateText("Cebu", {1, 4}).ok());
  EXPECT_EQ(ValidateText("", {1, 4}).message(), "must not be empty");
  EXPECT_EQ(ValidateText("ab", {3, 4}).message(), "must have at least 3 characters");
  EXPECT_EQ(ValidateText("abcde", {1, 4}).message(), "must have at most 4 characters");
  EXPECT_EQ(ValidateText(std::string_view("a\0b", 3), {1, 4}).message(), "must not contain U+0000");
}

TEST(Text, BoundsAreInCharactersNotBytes) {
  EXPECT_TRUE(ValidateText("ñññ", {3, 3}).ok());
  EXPECT_FALSE(ValidateText("ññññ", {3, 3}).ok());
}

}  // namespace
}  // namespace amparo
