#include "services/case/domain/case_duplicates.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <optional>
#include <set>
#include <utility>

#include "common/base/fold.h"

namespace amparo::cases {
namespace {

constexpr std::size_t kShortestTitleWord = 3;
constexpr std::size_t kFewestSharedWords = 2;
constexpr int64_t kCloseDays = 7;
constexpr int64_t kDistantDays = 366;

bool Holds(const std::vector<CaseRole>& roles, const Uuid& person, PartyRole role) {
  return std::any_of(roles.begin(), roles.end(),
                     [&](const CaseRole& one) { return one.person == person && one.role == role; });
}

void ComparePeople(const std::vector<CaseRole>& roles, const std::vector<CaseRole>& theirs,
                   std::vector<CaseDuplicateReason>& reasons) {
  std::set<Uuid> shared;
  std::set<CaseDuplicateReason> found;
  for (const CaseRole& one : theirs) {
    const bool same = Holds(roles, one.person, one.role);
    shared.insert(one.person);
    if (same && one.role == PartyRole::kSurvivor) found.insert(CaseDuplicateReason::kSharedSurvivor);
    if (same && one.role == PartyRole::kAccused) found.insert(CaseDuplicateReason::kSharedAccused);
  }
  // What weighs more says that somebody is shared.
  if (found.empty() && !shared.empty()) found.insert(CaseDuplicateReason::kSharedPerson);
  reasons.insert(reasons.end(), found.begin(), found.end());
  if (shared.size() > 1) reasons.push_back(CaseDuplicateReason::kSeveralShared);
}

std::optional<CaseDuplicateReason> CompareTitles(const Case& a, const Case& b) {
  const std::vector<std::string> of_a = TitleWords(a.title);
  const std::vector<std::string> of_b = TitleWords(b.title);
  if (of_a.empty() || of_b.empty()) return std::nullopt;
  if (of_a == of_b) return CaseDuplicateReason::kSameTitle;
  std::vector<std::string> shared;
  std::set_intersection(of_a.begin(), of_a.end(), of_b.begin(), of_b.end(), std::back_inserter(shared));
  const bool half = 2 * shared.size() >= std::max(of_a.size(), of_b.size());
  if (shared.size() < kFewestSharedWords || !half) return std::nullopt;
  return CaseDuplicateReason::kSimilarTitle;
}

std::optional<CaseDuplicateReason> CompareReports(const Case& a, const Case& b) {
  const int64_t days = std::abs(a.report_date - b.report_date);
  if (days == 0) return CaseDuplicateReason::kSameReportDay;
  if (days <= kCloseDays) return CaseDuplicateReason::kCloseReportDays;
  return days > kDistantDays ? std::optional(CaseDuplicateReason::kDistantReportDays) : std::nullopt;
}

CaseDuplicateReason CompareCrimes(const Case& a, const Case& b) {
  if (a.crime_type == b.crime_type) return CaseDuplicateReason::kSameCrimeType;
  const bool related = a.crime_type.substr(0, kDigitsOfCrime) == b.crime_type.substr(0, kDigitsOfCrime);
  return related ? CaseDuplicateReason::kRelatedCrimeType : CaseDuplicateReason::kDifferentCrimeType;
}

}  // namespace

int PointsOf(CaseDuplicateReason reason) {
  switch (reason) {
    case CaseDuplicateReason::kSharedSurvivor:
      return 45;
    case CaseDuplicateReason::kSharedAccused:
      return 30;
    case CaseDuplicateReason::kSharedPerson:
      return 20;
    case CaseDuplicateReason::kSeveralShared:
      return 10;
    case CaseDuplicateReason::kSameTitle:
      return 30;
    case CaseDuplicateReason::kSimilarTitle:
      return 15;
    case CaseDuplicateReason::kSameReportDay:
      return 25;
    case CaseDuplicateReason::kCloseReportDays:
      return 15;
    case CaseDuplicateReason::kDistantReportDays:
      return -20;
    case CaseDuplicateReason::kSameCrimeType:
      return 15;
    case CaseDuplicateReason::kRelatedCrimeType:
      return 5;
    case CaseDuplicateReason::kDifferentCrimeType:
      return -15;
    case CaseDuplicateReason::kSharedAsset:
      return 20;
    case CaseDuplicateReason::kSharedVenue:
      return 10;
    case CaseDuplicateReason::kUnspecified:
      break;
  }
  return 0;
}

std::vector<std::string> TitleWords(std::string_view title) {
  std::set<std::string> words;
  for (std::string& word : FoldWords(title)) {
    if (CodePointsOf(word).size() >= kShortestTitleWord) words.insert(std::move(word));
  }
  return {words.begin(), words.end()};
}

CaseDuplicateScore CompareCases(const Case& a, const std::vector<CaseRole>& roles, const Case& b,
                                const CaseTies& ties) {
  CaseDuplicateScore result;
  ComparePeople(roles, ties.roles, result.reasons);
  if (const auto title = CompareTitles(a, b)) result.reasons.push_back(*title);
  if (const auto report = CompareReports(a, b)) result.reasons.push_back(*report);
  result.reasons.push_back(CompareCrimes(a, b));
  if (ties.asset) result.reasons.push_back(CaseDuplicateReason::kSharedAsset);
  if (ties.venue) result.reasons.push_back(CaseDuplicateReason::kSharedVenue);
  int sum = 0;
  for (const CaseDuplicateReason reason : result.reasons) sum += PointsOf(reason);
  result.score = std::clamp(sum, 0, 100);
  std::stable_sort(result.reasons.begin(), result.reasons.end(),
                   [](CaseDuplicateReason one, CaseDuplicateReason other) {
                     return std::abs(PointsOf(one)) > std::abs(PointsOf(other));
                   });
  return result;
}

}  // namespace amparo::cases
