#include "services/case/domain/sentence.h"

#include <set>
#include <string>
#include <utility>

#include "common/base/strings.h"

namespace amparo::cases {
namespace {

void CheckImprisonment(const Imprisonment& imprisonment, Violations& violations) {
  CheckTerm(imprisonment.min, "sentence.imprisonment.min", violations);
  if (!imprisonment.max) return;
  CheckTerm(*imprisonment.max, "sentence.imprisonment.max", violations);
  violations.Require(!(*imprisonment.max < imprisonment.min), "sentence.imprisonment.max", "must not be less than min");
}

// What is to be paid to all survivors, if it is one currency.
std::optional<Money> SumOf(const std::vector<Restitution>& restitutions) {
  Money sum{.minor_units = 0, .currency = restitutions.front().amount.currency};
  for (const Restitution& one : restitutions) {
    if (one.amount.currency != sum.currency) return std::nullopt;
    if (__builtin_add_overflow(sum.minor_units, one.amount.minor_units, &sum.minor_units)) return std::nullopt;
  }
  return sum;
}

void CheckRestitutions(const Sentence& sentence, Violations& violations) {
  if (sentence.restitutions.empty()) return;
  violations.Require(sentence.restitutions.size() <= kMostRestitutions, "sentence.restitutions",
                     "must have at most 100 entries");
  std::set<std::pair<Uuid, std::string>> seen;
  for (std::size_t i = 0; i < sentence.restitutions.size(); ++i) {
    const Restitution& one = sentence.restitutions[i];
    const std::string path = StrCat("sentence.restitutions[", i, "].");
    CheckAmount(one.amount, path + "amount", violations);
    violations.Require(seen.insert({one.survivor, one.amount.currency}).second, path + "survivor",
                       "must come once a currency");
  }
  if (!sentence.restitution) return;
  violations.Require(sentence.restitution == SumOf(sentence.restitutions), "sentence.restitution",
                     "must be absent or the sum of restitutions");
}

// Whether each part of a term is one that CheckTerm lets pass: only such terms are reckoned with.
bool IsInBounds(const Term& term) {
  return term.years >= 0 && term.years <= kMostYears && term.months >= 0 && term.months <= kMostMonths &&
         term.days >= 0 && term.days <= kMostDays;
}

void CheckSuspendedPart(const Sentence& sentence, Violations& violations) {
  constexpr char kField[] = "sentence.suspended_part";
  const bool of_a_term = violations.Require(sentence.custody == Custody::kImprisonment, kField,
                                            "only of imprisonment for a term a part is suspended");
  violations.Require(!sentence.suspended, kField, "must be absent where all is suspended");
  CheckTerm(*sentence.suspended_part, kField, violations);
  if (!of_a_term || !IsInBounds(sentence.imprisonment.min) || !IsInBounds(*sentence.suspended_part)) return;
  violations.Require(Less(sentence.imprisonment.min, *sentence.suspended_part).has_value(), kField,
                     "must leave a part of the term to be served");
}

void CheckCustody(const Sentence& sentence, Violations& violations) {
  const bool has_custody = sentence.has_custody();
  if (sentence.custody == Custody::kImprisonment) CheckImprisonment(sentence.imprisonment, violations);
  violations.Require(!sentence.suspended || has_custody, "sentence.suspended", "only custody can be suspended");
  if (sentence.suspended_part) CheckSuspendedPart(sentence, violations);
  violations.Require(sentence.consecutive_to.IsNil() || has_custody, "sentence.consecutive_to",
                     "only custody follows upon another");
  violations.Require(sentence.credit_days >= 0 && sentence.credit_days <= kMostCreditDays, "sentence.credit_days",
                     "must be 0 to 36525");
  violations.Require(sentence.credit_days == 0 || has_custody, "sentence.credit_days", "only custody is served");
}

}  // namespace

Term Normalized(Term term) {
  return Term{.years = term.years + term.months / 12, .months = term.months % 12, .days = term.days};
}

std::optional<Term> Less(const Term& term, const Term& part) {
  constexpr int32_t kDaysOfMonth = 30;
  int32_t months = term.years * 12 + term.months - part.years * 12 - part.months;
  int32_t days = term.days - part.days;
  if (months < 0) {
    days += kDaysOfMonth * months;
    months = 0;
  }
  if (days < 0) {
    const int32_t broken = (kDaysOfMonth - 1 - days) / kDaysOfMonth;
    months -= broken;
    days += kDaysOfMonth * broken;
  }
  if (months < 0 || (months == 0 && days == 0)) return std::nullopt;
  return Normalized(Term{.years = 0, .months = months, .days = days});
}

void CheckTerm(const Term& term, std::string_view field, Violations& violations) {
  const std::string path(field);
  violations.Require(term.years >= 0 && term.years <= kMostYears, path + ".years", "must be 0 to 999");
  violations.Require(term.months >= 0 && term.months <= kMostMonths, path + ".months", "must be 0 to 999");
  violations.Require(term.days >= 0 && term.days <= kMostDays, path + ".days", "must be 0 to 99999");
  violations.Require(!term.IsZero(), path, "must be longer than nothing");
}

void CheckAmount(const Money& amount, std::string_view field, Violations& violations) {
  violations.Require(amount.minor_units > 0, field, "must be positive");
  const absl::Status size = ValidateSize(amount);
  if (!size.ok()) violations.Add(field, FromAbsl(size.message()));
}

void CheckSentence(const Sentence& sentence, const SentenceFrame& frame, Violations& violations) {
  const bool restitution = sentence.restitution || !sentence.restitutions.empty();
  violations.Require(sentence.has_custody() || sentence.fine || restitution || sentence.probation, "sentence",
                     "must have at least one of custody, fine, restitution and probation");
  violations.Require(sentence.date >= frame.verdict_date, "sentence.date", "must not be before the verdict");
  violations.Require(sentence.date <= frame.today, "sentence.date", "must not be in the future");
  CheckCustody(sentence, violations);
  if (sentence.fine) CheckAmount(*sentence.fine, "sentence.fine", violations);
  if (sentence.restitution) CheckAmount(*sentence.restitution, "sentence.restitution", violations);
  CheckRestitutions(sentence, violations);
  if (sentence.probation) CheckTerm(*sentence.probation, "sentence.probation", violations);
  if (!sentence.default_imprisonment) return;
  CheckTerm(*sentence.default_imprisonment, "sentence.default_imprisonment", violations);
  violations.Require(sentence.fine.has_value(), "sentence.default_imprisonment", "only a fine has one");
}

Sentence Normalized(Sentence sentence) {
  sentence.imprisonment.min = Normalized(sentence.imprisonment.min);
  if (sentence.imprisonment.max) sentence.imprisonment.max = Normalized(*sentence.imprisonment.max);
  for (std::optional<Term>* term : {&sentence.suspended_part, &sentence.probation, &sentence.default_imprisonment}) {
    if (*term) *term = Normalized(**term);
  }
  return sentence;
}

}  // namespace amparo::cases
