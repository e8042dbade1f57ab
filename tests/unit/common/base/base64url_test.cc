#include "common/base/base64url.h"

#include <string>
#include <string_view>
#include <utility>

#include "gtest/gtest.h"

namespace amparo {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

TEST(Base64Url, IsWhatTheStandardSaysWithoutPadding) {
  // RFC 4648, section 10.
  const std::pair<std::string_view, std::string_view> table[] = {
      {"", ""},           {"f", "Zg"},          {"fo", "Zm8"},          {"foo", "Zm9v"},
      {"foob", "Zm9vYg"}, {"fooba", "Zm9vYmE"}, {"foobar", "Zm9vYmFy"}, {"\xFB\xFF", "-_8"},
  };
  for (const auto& [bytes, text] : table) {
    EXPECT_EQ(Base64UrlEncode(bytes), text);
    EXPECT_EQ(Base64UrlDecode(text), bytes);
  }
}

TEST(Base64Url, ThereAndBack) {
  std::string bytes;
  for (int size = 0; size < 300; ++size) {
    EXPECT_EQ(Base64UrlDecode(Base64UrlEncode(bytes)), bytes);
    bytes += static_cast<char>(size * 37);
  }
}

TEST(Base64Url, BytesHaveOneText) {
  for (const std::string_view text : {"Zg==", "Zg=", "Zm8=", "=", "Zh", "Zm9", "Z", "Zm9vY", "Zm9v Yg", "Zm9v\n",
                                      " Zm9v", "+/8", "Zm9vYg.", "Zg\xC3\xA9g"}) {
    EXPECT_EQ(Base64UrlDecode(text), std::nullopt) << text;
  }
  EXPECT_EQ(Base64UrlDecode(std::string_view("Zg\0", 3)), std::nullopt);
}

TEST(Base64Url, ItsLettersAreTakenAndNoOthers) {
  for (int value = 0; value < 256; ++value) {
    const char letter = static_cast<char>(value);
    const bool known = kAlphabet.find(letter) != std::string_view::npos;
    EXPECT_EQ(Base64UrlDecode(std::string("AAA") + letter).has_value(), known) << value;
  }
}

}  // namespace
}  // namespace amparo
