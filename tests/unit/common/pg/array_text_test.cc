#include "common/pg/array_text.h"

#include <cstdint>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace amparo::pg {
namespace {

std::string TextsOf(std::initializer_list<std::string_view> values) {
  return ArrayOf(values);
}

TEST(ArrayTextTest, TextsAreQuotedAndWhatWouldEndThemIsEscaped) {
  EXPECT_EQ(TextsOf({}), "{}");
  EXPECT_EQ(TextsOf({""}), R"({""})");
  EXPECT_EQ(TextsOf({"a", "b,c", "NULL", "{}"}), R"({"a","b,c","NULL","{}"})");
  EXPECT_EQ(TextsOf({R"(")", R"(\)", R"(\")"}), R"({"\"","\\","\\\""})");
  EXPECT_EQ(TextsOf({R"(a"b\c)", R"("a")", R"(a\)"}), R"({"a\"b\\c","\"a\"","a\\"})");
}

TEST(ArrayTextTest, OtherTypesAreWrittenAsPostgreSqlReadsThem) {
  ArrayText array;
  array.Null();
  array.Int64(-7);
  array.Bytes(std::string_view("\0\xff", 2));
  array.Time(absl::FromUnixMicros(1415923200123456));
  EXPECT_EQ(array.Finish(), R"({NULL,-7,"\\x00ff","2014-11-14T00:00:00.123456+00"})");
}

TEST(ArrayTextTest, AListIsWrittenByWhatItHolds) {
  enum class Suit { kHearts = 3 };
  EXPECT_EQ(ArrayOf(std::vector<std::string>{"a", "b,c"}), R"({"a","b,c"})");
  EXPECT_EQ(ArrayOf(std::vector<int64_t>{-7, 5}), "{-7,5}");
  EXPECT_EQ(ArrayOf(std::vector<Suit>{Suit::kHearts}), "{3}");
  EXPECT_EQ(ArrayOf(std::vector<Uuid>(1)), R"({"00000000-0000-0000-0000-000000000000"})");
}

}  // namespace
}  // namespace amparo::pg
