#include "services/statistics/measures/survival.h"

#include <algorithm>
#include <cmath>

namespace amparo::statistics {
namespace {

constexpr double kZ95 = 1.959963984540054;  // The 97.5% point of the normal distribution.
// Products of fractions come out a little above a half that they are in truth.
constexpr double kHalf = 0.5 + 1e-9;

// Fills in the standard error and the limits of a point from Greenwood's sum of d / (n (n - d)).
void AddLimits(double greenwood, const SurvivalPoint* previous, SurvivalPoint& point) {
  if (point.survival <= 0) {
    point.lower = 0;
    point.upper = previous ? previous->upper : 1;
    return;
  }
  point.standard_error = point.survival * std::sqrt(greenwood);
  // On the scale log(-log S) the limits stay between 0 and 1.
  const double spread = kZ95 * point.standard_error / (point.survival * std::log(point.survival));
  const double a = std::pow(point.survival, std::exp(spread));
  const double b = std::pow(point.survival, std::exp(-spread));
  point.lower = std::min(a, b);
  point.upper = std::max(a, b);
}

template <typename Value>
std::optional<int64_t> FirstAtMostHalf(const std::vector<SurvivalPoint>& points, Value value) {
  for (const SurvivalPoint& point : points) {
    if (point.*value <= kHalf) return point.days;
  }
  return std::nullopt;
}

}  // namespace

SurvivalPoint SurvivalCurve::At(int64_t days) const {
  auto after = std::upper_bound(points_.begin(), points_.end(), days,
                                [](int64_t value, const SurvivalPoint& point) { return value < point.days; });
  if (after == points_.begin()) return SurvivalPoint{};
  return *(after - 1);
}

std::optional<int64_t> SurvivalCurve::Median() const {
  return FirstAtMostHalf(points_, &SurvivalPoint::survival);
}
std::optional<int64_t> SurvivalCurve::MedianLower() const {
  return FirstAtMostHalf(points_, &SurvivalPoint::lower);
}
std::optional<int64_t> SurvivalCurve::MedianUpper() const {
  return FirstAtMostHalf(points_, &SurvivalPoint::upper);
}

double SurvivalCurve::RestrictedMean(int64_t days) const {
  double area = 0;
  double survival = 1;
  int64_t from = 0;
  for (const SurvivalPoint& point : points_) {
    if (point.days >= days) break;
    area += survival * static_cast<double>(point.days - from);
    from = point.days;
    survival = point.survival;
  }
  return area + survival * static_cast<double>(days - from);
}

SurvivalCurve KaplanMeier(std::span<const Observation> observations) {
  std::vector<Observation> sorted(observations.begin(), observations.end());
  std::sort(sorted.begin(), sorted.end(), [](const Observation& a, const Observation& b) { return a.days < b.days; });
  std::vector<SurvivalPoint> points;
  double survival = 1;
  double greenwood = 0;
  for (size_t i = 0; i < sorted.size();) {
    const int64_t at_risk = static_cast<int64_t>(sorted.size() - i);
    const int64_t days = sorted[i].days;
    int64_t events = 0;
    for (; i < sorted.size() && sorted[i].days == days; ++i) events += sorted[i].event;
    if (events == 0) continue;
    const double n = static_cast<double>(at_risk);
    const double d = static_cast<double>(events);
    survival *= (n - d) / n;
    if (events < at_risk) greenwood += d / (n * (n - d));
    SurvivalPoint point{.days = days, .at_risk = at_risk, .events = events, .survival = survival};
    AddLimits(greenwood, points.empty() ? nullptr : &points.back(), point);
    points.push_back(point);
  }
  return SurvivalCurve(std::move(points));
}

}  // namespace amparo::statistics
