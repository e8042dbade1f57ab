// Correcting what was entered in error of pleas and payments. Rulings are corrected in their ledger (charge_acts.h).
#pragma once

#include <cstddef>
#include <optional>

#include "services/case/domain/charge.h"
#include "services/case/domain/charge_acts.h"

namespace amparo::cases {

// Which plea or payment is wrong and why, and what is true instead, if anything.
template <typename Entry>
struct EntryCorrection {
  std::size_t index = 0;
  StrikeReason reason = StrikeReason::kUnspecified;
  std::optional<Entry> instead = std::nullopt;
};

// The charge with a plea struck out and another in the place that its day gives it, or none. It may have its verdict by
// now: then the plea that is true instead was entered by that day. Refused CHARGE_SUPERSEDED. Violations: "index" for
// one that is not there or was struck out before, "reason", and those of CheckPlea.
Decision<Charge> CorrectPlea(Charge charge, const EntryCorrection<Plea>& correction, const Moment& moment);

// The charge with a payment struck out and another entered, or none; what is owed is reckoned anew for every day.
// Violations: "index" and "reason" as CorrectPlea, and those of CheckPaymentOf.
Decision<Charge> CorrectPayment(Charge charge, const EntryCorrection<Payment>& correction, const Moment& moment);

}  // namespace amparo::cases
