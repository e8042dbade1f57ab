#include "services/statistics/measures/tries.h"

#include <algorithm>
#include <tuple>

namespace amparo::statistics {
namespace {

Try TryOf(const Facts& facts, Row operation) {
  Try result{.operation = operation, .day = facts.OperationDay(operation)};
  for (const Site& site : SitesOf(facts, operation)) {
    const bool success = site.fact.outcome == SiteOutcome::kSucceeded;
    if (success || result.outcome == SiteOutcome::kNone) result.outcome = site.fact.outcome;
    result.sites_succeeded += success;
    result.adults += site.fact.adults_rescued;
    result.minors += site.fact.minors_rescued;
    result.arrests += site.fact.arrests;
  }
  return result;
}

}  // namespace

std::span<const Site> SitesOf(const Facts& facts, Row operation) {
  const Slice slice = facts.operations().sites[operation];
  return {facts.sites().data() + slice.begin, slice.size};
}

std::vector<Try> TriesOf(const Facts& facts, Row case_row, Day until) {
  std::vector<Try> tries;
  const auto& operations = facts.operations();
  for (Row row = 0; row < operations.size(); ++row) {
    if (!operations.Known(row) || operations.case_row[row] != case_row) continue;
    if (operations.state[row] != OperationState::kExecuted || facts.OperationDay(row) > until) continue;
    tries.push_back(TryOf(facts, row));
  }
  std::sort(tries.begin(), tries.end(), [&](const Try& a, const Try& b) {
    return std::tie(operations.start_time[a.operation], operations.id[a.operation]) <
           std::tie(operations.start_time[b.operation], operations.id[b.operation]);
  });
  return tries;
}

std::optional<Try> LastSuccess(const std::vector<Try>& tries) {
  const auto last = std::find_if(tries.rbegin(), tries.rend(), [](const Try& t) { return t.succeeded(); });
  if (last == tries.rend()) return std::nullopt;
  return *last;
}

}  // namespace amparo::statistics
