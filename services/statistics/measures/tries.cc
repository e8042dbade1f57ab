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
    if (operations.state[row] == OperationState::kExecuted) all_.push_back(row);
  }
  std::sort(all_.begin(), all_.end(), [&](Row a, Row b) {
    return std::tie(operations.start_time[a], operations.id[a]) < std::tie(operations.start_time[b], operations.id[b]);
  });
  for (Row row : all_) by_case_[facts.StandingCase(operations.case_row[row])].push_back(row);
}

std::vector<Try> Tries::Of(Row case_row, Day until) const {
  std::vector<Try> tries;
  const auto rows = by_case_.find(case_row);
  if (rows == by_case_.end()) return tries;
  for (Row row : rows->second) {
    if (facts_.OperationDay(row) <= until) tries.push_back(TryOf(facts_, row));
  }
  return tries;
}

std::vector<Try> Tries::Between(Day from, Day to) const {
  std::vector<Try> tries;
  for (Row row : all_) {
    const Day day = facts_.OperationDay(row);
    if (day >= from && day <= to) tries.push_back(TryOf(facts_, row));
  }
  return tries;
}

std::optional<Try> LastSuccess(const std::vector<Try>& tries) {
  const auto last = std::find_if(tries.rbegin(), tries.rend(), [](const Try& t) { return t.succeeded(); });
  if (last == tries.rend()) return std::nullopt;
  return *last;
}

}  // namespace amparo::statistics
