#include "services/case/convert/ruling_convert.h"

#include <utility>

#include "common/base/strings.h"
#include "services/case/convert/case_names.h"
#include "services/case/convert/enums.h"
#include "services/case/convert/strike_convert.h"
#include "services/case/convert/values.h"

namespace amparo::cases {
namespace {

static_assert(static_cast<int>(Completion::kAttempted) == v1::COMPLETION_ATTEMPTED);
static_assert(static_cast<int>(PleaKind::kNoContest) == v1::PLEA_KIND_NO_CONTEST);
static_assert(static_cast<int>(VerdictOutcome::kQuashed) == v1::VERDICT_OUTCOME_QUASHED);
static_assert(static_cast<int>(AppealResult::kRemandedForSentence) == v1::APPEAL_RESULT_REMANDED_FOR_SENTENCE);
static_assert(static_cast<int>(InterimOrderKind::kProvisionallyDismissed) ==
              v1::INTERIM_ORDER_KIND_PROVISIONALLY_DISMISSED);
static_assert(static_cast<int>(SentenceEnd::kDied) == v1::SENTENCE_END_DIED);
static_assert(static_cast<int>(CountChange::kCaseUnmerged) == v1::COUNT_CHANGE_CASE_UNMERGED);

BargainTerms TermsFrom(const v1::BargainTerms& terms, const CaseName& parent, Violations& violations) {
  BargainTerms value;
  value.crime_type = terms.crime_type();
  value.completion =
      EnumFrom<Completion>(terms.completion(), v1::Completion_IsValid, "plea.terms.completion", violations);
  if (terms.has_longest_term()) value.longest_term = TermFrom(terms.longest_term());
  for (int i = 0; i < terms.withdrawn_charges_size(); ++i) {
    value.withdrawn_charges.push_back(IdInCase<ChargeName>(
        terms.withdrawn_charges(i), parent, StrCat("plea.terms.withdrawn_charges[", i, "]"), violations));
  }
  return value;
}

void SetTerms(const BargainTerms& value, const CaseName& parent, v1::BargainTerms* out) {
  out->set_crime_type(value.crime_type);
  out->set_completion(static_cast<v1::Completion>(value.completion));
  if (value.longest_term) SetTerm(*value.longest_term, out->mutable_longest_term());
  for (const Uuid& id : value.withdrawn_charges) {
    out->add_withdrawn_charges(NameInCaseOf<ChargeName>(parent, id));
  }
}

// Writes each kind of ruling.
struct SetWhat {
  const CaseName& parent;
  v1::Ruling* out;

  void operator()(const Verdict& verdict) const { SetVerdict(verdict, out->mutable_verdict()); }
  void operator()(const Sentence& sentence) const { SetSentence(sentence, parent, out->mutable_sentence()); }
  void operator()(const AppealDecision& decision) const {
    SetDecision(decision, parent, out->mutable_appeal_decision());
  }
  void operator()(const InterimOrder& order) const {
    v1::InterimOrder& written = *out->mutable_interim_order();
    written.set_kind(static_cast<v1::InterimOrderKind>(order.kind));
    SetDate(order.date, written.mutable_date());
    if (order.until) SetDate(*order.until, written.mutable_until());
  }
  void operator()(const SentenceEvent& event) const { SetEvent(event, parent, out->mutable_sentence_event()); }
};

}  // namespace

Plea PleaFrom(const v1::Plea& plea, const CaseName& parent, Violations& violations) {
  Plea value;
  value.kind = EnumFrom<PleaKind>(plea.kind(), v1::PleaKind_IsValid, "plea.kind", violations);
  value.date = RequiredDay(plea.has_date(), plea.date(), "plea.date", violations);
  value.bargain = plea.bargain();
  if (plea.has_terms()) value.terms = TermsFrom(plea.terms(), parent, violations);
  value.record_time = EntryTimeFrom(plea);
  value.strike = StrikeOf(plea, violations);
  return value;
}

void SetPlea(const Plea& value, const CaseName& parent, v1::Plea* out) {
  out->set_kind(static_cast<v1::PleaKind>(value.kind));
  SetDate(value.date, out->mutable_date());
  out->set_bargain(value.bargain);
  if (value.terms) SetTerms(*value.terms, parent, out->mutable_terms());
  SetEntryTime(value.record_time, *out);
  SetStrike(value.strike, *out);
}

Verdict VerdictFrom(const v1::Verdict& verdict, Violations& violations) {
  return {
      .outcome = EnumFrom<VerdictOutcome>(verdict.outcome(), v1::VerdictOutcome_IsValid, "verdict.outcome", violations),
      .date = RequiredDay(verdict.has_date(), verdict.date(), "verdict.date", violations),
      .lesser_crime_type = verdict.lesser_crime_type(),
      .lesser_completion = EnumFrom<Completion>(verdict.lesser_completion(), v1::Completion_IsValid,
                                                "verdict.lesser_completion", violations),
      .lesser_law_article = verdict.lesser_law_article()};
}

void SetVerdict(const Verdict& value, v1::Verdict* out) {
  out->set_outcome(static_cast<v1::VerdictOutcome>(value.outcome));
  SetDate(value.date, out->mutable_date());
  out->set_lesser_crime_type(value.lesser_crime_type);
  out->set_lesser_completion(static_cast<v1::Completion>(value.lesser_completion));
  out->set_lesser_law_article(value.lesser_law_article);
}

AppealDecision DecisionFrom(const v1::AppealDecision& decision, const CaseName& parent, Violations& violations) {
  AppealDecision value;
  value.appeal = OptionalIdInCase<AppealName>(decision.appeal(), parent, "appeal", violations);
  value.charge = IdInCase<ChargeName>(decision.charge(), parent, "charge", violations);
  value.result = EnumFrom<AppealResult>(decision.result(), v1::AppealResult_IsValid, "result", violations);
  value.date = RequiredDay(decision.has_date(), decision.date(), "date", violations);
  if (decision.has_verdict()) value.verdict = VerdictFrom(decision.verdict(), violations);
  if (decision.has_sentence()) value.sentence = SentenceFrom(decision.sentence(), parent, violations);
  return value;
}

void SetDecision(const AppealDecision& value, const CaseName& parent, v1::AppealDecision* out) {
  out->set_appeal(NameInCaseOf<AppealName>(parent, value.appeal));
  out->set_charge(NameInCaseOf<ChargeName>(parent, value.charge));
  out->set_result(static_cast<v1::AppealResult>(value.result));
  SetDate(value.date, out->mutable_date());
  if (value.verdict) SetVerdict(*value.verdict, out->mutable_verdict());
  if (value.sentence) SetSentence(*value.sentence, parent, out->mutable_sentence());
}

InterimOrder OrderFrom(const v1::InterimOrder& order, Violations& violations) {
  return {
      .kind = EnumFrom<InterimOrderKind>(order.kind(), v1::InterimOrderKind_IsValid, "interim_order.kind", violations),
      .date = RequiredDay(order.has_date(), order.date(), "interim_order.date", violations),
      .until = OptionalDay(order.has_until(), order.until(), "interim_order.until", violations)};
}

Ruling RulingFrom(const v1::Ruling& ruling, const CaseName& parent, Violations& violations) {
  Ruling value;
  value.record_time = EntryTimeFrom(ruling);
  value.strike = StrikeOf(ruling, violations);
  switch (ruling.ruling_case()) {
    case v1::Ruling::kVerdict:
      value.what = VerdictFrom(ruling.verdict(), violations);
      break;
    case v1::Ruling::kSentence:
      value.what = SentenceFrom(ruling.sentence(), parent, violations);
      break;
    case v1::Ruling::kAppealDecision: {
      Violations found("appeal_decision.");
      value.what = DecisionFrom(ruling.appeal_decision(), parent, found);
      violations.Append(std::move(found).Take());
      break;
    }
    case v1::Ruling::kInterimOrder:
      value.what = OrderFrom(ruling.interim_order(), violations);
      break;
    case v1::Ruling::kSentenceEvent:
      value.what = EventFrom(ruling.sentence_event(), parent, violations);
      break;
    case v1::Ruling::RULING_NOT_SET:
      violations.Add("ruling", "is required");
      break;
  }
  return value;
}

void SetRuling(const Ruling& value, const CaseName& parent, v1::Ruling* out) {
  SetEntryTime(value.record_time, *out);
  std::visit(SetWhat{parent, out}, value.what);
  SetStrike(value.strike, *out);
}

void SetStanding(const Standing& value, const CaseName& parent, v1::Standing* out) {
  SetDate(value.date, out->mutable_date());
  SetEntryTime(value.record_time, *out);
  if (value.verdict) SetVerdict(*value.verdict, out->mutable_verdict());
  if (value.sentence) SetSentence(*value.sentence, parent, out->mutable_sentence());
  out->set_sentence_end(static_cast<v1::SentenceEnd>(value.end));
}

Restatement RestatementFrom(const v1::Restatement& restatement, Violations& violations) {
  Restatement value;
  value.date = RequiredDay(restatement.has_date(), restatement.date(), "date", violations);
  value.record_time = EntryTimeFrom(restatement);
  for (const int change : restatement.changes()) {
    value.changes.push_back(EnumFrom<CountChange>(change, v1::CountChange_IsValid, "changes", violations));
  }
  return value;
}

void SetRestatement(const Restatement& value, v1::Restatement* out) {
  SetDate(value.date, out->mutable_date());
  SetEntryTime(value.record_time, *out);
  for (const CountChange change : value.changes) out->add_changes(static_cast<v1::CountChange>(change));
}

}  // namespace amparo::cases
