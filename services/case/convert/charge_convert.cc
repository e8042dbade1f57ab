#include "services/case/convert/charge_convert.h"

#include <string>
#include <utility>

#include "common/base/check.h"
#include "common/base/strings.h"
#include "services/case/convert/case_names.h"
#include "services/case/convert/enums.h"
#include "services/case/convert/law_convert.h"
#include "services/case/convert/trafficking_convert.h"
#include "services/case/convert/values.h"

namespace amparo::cases {
namespace {

static_assert(static_cast<int>(AmendReason::kCourtOrder) == v1::AMEND_REASON_COURT_ORDER);
static_assert(static_cast<int>(Disposal::kFinal) == v1::DISPOSAL_FINAL);

// Reads each entry of a list by `read`, its violations under "list[i].".
template <typename Entries, typename Read>
void ReadEntries(const Entries& entries, std::string_view list, Violations& violations, Read read) {
  for (int i = 0; i < entries.size(); ++i) {
    Violations found(StrCat(list, "[", i, "]."));
    read(entries[i], found);
    violations.Append(std::move(found).Take());
  }
}

void ReadPleas(const v1::Charge& request, const CaseName& parent, Charge& charge, Violations& violations) {
  ReadEntries(request.pleas(), "pleas", violations,
              [&](const v1::Plea& plea, Violations& found) { charge.pleas.push_back(PleaFrom(plea, parent, found)); });
  if (request.pleas().empty() && request.has_plea()) {
    charge.pleas.push_back(PleaFrom(request.plea(), parent, violations));
  }
}

void ReadRulings(const v1::Charge& request, const CaseName& parent, Charge& charge, Violations& violations) {
  ReadEntries(request.rulings(), "rulings", violations, [&](const v1::Ruling& ruling, Violations& found) {
    charge.rulings.push_back(RulingFrom(ruling, parent, found));
  });
  if (!request.rulings().empty()) return;
  if (request.has_verdict()) charge.rulings.push_back({VerdictFrom(request.verdict(), violations)});
  if (request.has_sentence()) charge.rulings.push_back({SentenceFrom(request.sentence(), parent, violations)});
}

// What a charge says, or said before it was amended.
template <typename Worded>
void ReadWording(const Worded& worded, Wording& value, Violations& violations) {
  value.law_article = worded.law_article();
  value.crime_type = worded.crime_type();
  value.completion = EnumFrom<Completion>(worded.completion(), v1::Completion_IsValid, "completion", violations);
  value.charge_date = RequiredDay(worded.has_charge_date(), worded.charge_date(), "charge_date", violations);
  if (worded.has_elements()) value.elements = ElementsFrom(worded.elements(), violations);
}

FormerWording FormerFrom(const v1::FormerWording& wording, Violations& violations) {
  FormerWording value;
  ReadWording(wording, value, violations);
  value.reason = EnumFrom<AmendReason>(wording.reason(), v1::AmendReason_IsValid, "reason", violations);
  value.date = RequiredDay(wording.has_date(), wording.date(), "date", violations);
  value.record_time = EntryTimeFrom(wording);
  return value;
}

void ReadSuccession(const v1::Charge& request, const CaseName& parent, Charge& charge, Violations& violations) {
  for (const std::string& name : request.supersedes()) {
    charge.supersedes.push_back(IdInCase<ChargeName>(name, parent, "supersedes", violations));
  }
  if (request.superseded_by().empty()) return;
  charge.superseded_by =
      Successor{IdInCase<ChargeName>(request.superseded_by(), parent, "superseded_by", violations),
                RequiredDay(request.has_supersede_date(), request.supersede_date(), "supersede_date", violations)};
}

template <typename Out>
void SetWording(const Wording& value, Out& out) {
  out.set_law_article(value.law_article);
  out.set_crime_type(value.crime_type);
  out.set_completion(static_cast<v1::Completion>(value.completion));
  SetDate(value.charge_date, out.mutable_charge_date());
  out.clear_elements();
  if (value.elements) SetElements(*value.elements, out.mutable_elements());
}

// What stands now.
void SetPresent(const Charge& value, const CaseName& parent, v1::Charge& out) {
  out.clear_plea();
  out.clear_verdict();
  out.clear_sentence();
  if (const auto plea = value.plea()) SetPlea(*plea, parent, out.mutable_plea());
  const Standing standing = LastStanding(value.rulings);
  if (standing.verdict) SetVerdict(*standing.verdict, out.mutable_verdict());
  if (standing.sentence) SetSentence(*standing.sentence, parent, out.mutable_sentence());
  out.set_disposal(static_cast<v1::Disposal>(value.disposal()));
}

void SetHistory(const Charge& value, const CaseName& parent, v1::Charge& out) {
  out.clear_pleas();
  out.clear_rulings();
  out.clear_standings();
  out.clear_restatements();
  out.clear_former_wordings();
  out.clear_payments();
  for (const Plea& plea : value.pleas) SetPlea(plea, parent, out.add_pleas());
  for (const Ruling& ruling : value.rulings) SetRuling(ruling, parent, out.add_rulings());
  for (const Standing& step : StandingsOf(value.rulings)) SetStanding(step, parent, out.add_standings());
  for (const Restatement& restatement : value.restatements) SetRestatement(restatement, out.add_restatements());
  for (const FormerWording& wording : value.former_wordings) {
    v1::FormerWording& former = *out.add_former_wordings();
    SetWording(wording, former);
    former.set_reason(static_cast<v1::AmendReason>(wording.reason));
    SetDate(wording.date, former.mutable_date());
    SetEntryTime(wording.record_time, former);
  }
  for (const Payment& payment : value.payments) SetPayment(payment, parent, out.add_payments());
}

}  // namespace

Wording WordingFrom(const v1::Charge& request, Violations& violations) {
  Wording value;
  ReadWording(request, value, violations);
  return value;
}

Charge ChargeFromRequest(const v1::Charge& request, const ChargeName& name, Violations& violations) {
  Charge charge;
  static_cast<Wording&>(charge) = WordingFrom(request, violations);
  charge.name = name;
  charge.accused = IdInCase<PartyName>(request.accused(), name.parent(), "accused", violations);
  return charge;
}

Charge WholeChargeFrom(const v1::Charge& request, const ChargeName& name, Violations& violations) {
  Charge charge = ChargeFromRequest(request, name, violations);
  const CaseName parent = name.parent();
  ReadPleas(request, parent, charge, violations);
  ReadRulings(request, parent, charge, violations);
  ReadEntries(request.payments(), "payments", violations, [&](const v1::Payment& payment, Violations& found) {
    charge.payments.push_back(PaymentFrom(payment, parent, found));
  });
  ReadEntries(request.former_wordings(), "former_wordings", violations,
              [&](const v1::FormerWording& wording, Violations& found) {
                charge.former_wordings.push_back(FormerFrom(wording, found));
              });
  ReadSuccession(request, parent, charge, violations);
  return charge;
}

Charge ChargeFromStored(const v1::Charge& stored) {
  const auto name = ParseName<ChargeName>(stored.name());
  AMPARO_CHECK(name.has_value(), "a stored charge has a name");
  Violations none;
  Charge charge = WholeChargeFrom(stored, *name, none);
  for (const v1::Restatement& restatement : stored.restatements()) {
    charge.restatements.push_back(RestatementFrom(restatement, none));
  }
  charge.article = LawArticleFrom(stored.article());
  AMPARO_CHECK(none.empty(), "a stored charge is well formed");
  return charge;
}

void ToProto(const Charge& value, v1::Charge& out) {
  const CaseName parent = value.name.parent();
  out.set_name(ToString(value.name));
  out.set_accused(NameInCaseOf<PartyName>(parent, value.accused));
  SetWording(value, out);
  SetPresent(value, parent, out);
  SetHistory(value, parent, out);
  out.clear_supersedes();
  for (const Uuid& id : value.supersedes) out.add_supersedes(NameInCaseOf<ChargeName>(parent, id));
  out.clear_superseded_by();
  out.clear_supersede_date();
  if (value.superseded_by) {
    out.set_superseded_by(NameInCaseOf<ChargeName>(parent, value.superseded_by->charge));
    SetDate(value.superseded_by->date, out.mutable_supersede_date());
  }
  out.clear_article();
  if (value.article != nullptr) SetLawArticle(*value.article, out.mutable_article());
}

std::vector<Value> ColumnsOf(const Charge& value) {
  const auto verdict = value.verdict();
  const VerdictOutcome outcome = verdict ? verdict->outcome : VerdictOutcome::kUnspecified;
  return {value.accused, static_cast<int64_t>(outcome), value.superseded(), verdict ? Value(verdict->date) : Value()};
}

}  // namespace amparo::cases
