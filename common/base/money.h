// Amounts of money: whole minor units of an ISO 4217 currency, never a floating-point number.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace amparo {

// An amount. 15,000.50 Philippine pesos are {1500050, "PHP"}; 500 yen are {500, "JPY"}.
struct Money {
  int64_t minor_units = 0;
  std::string currency;

  friend bool operator==(const Money&, const Money&) = default;
};

// How many digits follow the decimal point in a currency of ISO 4217 ("PHP" 2, "JPY" 0, "BHD" 3), nullopt for a code
// that is not one.
std::optional<int> MinorUnitDigits(std::string_view currency);

// From whole units and billionths, as google.type.Money has them. INVALID_ARGUMENT (the message is the broken rule) for
// an unknown currency, signs that differ, nanos outside +-999,999,999 or finer than the currency's minor unit, and
// amounts that do not fit.
absl::StatusOr<Money> MoneyFromUnits(std::string_view currency, int64_t units, int32_t nanos);

// The whole units and billionths of `money`, whose currency must be known.
std::pair<int64_t, int32_t> UnitsAndNanos(const Money& money);

// The most that one amount may be, in whole units of its currency. More is a slip of the keyboard; and so thousands of
// amounts in minor units have a sum that 64 bits hold.
inline constexpr int64_t kMostUnits = 1'000'000'000'000;

// OK, or INVALID_ARGUMENT whose message is the rule that is broken: an amount that is entered is at most kMostUnits
// units. For what was entered before, nothing is asked.
absl::Status ValidateSize(const Money& money);

// "PHP 500000.00", "JPY 500".
std::string FormatMoney(const Money& money);

}  // namespace amparo
