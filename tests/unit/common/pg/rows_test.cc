#include "common/pg/rows.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace amparo::pg {
namespace {

using std::string_view_literals::operator""sv;

TEST(Decode, RefusesAnotherWidth) {
  EXPECT_THROW(DecodeInt64("\0\0\0\1"sv), std::logic_error);
  EXPECT_THROW(DecodeInt32(""sv), std::logic_error);
  EXPECT_THROW(DecodeBool("\0\1"sv), std::logic_error);
  EXPECT_THROW(DecodeUuid("0123456789abcde"sv), std::logic_error);
}

TEST(Decode, RefusesInfiniteTimesAndDates) {
  EXPECT_THROW(DecodeTime("\x7F\xFF\xFF\xFF\xFF\xFF\xFF\xFF"sv), std::logic_error);
  EXPECT_THROW(DecodeTime("\x80\0\0\0\0\0\0\0"sv), std::logic_error);
  EXPECT_THROW(DecodeDate("\x7F\xFF\xFF\xFF"sv), std::logic_error);
}

TEST(Decode, LeapDay) {
  EXPECT_EQ(DecodeDate("\0\0\0\x3B"sv), absl::CivilDay(2000, 2, 29));
}

TEST(Decode, RefusesArraysThatAreCutShort) {
  EXPECT_THROW(DecodeTextArray("\0\0\0\1\0\0\0\0\0\0\0\x19\0\0\0\1\0\0\0\1\0\0\0\5ab"sv), std::logic_error);
  EXPECT_THROW(DecodeTextArray("\0\0\0"sv), std::logic_error);
}

TEST(Rows, NoneByDefault) {
  const Rows rows;
  EXPECT_TRUE(rows.empty());
  EXPECT_EQ(rows.affected(), 0);
  EXPECT_TRUE(rows.begin() == rows.end());
  EXPECT_THROW(rows.front(), std::logic_error);
}

}  // namespace
}  // namespace amparo::pg
