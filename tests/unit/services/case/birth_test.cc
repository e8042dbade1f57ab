#include "services/case/domain/birth.h"

#include <random>

#include "common/base/civil.h"
#include "tests/unit/services/case/rules_matchers.h"
#include "tests/unit/services/case/values.h"

namespace amparo::cases {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const Birth kInMay1996{.year = 1996, .month = 5};
const Birth kAbout1996{.year = 1996, .estimated = true, .margin_years = 2};

TEST(BirthTest, AnExactBirthHasOneAge) {
  const Birth birth = BirthOn(absl::CivilDay(1996, 5, 20));
  EXPECT_EQ(AgesOn(birth, absl::CivilDay(2014, 5, 19)), (AgeRange{17, 17}));
  EXPECT_EQ(AgesOn(birth, absl::CivilDay(2014, 5, 20)), (AgeRange{18, 18}));
}

TEST(BirthTest, AYearOrMonthLeavesARange) {
  EXPECT_EQ(AgesOn({.year = 1996}, absl::CivilDay(2014, 6, 1)), (AgeRange{17, 18}));
  EXPECT_EQ(AgesOn(kInMay1996, absl::CivilDay(2014, 6, 1)), (AgeRange{18, 18}));
  EXPECT_EQ(AgesOn(kInMay1996, absl::CivilDay(2014, 5, 15)), (AgeRange{17, 18}));
}

TEST(BirthTest, AnEstimateMayBeOffToEitherSide) {
  EXPECT_EQ(DaysOf(kAbout1996).first, absl::CivilDay(1994, 1, 1));
  EXPECT_EQ(DaysOf(kAbout1996).last, absl::CivilDay(1998, 12, 31));
  EXPECT_EQ(AgesOn(kAbout1996, absl::CivilDay(2014, 12, 31)), (AgeRange{16, 20}));
}

TEST(BirthTest, AMonthEndsOnItsLastDay) {
  EXPECT_EQ(DaysOf({.year = 1996, .month = 2}).last, absl::CivilDay(1996, 2, 29));
  EXPECT_EQ(DaysOf({.year = 1997, .month = 2}).last, absl::CivilDay(1997, 2, 28));
  EXPECT_EQ(DaysOf({.year = 1996, .month = 12}).last, absl::CivilDay(1996, 12, 31));
}

TEST(BirthTest, BornOnALeapDayOneComesOfAgeOnTheFirstOfMarch) {
  const Birth birth = BirthOn(absl::CivilDay(1996, 2, 29));
  EXPECT_EQ(MinorityOn(birth, absl::CivilDay(2014, 2, 28)), Minority::kMinor);
  EXPECT_EQ(MinorityOn(birth, absl::CivilDay(2014, 3, 1)), Minority::kAdult);
  EXPECT_EQ(AgesOn(birth, absl::CivilDay(2012, 2, 29)), (AgeRange{16, 16}));
}

TEST(BirthTest, WhetherAMinorIsUnknownWhenTheBirthLeavesBoth) {
  EXPECT_EQ(MinorityOn(std::nullopt, kToday), Minority::kUnknown);
  EXPECT_EQ(MinorityOn(kAbout1996, absl::CivilDay(2011, 12, 31)), Minority::kMinor);
  EXPECT_EQ(MinorityOn(kAbout1996, absl::CivilDay(2012, 1, 1)), Minority::kUnknown);
  EXPECT_EQ(MinorityOn(kAbout1996, absl::CivilDay(2016, 12, 30)), Minority::kUnknown);
  EXPECT_EQ(MinorityOn(kAbout1996, absl::CivilDay(2016, 12, 31)), Minority::kAdult);
}

TEST(BirthTest, BeforeTheBirthTheAgeIsZero) {
  EXPECT_EQ(AgesOn(BirthOn(kToday), kToday - 400), (AgeRange{0, 0}));
}

// Whatever a birth leaves open: for each day that it may have been on, the age is between the bounds and whether a
// minor is not contradicted.
TEST(BirthTest, NoDayWithinTheBoundsContradictsTheAnswer) {
  std::mt19937 random(20141211);
  std::uniform_int_distribution<int> year(1990, 2005), month(0, 12), margin(0, 3), later(0, 30 * 365),
      within(0, 1 << 30);
  for (int i = 0; i < 5000; ++i) {
    Birth birth{.year = year(random), .month = month(random)};
    birth.margin_years = margin(random);
    birth.estimated = birth.margin_years > 0;
    const BirthDays days = DaysOf(birth);
    const absl::CivilDay day = days.first + later(random);
    const absl::CivilDay true_birth = days.first + within(random) % (days.last - days.first + 1);
    const AgeRange ages = AgesOn(birth, day);
    const int age = AgeOn(true_birth, day);
    ASSERT_LE(ages.min, age);
    ASSERT_GE(ages.max, age);
    const Minority minority = MinorityOn(birth, day);
    if (minority == Minority::kMinor) {
      ASSERT_LT(age, kMajority);
    } else if (minority == Minority::kAdult) {
      ASSERT_GE(age, kMajority);
    }
  }
}

std::vector<std::string> WrongWithBirth(const Birth& birth) {
  Violations violations;
  CheckBirth(birth, kToday, "birth_date", violations);
  return Fields(violations);
}

TEST(BirthTest, WhatIsNoBirthIsTold) {
  EXPECT_THAT(WrongWithBirth(BirthOn(kToday)), IsEmpty());
  EXPECT_THAT(WrongWithBirth(kInMay1996), IsEmpty());
  EXPECT_THAT(WrongWithBirth(kAbout1996), IsEmpty());
  for (const Birth& birth :
       {Birth{}, Birth{.year = 2015}, Birth{.year = 2014, .month = 13}, BirthOn(kToday + 1),
        Birth{.year = 2013, .month = 2, .day = 29}, Birth{.year = 1996, .day = 3},
        Birth{.year = 1996, .month = 5, .day = 20, .estimated = true}, Birth{.year = 1996, .margin_years = 1},
        Birth{.year = 1996, .estimated = true, .margin_years = 11},
        Birth{.year = 1996, .estimated = true, .margin_years = -1}}) {
    EXPECT_THAT(WrongWithBirth(birth), ElementsAre("birth_date"))
        << birth.year << "-" << birth.month << "-" << birth.day;
  }
}

}  // namespace
}  // namespace amparo::cases
