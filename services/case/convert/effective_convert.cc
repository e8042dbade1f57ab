#include "services/case/convert/effective_convert.h"

#include <string>

#include "services/case/convert/sentence_convert.h"
#include "services/case/convert/values.h"

namespace amparo::cases {
namespace {

// Nothing stays absent.
void SetRange(const StretchRange& range, v1::EffectiveTerm* (v1::EffectiveSentence::*field)(),
              v1::EffectiveSentence& out) {
  if (range.max.is_nothing()) return;
  v1::EffectiveTerm& term = *(out.*field)();
  if (range.max.custody == Custody::kLife) term.set_life(true);
  if (range.max.custody == Custody::kDeath) term.set_death(true);
  if (range.max.custody != Custody::kImprisonment) return;
  SetTerm(range.min.term, term.mutable_min());
  SetTerm(range.max.term, term.mutable_max());
}

template <typename Out>
void SetDay(std::optional<absl::CivilDay> day, google::type::Date* (Out::*field)(), Out& out) {
  if (day && day->year() <= 9999) SetDate(*day, (out.*field)());
}

// The name of a charge or a survivor in its own case; empty for nil.
template <typename N>
std::string NameInItsCase(const EffectiveSentence& value, const std::string& office, const Uuid& id) {
  return id.IsNil() ? std::string() : ToString(N{office, value.cases.at(id), id});
}

void SetPart(const ServedPart& part, const EffectiveSentence& value, const std::string& office, v1::SentencePart& out) {
  out.set_charge(NameInItsCase<ChargeName>(value, office, part.charge));
  out.set_follows(NameInItsCase<ChargeName>(value, office, part.follows));
  SetDay(part.start, &v1::SentencePart::mutable_start_date, out);
  SetDay(part.earliest_end, &v1::SentencePart::mutable_earliest_end_date, out);
  SetDay(part.latest_end, &v1::SentencePart::mutable_latest_end_date, out);
}

void SetDue(const Due& due, const EffectiveSentence& value, const std::string& office, v1::EffectiveSentence& out) {
  v1::AmountOwed& owed = due.kind == PaymentKind::kFine ? *out.add_fines() : *out.add_restitutions();
  owed.set_survivor(NameInItsCase<PartyName>(value, office, due.survivor));
  SetMoney({.minor_units = due.ordered, .currency = due.currency}, owed.mutable_ordered());
  SetMoney({.minor_units = due.paid, .currency = due.currency}, owed.mutable_paid());
  SetMoney({.minor_units = due.outstanding(), .currency = due.currency}, owed.mutable_outstanding());
}

}  // namespace

void ToProto(const EffectiveSentence& value, const PartyName& accused, absl::CivilDay as_of,
             v1::EffectiveSentence& out) {
  out.set_accused(ToString(accused));
  SetDate(as_of, out.mutable_as_of());
  SetRange(value.custody.served, &v1::EffectiveSentence::mutable_custody, out);
  SetRange(value.custody.suspended, &v1::EffectiveSentence::mutable_suspended, out);
  SetDay(value.custody.start, &v1::EffectiveSentence::mutable_start_date, out);
  SetDay(value.custody.earliest_end, &v1::EffectiveSentence::mutable_earliest_end_date, out);
  SetDay(value.custody.latest_end, &v1::EffectiveSentence::mutable_latest_end_date, out);
  out.set_at_large(value.at_large);
  if (!value.default_imprisonment.is_nothing()) {
    SetTerm(value.default_imprisonment.term, out.mutable_default_imprisonment());
  }
  for (const Due& due : value.dues) SetDue(due, value, accused.office, out);
  for (const ServedPart& part : value.custody.parts) SetPart(part, value, accused.office, *out.add_parts());
}

}  // namespace amparo::cases
