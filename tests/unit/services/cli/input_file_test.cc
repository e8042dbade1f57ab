// Files that commands are given whole, and what is no such file.
#include "services/cli/input_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/cli/failure.h"

namespace amparo::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string Repeated(const std::string& text, int times) {
  std::string repeated;
  for (int i = 0; i < times; ++i) repeated += text;
  return repeated;
}

std::string ComplaintAboutJson(const std::string& text) {
  try {
    ParseJson(text, "some.json");
    return "";
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.code(), kUsage);
    return failure.what();
  }
}

TEST(ParseJson, TakesWhatIsJson) {
  EXPECT_EQ(ParseJson(R"({"a": [1, "]]]", "\\"]})", "some.json").at("a").size(), 3u);
  EXPECT_EQ(ComplaintAboutJson("[" + Repeated("[],", 1000) + "{}]"), "");
  EXPECT_EQ(ComplaintAboutJson("\"" + Repeated("[", 1000) + "\""), "");
}

TEST(ParseJson, SaysWhichFileIsNone) {
  EXPECT_THAT(ComplaintAboutJson("{"), AllOf(StartsWith("some.json: "), HasSubstr("is not JSON")));
}

// Each level of it would take a part of the stack.
TEST(ParseJson, RefusesWhatIsNestedWithoutEnd) {
  EXPECT_EQ(ComplaintAboutJson(Repeated("[", 100) + Repeated("]", 100)), "");
  EXPECT_THAT(ComplaintAboutJson(Repeated("[", 101) + Repeated("]", 101)), HasSubstr("nested"));
  EXPECT_THAT(ComplaintAboutJson(Repeated("{\"$join\":[", 100'000)), HasSubstr("nested"));
}

}  // namespace
}  // namespace amparo::cli
