#include "services/case/domain/fraction.h"

#include <cmath>

#include "gtest/gtest.h"

namespace amparo::cases {
namespace {

TEST(FractionTest, IsInLowestTermsWithAPositiveDenominator) {
  EXPECT_EQ(MakeFraction(6, 4), (Fraction{3, 2}));
  EXPECT_EQ(MakeFraction(6, -4), (Fraction{-3, 2}));
  EXPECT_EQ(MakeFraction(0, 7), (Fraction{0, 1}));
  EXPECT_EQ(MakeFraction(12, 3), (Fraction{4, 1}));
}

TEST(FractionTest, AddsAndSharesExactly) {
  EXPECT_EQ(MakeFraction(8, 3) + MakeFraction(11, 4), (Fraction{65, 12}));
  EXPECT_EQ(MakeFraction(8, 3) - MakeFraction(11, 4), (Fraction{-1, 12}));
  EXPECT_EQ(MakeFraction(65, 12) / 2, (Fraction{65, 24}));
}

TEST(FractionTest, AMeanBelowTheThresholdIsBelowItHoweverItRounds) {
  EXPECT_TRUE(AtLeast({3, 1}, 300));
  EXPECT_EQ(Hundredths({899, 300}), 300);
  EXPECT_FALSE(AtLeast({899, 300}, 300));
  EXPECT_TRUE(AtLeast({-1, 2}, -50));
}

TEST(FractionTest, HundredthsAreTheNearestAndHalvesGoAwayFromZero) {
  EXPECT_EQ(Hundredths({8, 3}), 267);
  EXPECT_EQ(Hundredths({7, 3}), 233);
  EXPECT_EQ(Hundredths({1, 200}), 1);
  EXPECT_EQ(Hundredths({-1, 200}), -1);
  EXPECT_EQ(Hundredths({-1, 3}), -33);
  for (int64_t numerator = -60; numerator <= 60; ++numerator) {
    for (int64_t denominator = 1; denominator <= 16; ++denominator) {
      const double exact = 100.0 * static_cast<double>(numerator) / static_cast<double>(denominator);
      EXPECT_EQ(Hundredths(MakeFraction(numerator, denominator)), std::lround(exact))
          << numerator << "/" << denominator;
    }
  }
}

TEST(FractionTest, IsWrittenWithTwoPlaces) {
  EXPECT_EQ(HundredthsText(267), "2.67");
  EXPECT_EQ(HundredthsText(300), "3.00");
  EXPECT_EQ(HundredthsText(-5), "-0.05");
}

}  // namespace
}  // namespace amparo::cases
