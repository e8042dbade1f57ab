#include "services/case/convert/charge_convert.h"

#include "common/base/check.h"
#include "services/case/convert/enums.h"
#include "services/case/convert/values.h"

namespace amparo::cases {
namespace {

static_assert(static_cast<int>(Completion::kAttempted) == v1::COMPLETION_ATTEMPTED);
static_assert(static_cast<int>(PleaKind::kNoContest) == v1::PLEA_KIND_NO_CONTEST);
static_assert(static_cast<int>(VerdictOutcome::kQuashed) == v1::VERDICT_OUTCOME_QUASHED);

Uuid AccusedOf(const v1::Charge& request, const ChargeName& name, Violations& violations) {
  const auto accused = ParseName<PartyName>(request.accused());
  const bool fits = violations.Require(accused && accused->parent() == name.parent(), "accused",
                                       "must be the name of a party of the same case");
  return fits ? accused->id : Uuid();
}

}  // namespace

Charge ChargeFromRequest(const v1::Charge& request, const ChargeName& name, Violations& violations) {
  Charge charge;
  charge.name = name;
  charge.accused = AccusedOf(request, name, violations);
  charge.law_article = request.law_article();
  charge.crime_type = request.crime_type();
  charge.completion = EnumFrom<Completion>(request.completion(), v1::Completion_IsValid, "completion", violations);
  charge.charge_date = RequiredDay(request.has_charge_date(), request.charge_date(), "charge_date", violations);
  return charge;
}

Charge WholeChargeFrom(const v1::Charge& request, const ChargeName& name, Violations& violations) {
  Charge charge = ChargeFromRequest(request, name, violations);
  if (request.has_plea()) charge.plea = PleaFrom(request.plea(), violations);
  if (request.has_verdict()) charge.verdict = VerdictFrom(request.verdict(), violations);
  if (request.has_sentence()) charge.sentence = SentenceFrom(request.sentence(), violations);
  return charge;
}

Charge ChargeFromStored(const v1::Charge& stored) {
  const auto name = ParseName<ChargeName>(stored.name());
  AMPARO_CHECK(name.has_value(), "a stored charge has a name");
  Violations none;
  Charge charge = WholeChargeFrom(stored, *name, none);
  AMPARO_CHECK(none.empty(), "a stored charge is well formed");
  return charge;
}

Plea PleaFrom(const v1::Plea& plea, Violations& violations) {
  return {.kind = EnumFrom<PleaKind>(plea.kind(), v1::PleaKind_IsValid, "plea.kind", violations),
          .date = RequiredDay(plea.has_date(), plea.date(), "plea.date", violations),
          .bargain = plea.bargain()};
}

Verdict VerdictFrom(const v1::Verdict& verdict, Violations& violations) {
  return {
      .outcome = EnumFrom<VerdictOutcome>(verdict.outcome(), v1::VerdictOutcome_IsValid, "verdict.outcome", violations),
      .date = RequiredDay(verdict.has_date(), verdict.date(), "verdict.date", violations),
      .lesser_crime_type = verdict.lesser_crime_type()};
}

void ToProto(const Charge& value, v1::Charge& out) {
  out.set_name(ToString(value.name));
  out.set_accused(ToString(PartyName{value.name.office, value.name.case_id, value.accused}));
  out.set_law_article(value.law_article);
  out.set_crime_type(value.crime_type);
  out.set_completion(static_cast<v1::Completion>(value.completion));
  SetDate(value.charge_date, out.mutable_charge_date());
  out.clear_plea();
  if (value.plea) {
    out.mutable_plea()->set_kind(static_cast<v1::PleaKind>(value.plea->kind));
    SetDate(value.plea->date, out.mutable_plea()->mutable_date());
    out.mutable_plea()->set_bargain(value.plea->bargain);
  }
  out.clear_verdict();
  if (value.verdict) {
    out.mutable_verdict()->set_outcome(static_cast<v1::VerdictOutcome>(value.verdict->outcome));
    SetDate(value.verdict->date, out.mutable_verdict()->mutable_date());
    out.mutable_verdict()->set_lesser_crime_type(value.verdict->lesser_crime_type);
  }
  out.clear_sentence();
  if (value.sentence) SetSentence(*value.sentence, out.mutable_sentence());
}

std::vector<Value> ColumnsOf(const Charge& value) {
  const VerdictOutcome verdict = value.verdict ? value.verdict->outcome : VerdictOutcome::kUnspecified;
  return {value.accused, static_cast<int64_t>(verdict)};
}

}  // namespace amparo::cases
