#include "services/case/domain/sentence.h"

#include <string>

namespace amparo::cases {
namespace {

void CheckAmount(const std::optional<Money>& amount, std::string_view field, Violations& violations) {
  if (amount) violations.Require(amount->minor_units > 0, field, "must be positive");
}

void CheckImprisonment(const Imprisonment& imprisonment, Violations& violations) {
  CheckTerm(imprisonment.min, "sentence.imprisonment.min", violations);
  if (!imprisonment.max) return;
  CheckTerm(*imprisonment.max, "sentence.imprisonment.max", violations);
  violations.Require(!(*imprisonment.max < imprisonment.min), "sentence.imprisonment.max", "must not be less than min");
}

}  // namespace

Term Normalized(Term term) {
  return Term{.years = term.years + term.months / 12, .months = term.months % 12, .days = term.days};
}

void CheckTerm(const Term& term, std::string_view field, Violations& violations) {
  const std::string path(field);
  violations.Require(term.years >= 0 && term.years <= kMostYears, path + ".years", "must be 0 to 999");
  violations.Require(term.months >= 0 && term.months <= kMostMonths, path + ".months", "must be 0 to 999");
  violations.Require(term.days >= 0 && term.days <= kMostDays, path + ".days", "must be 0 to 99999");
  violations.Require(!term.IsZero(), path, "must be longer than nothing");
}

void CheckSentence(const Sentence& sentence, const SentenceFrame& frame, Violations& violations) {
  const bool has_custody = sentence.custody != Custody::kNone;
  violations.Require(has_custody || sentence.fine || sentence.restitution || sentence.probation, "sentence",
                     "must have at least one of custody, fine, restitution and probation");
  violations.Require(sentence.date >= frame.verdict_date, "sentence.date", "must not be before the verdict");
  violations.Require(sentence.date <= frame.today, "sentence.date", "must not be in the future");
  if (sentence.custody == Custody::kImprisonment) CheckImprisonment(sentence.imprisonment, violations);
  CheckAmount(sentence.fine, "sentence.fine", violations);
  CheckAmount(sentence.restitution, "sentence.restitution", violations);
  violations.Require(!sentence.suspended || has_custody, "sentence.suspended", "only custody can be suspended");
  if (sentence.probation) CheckTerm(*sentence.probation, "sentence.probation", violations);
}

Sentence Normalized(Sentence sentence) {
  sentence.imprisonment.min = Normalized(sentence.imprisonment.min);
  if (sentence.imprisonment.max) sentence.imprisonment.max = Normalized(*sentence.imprisonment.max);
  if (sentence.probation) sentence.probation = Normalized(*sentence.probation);
  return sentence;
}

}  // namespace amparo::cases
