#include "services/case/convert/sentence_convert.h"

#include "common/base/strings.h"
#include "services/case/convert/case_names.h"
#include "services/case/convert/enums.h"
#include "services/case/convert/strike_convert.h"
#include "services/case/convert/values.h"

namespace amparo::cases {
namespace {

static_assert(static_cast<int>(SentenceEventKind::kDied) == v1::SENTENCE_EVENT_KIND_DIED);
static_assert(static_cast<int>(PaymentKind::kRestitution) == v1::PAYMENT_KIND_RESTITUTION);

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

// A required amount; one that is none is a violation, and stands as one that breaks no further rule.
Money RequiredAmount(bool present, const google::type::Money& money, std::string_view field, Violations& violations) {
  violations.Require(present, field, "is required");
  return AmountFrom(present, money, field, violations).value_or(Money{.minor_units = 1, .currency = ""});
}

void ReadRestitutions(const v1::Sentence& sentence, const CaseName& parent, Sentence& value, Violations& violations) {
  for (int i = 0; i < sentence.restitutions_size(); ++i) {
    const std::string path = StrCat("sentence.restitutions[", i, "].");
    const v1::Restitution& one = sentence.restitutions(i);
    value.restitutions.push_back({IdInCase<PartyName>(one.survivor(), parent, path + "survivor", violations),
                                  RequiredAmount(one.has_amount(), one.amount(), path + "amount", violations)});
  }
}

}  // namespace

Term TermFrom(const amparo::types::v1::Term& term) {
  return {.years = term.years(), .months = term.months(), .days = term.days()};
}

void SetTerm(const Term& term, amparo::types::v1::Term* out) {
  out->set_years(term.years);
  out->set_months(term.months);
  out->set_days(term.days);
}

Sentence SentenceFrom(const v1::Sentence& sentence, const CaseName& parent, Violations& violations) {
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
  if (sentence.has_suspended_part()) value.suspended_part = TermFrom(sentence.suspended_part());
  if (sentence.has_probation()) value.probation = TermFrom(sentence.probation());
  ReadRestitutions(sentence, parent, value, violations);
  if (sentence.has_default_imprisonment()) value.default_imprisonment = TermFrom(sentence.default_imprisonment());
  value.consecutive_to =
      OptionalIdInCase<ChargeName>(sentence.consecutive_to(), parent, "sentence.consecutive_to", violations);
  value.credit_days = sentence.credit_days();
  return value;
}

void SetSentence(const Sentence& value, const CaseName& parent, v1::Sentence* out) {
  out->Clear();
  SetDate(value.date, out->mutable_date());
  SetCustody(value, out);
  if (value.fine) SetMoney(*value.fine, out->mutable_fine());
  if (value.restitution) SetMoney(*value.restitution, out->mutable_restitution());
  out->set_suspended(value.suspended);
  if (value.suspended_part) SetTerm(*value.suspended_part, out->mutable_suspended_part());
  if (value.probation) SetTerm(*value.probation, out->mutable_probation());
  for (const Restitution& one : value.restitutions) {
    v1::Restitution& restitution = *out->add_restitutions();
    restitution.set_survivor(NameInCaseOf<PartyName>(parent, one.survivor));
    SetMoney(one.amount, restitution.mutable_amount());
  }
  if (value.default_imprisonment) SetTerm(*value.default_imprisonment, out->mutable_default_imprisonment());
  out->set_consecutive_to(NameInCaseOf<ChargeName>(parent, value.consecutive_to));
  out->set_credit_days(value.credit_days);
}

SentenceEvent EventFrom(const v1::SentenceEvent& event, const CaseName& parent, Violations& violations) {
  SentenceEvent value;
  value.kind =
      EnumFrom<SentenceEventKind>(event.kind(), v1::SentenceEventKind_IsValid, "sentence_event.kind", violations);
  value.date = RequiredDay(event.has_date(), event.date(), "sentence_event.date", violations);
  if (!event.has_sentence()) return value;
  Violations found("sentence_event.");
  value.sentence = SentenceFrom(event.sentence(), parent, found);
  violations.Append(std::move(found).Take());
  return value;
}

void SetEvent(const SentenceEvent& value, const CaseName& parent, v1::SentenceEvent* out) {
  out->set_kind(static_cast<v1::SentenceEventKind>(value.kind));
  SetDate(value.date, out->mutable_date());
  if (value.sentence) SetSentence(*value.sentence, parent, out->mutable_sentence());
}

Payment PaymentFrom(const v1::Payment& payment, const CaseName& parent, Violations& violations) {
  return {.kind = EnumFrom<PaymentKind>(payment.kind(), v1::PaymentKind_IsValid, "payment.kind", violations),
          .survivor = OptionalIdInCase<PartyName>(payment.survivor(), parent, "payment.survivor", violations),
          .date = RequiredDay(payment.has_date(), payment.date(), "payment.date", violations),
          .amount = RequiredAmount(payment.has_amount(), payment.amount(), "payment.amount", violations),
          .record_time = EntryTimeFrom(payment),
          .strike = StrikeOf(payment, violations)};
}

void SetPayment(const Payment& value, const CaseName& parent, v1::Payment* out) {
  out->set_kind(static_cast<v1::PaymentKind>(value.kind));
  out->set_survivor(NameInCaseOf<PartyName>(parent, value.survivor));
  SetDate(value.date, out->mutable_date());
  SetMoney(value.amount, out->mutable_amount());
  SetEntryTime(value.record_time, *out);
  SetStrike(value.strike, *out);
}

}  // namespace amparo::cases
