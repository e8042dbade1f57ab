#include "common/base/civil.h"

#include <gtest/gtest.h>

namespace amparo {
namespace {

TEST(Civil, ReadsDatesThatExistAndNothingElse) {
  EXPECT_EQ(ParseDate("2014-11-28"), absl::CivilDay(2014, 11, 28));
  EXPECT_EQ(ParseDate("2016-02-29"), absl::CivilDay(2016, 2, 29));
  for (const char* text : {"2015-02-29", "2014-13-01", "2014-00-10", "2014-01-00", "14-11-28", "2014-11-2",
                           "2014/11/28", "2014-11-28 ", "0000-01-01", "2014-1a-01", ""}) {
    EXPECT_EQ(ParseDate(text), std::nullopt) << text;
  }
}

TEST(Civil, WritesWhatItReads) {
  for (const char* text : {"2014-11-28", "0001-01-01", "9999-12-31"}) EXPECT_EQ(FormatDate(*ParseDate(text)), text);
}

TEST(Civil, MakeDateDoesNotNormalise) {
  EXPECT_EQ(MakeDate(2015, 2, 28), absl::CivilDay(2015, 2, 28));
  EXPECT_EQ(MakeDate(2015, 2, 29), std::nullopt);
  EXPECT_EQ(MakeDate(10000, 1, 1), std::nullopt);
  EXPECT_EQ(MakeDate(2015, -1, 1), std::nullopt);
}

TEST(Civil, AgeChangesOnTheBirthday) {
  const absl::CivilDay birth(1997, 6, 15);
  EXPECT_EQ(AgeOn(birth, absl::CivilDay(2015, 6, 14)), 17);
  EXPECT_EQ(AgeOn(birth, absl::CivilDay(2015, 6, 15)), 18);
  EXPECT_EQ(AgeOn(birth, absl::CivilDay(1996, 1, 1)), 0);
}

TEST(Civil, WhoIsBornOnLeapDayComesOfAgeOnTheFirstOfMarch) {
  const absl::CivilDay birth(1996, 2, 29);
  EXPECT_EQ(AgeOn(birth, absl::CivilDay(2014, 2, 28)), 17);
  EXPECT_EQ(AgeOn(birth, absl::CivilDay(2014, 3, 1)), 18);
  EXPECT_EQ(AgeOn(birth, absl::CivilDay(2016, 2, 28)), 19);
  EXPECT_EQ(AgeOn(birth, absl::CivilDay(2016, 2, 29)), 20);
}

TEST(Civil, AddingMonthsStaysInTheMonth) {
  EXPECT_EQ(AddMonths(absl::CivilDay(2015, 1, 31), 1), absl::CivilDay(2015, 2, 28));
  EXPECT_EQ(AddMonths(absl::CivilDay(2016, 1, 31), 1), absl::CivilDay(2016, 2, 29));
  EXPECT_EQ(AddMonths(absl::CivilDay(2015, 11, 30), 3), absl::CivilDay(2016, 2, 29));
  EXPECT_EQ(AddMonths(absl::CivilDay(2015, 3, 31), -1), absl::CivilDay(2015, 2, 28));
}

TEST(Term, IsOrderedByLength) {
  EXPECT_LT((Term{6, 11, 30}), (Term{7, 0, 0}));
  EXPECT_EQ((Term{0, 12, 0}), (Term{1, 0, 0}));
  EXPECT_LT((Term{0, 0, 30}), (Term{0, 1, 0}));
  EXPECT_GT((Term{0, 0, 31}), (Term{0, 1, 0}));
  EXPECT_TRUE(Term{}.IsZero());
}

TEST(Term, EndsAfterItsYearsMonthsAndDays) {
  EXPECT_EQ((Term{15, 0, 0}.EndAfter(absl::CivilDay(2014, 11, 28))), absl::CivilDay(2029, 11, 28));
  EXPECT_EQ((Term{0, 1, 1}.EndAfter(absl::CivilDay(2015, 1, 31))), absl::CivilDay(2015, 3, 1));
}

TEST(Term, ReadsAsACourtWouldSayIt) {
  EXPECT_EQ((Term{7, 0, 0}.ToString()), "7 years");
  EXPECT_EQ((Term{1, 6, 1}.ToString()), "1 year 6 months 1 day");
  EXPECT_EQ(Term{}.ToString(), "0 days");
}

}  // namespace
}  // namespace amparo
