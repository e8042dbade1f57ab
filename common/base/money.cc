#include "common/base/money.h"

#include <algorithm>
#include <array>

#include "absl/strings/str_format.h"
#include "common/base/check.h"
#include "common/base/strings.h"

namespace amparo {
namespace {

// ISO 4217:2015 list one: current currencies, by the number of digits of their minor unit; each list is sorted.
constexpr std::string_view kNoDigits[] = {"BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG",
                                          "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"};
constexpr std::string_view kThreeDigits[] = {"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"};
constexpr std::string_view kFourDigits[] = {"CLF", "UYW"};
constexpr std::string_view kTwoDigits[] = {
    "AED", "AFN", "ALL", "AMD", "ANG", "AOA", "ARS", "AUD", "AWG", "AZN", "BAM", "BBD", "BDT", "BGN", "BMD", "BND",
    "BOB", "BOV", "BRL", "BSD", "BTN", "BWP", "BYN", "BZD", "CAD", "CDF", "CHE", "CHF", "CHW", "CNY", "COP", "COU",
    "CRC", "CUP", "CVE", "CZK", "DKK", "DOP", "DZD", "EGP", "ERN", "ETB", "EUR", "FJD", "FKP", "GBP", "GEL", "GHS",
    "GIP", "GMD", "GTQ", "GYD", "HKD", "HNL", "HTG", "HUF", "IDR", "ILS", "INR", "IRR", "JMD", "KES", "KGS", "KHR",
    "KPW", "KYD", "KZT", "LAK", "LBP", "LKR", "LRD", "LSL", "MAD", "MDL", "MGA", "MKD", "MMK", "MNT", "MOP", "MRU",
    "MUR", "MVR", "MWK", "MXN", "MXV", "MYR", "MZN", "NAD", "NGN", "NIO", "NOK", "NPR", "NZD", "PAB", "PEN", "PGK",
    "PHP", "PKR", "PLN", "QAR", "RON", "RSD", "RUB", "SAR", "SBD", "SCR", "SDG", "SEK", "SGD", "SHP", "SLE", "SOS",
    "SRD", "SSP", "STN", "SVC", "SYP", "SZL", "THB", "TJS", "TMT", "TOP", "TRY", "TTD", "TWD", "TZS", "UAH", "USD",
    "USN", "UYU", "UZS", "VED", "VES", "WST", "XCD", "YER", "ZAR", "ZMW", "ZWG"};

template <size_t N>
constexpr bool Sorted(const std::string_view (&codes)[N]) {
  return std::is_sorted(codes, codes + N);
}
static_assert(Sorted(kNoDigits) && Sorted(kTwoDigits) && Sorted(kThreeDigits) && Sorted(kFourDigits));

template <size_t N>
bool Holds(const std::string_view (&codes)[N], std::string_view code) {
  return std::binary_search(codes, codes + N, code);
}

constexpr int64_t kNanosPerUnit = 1'000'000'000;

int64_t PowerOfTen(int digits) {
  constexpr std::array<int64_t, 5> kPowers = {1, 10, 100, 1000, 10000};
  return kPowers[static_cast<size_t>(digits)];
}

int KnownDigits(const Money& money) {
  const std::optional<int> digits = MinorUnitDigits(money.currency);
  AMPARO_CHECK(digits.has_value(), "money has a currency of ISO 4217");
  return *digits;
}

}  // namespace

std::optional<int> MinorUnitDigits(std::string_view currency) {
  if (Holds(kTwoDigits, currency)) return 2;
  if (Holds(kNoDigits, currency)) return 0;
  if (Holds(kThreeDigits, currency)) return 3;
  if (Holds(kFourDigits, currency)) return 4;
  return std::nullopt;
}

absl::StatusOr<Money> MoneyFromUnits(std::string_view currency, int64_t units, int32_t nanos) {
  const std::optional<int> digits = MinorUnitDigits(currency);
  if (!digits) return absl::InvalidArgumentError("currency must be a code of ISO 4217");
  if (nanos <= -kNanosPerUnit || nanos >= kNanosPerUnit) {
    return absl::InvalidArgumentError("nanos must be between -999999999 and 999999999");
  }
  if ((units > 0 && nanos < 0) || (units < 0 && nanos > 0)) {
    return absl::InvalidArgumentError("units and nanos must have the same sign");
  }
  const int64_t per_unit = PowerOfTen(*digits);
  const int64_t nanos_per_minor = kNanosPerUnit / per_unit;
  if (nanos % nanos_per_minor != 0) {
    return absl::InvalidArgumentError(StrCat("must have at most ", *digits, " decimal digits in ", currency));
  }
  int64_t minor_units;
  if (__builtin_mul_overflow(units, per_unit, &minor_units) ||
      __builtin_add_overflow(minor_units, nanos / nanos_per_minor, &minor_units)) {
    return absl::InvalidArgumentError("is too large");
  }
  return Money{minor_units, std::string(currency)};
}

std::pair<int64_t, int32_t> UnitsAndNanos(const Money& money) {
  const int64_t per_unit = PowerOfTen(KnownDigits(money));
  return {money.minor_units / per_unit,
          static_cast<int32_t>(money.minor_units % per_unit * (kNanosPerUnit / per_unit))};
}

absl::Status ValidateSize(const Money& money) {
  const int64_t most = kMostUnits * PowerOfTen(MinorUnitDigits(money.currency).value_or(0));
  if (money.minor_units >= -most && money.minor_units <= most) return absl::OkStatus();
  return absl::InvalidArgumentError(StrCat("must be at most ", kMostUnits));
}

std::string FormatMoney(const Money& money) {
  const int digits = KnownDigits(money);
  const auto per_unit = static_cast<uint64_t>(PowerOfTen(digits));
  const bool negative = money.minor_units < 0;
  // Without its sign: the least amount has none that fits into its own type.
  const auto bits = static_cast<uint64_t>(money.minor_units);
  const uint64_t size = negative ? 0 - bits : bits;
  std::string text = StrCat(money.currency, " ", negative ? "-" : "", size / per_unit);
  if (digits > 0) absl::StrAppendFormat(&text, ".%0*d", digits, size % per_unit);
  return text;
}

}  // namespace amparo
