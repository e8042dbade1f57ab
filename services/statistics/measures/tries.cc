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

Tries::Tries(const Facts& facts, OfficeCode office) : facts_(facts) {
  const auto& operations = facts.operations();
  for (Row row = 0; row < operations.size(); ++row) {
    if (!operations.Known(row) || operations.office[row] != office) continue;
    if (operations.state[row] == OperationState::kExecuted) operations_[operations.case_row[row]].push_back(row);
  }
  for (auto& [case_row, rows] : operations_) {
    std::sort(rows.begin(), rows.end(), [&](Row a, Row b) {
      return std::tie(operations.start_time[a], operations.id[a]) <
             std::tie(operations.start_time[b], operations.id[b]);
    });
  }
}

std::vector<Try> Tries::Of(Row case_row, Day until) const {
  std::vector<Try> tries;
  const auto rows = operations_.find(case_row);
  if (rows == operations_.end()) return tries;
  for (Row row : rows->second) {
    if (facts_.OperationDay(row) <= until) tries.push_back(TryOf(facts_, row));
  }
  return tries;
}

std::optional<Try> LastSuccess(const std::vector<Try>& tries) {
  const auto last = std::find_if(tries.rbegin(), tries.rend(), [](const Try& t) { return t.succeeded(); });
  if (last == tries.rend()) return std::nullopt;
  return *last;
}

}  // namespace amparo::statistics
