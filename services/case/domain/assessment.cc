#include "services/case/domain/assessment.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_join.h"
#include "common/base/check.h"
#include "common/base/strings.h"
#include "services/case/domain/aftercare.h"

namespace amparo::cases {
namespace {

void CheckScores(const Assessment& value, const Instrument& instrument, Violations& violations) {
  std::set<std::string_view> scored;
  for (std::size_t i = 0; i < value.scores.size(); ++i) {
    const Score& score = value.scores[i];
    const std::string path = StrCat("scores[", i, "].");
    violations.Require(instrument.Find(score.sub_domain) != nullptr, path + "sub_domain",
                       StrCat("must be the code of a sub-domain of ", instrument.id));
    violations.Require(scored.insert(score.sub_domain).second, path + "sub_domain", "must be scored once");
    violations.Require(score.score >= kLeastScore && score.score <= kMostScore, path + "score", "must be 1 to 4");
  }
}

int ScoreOf(const std::vector<Score>& scores, const std::string& code) {
  const auto found =
      std::find_if(scores.begin(), scores.end(), [&code](const Score& one) { return one.sub_domain == code; });
  return found == scores.end() ? 0 : found->score;
}

}  // namespace

void CheckCareDate(absl::CivilDay date, const CareFrame& frame, std::string_view field, Violations& violations) {
  violations.Require(date >= frame.open_date, field, "must not be before the survivor's aftercare was opened");
  violations.Require(date <= frame.today, field, "must not be in the future");
}

void CheckCareNote(std::string_view note, Violations& violations) {
  violations.RequireText(note, {0, 20000}, "note");
}

void CheckAssessment(const Assessment& value, const Instrument* instrument, const CareFrame& frame,
                     Violations& violations) {
  CheckCareDate(value.date, frame, "date", violations);
  CheckStaff(value.assessor, true, "assessor", violations);
  if (!violations.Require(instrument != nullptr, "instrument", "must be an instrument of the table")) return;
  violations.Require(instrument->InUseOn(value.date), "instrument", "must be in use on the day of the assessment");
  CheckScores(value, *instrument, violations);
}

void CheckComplete(const Assessment& value, const Instrument& instrument, Violations& violations) {
  std::vector<std::string> missing;
  for (const SubDomain& one : instrument.sub_domains) {
    if (ScoreOf(value.scores, one.code) == 0) missing.push_back(one.code);
  }
  violations.Require(missing.empty(), "scores",
                     StrCat("must have every sub-domain; missing: ", absl::StrJoin(missing, ", ")));
}

Means MeansOf(const std::vector<Score>& scores, const Instrument& instrument) {
  Means means;
  Fraction sum;
  for (const CareDomain domain : kCareDomains) {
    int64_t total = 0;
    int64_t count = 0;
    for (const SubDomain& one : instrument.sub_domains) {
      if (one.domain != domain) continue;
      total += ScoreOf(scores, one.code);
      ++count;
    }
    if (count == 0) continue;
    means.domains.push_back({domain, MakeFraction(total, count)});
    sum = sum + means.domains.back().mean;
  }
  AMPARO_CHECK(!means.domains.empty(), "an instrument scores something");
  means.overall = sum / static_cast<int64_t>(means.domains.size());
  return means;
}

Decision<Assessment> FinalizeAssessment(Assessment value, const Instrument& instrument) {
  if (auto refusal = RefuseUnlessDraft(value)) return *refusal;
  Violations violations;
  CheckComplete(value, instrument, violations);
  if (!violations.empty()) return violations;
  value.state = AssessmentState::kFinal;
  value.means = MeansOf(value.scores, instrument);
  return value;
}

std::optional<Refusal> RefuseUnlessDraft(const Assessment& value) {
  if (value.state == AssessmentState::kDraft) return std::nullopt;
  return Refusal{"ASSESSMENT_NOT_DRAFT", "only a draft is changed; a final assessment is voided and made anew"};
}

Decision<Assessment> VoidAssessment(Assessment value, std::string_view reason) {
  Violations violations;
  CheckReason(reason, true, violations);
  if (!violations.empty()) return violations;
  if (value.state == AssessmentState::kVoid) return Refusal{"ASSESSMENT_VOID", "the assessment was voided before"};
  value.state = AssessmentState::kVoid;
  value.void_reason = std::string(reason);
  return value;
}

}  // namespace amparo::cases
