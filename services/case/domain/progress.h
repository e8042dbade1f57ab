// How a survivor's means have changed from assessment to assessment.
#pragma once

#include <optional>
#include <vector>

#include "services/case/domain/assessment.h"

namespace amparo::cases {

// A mean on a day; `assessment` outlives it.
struct ProgressPoint {
  const Assessment* assessment = nullptr;
  Fraction mean = {};
};

// How one mean has changed; there is at least one point.
struct MeanProgress {
  // Unspecified = the overall mean.
  CareDomain domain = CareDomain::kUnspecified;
  // In order of day.
  std::vector<ProgressPoint> series = {};

  const Fraction& first() const { return series.front().mean; }
  const Fraction& last() const { return series.back().mean; }
  // Positive when the survivor is less vulnerable.
  Fraction change() const { return last() - first(); }
};

// How all of them have.
struct Progress {
  // Those ever scored, in the order of domains.
  std::vector<MeanProgress> domains = {};
  // Absent without a final assessment.
  std::optional<MeanProgress> overall = std::nullopt;
};

// The progress over assessments in order of day; those that are not final count for nothing. They outlive the answer.
Progress ProgressOver(const std::vector<Assessment>& assessments);

}  // namespace amparo::cases
