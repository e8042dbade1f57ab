// What was entered of a charge in error is struck out: it stays on record, and nothing follows from it.
#pragma once

#include "absl/time/time.h"

namespace amparo::cases {

// Why a ruling, a plea or a payment was struck out. The numbers are those of the protos.
enum class StrikeReason { kUnspecified = 0, kWrongContent = 1, kWrongCharge = 2, kNeverRuled = 3, kEnteredTwice = 4 };

// Says that something was entered in error, and since when that is known.
struct Strike {
  StrikeReason reason = StrikeReason::kUnspecified;
  absl::Time record_time = absl::InfinitePast();

  friend bool operator==(const Strike&, const Strike&) = default;
};

}  // namespace amparo::cases
