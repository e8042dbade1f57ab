#include "common/base/money.h"

#include <gtest/gtest.h>

#include <limits>

namespace amparo {
namespace {

TEST(Money, KnowsTheMinorUnitsOfTheOfficesCurrencies) {
  EXPECT_EQ(MinorUnitDigits("PHP"), 2);
  EXPECT_EQ(MinorUnitDigits("KHR"), 2);
  EXPECT_EQ(MinorUnitDigits("BOB"), 2);
  EXPECT_EQ(MinorUnitDigits("JPY"), 0);
  EXPECT_EQ(MinorUnitDigits("UGX"), 0);
  EXPECT_EQ(MinorUnitDigits("BHD"), 3);
  EXPECT_EQ(MinorUnitDigits("CLF"), 4);
  EXPECT_EQ(MinorUnitDigits("XXX"), std::nullopt);
  EXPECT_EQ(MinorUnitDigits("php"), std::nullopt);
  EXPECT_EQ(MinorUnitDigits(""), std::nullopt);
}

TEST(Money, FromUnitsIsExact) {
  EXPECT_EQ(*MoneyFromUnits("PHP", 500'000, 0), (Money{50'000'000, "PHP"}));
  EXPECT_EQ(*MoneyFromUnits("PHP", 1, 750'000'000), (Money{175, "PHP"}));
  EXPECT_EQ(*MoneyFromUnits("PHP", -1, -750'000'000), (Money{-175, "PHP"}));
  EXPECT_EQ(*MoneyFromUnits("JPY", 500, 0), (Money{500, "JPY"}));
  EXPECT_EQ(*MoneyFromUnits("BHD", 0, 1'000'000), (Money{1, "BHD"}));
}

TEST(Money, RefusesWhatIsNotAnAmount) {
  EXPECT_FALSE(MoneyFromUnits("ABC", 1, 0).ok());
  EXPECT_FALSE(MoneyFromUnits("PHP", 1, -1).ok());
  EXPECT_FALSE(MoneyFromUnits("PHP", -1, 10'000'000).ok());
  EXPECT_FALSE(MoneyFromUnits("PHP", 0, 1'000'000'000).ok());
  EXPECT_FALSE(MoneyFromUnits("PHP", 0, 5'000'000).ok()) << "half a centavo";
  EXPECT_FALSE(MoneyFromUnits("JPY", 0, 500'000'000).ok()) << "half a yen";
  EXPECT_FALSE(MoneyFromUnits("PHP", std::numeric_limits<int64_t>::max(), 0).ok());
}

TEST(Money, OneAmountHasABoundInUnitsOfItsCurrency) {
  for (const char* currency : {"JPY", "PHP", "BHD", "CLF"}) {
    Money money = *MoneyFromUnits(currency, kMostUnits, 0);
    EXPECT_TRUE(ValidateSize(money).ok()) << currency;
    ++money.minor_units;
    EXPECT_EQ(std::string(ValidateSize(money).message()), "must be at most 1000000000000") << currency;
    money.minor_units = -money.minor_units;
    EXPECT_FALSE(ValidateSize(money).ok()) << currency;
  }
  EXPECT_TRUE(ValidateSize(Money()).ok());
}

TEST(Money, ThereAndBack) {
  for (const auto& [units, nanos] : {std::pair<int64_t, int32_t>{0, 10'000'000}, {-12, -340'000'000}, {92'233, 0}}) {
    const auto money = MoneyFromUnits("PHP", units, nanos);
    ASSERT_TRUE(money.ok()) << money.status();
    EXPECT_EQ(UnitsAndNanos(*money), std::pair(units, nanos));
  }
}

TEST(Money, ReadsPlainly) {
  EXPECT_EQ(FormatMoney({50'000'000, "PHP"}), "PHP 500000.00");
  EXPECT_EQ(FormatMoney({-5, "PHP"}), "PHP -0.05");
  EXPECT_EQ(FormatMoney({500, "JPY"}), "JPY 500");
}

TEST(Money, TheLeastAmountReadsPlainlyToo) {
  constexpr int64_t kLeast = std::numeric_limits<int64_t>::min();
  EXPECT_EQ(FormatMoney({kLeast, "JPY"}), "JPY -9223372036854775808");
  EXPECT_EQ(FormatMoney({kLeast, "PHP"}), "PHP -92233720368547758.08");
}

}  // namespace
}  // namespace amparo
