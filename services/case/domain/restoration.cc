#include "services/case/domain/restoration.h"

#include <algorithm>
#include <utility>

#include "common/base/civil.h"
#include "common/base/strings.h"

namespace amparo::cases {
namespace {

// Those that count: final, from the present time in care, not after the day.
std::vector<const Assessment*> Counting(const RestorationFacts& facts) {
  std::vector<const Assessment*> counting;
  for (const Assessment& one : facts.assessments) {
    const bool in_time = one.date >= facts.in_care_since && one.date <= facts.date;
    if (in_time && one.state == AssessmentState::kFinal && one.means) counting.push_back(&one);
  }
  return counting;
}

const Fraction* MeanIn(const Means& means, CareDomain domain) {
  const auto found = std::find_if(means.domains.begin(), means.domains.end(),
                                  [domain](const DomainMean& one) { return one.domain == domain; });
  return found == means.domains.end() ? nullptr : &found->mean;
}

bool ReachesScores(const RestorationCriteria& criteria, const Means& means) {
  const bool domains = std::all_of(kCareDomains.begin(), kCareDomains.end(), [&](CareDomain domain) {
    const Fraction* mean = MeanIn(means, domain);
    return mean != nullptr && AtLeast(*mean, criteria.min_domain_hundredths);
  });
  return domains && AtLeast(means.overall, criteria.min_overall_hundredths);
}

// The mean in hundredths, and exactly where those are rounded: 2.996 must not be told as the 3.00 that it does not
// reach.
std::string MeanText(const Fraction& mean) {
  const int32_t hundredths = Hundredths(mean);
  if (mean == MakeFraction(hundredths, 100)) return HundredthsText(hundredths);
  return StrCat(HundredthsText(hundredths), " (", mean.numerator, "/", mean.denominator, ")");
}

JudgedCriterion JudgeScore(std::string code, std::string_view what, const Fraction* mean, int32_t least) {
  return {std::move(code), mean != nullptr && AtLeast(*mean, least),
          StrCat(what, " must be at least ", HundredthsText(least), "; it is ",
                 mean == nullptr ? "not assessed" : MeanText(*mean))};
}

void JudgeScores(const RestorationCriteria& criteria, const Means& means, std::vector<JudgedCriterion>& judged) {
  for (const CareDomain domain : kCareDomains) {
    judged.push_back(JudgeScore(StrCat("DOMAIN_SCORE_", CareDomainWord(domain)), CareDomainWord(domain),
                                MeanIn(means, domain), criteria.min_domain_hundredths));
  }
  judged.push_back(JudgeScore("OVERALL_SCORE", "the overall mean", &means.overall, criteria.min_overall_hundredths));
}

// Since when every assessment, down to the last, has reached the scores; nullopt when the last has not.
std::optional<absl::CivilDay> HeldSince(const RestorationCriteria& criteria,
                                        const std::vector<const Assessment*>& counting) {
  std::optional<absl::CivilDay> since;
  for (auto one = counting.rbegin(); one != counting.rend() && ReachesScores(criteria, *(*one)->means); ++one) {
    since = (*one)->date;
  }
  return since;
}

JudgedCriterion JudgeHold(const RestorationCriteria& criteria, const std::vector<const Assessment*>& counting,
                          absl::CivilDay date) {
  const std::optional<absl::CivilDay> since = HeldSince(criteria, counting);
  const std::string asked = StrCat("the scores must have held for ", criteria.hold_months, " months");
  if (!since) return {"HELD_FOR_MONTHS", false, asked + "; the last assessment does not reach them"};
  const absl::CivilDay until = AddMonths(*since, criteria.hold_months);
  return {"HELD_FOR_MONTHS", until <= date,
          StrCat(asked, "; they have since ", FormatDate(*since), ", which is enough on ", FormatDate(until))};
}

JudgedCriterion JudgeAge(const RestorationCriteria& criteria, absl::CivilDay last, absl::CivilDay date) {
  return {
      "RECENT_ASSESSMENT", date - last <= criteria.max_age_days,
      StrCat("the last assessment must be at most ", criteria.max_age_days, " days old; it is of ", FormatDate(last))};
}

}  // namespace

bool RestorationJudgement::met() const {
  return std::all_of(criterions.begin(), criterions.end(), [](const JudgedCriterion& one) { return one.met; });
}

RestorationJudgement JudgeRestoration(const RestorationCriteria& criteria, const RestorationFacts& facts) {
  RestorationJudgement judgement{.criteria = criteria.id};
  std::vector<JudgedCriterion>& judged = judgement.criterions;
  const std::vector<const Assessment*> counting = Counting(facts);
  judged.push_back({"ASSESSED", !counting.empty(),
                    StrCat("there must be a final assessment since ", FormatDate(facts.in_care_since),
                           ", when the survivor came into care")});
  if (!counting.empty()) {
    judgement.assessment = counting.back()->name.id;
    JudgeScores(criteria, *counting.back()->means, judged);
    if (criteria.hold_months > 0) judged.push_back(JudgeHold(criteria, counting, facts.date));
    judged.push_back(JudgeAge(criteria, counting.back()->date, facts.date));
  }
  if (criteria.no_open_safety_flag) {
    judged.push_back({"NO_OPEN_SAFETY_FLAG", facts.open_safety_flags == 0,
                      StrCat("no flag of a safety risk may be open; open: ", facts.open_safety_flags)});
  }
  return judgement;
}

}  // namespace amparo::cases
