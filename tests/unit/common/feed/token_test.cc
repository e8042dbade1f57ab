#include "common/feed/token.h"

#include <limits>
#include <string>

#include "common/errors/errors.h"
#include "gtest/gtest.h"

namespace amparo::feed {
namespace {

const Uuid kTokenEpoch = Uuid::V7(absl::FromUnixSeconds(1415923200));

TEST(TokenTest, SurvivesTheRoundTrip) {
  for (const int64_t seq :
       {int64_t{0}, int64_t{1}, int64_t{255}, int64_t{1} << 40, std::numeric_limits<int64_t>::max()}) {
    const Token token{kTokenEpoch, seq};
    const auto decoded = DecodeToken(EncodeToken(token));
    ASSERT_TRUE(decoded.ok()) << decoded.status();
    EXPECT_EQ(*decoded, token);
  }
}

TEST(TokenTest, IsTheStartOfAnyFeedWhenEmpty) {
  const auto start = DecodeToken("");
  ASSERT_TRUE(start.ok());
  EXPECT_EQ(*start, Token());
}

TEST(TokenTest, RefusesEveryAlteredCharacter) {
  const std::string text = EncodeToken({kTokenEpoch, 12345});
  for (size_t at = 0; at < text.size(); ++at) {
    std::string altered = text;
    altered[at] = altered[at] == 'A' ? 'B' : 'A';
    const absl::Status status = DecodeToken(altered).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << "character " << at;
    EXPECT_EQ(errors::Reason(status), errors::kInvalidArgument);
  }
}

TEST(TokenTest, RefusesCutLengthenedAndForeignText) {
  const std::string text = EncodeToken({kTokenEpoch, 12345});
  for (size_t length = 1; length < text.size(); ++length)
    EXPECT_FALSE(DecodeToken(text.substr(0, length)).ok()) << length;
  EXPECT_FALSE(DecodeToken(text + "A").ok());
  EXPECT_FALSE(DecodeToken(text + "=").ok());
  EXPECT_FALSE(DecodeToken("12345").ok());
  EXPECT_FALSE(DecodeToken(std::string("\0", 1)).ok());
}

}  // namespace
}  // namespace amparo::feed
