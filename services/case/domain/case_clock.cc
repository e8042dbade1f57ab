#include "services/case/domain/case_clock.h"

namespace amparo::cases {

CaseClock ClockOn(const Case& value, absl::CivilDay as_of) {
  CaseClock clock;
  const std::vector<StageChange>& changes = value.stage_changes;
  for (std::size_t i = 0; i < changes.size() && changes[i].effective_date <= as_of; ++i) {
    const absl::CivilDay from = changes[i].effective_date;
    const bool moved_on = i + 1 < changes.size() && changes[i + 1].effective_date <= as_of;
    const int64_t days = (moved_on ? changes[i + 1].effective_date : as_of) - from;
    clock.running = IsOpen(changes[i].stage);
    if (clock.running) clock.active_days += days;
    if (changes[i].stage != Stage::kInactive) continue;
    clock.inactive_days += days;
    clock.inactive_periods.push_back({.from = from, .reason = changes[i].reason});
    if (moved_on) clock.inactive_periods.back().to = changes[i + 1].effective_date;
  }
  return clock;
}

std::vector<InactivePeriod> RestsOf(const Case& value) {
  if (value.stage_changes.empty()) return {};
  return ClockOn(value, value.stage_changes.back().effective_date).inactive_periods;
}

}  // namespace amparo::cases
