#include "services/statistics/measures/wording.h"

#include <gtest/gtest.h>

namespace amparo::statistics {
namespace {

using absl::CivilDay;

TEST(WordingTest, Numbers) {
  EXPECT_EQ(NumberText(0), "no");
  EXPECT_EQ(NumberText(9), "nine");
  EXPECT_EQ(NumberText(10), "ten");
  EXPECT_EQ(NumberText(11), "11");
  EXPECT_EQ(NumberText(1000), "1,000");
  EXPECT_EQ(AloneText(0), "none");
  EXPECT_EQ(AloneText(10), "ten");
  EXPECT_EQ(Digits(999), "999");
  EXPECT_EQ(Digits(1234567), "1,234,567");
  EXPECT_EQ(Digits(-123456), "-123,456");
  EXPECT_EQ(CountText(1, "person", "people"), "one person");
  EXPECT_EQ(CountText(12, "person", "people"), "12 people");
  EXPECT_EQ(CountText(0, "person", "people"), "no people");
  EXPECT_EQ(CountText(2, "person", "people"), "two people");
  EXPECT_EQ(CountText(1000, "person", "people"), "1,000 people");
  EXPECT_EQ(OrdinalText(1000), "1,000th");
  EXPECT_EQ(OrdinalText(3), "third");
  EXPECT_EQ(OrdinalText(50), "50th");
  EXPECT_EQ(OrdinalText(11), "11th");
  EXPECT_EQ(OrdinalText(112), "112th");
  EXPECT_EQ(OrdinalText(101), "101st");
}

TEST(WordingTest, Parts) {
  EXPECT_EQ(PartText(0, 2, "hearings"), "neither of the two hearings");
  EXPECT_EQ(PartText(0, 3, "hearings"), "none of the three hearings");
  EXPECT_EQ(PartText(0, 1000, "hearings"), "none of the 1,000 hearings");
  EXPECT_EQ(PartText(1, 2, "hearings"), "one of the two hearings");
  EXPECT_EQ(PartText(2, 1000, "hearings"), "two of the 1,000 hearings");
  EXPECT_EQ(PartText(2, 2, "hearings"), "both hearings");
  EXPECT_EQ(PartText(3, 3, "hearings"), "all three hearings");
  EXPECT_EQ(PartText(1000, 1000, "hearings"), "all 1,000 hearings");
}

TEST(WordingTest, Days) {
  EXPECT_EQ(DaysText(0), "less than a day");
  EXPECT_EQ(DaysText(1), "one day");
  EXPECT_EQ(DaysText(2), "two days");
  EXPECT_EQ(DaysText(1000), "1,000 days");
}

TEST(WordingTest, Lists) {
  EXPECT_EQ(ListText({}), "");
  EXPECT_EQ(ListText({"a"}), "a");
  EXPECT_EQ(ListText({"a", "b"}), "a and b");
  EXPECT_EQ(ListText({"a", "b", "c"}), "a, b and c");
}

TEST(WordingTest, Dates) {
  EXPECT_EQ(DayText(CivilDay(2014, 12, 11)), "11 December 2014");
  EXPECT_EQ(BetweenMonthsText(CivilDay(2013, 6, 1), CivilDay(2013, 6, 30)), "in June 2013");
  EXPECT_EQ(BetweenMonthsText(CivilDay(2013, 5, 1), CivilDay(2013, 6, 30)), "between May and June 2013");
  EXPECT_EQ(BetweenMonthsText(CivilDay(2012, 12, 1), CivilDay(2013, 6, 30)), "between December 2012 and June 2013");
}

TEST(WordingTest, Terms) {
  EXPECT_EQ(TermRangeText({.years = 7}, {.years = 10}), "7 to 10 years");
  EXPECT_EQ(TermRangeText({.years = 15}, {.years = 15}), "15 years");
  EXPECT_EQ(TermRangeText({.months = 6}, {.years = 3}), "6 months to 3 years");
}

TEST(WordingTest, Amounts) {
  EXPECT_EQ(MoneyText(Money{50000000, "PHP"}), "PHP 500,000");
  EXPECT_EQ(MoneyText(Money{125050, "BOB"}), "BOB 1,250.50");
  EXPECT_EQ(MoneyText(Money{99, "BOB"}), "BOB 0.99");
  EXPECT_EQ(MoneyText(Money{1500, "JPY"}), "JPY 1,500");
  EXPECT_EQ(MoneyText({{"BOB", 100}, {"PHP", 200}}), "BOB 1 and PHP 2");
}

TEST(WordingTest, Shares) {
  EXPECT_EQ(ShareText(78, 104), "three out of four");
  EXPECT_EQ(ShareText(500, 1000), "half");
  EXPECT_EQ(ShareText(505, 1000), "about half");
  EXPECT_EQ(ShareText(4, 12), "one out of three");
  EXPECT_EQ(ShareText(757, 1000), "about three out of four");
  EXPECT_EQ(ShareText(37, 1000), "4%");
  EXPECT_EQ(ShareText(9, 1000), "fewer than 1%");
  EXPECT_EQ(ShareText(10, 1000), "1%");
  EXPECT_EQ(ShareText(999, 1000), "more than 99%");
  EXPECT_EQ(ShareText(0, 7), "none");
  EXPECT_EQ(ShareText(7, 7), "all");
}

TEST(WordingTest, DaysOfWages) {
  EXPECT_EQ(HalfDaysText(1), "half a day's wages");
  EXPECT_EQ(HalfDaysText(2), "one day's wages");
  EXPECT_EQ(HalfDaysText(3), "one and a half days' wages");
  EXPECT_EQ(HalfDaysText(24), "12 days' wages");
  EXPECT_EQ(HalfDaysText(2000), "1,000 days' wages");
}

TEST(WordingTest, CrimesByTheirLongestKnownCode) {
  EXPECT_EQ(CrimeTypeText("02041"), "trafficking for sexual exploitation");
  EXPECT_EQ(CrimeTypeText("02049"), "trafficking in persons");
  EXPECT_EQ(CrimeTypeText("9999"), "other crimes");
  EXPECT_EQ(VenueText(VenueKind::kMassageParlour, true), "massage parlours");
  EXPECT_EQ(VenueText(VenueKind::kOther, false), "place");
}

}  // namespace
}  // namespace amparo::statistics
