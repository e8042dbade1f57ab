#include "services/case/domain/charge.h"

#include <string_view>
#include <utility>

#include "services/case/domain/crime_type.h"

namespace amparo::cases {
namespace {

// A plea changes before the verdict only, and a verdict is given once.
Refusal VerdictStands() {
  return {"VERDICT_ALREADY_RECORDED", "the charge has a verdict"};
}

void CheckPlea(const Charge& charge, const Plea& plea, absl::CivilDay today, Violations& violations) {
  violations.Require(plea.kind != PleaKind::kUnspecified, "plea.kind", "must be given");
  violations.Require(plea.date >= charge.charge_date, "plea.date", "must not be before the charge");
  violations.Require(plea.date <= today, "plea.date", "must not be in the future");
}

void CheckLesserCrime(const Verdict& verdict, Violations& violations) {
  constexpr std::string_view kField = "verdict.lesser_crime_type";
  if (verdict.outcome != VerdictOutcome::kConvictedLesser) {
    violations.Require(verdict.lesser_crime_type.empty(), kField, "only a conviction of a lesser crime has one");
    return;
  }
  violations.Require(IsCrimeType(verdict.lesser_crime_type), kField, "must be a code of the crime type table");
}

void CheckVerdict(const Charge& charge, const Verdict& verdict, absl::CivilDay today, Violations& violations) {
  violations.Require(verdict.outcome != VerdictOutcome::kUnspecified, "verdict.outcome", "must be given");
  violations.Require(verdict.date >= charge.charge_date, "verdict.date", "must not be before the charge");
  if (charge.plea) {
    violations.Require(verdict.date >= charge.plea->date, "verdict.date", "must not be before the plea");
  }
  violations.Require(verdict.date <= today, "verdict.date", "must not be in the future");
  CheckLesserCrime(verdict, violations);
}

}  // namespace

bool IsConviction(VerdictOutcome outcome) {
  return outcome == VerdictOutcome::kConvicted || outcome == VerdictOutcome::kConvictedLesser;
}

void CheckCharge(const Charge& charge, const ChargeFrame& frame, Violations& violations) {
  violations.RequireText(charge.law_article, {.min = 1, .max = 200}, "law_article");
  if (!charge.crime_type.empty()) {
    violations.Require(IsCrimeType(charge.crime_type), "crime_type", "must be a code of the crime type table");
  }
  violations.Require(charge.charge_date >= frame.report_date, "charge_date", "must not be before the case's report");
  violations.Require(charge.charge_date <= frame.today, "charge_date", "must not be in the future");
}

void CheckWholeCharge(const Charge& charge, const ChargeFrame& frame, Violations& violations) {
  CheckCharge(charge, frame, violations);
  if (charge.plea) CheckPlea(charge, *charge.plea, frame.today, violations);
  if (charge.verdict) CheckVerdict(charge, *charge.verdict, frame.today, violations);
  if (!charge.sentence) return;
  if (!charge.verdict || !IsConviction(charge.verdict->outcome)) {
    violations.Add("sentence", "needs a conviction");
    return;
  }
  CheckSentence(*charge.sentence, {.verdict_date = charge.verdict->date, .today = frame.today}, violations);
}

Decision<Charge> EnterPlea(Charge charge, const Plea& plea, absl::CivilDay today) {
  if (charge.verdict) return VerdictStands();
  Violations violations;
  CheckPlea(charge, plea, today, violations);
  if (charge.plea) {
    violations.Require(plea.date >= charge.plea->date, "plea.date", "must not be before the plea that stands");
  }
  if (!violations.empty()) return violations;
  charge.plea = plea;
  return charge;
}

Decision<Charge> RecordVerdict(Charge charge, const Verdict& verdict, absl::CivilDay today) {
  if (charge.verdict) return VerdictStands();
  Violations violations;
  CheckVerdict(charge, verdict, today, violations);
  if (!violations.empty()) return violations;
  charge.verdict = verdict;
  return charge;
}

Decision<Charge> ImposeSentence(Charge charge, const Sentence& sentence, absl::CivilDay today) {
  if (!charge.verdict || !IsConviction(charge.verdict->outcome)) {
    return Refusal{"NO_CONVICTION", "only a conviction is sentenced"};
  }
  if (charge.sentence) return Refusal{"SENTENCE_ALREADY_IMPOSED", "the charge has a sentence"};
  Violations violations;
  CheckSentence(sentence, {.verdict_date = charge.verdict->date, .today = today}, violations);
  if (!violations.empty()) return violations;
  charge.sentence = Normalized(sentence);
  return charge;
}

}  // namespace amparo::cases
