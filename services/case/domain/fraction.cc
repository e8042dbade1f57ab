#include "services/case/domain/fraction.h"

#include <cstdlib>
#include <numeric>

#include "absl/strings/str_format.h"
#include "common/base/check.h"

namespace amparo::cases {

Fraction MakeFraction(int64_t numerator, int64_t denominator) {
  AMPARO_CHECK(denominator != 0, "a fraction has a denominator");
  const int64_t common = std::gcd(numerator, denominator) * (denominator < 0 ? -1 : 1);
  return {numerator / common, denominator / common};
}

Fraction operator+(const Fraction& a, const Fraction& b) {
  return MakeFraction(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);
}

Fraction operator-(const Fraction& a, const Fraction& b) {
  return a + Fraction{-b.numerator, b.denominator};
}

Fraction operator/(const Fraction& a, int64_t parts) {
  return MakeFraction(a.numerator, a.denominator * parts);
}

bool AtLeast(const Fraction& a, int32_t hundredths) {
  return a.numerator * 100 >= hundredths * a.denominator;
}

int32_t Hundredths(const Fraction& a) {
  const int64_t half = a.denominator * (a.numerator < 0 ? -1 : 1);
  return static_cast<int32_t>((2 * 100 * a.numerator + half) / (2 * a.denominator));
}

std::string HundredthsText(int32_t hundredths) {
  return absl::StrFormat("%s%d.%02d", hundredths < 0 ? "-" : "", std::abs(hundredths) / 100,
                         std::abs(hundredths) % 100);
}

}  // namespace amparo::cases
