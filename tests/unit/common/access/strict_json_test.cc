#include "common/access/strict_json.h"

#include <gtest/gtest.h>

#include <string>

namespace amparo::access {
namespace {

std::string Nested(int arrays) {
  return R"({"a":)" + std::string(static_cast<std::size_t>(arrays), '[') +
         std::string(static_cast<std::size_t>(arrays), ']') + "}";
}

TEST(ParseObject, TakesObjects) {
  const Json object = ParseObject(R"( {"a": "b", "c": [{"a": 1}, {"a": 2.5e3}, null, true], "d": -7} )");
  ASSERT_TRUE(object.is_object());
  EXPECT_EQ(object.size(), 3u);
  EXPECT_TRUE(ParseObject("{}").is_object());
}

TEST(ParseObject, TakesNothingElse) {
  for (const char* text : {"",
                           " ",
                           "null",
                           "[]",
                           "7",
                           "\"{}\"",
                           "{",
                           "}",
                           "{}}",
                           "{} {}",
                           "{\"a\":1,}",
                           "{a:1}",
                           "{'a':1}",
                           "{\"a\":1 /* one */}",
                           "{\"a\":01}",
                           "{\"a\":1e400}",
                           "{\"a\":NaN}",
                           "{\"a\":\"\xFF\"}",
                           "{\"a\":\"\\ud800\"}",
                           "{\"a\":\"\n\"}"}) {
    EXPECT_TRUE(ParseObject(text).is_null()) << text;
  }
}

TEST(ParseObject, AMemberStandsOnceInAnObject) {
  EXPECT_TRUE(ParseObject(R"({"a":1,"a":1})").is_null());
  EXPECT_TRUE(ParseObject(R"({"a":1,"b":2,"\u0061":3})").is_null());
  EXPECT_TRUE(ParseObject(R"({"b":[{"a":1,"a":2}]})").is_null());
  EXPECT_TRUE(ParseObject(R"({"a":{"a":{"a":1}},"b":[{"a":1},{"a":1}]})").is_object());
}

TEST(ParseObject, NestsSixteenDeep) {
  EXPECT_TRUE(ParseObject(Nested(15)).is_object());
  EXPECT_TRUE(ParseObject(Nested(16)).is_null());
  EXPECT_TRUE(ParseObject(Nested(100'000)).is_null());
  EXPECT_TRUE(ParseObject(std::string(100'000, '[')).is_null());
}

TEST(ParseObject, DoesNotEndAtANulByte) {
  EXPECT_TRUE(ParseObject(std::string("{}\0", 3)).is_null());
  EXPECT_TRUE(ParseObject(std::string("{\"a\":1}\0{\"a\":2}", 15)).is_null());
}

TEST(StringIn, FindsStringsOnly) {
  const Json object = ParseObject(R"({"a":"b","c":1,"d":null,"e":["b"]})");
  ASSERT_NE(StringIn(object, "a"), nullptr);
  EXPECT_EQ(*StringIn(object, "a"), "b");
  for (const char* name : {"c", "d", "e", "f", ""}) EXPECT_EQ(StringIn(object, name), nullptr) << name;
  EXPECT_TRUE(Says(object, "a", "b"));
  EXPECT_FALSE(Says(object, "a", "B"));
  EXPECT_FALSE(Says(object, "a", ""));
  EXPECT_FALSE(Says(object, "f", ""));
}

}  // namespace
}  // namespace amparo::access
