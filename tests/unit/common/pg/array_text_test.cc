#include "common/pg/array_text.h"

#include <string>

#include "gtest/gtest.h"

namespace amparo::pg {
namespace {

std::string TextsOf(std::initializer_list<std::string_view> values) {
  ArrayText array;
  for (const std::string_view value : values) array.Text(value);
  return array.Finish();
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

}  // namespace
}  // namespace amparo::pg
