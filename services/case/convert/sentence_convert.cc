#include "services/case/convert/sentence_convert.h"

#include "services/case/convert/values.h"

namespace amparo::cases {
namespace {

Term TermFrom(const amparo::types::v1::Term& term) {
  return {.years = term.years(), .months = term.months(), .days = term.days()};
}

void SetTerm(const Term& term, amparo::types::v1::Term* out) {
  out->set_years(term.years);
  out->set_months(term.months);
  out->set_days(term.days);
}

Custody CustodyOf(const v1::Sentence& sentence, Violations& violations) {
  switch (sentence.custody_case()) {
    case v1::Sentence::kImprisonment:
      violations.Require(sentence.imprisonment().has_min(), "sentence.imprisonment.min", "is required");
      return Custody::kImprisonment;
    case v1::Sentence::kLife:
      violations.Require(sentence.life(), "sentence.life", "must be true when given");
      return Custody::kLife;
    case v1::Sentence::kDeath:
      violations.Require(sentence.death(), "sentence.death", "must be true when given");
      return Custody::kDeath;
    case v1::Sentence::CUSTODY_NOT_SET:
      break;
  }
  return Custody::kNone;
}

// An absent amount stays absent; one that is none is a violation, and stands as one that breaks no further rule.
std::optional<Money> AmountFrom(bool present, const google::type::Money& money, std::string_view field,
                                Violations& violations) {
  if (!present) return std::nullopt;
  return MoneyFrom(money, field, violations).value_or(Money{.minor_units = 1, .currency = ""});
}

void SetCustody(const Sentence& value, v1::Sentence* out) {
  switch (value.custody) {
    case Custody::kNone:
      out->clear_custody();
      break;
    case Custody::kImprisonment:
      SetTerm(value.imprisonment.min, out->mutable_imprisonment()->mutable_min());
      if (value.imprisonment.max) SetTerm(*value.imprisonment.max, out->mutable_imprisonment()->mutable_max());
      break;
    case Custody::kLife:
      out->set_life(true);
      break;
    case Custody::kDeath:
      out->set_death(true);
      break;
  }
}

}  // namespace

Sentence SentenceFrom(const v1::Sentence& sentence, Violations& violations) {
  Sentence value;
  value.date = RequiredDay(sentence.has_date(), sentence.date(), "sentence.date", violations);
  value.custody = CustodyOf(sentence, violations);
  if (value.custody == Custody::kImprisonment) {
    value.imprisonment.min = TermFrom(sentence.imprisonment().min());
    if (sentence.imprisonment().has_max()) value.imprisonment.max = TermFrom(sentence.imprisonment().max());
  }
  value.fine = AmountFrom(sentence.has_fine(), sentence.fine(), "sentence.fine", violations);
  value.restitution =
      AmountFrom(sentence.has_restitution(), sentence.restitution(), "sentence.restitution", violations);
  value.suspended = sentence.suspended();
  if (sentence.has_probation()) value.probation = TermFrom(sentence.probation());
  return value;
}

void SetSentence(const Sentence& value, v1::Sentence* out) {
  out->Clear();
  SetDate(value.date, out->mutable_date());
  SetCustody(value, out);
  if (value.fine) SetMoney(*value.fine, out->mutable_fine());
  if (value.restitution) SetMoney(*value.restitution, out->mutable_restitution());
  out->set_suspended(value.suspended);
  if (value.probation) SetTerm(*value.probation, out->mutable_probation());
}

}  // namespace amparo::cases
