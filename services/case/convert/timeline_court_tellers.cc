#include <algorithm>
#include <numeric>
#include <string>
#include <vector>

#include "common/base/civil.h"
#include "common/base/money.h"
#include "common/base/strings.h"
#include "services/case/convert/timeline_tellers.h"

namespace amparo::cases {
namespace {

// A list that is kept by the days in the world, in the order in which it was entered: what is entered later may stand
// before what was there, and must not take the place that this is told in.
template <typename List>
std::vector<int> OrderOfEntry(const List& list) {
  std::vector<int> order(static_cast<std::size_t>(list.size()));
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&list](const int a, const int b) {
    return TimeFrom(list[a].record_time()) < TimeFrom(list[b].record_time());
  });
  return order;
}

std::string TextOfTerm(const types::v1::Term& term) {
  return Term{term.years(), term.months(), term.days()}.ToString();
}

std::string TextOfMoney(const google::type::Money& money) {
  Violations none;
  const std::optional<Money> amount = MoneyFrom(money, "", none);
  return amount ? FormatMoney(*amount) : money.currency_code();
}

// A sentence in a line.
std::string TextOfSentence(const v1::Sentence& sentence) {
  std::string text;
  const auto add = [&text](const std::string& part) { StrAppend(&text, text.empty() ? "" : ", ", part); };
  if (sentence.has_imprisonment()) {
    add(TextOfTerm(sentence.imprisonment().min()) + " imprisonment");
    if (sentence.imprisonment().has_max()) add("up to " + TextOfTerm(sentence.imprisonment().max()));
  }
  if (sentence.life()) add("imprisonment for life");
  if (sentence.death()) add("death");
  if (sentence.suspended()) add("suspended");
  if (sentence.has_suspended_part()) add(TextOfTerm(sentence.suspended_part()) + " of it suspended");
  if (sentence.has_fine()) add("fine " + TextOfMoney(sentence.fine()));
  if (sentence.has_restitution()) add("restitution " + TextOfMoney(sentence.restitution()));
  if (sentence.has_probation()) add("probation " + TextOfTerm(sentence.probation()));
  return text;
}

// A verdict in a line: "convicted-lesser: 0302, attempted, RA 9208 sec. 5".
std::string TextOfVerdict(const v1::Verdict& verdict) {
  std::string found;
  for (const std::string& part :
       {verdict.lesser_crime_type(), Word(verdict.lesser_completion()), verdict.lesser_law_article()}) {
    if (!part.empty()) StrAppend(&found, found.empty() ? ": " : ", ", part);
  }
  return Word(verdict.outcome()) + found;
}

void TellVerdict(const v1::Verdict& verdict, std::string place, Teller& teller) {
  teller.Tell(TimelineKind::kVerdict, std::move(place), verdict.date(), "verdict", TextOfVerdict(verdict));
}

void TellSentence(const v1::Sentence& sentence, std::string place, Teller& teller) {
  teller.Tell(TimelineKind::kSentence, std::move(place), sentence.date(), "sentence", TextOfSentence(sentence));
}

// What a ruling is about.
TimelineKind KindOfRuling(const v1::Ruling& ruling) {
  switch (ruling.ruling_case()) {
    case v1::Ruling::kSentence:
      return TimelineKind::kSentence;
    case v1::Ruling::kAppealDecision:
      return TimelineKind::kAppeal;
    case v1::Ruling::kInterimOrder:
      return TimelineKind::kInterimOrder;
    case v1::Ruling::kSentenceEvent:
      return TimelineKind::kSentenceEvent;
    case v1::Ruling::kVerdict:
    case v1::Ruling::RULING_NOT_SET:
      break;
  }
  return TimelineKind::kVerdict;
}

void TellRuling(const v1::Ruling& ruling, const std::string& place, Teller& teller) {
  if (ruling.has_verdict()) TellVerdict(ruling.verdict(), place, teller);
  if (ruling.has_sentence()) TellSentence(ruling.sentence(), place, teller);
  if (ruling.has_appeal_decision()) {
    const v1::AppealDecision& decision = ruling.appeal_decision();
    teller.Tell(TimelineKind::kAppeal, place, decision.date(), "appeal decided",
                StrCat(Word(decision.result()), ", ", decision.appeal()), {decision.appeal()});
  }
  if (ruling.has_interim_order()) {
    const v1::InterimOrder& order = ruling.interim_order();
    teller.Tell(TimelineKind::kInterimOrder, place, order.date(), "interim order", Word(order.kind()));
  }
  if (ruling.has_sentence_event()) {
    const v1::SentenceEvent& event = ruling.sentence_event();
    teller.Tell(TimelineKind::kSentenceEvent, place, event.date(), "sentence " + Word(event.kind()),
                event.has_sentence() ? TextOfSentence(event.sentence()) : "");
  }
  if (!ruling.has_strike()) return;
  teller.Tell(KindOfRuling(ruling), place + "/strike", std::nullopt, "ruling struck", Word(ruling.strike().reason()));
}

// What the court did; of a charge that was entered before ledgers were kept its verdict and sentence.
void TellRulings(const v1::Charge& value, Teller& teller) {
  int place = 0;
  for (const int i : OrderOfEntry(value.rulings())) TellRuling(value.rulings(i), PlaceIn("rulings", place++), teller);
  if (value.rulings_size() > 0) return;
  if (value.has_verdict()) TellVerdict(value.verdict(), PlaceIn("rulings", 0), teller);
  if (value.has_sentence()) TellSentence(value.sentence(), PlaceIn("rulings", 1), teller);
}

void TellPlea(const v1::Plea& plea, const std::string& place, Teller& teller) {
  teller.Tell(TimelineKind::kPlea, place, plea.date(), "plea",
              Word(plea.kind()) + (plea.bargain() ? " (bargain)" : ""));
  if (!plea.has_strike()) return;
  teller.Tell(TimelineKind::kPlea, place + "/strike", std::nullopt, "plea struck", Word(plea.strike().reason()));
}

void TellPayment(const v1::Payment& payment, const std::string& place, Teller& teller) {
  teller.Tell(TimelineKind::kPayment, place, payment.date(), "payment " + Word(payment.kind()),
              TextOfMoney(payment.amount()));
  if (!payment.has_strike()) return;
  teller.Tell(TimelineKind::kPayment, place + "/strike", std::nullopt, "payment struck",
              Word(payment.strike().reason()));
}

}  // namespace

void TellOf(const v1::Charge& value, Teller& teller) {
  const std::string attempted = value.completion() == v1::COMPLETION_ATTEMPTED ? " (attempted)" : "";
  teller.Tell(TimelineKind::kCharge, "charge", value.charge_date(), "charge",
              StrCat(value.law_article(), attempted, ", ", value.accused()), {value.accused()});
  for (int i = 0; i < value.former_wordings_size(); ++i) {
    const v1::FormerWording& former = value.former_wordings(i);
    teller.Tell(TimelineKind::kCharge, PlaceIn("former_wordings", i), former.date(), "charge amended",
                StrCat(Word(former.reason()), "; before: ", former.law_article()));
  }
  int place = 0;
  for (const int i : OrderOfEntry(value.pleas())) TellPlea(value.pleas(i), PlaceIn("pleas", place++), teller);
  if (value.pleas_size() == 0 && value.has_plea()) TellPlea(value.plea(), PlaceIn("pleas", 0), teller);
  TellRulings(value, teller);
  for (int i = 0; i < value.payments_size(); ++i) TellPayment(value.payments(i), PlaceIn("payments", i), teller);
  if (value.superseded_by().empty()) return;
  teller.Tell(TimelineKind::kCharge, "superseded", value.supersede_date(), "charge superseded",
              "by " + value.superseded_by(), {value.superseded_by()});
}

void TellOf(const v1::Appeal& value, Teller& teller) {
  teller.Tell(TimelineKind::kAppeal, "appeal", value.file_date(), "appeal filed", "by " + Word(value.appellant()));
  for (int i = 0; i < value.decisions_size(); ++i) {
    const v1::AppealDecision& decision = value.decisions(i);
    teller.Tell(TimelineKind::kAppeal, PlaceIn("decisions", i), decision.date(), "appeal " + Word(decision.result()),
                decision.charge(), {decision.charge()});
  }
  if (!value.has_withdraw_date()) return;
  teller.Tell(TimelineKind::kAppeal, "withdrawal", value.withdraw_date(), "appeal withdrawn");
}

}  // namespace amparo::cases
