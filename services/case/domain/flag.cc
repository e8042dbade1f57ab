#include "services/case/domain/flag.h"

#include <algorithm>
#include <set>

namespace amparo::cases {

void CheckFlag(const Flag& value, absl::CivilDay today, Violations& violations) {
  violations.Require(value.kind != FlagKind::kUnspecified, "kind", "must be given");
  violations.Require(value.raised.date <= today, "date", "must not be in the future");
}

void CheckFlagReason(std::string_view reason, Violations& violations) {
  violations.RequireText(reason, {1, 2000}, "reason");
}

Decision<Flag> LowerFlag(Flag value, const FlagAct& act, absl::CivilDay today) {
  Violations violations;
  violations.Require(act.date <= today, "date", "must not be in the future");
  violations.RequireText(act.reason, {1, 1000}, "reason");
  if (!violations.empty()) return violations;
  if (value.state != FlagState::kOpen) return Refusal{"FLAG_LOWERED", "the flag was lowered before"};
  if (act.date < value.raised.date) return Refusal{"BEFORE_FLAG", "date must not be before the flag was raised"};
  value.state = FlagState::kLowered;
  value.lowered = act;
  return value;
}

std::vector<FlagKind> OpenKinds(const std::vector<Flag>& flags) {
  std::set<FlagKind> kinds;
  for (const Flag& flag : flags) {
    if (flag.state == FlagState::kOpen) kinds.insert(flag.kind);
  }
  return {kinds.begin(), kinds.end()};
}

int64_t OpenSafetyFlags(const std::vector<Flag>& flags, const std::vector<Uuid>& parties) {
  return std::count_if(flags.begin(), flags.end(), [&parties](const Flag& flag) {
    const bool about = !flag.party || std::find(parties.begin(), parties.end(), *flag.party) != parties.end();
    return about && flag.state == FlagState::kOpen && flag.kind == FlagKind::kSafetyRisk;
  });
}

}  // namespace amparo::cases
