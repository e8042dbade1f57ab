// Police operations that were carried out, each with what came of it over all its sites.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "services/statistics/domain/facts.h"

namespace amparo::statistics {

// One operation that was carried out.
struct Try {
  Row operation = kNoRow;
  Day day = kNoDay;
  SiteOutcome outcome = SiteOutcome::kNone;  // kSucceeded when any site did; else its first failure.
  int64_t sites_succeeded = 0;
  int64_t adults = 0;
  int64_t minors = 0;
  int64_t arrests = 0;

  bool succeeded() const { return outcome == SiteOutcome::kSucceeded; }
};

// The sites of an operation.
std::span<const Site> SitesOf(const Facts& facts, Row operation);

// The operations that an office has carried out: found once, asked often.
class Tries {
 public:
  // `facts` must outlive this and stay unchanged meanwhile.
  Tries(const Facts& facts, OfficeCode office);

  // The operations carried out in a case up to `until`, in order.
  std::vector<Try> Of(Row case_row, Day until) const;

  // The operations carried out in all cases from `from` to `to`, both included, in order.
  std::vector<Try> Between(Day from, Day to) const;

 private:
  const Facts& facts_;
  std::vector<Row> all_;                                // By start time and id.
  absl::flat_hash_map<Row, std::vector<Row>> by_case_;  // In the same order.
};

// The last of them that succeeded.
std::optional<Try> LastSuccess(const std::vector<Try>& tries);

}  // namespace amparo::statistics
