// What people write on a command line, and what only looks like it.
#include "services/cli/values.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "amparo/scheduling/v1/hearing.pb.h"
#include "services/cli/failure.h"

namespace amparo::cli {
namespace {

using ::testing::HasSubstr;

// The message of the Failure with which `read` refuses; empty when it does not. Every one is the caller's mistake.
template <typename Read>
std::string RefusalOf(Read read) {
  try {
    read();
    return "";
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.code(), kUsage) << failure.what();
    return failure.what();
  }
}

const absl::TimeZone kLaPaz = ZoneOf("America/La_Paz");
const absl::TimeZone kNewYork = ZoneOf("America/New_York");

int64_t Seconds(const std::string& text, const absl::TimeZone& zone = kLaPaz) {
  return TimeFrom(text, zone, "--start").seconds();
}

TEST(Dates, OnlyDaysThatExist) {
  EXPECT_EQ(TextOf(DateFrom("2016-02-29", "--day")), "2016-02-29");
  for (const char* bad : {"2014-02-30", "2015-02-29", "1900-02-29", "2014-13-01", "2014-00-10", "2014-1-1", "14-01-01",
                          "2014-01-01T00:00", " 2014-01-01", "0000-01-01", "tomorrow", ""}) {
    EXPECT_THAT(RefusalOf([&] { DateFrom(bad, "--day"); }), HasSubstr("--day")) << bad;
  }
}

TEST(Times, OnAWallOfTheCourtOrWithAnOffset) {
  EXPECT_EQ(Seconds("2014-11-03T09:00"), Seconds("2014-11-03T13:00:00Z"));
  EXPECT_EQ(Seconds("2014-11-03T09:00"), Seconds("2014-11-03T09:00:00-04:00", kNewYork));
  EXPECT_EQ(Seconds("2016-02-29T00:00"), Seconds("2016-02-29T04:00:00Z"));
  EXPECT_EQ(TimeFrom("1969-12-31T23:59:59.5Z", kLaPaz, "--start").seconds(), -1);
  EXPECT_EQ(TimeFrom("1969-12-31T23:59:59.5Z", kLaPaz, "--start").nanos(), 500'000'000);
}

TEST(Times, AreShownWithYearsOfFourDigits) {
  EXPECT_EQ(TextOf(TimeFrom("0987-06-05T04:03:02Z", kLaPaz, "--start")), "0987-06-05T04:03:02Z");
  EXPECT_EQ(TextOf(TimeFrom("2014-11-03T09:00", kLaPaz, "--start")), "2014-11-03T13:00:00Z");
}

TEST(Times, WhatIsNoTimeIsRefused) {
  for (const char* bad :
       {"", "2014-11-03", "2014-02-30T09:00", "2014-02-30T09:00:00Z", "2015-02-29T09:00", "2014-11-03T24:00",
        "2014-11-03T09:60", "2014-11-03 09:00", "2014-11-03T9:00", "2014-11-03T-9:00", "2014-11-03T09:00:00",
        "infinite-future", "infinite-past", "20145-11-03T09:00:00Z", "-292277022657-01-27T08:29:52Z"}) {
    EXPECT_THAT(RefusalOf([&] { Seconds(bad); }), HasSubstr("--start")) << bad;
  }
}

TEST(Times, AnHourThatTheClocksSkipOrRepeatIsNotGuessed) {
  EXPECT_THAT(RefusalOf([] { Seconds("2014-03-09T02:30", kNewYork); }), HasSubstr("there is no 2014-03-09T02:30"));
  EXPECT_THAT(RefusalOf([] { Seconds("2014-11-02T01:30", kNewYork); }), HasSubstr("2014-11-02T01:30:00-05:00"));
  EXPECT_EQ(Seconds("2014-11-02T01:30:00-05:00", kNewYork) - Seconds("2014-11-02T01:30:00-04:00", kNewYork), 3600);
}

TEST(Money, AmountAndCurrencyInEitherOrder) {
  for (const char* text : {"40.50BOB", "BOB 40.50", "BOB40.5", "40.5 bob"}) {
    const google::type::Money money = MoneyFrom(text, "--attended");
    EXPECT_EQ(money.currency_code(), "BOB") << text;
    EXPECT_EQ(money.units(), 40) << text;
    EXPECT_EQ(money.nanos(), 500'000'000) << text;
  }
  EXPECT_EQ(MoneyFrom("0.05BOB", "--attended").nanos(), 50'000'000);
  EXPECT_EQ(CellText(JsonOf(MoneyFrom("0.05BOB", "--attended"))), "BOB 0.05");
}

TEST(Money, WhatIsNoAmountIsRefused) {
  for (const char* bad : {"",
                          "40",
                          "BOB",
                          "-1BOB",
                          "-0.50BOB",
                          "0.-5BOB",
                          "1.+5BOB",
                          "+1BOB",
                          "4 0BOB",
                          "B40OB",
                          "40,50BOB",
                          "40.BOB",
                          ".5BOB",
                          "1.2.3BOB",
                          "40.505BOB",
                          "40XXQ",
                          "9999999999999999999BOB",
                          "9223372036854775807BOB",
                          "1.0000000001BOB",
                          "BOB40BOB"}) {
    EXPECT_THAT(RefusalOf([&] { MoneyFrom(bad, "--attended"); }), HasSubstr("--attended")) << bad;
  }
}

TEST(Enums, ShortNamesInAnyCaseOrTheChoices) {
  const auto& reasons = *scheduling::v1::AdjournmentReason_descriptor();
  for (const char* text : {"judge-absent", "JUDGE_ABSENT", "Judge-Absent", "ADJOURNMENT_REASON_JUDGE_ABSENT"}) {
    EXPECT_EQ(EnumFrom(reasons, "ADJOURNMENT_REASON_", text, "--reason"),
              scheduling::v1::ADJOURNMENT_REASON_JUDGE_ABSENT);
  }
  for (const char* bad : {"", "judge", "unspecified", "1", "\xc3\xbc"}) {
    EXPECT_THAT(RefusalOf([&] { EnumFrom(reasons, "ADJOURNMENT_REASON_", bad, "--reason"); }),
                HasSubstr("judge-absent, prosecutor-absent"))
        << bad;
  }
  EXPECT_EQ(ShortName(reasons, "ADJOURNMENT_REASON_", 1), "judge-absent");
  EXPECT_EQ(ShortName(reasons, "ADJOURNMENT_REASON_", 0), "");
  EXPECT_EQ(ChoicesOf(*scheduling::v1::DayLost_descriptor(), "DAY_LOST_"), "half, whole");
}

TEST(Names, OfficesByIdAndByName) {
  EXPECT_EQ(OfficeName("cebu"), "offices/cebu");
  EXPECT_EQ(OfficeName("offices/cebu"), "offices/cebu");
  EXPECT_EQ(OfficeId("offices/cebu/cases/1"), "cebu");
  EXPECT_EQ(OfficeId("cebu"), "cebu");
  EXPECT_EQ(OfficeId("offices/"), "offices/") << "no office is not all offices";
  EXPECT_EQ(OfficeOf("offices/cebu/cases/1"), "offices/cebu");
  EXPECT_EQ(LastPart("offices/cebu/cases/1"), "1");
  EXPECT_EQ(LastPart("1"), "1");
}

TEST(Counted, OneIsNotMany) {
  EXPECT_EQ(Counted(1, "signed head"), "1 signed head");
  EXPECT_EQ(Counted(0, "row"), "0 rows");
  EXPECT_EQ(Counted(2, "row"), "2 rows");
}

TEST(Uuids, TheSameKeyGivesTheSameId) {
  EXPECT_EQ(UuidFromKey("hold x"), UuidFromKey("hold x"));
  EXPECT_NE(UuidFromKey("hold x"), UuidFromKey("hold y"));
  EXPECT_EQ(UuidFromKey("hold x").size(), 36u);
  EXPECT_EQ(RequestIdOr("given"), "given");
  EXPECT_NE(RequestIdOr(""), RequestIdOr(""));
}

}  // namespace
}  // namespace amparo::cli
