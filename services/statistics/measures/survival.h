// How long until an event, when for some it has not happened yet: the Kaplan-Meier estimate, with Greenwood's standard
// error and limits on the log-log scale (Kalbfleisch and Prentice, The Statistical Analysis of Failure Time Data, 2nd
// ed., section 1.4).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace amparo::statistics {

// One thing followed: for how many days, and whether the event ended it or it is still pending (censored).
struct Observation {
  int64_t days = 0;  // Not negative.
  bool event = false;
};

// The estimate from one time at which events happened until the next.
struct SurvivalPoint {
  int64_t days = 0;
  int64_t at_risk = 0;  // Still followed just before; of equal durations events come before censorings.
  int64_t events = 0;
  double survival = 1;  // S(days): the share without the event after `days`.
  double standard_error = 0;
  // 95% limits of S. Where S is 0 the lower limit is 0 and the upper one is that of the point before (1 if there is
  // none): the scale has no value there.
  double lower = 1;
  double upper = 1;
};

// The curve.
class SurvivalCurve {
 public:
  explicit SurvivalCurve(std::vector<SurvivalPoint> points) : points_(std::move(points)) {}

  // One point for each time with an event, in order.
  const std::vector<SurvivalPoint>& points() const { return points_; }

  // The point that holds at `days`; S = 1 before the first event.
  SurvivalPoint At(int64_t days) const;

  // The smallest time with S <= 0.5; nullopt when it is not reached.
  std::optional<int64_t> Median() const;
  // The smallest times at which the lower, or the upper, limit of S is <= 0.5.
  std::optional<int64_t> MedianLower() const;
  std::optional<int64_t> MedianUpper() const;

  // The mean time without the event within the first `days`: the area under S from 0 to `days`.
  double RestrictedMean(int64_t days) const;

 private:
  std::vector<SurvivalPoint> points_;
};

// Estimates the curve; the order of the observations does not matter.
SurvivalCurve KaplanMeier(std::span<const Observation> observations);

}  // namespace amparo::statistics
