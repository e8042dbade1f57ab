#include "services/case/domain/progress.h"

#include <utility>

namespace amparo::cases {

Progress ProgressOver(const std::vector<Assessment>& assessments) {
  Progress progress;
  MeanProgress overall;
  std::vector<MeanProgress> by_domain;
  for (const CareDomain domain : kCareDomains) by_domain.push_back({.domain = domain});
  for (const Assessment& one : assessments) {
    if (one.state != AssessmentState::kFinal || !one.means) continue;
    overall.series.push_back({&one, one.means->overall});
    for (const DomainMean& of : one.means->domains) {
      by_domain[static_cast<std::size_t>(of.domain) - 1].series.push_back({&one, of.mean});
    }
  }
  for (MeanProgress& one : by_domain) {
    if (!one.series.empty()) progress.domains.push_back(std::move(one));
  }
  if (!overall.series.empty()) progress.overall = std::move(overall);
  return progress;
}

}  // namespace amparo::cases
