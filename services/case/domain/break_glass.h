// Breaking the glass: one person asks to read an operation whose list they are not on, another lets them, for an hour
// at most. A request is about a name: whether there is such an operation is nothing that one person finds out alone.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "services/case/domain/compartment.h"
#include "services/case/domain/decision.h"
#include "services/case/domain/names.h"

namespace amparo::cases {

// The longest time that a grant lasts, and how long a request waits for one.
inline constexpr int kMostBreakGlassMinutes = 60;
inline constexpr absl::Duration kBreakGlassPatience = absl::Hours(24);

// How far a request is. The numbers are those of the protos and of the database.
enum class BreakGlassState { kUnspecified = 0, kRequested = 1, kGranted = 2 };

// A request and what became of it.
struct BreakGlass {
  BreakGlassName name = {};
  // The id of an operation of the same case, as the requester gave it.
  Uuid operation = {};
  std::string requester = {};
  std::string reason = {};
  BreakGlassState state = BreakGlassState::kUnspecified;
  absl::Time request_time = {};
  std::string granter = {};
  std::optional<absl::Time> grant_time = std::nullopt;
  // Until when the requester may read.
  std::optional<absl::Time> expire_time = std::nullopt;

  OperationName OperationOf() const { return {name.office, name.case_id, operation}; }
};

// Notes what is wrong with how long a grant is to last: "minutes", 1 to 60.
void CheckBreakGlassMinutes(int minutes, Violations& violations);

// The request granted by `granter` for `minutes` from `now` on. Refused BREAK_GLASS_GRANTED, REQUESTER_GRANTS,
// BREAK_GLASS_LAPSED. Violations: "minutes".
Decision<BreakGlass> GrantBreakGlass(BreakGlass request, std::string_view granter, int minutes, absl::Time now);

// What everyone on the operation's list is told of a request that was granted.
CompartmentNotice NoticeOf(const BreakGlass& granted);

}  // namespace amparo::cases
