// Flags: what everybody who opens a case must see first.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/case/domain/case_parts.h"
#include "services/case/domain/decision.h"
#include "services/case/domain/names.h"
#include "services/case/domain/violations.h"

namespace amparo::cases {

// Where a flag stands. The numbers are those of the protos and of the database.
enum class FlagState { kUnspecified = 0, kOpen = 1, kLowered = 2 };

// Who raised or lowered it, and when.
struct FlagAct {
  absl::CivilDay date = {};
  absl::Time record_time = {};
  // A caller's identity.
  std::string recorder = {};
  // Of lowering only: why it was raised is sealed.
  std::string reason = {};

  friend bool operator==(const FlagAct&, const FlagAct&) = default;
};

// A flag without its reason, which is sealed.
struct Flag {
  FlagName name = {};
  FlagKind kind = FlagKind::kUnspecified;
  // The person it is about, and whose data key seals its reason then; absent = the case.
  std::optional<Uuid> party = std::nullopt;
  std::optional<Uuid> subject = std::nullopt;
  FlagState state = FlagState::kUnspecified;
  FlagAct raised = {};
  std::optional<FlagAct> lowered = std::nullopt;
};

// Notes what is wrong with a new flag: its kind, its day; paths are bare.
void CheckFlag(const Flag& value, absl::CivilDay today, Violations& violations);

// Notes what is wrong with the reason of a new flag: it must say something, at most 2000 characters.
void CheckFlagReason(std::string_view reason, Violations& violations);

// The flag lowered. Refused FLAG_LOWERED, BEFORE_FLAG. Violations: a day after `today`, a reason that is missing.
Decision<Flag> LowerFlag(Flag value, const FlagAct& act, absl::CivilDay today);

// What the open ones of `flags` warn of: each kind once, in order.
std::vector<FlagKind> OpenKinds(const std::vector<Flag>& flags);

// How many of `flags` warn of a risk to the safety of somebody: those on one of `parties`, which are what she or he is
// in the case, and those on the whole case.
int64_t OpenSafetyFlags(const std::vector<Flag>& flags, const std::vector<Uuid>& parties);

}  // namespace amparo::cases
