// Exact fractions, for means of scores: every score is a whole number, so every mean is a fraction and nothing is
// rounded before people read it.
#pragma once

#include <cstdint>
#include <string>

namespace amparo::cases {

// numerator / denominator in lowest terms, the denominator positive: equal fractions are equal field by field.
struct Fraction {
  int64_t numerator = 0;
  int64_t denominator = 1;

  friend bool operator==(const Fraction&, const Fraction&) = default;
};

// numerator / denominator; the denominator is not 0.
Fraction MakeFraction(int64_t numerator, int64_t denominator);

Fraction operator+(const Fraction& a, const Fraction& b);
Fraction operator-(const Fraction& a, const Fraction& b);
// A part of `a`; `parts` is not 0.
Fraction operator/(const Fraction& a, int64_t parts);

// True when `a` is not less than so many hundredths; exact.
bool AtLeast(const Fraction& a, int32_t hundredths);

// The nearest hundredth, half a hundredth going away from zero: 8/3 is 267.
int32_t Hundredths(const Fraction& a);

// "2.67" for 267 hundredths.
std::string HundredthsText(int32_t hundredths);

}  // namespace amparo::cases
