#include "services/case/api/case_duplicate_matches.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>
#include <vector>

#include "common/base/status_macros.h"
#include "services/case/api/support.h"
#include "services/case/convert/case_convert.h"
#include "services/case/convert/merge_convert.h"

namespace amparo::cases {
namespace {

// A case that may be of the same matter: the one that stands for it, and the one of its that is most alike.
struct MatterFound {
  const Record* survivor = nullptr;
  Uuid found_as;
  CaseDuplicateScore score;
};

// Every matter once, by the case that is most alike.
absl::StatusOr<std::vector<MatterFound>> BestOfMatters(const Case& subject, const CaseCandidates& candidates) {
  std::map<Uuid, const Record*> records;
  for (const Record& record : candidates.cases) records[record.id] = &record;
  std::map<Uuid, MatterFound> best;
  for (const Record& record : candidates.cases) {
    const Uuid survivor = record.merged_into.value_or(record.id);
    const auto standing = records.find(survivor);
    const auto ties = candidates.ties.find(survivor);
    // Merged or parted between two statements of the search.
    if (standing == records.end() || ties == candidates.ties.end()) continue;
    AMPARO_ASSIGN_OR_RETURN(const v1::Case message, MessageIn<v1::Case>(record));
    CaseDuplicateScore score = CompareCases(subject, candidates.roles, CaseFromStored(message), ties->second);
    const auto at = best.find(survivor);
    const bool better = at == best.end() || score.score > at->second.score.score ||
                        (score.score == at->second.score.score && record.id == survivor);
    if (better) best[survivor] = {standing->second, record.id, std::move(score)};
  }
  std::vector<MatterFound> all;
  for (auto& [id, one] : best) all.push_back(std::move(one));
  return all;
}

}  // namespace

absl::StatusOr<v1::FindDuplicateCasesResponse> DuplicateCasesAmong(const Case& subject, const DuplicateBounds& bounds,
                                                                   const CaseCandidates& candidates) {
  AMPARO_ASSIGN_OR_RETURN(std::vector<MatterFound> found, BestOfMatters(subject, candidates));
  std::erase_if(found, [&bounds](const MatterFound& one) { return one.score.score < bounds.least_score; });
  std::sort(found.begin(), found.end(), [](const MatterFound& a, const MatterFound& b) {
    if (a.score.score != b.score.score) return a.score.score > b.score.score;
    return std::tie(a.survivor->create_time, a.survivor->id) < std::tie(b.survivor->create_time, b.survivor->id);
  });
  if (found.size() > bounds.most) found.resize(bounds.most);
  v1::FindDuplicateCasesResponse response;
  response.set_incomplete(candidates.incomplete);
  for (const MatterFound& one : found) {
    v1::CaseDuplicateCandidate& candidate = *response.add_candidates();
    AMPARO_ASSIGN_OR_RETURN(*candidate.mutable_case_(), BasicOf<v1::Case>(*one.survivor));
    if (one.found_as != one.survivor->id) {
      candidate.set_found_as(ToString(CaseName{subject.name.office, one.found_as}));
    }
    SetScore(one.score, candidate);
  }
  return response;
}

}  // namespace amparo::cases
