// What was struck out, between the contract and the domain.
#pragma once

#include <optional>

#include "amparo/cases/v1/strike.pb.h"
#include "services/case/convert/case_names.h"
#include "services/case/convert/enums.h"
#include "services/case/domain/strike.h"

namespace amparo::cases {

// Why something is struck out; a violation of `field` for a value that is none.
inline StrikeReason StrikeReasonFrom(v1::StrikeReason reason, std::string_view field, Violations& violations) {
  static_assert(static_cast<int>(StrikeReason::kEnteredTwice) == v1::STRIKE_REASON_ENTERED_TWICE);
  return EnumFrom<StrikeReason>(reason, v1::StrikeReason_IsValid, field, violations);
}

// The strike of an entry of a charge (a ruling, a plea, a payment), if it has one.
template <typename Entry>
std::optional<Strike> StrikeOf(const Entry& entry, Violations& violations) {
  if (!entry.has_strike()) return std::nullopt;
  return Strike{.reason = StrikeReasonFrom(entry.strike().reason(), "strike.reason", violations),
                .record_time = EntryTimeFrom(entry.strike())};
}

template <typename Entry>
void SetStrike(const std::optional<Strike>& strike, Entry& out) {
  out.clear_strike();
  if (!strike) return;
  out.mutable_strike()->set_reason(static_cast<v1::StrikeReason>(strike->reason));
  SetEntryTime(strike->record_time, *out.mutable_strike());
}

}  // namespace amparo::cases
