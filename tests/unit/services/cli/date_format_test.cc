// Dates as files write them.
#include "services/cli/date_format.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace amparo::cli {
namespace {

using ::testing::Eq;

std::optional<absl::CivilDay> Read(std::string_view pattern, std::string_view text) {
  const std::optional<DateFormat> format = DateFormat::Parse(pattern);
  EXPECT_TRUE(format.has_value()) << pattern;
  return format ? format->Read(text) : std::nullopt;
}

TEST(DateFormat, ReadsWhatIsWrittenJustSo) {
  EXPECT_EQ(Read("dd/mm/yyyy", "08/04/2020"), absl::CivilDay(2020, 4, 8));
  EXPECT_EQ(Read("yyyy-mm-dd", "2016-02-29"), absl::CivilDay(2016, 2, 29));
  EXPECT_EQ(Read("d.m.yyyy", "3.11.2014"), absl::CivilDay(2014, 11, 3));
  EXPECT_EQ(Read("d mmm yyyy", "3 nov 2014"), absl::CivilDay(2014, 11, 3));
  EXPECT_EQ(Read("yyyymmdd", "20141103"), absl::CivilDay(2014, 11, 3));
}

TEST(DateFormat, WhatIsWrittenOtherwiseOrDoesNotExistIsNoDate) {
  for (const char* text : {"8/4/2020", "08-04-2020", "08/04/20", "08/04/2020 ", "31/04/2020", "29/02/2015",
                           "00/01/2015", "01/13/2015", "NA", ""}) {
    EXPECT_THAT(Read("dd/mm/yyyy", text), Eq(std::nullopt)) << text;
  }
}

TEST(DateFormat, AFormatNamesEachPartOnce) {
  for (const char* pattern : {"", "dd/mm", "dd/mm/yy", "dd/dd/mm/yyyy", "mmmm d yyyy", "yyyyy-mm-dd"}) {
    EXPECT_FALSE(DateFormat::Parse(pattern).has_value()) << pattern;
  }
}

}  // namespace
}  // namespace amparo::cli
