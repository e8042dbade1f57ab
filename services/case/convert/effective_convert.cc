#include "services/case/convert/effective_convert.h"

#include "services/case/convert/case_names.h"
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

void SetPart(const ServedPart& part, const CaseName& parent, v1::SentencePart& out) {
  out.set_charge(NameInCaseOf<ChargeName>(parent, part.charge));
  out.set_follows(NameInCaseOf<ChargeName>(parent, part.follows));
  SetDay(part.start, &v1::SentencePart::mutable_start_date, out);
  SetDay(part.earliest_end, &v1::SentencePart::mutable_earliest_end_date, out);
  SetDay(part.latest_end, &v1::SentencePart::mutable_latest_end_date, out);
}

void SetDue(const Due& due, const CaseName& parent, v1::EffectiveSentence& out) {
  v1::AmountOwed& owed = due.kind == PaymentKind::kFine ? *out.add_fines() : *out.add_restitutions();
  owed.set_survivor(NameInCaseOf<PartyName>(parent, due.survivor));
  SetMoney({.minor_units = due.ordered, .currency = due.currency}, owed.mutable_ordered());
  SetMoney({.minor_units = due.paid, .currency = due.currency}, owed.mutable_paid());
  SetMoney({.minor_units = due.outstanding(), .currency = due.currency}, owed.mutable_outstanding());
}

}  // namespace

void ToProto(const EffectiveSentence& value, const PartyName& accused, absl::CivilDay as_of,
             v1::EffectiveSentence& out) {
  const CaseName parent = accused.parent();
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
  for (const Due& due : value.dues) SetDue(due, parent, out);
  for (const ServedPart& part : value.custody.parts) SetPart(part, parent, *out.add_parts());
}

}  // namespace amparo::cases
