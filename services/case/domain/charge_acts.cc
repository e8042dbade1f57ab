#include "services/case/domain/charge_acts.h"

#include <algorithm>
#include <utility>

namespace amparo::cases {
namespace {

Refusal Superseded() {
  return {"CHARGE_SUPERSEDED", "another charge stands in the place of this one"};
}
Refusal HasVerdict() {
  return {"VERDICT_ALREADY_RECORDED", "the charge has a verdict"};
}

Refusal TooManyRulings() {
  return {"TOO_MANY_RULINGS", "a charge has at most 1000 rulings"};
}

// `after` with what the change from `before` does to counts.
Charge Restated(const Charge& before, Charge after, const Moment& moment) {
  if (auto restatement = RestatementOf(before, after, moment.now))
    after.restatements.push_back(*std::move(restatement));
  return after;
}

// The charge with these rulings in its ledger, one after the other.
Decision<Charge> WithRulings(const Charge& charge, std::vector<Ruling> fresh, const Moment& moment) {
  Charge after = charge;
  for (Ruling& ruling : fresh) {
    ruling.record_time = moment.now;
    Decision<std::vector<Ruling>> rulings = WithRuling(std::move(after.rulings), std::move(ruling));
    if (!rulings.ok()) return *rulings.refusal();
    after.rulings = std::move(rulings.value());
  }
  if (after.rulings.size() > kMostRulings) return TooManyRulings();
  return Restated(charge, std::move(after), moment);
}

// The same of one, which nobody rules on a charge that was replaced.
Decision<Charge> Ruled(const Charge& charge, Ruling fresh, const Moment& moment) {
  if (charge.superseded()) return Superseded();
  std::vector<Ruling> one(1, std::move(fresh));
  return WithRulings(charge, std::move(one), moment);
}

RulingFrame FromTheCharge(const Charge& charge, const Moment& moment) {
  return {charge.charge_date, "must not be before the charge", moment.today, &charge, charge.case_crime_type};
}

// The verdict, which is of what was pleaded to in the bargain that stands when it is of a lesser crime and says nothing
// of it.
Verdict AsAgreed(const Verdict& verdict, const Charge& charge) {
  Verdict agreed{.outcome = VerdictOutcome::kConvictedLesser, .date = verdict.date};
  const std::optional<Plea> plea = charge.plea();
  if (verdict != agreed || !plea || !plea->terms) return verdict;
  agreed.lesser_crime_type = plea->terms->crime_type;
  agreed.lesser_completion = plea->terms->completion;
  return agreed;
}

// The first day on which another charge can stand in the place of this one: counts of what stood before stay.
absl::CivilDay EarliestSuccession(const Charge& charge) {
  const std::vector<Standing> steps = StandingsOf(charge.rulings);
  return steps.empty() ? charge.charge_date : std::max(charge.charge_date, steps.back().date);
}

// The last day on which the charge can have been brought, by what came of it.
absl::CivilDay LatestChargeDate(const Charge& charge, const Moment& moment) {
  absl::CivilDay latest = moment.today;
  for (const Plea& plea : charge.pleas) {
    if (!plea.strike) latest = std::min(latest, plea.date);
  }
  for (const Ruling& ruling : charge.rulings) {
    if (!ruling.strike) latest = std::min(latest, ruling.date());
  }
  return latest;
}

void CheckAmendment(const Charge& charge, const Amendment& amendment, const Moment& moment, Violations& violations) {
  Violations found("charge.");
  Charge worded;
  static_cast<Wording&>(worded) = amendment.wording;
  const ChargeFrame frame{
      .report_date = amendment.report_date, .today = moment.today, .crime_type = amendment.case_crime_type};
  CheckCharge(worded, frame, found);
  found.Require(amendment.wording.charge_date <= LatestChargeDate(charge, moment), "charge_date",
                "must not be after what came of the charge");
  violations.Append(std::move(found).Take());
  violations.Require(amendment.reason != AmendReason::kUnspecified, "reason", "must be given");
  violations.Require(amendment.date >= charge.charge_date, "date", "must not be before the charge");
  violations.Require(amendment.date <= moment.today, "date", "must not be in the future");
  violations.Require(amendment.wording != charge, "update_mask", "must change something");
  violations.Require(charge.former_wordings.size() < kMostAmendments, "charge", "is amended at most 100 times");
}

// What is put in the place of a ruling is of the same kind, and a decision of the same appeal and charge.
bool IsAlike(const Ruling& a, const Ruling& b) {
  if (a.what.index() != b.what.index() || BefellThePerson(a) != BefellThePerson(b)) return false;
  const auto* one = std::get_if<AppealDecision>(&a.what);
  const auto* other = std::get_if<AppealDecision>(&b.what);
  return one == nullptr || (one->appeal == other->appeal && one->charge == other->charge);
}

void CheckCorrection(const Charge& charge, const Correction& correction, const Moment& moment, Violations& violations) {
  violations.Require(correction.reason != StrikeReason::kUnspecified, "reason", "must be given");
  if (!violations.Require(correction.index < charge.rulings.size(), "index", "must be that of a ruling")) return;
  const Ruling& wrong = charge.rulings[correction.index];
  violations.Require(!wrong.strike, "index", "must be that of a ruling that was not struck out before");
  if (!correction.instead) return;
  if (!violations.Require(IsAlike(wrong, *correction.instead), "ruling",
                          "must be of the kind of the one it corrects")) {
    return;
  }
  std::vector<Ruling> others = charge.rulings;
  others[correction.index].strike = Strike{correction.reason, moment.now};
  Violations found("ruling.");
  Violations own;
  CheckRuling(*correction.instead, FromTheCharge(charge, moment), StandingOn(others, correction.instead->date()), own);
  for (const Violation& one : own.found()) found.Add(one.field, one.rule);
  violations.Append(std::move(found).Take());
}

}  // namespace

Decision<Charge> EnterPlea(Charge charge, const Plea& plea, const Moment& moment) {
  if (charge.superseded()) return Superseded();
  if (charge.verdict()) return HasVerdict();
  Violations violations;
  CheckPlea(plea, {.charge_date = charge.charge_date, .today = moment.today}, violations);
  if (charge.plea()) {
    violations.Require(plea.date >= charge.plea()->date, "plea.date", "must not be before the plea that stands");
  }
  violations.Require(charge.pleas.size() < kMostPleas, "plea", "a charge has at most 100");
  if (!violations.empty()) return violations;
  Plea entered = plea;
  entered.record_time = moment.now;
  entered.strike.reset();
  Charge after = charge;
  InsertPlea(std::move(entered), after.pleas);
  return Restated(charge, std::move(after), moment);
}

Decision<Charge> RecordVerdict(Charge charge, const Verdict& verdict, const Moment& moment) {
  if (charge.superseded()) return Superseded();
  if (charge.verdict()) return HasVerdict();
  Violations violations;
  RulingFrame frame = FromTheCharge(charge, moment);
  if (charge.plea()) {
    frame.first = charge.plea()->date;
    frame.before_first = "must not be before the plea";
  }
  const Verdict found = AsAgreed(verdict, charge);
  CheckVerdict(found, frame, violations);
  CheckLesser(found, frame, violations);
  if (!violations.empty()) return violations;
  return Ruled(charge, Ruling{found}, moment);
}

Decision<Charge> ImposeSentence(Charge charge, const Sentence& sentence, const Moment& moment) {
  if (charge.superseded()) return Superseded();
  const Standing standing = LastStanding(charge.rulings);
  if (!standing.convicted()) return Refusal{"NO_CONVICTION", "only a conviction is sentenced"};
  if (standing.sentence) return Refusal{"SENTENCE_ALREADY_IMPOSED", "the charge has a sentence"};
  Violations violations;
  CheckSentence(sentence, {.verdict_date = standing.verdict->date, .today = moment.today}, violations);
  if (!violations.empty()) return violations;
  return Ruled(charge, Ruling{Normalized(sentence)}, moment);
}

Decision<Charge> RecordInterimOrder(Charge charge, const InterimOrder& order, const Moment& moment) {
  Violations violations;
  CheckOrder(order, FromTheCharge(charge, moment), violations);
  if (!violations.empty()) return violations;
  return Ruled(charge, Ruling{order}, moment);
}

Decision<Charge> DecideOnAppeal(Charge charge, const AppealDecision& decision, const Moment& moment) {
  Violations violations;
  CheckDecision(decision, FromTheCharge(charge, moment), violations);
  if (!violations.empty()) return violations;
  AppealDecision normal = decision;
  if (normal.sentence) normal.sentence = Normalized(*normal.sentence);
  return Ruled(charge, Ruling{std::move(normal)}, moment);
}

Decision<Charge> RecordEvent(Charge charge, const SentenceEvent& event, const Moment& moment) {
  Violations violations;
  CheckEvent(event, FromTheCharge(charge, moment), violations);
  if (!violations.empty()) return violations;
  if (charge.superseded() && event.kind != SentenceEventKind::kRecaptured) return Superseded();
  SentenceEvent normal = event;
  if (normal.sentence) normal.sentence = Normalized(*normal.sentence);
  std::vector<Ruling> fresh(1, Ruling{std::move(normal)});
  if (event.kind == SentenceEventKind::kDied && charge.open()) {
    fresh.push_back(Ruling{Verdict{.outcome = VerdictOutcome::kAbated, .date = event.date}});
  }
  return WithRulings(charge, std::move(fresh), moment);
}

Decision<Charge> Commute(Charge charge, const Sentence& sentence, const Moment& moment) {
  Violations violations;
  CheckSentence(sentence, {.verdict_date = charge.charge_date, .today = moment.today}, violations);
  if (!violations.empty()) return violations;
  SentenceEvent event{.kind = SentenceEventKind::kCommuted, .date = sentence.date, .sentence = Normalized(sentence)};
  return Ruled(charge, Ruling{std::move(event)}, moment);
}

Decision<Charge> CorrectRuling(Charge charge, const Correction& correction, const Moment& moment) {
  const bool befell = correction.index < charge.rulings.size() && BefellThePerson(charge.rulings[correction.index]);
  if (charge.superseded() && !befell) return Superseded();
  Violations violations;
  CheckCorrection(charge, correction, moment, violations);
  if (!violations.empty()) return violations;
  std::optional<Ruling> instead;
  if (correction.instead) {
    instead = Normalized(*correction.instead);
    instead->record_time = moment.now;
    instead->strike.reset();
  }
  Charge after = charge;
  Decision<std::vector<Ruling>> rulings = WithCorrection(std::move(after.rulings), correction.index,
                                                         Strike{correction.reason, moment.now}, std::move(instead));
  if (!rulings.ok()) return *rulings.refusal();
  after.rulings = std::move(rulings.value());
  if (after.rulings.size() > kMostRulings) return TooManyRulings();
  return Restated(charge, std::move(after), moment);
}

bool Concerns(SentenceEventKind kind, const Charge& charge) {
  const Standing standing = LastStanding(charge.rulings);
  if (standing.end == SentenceEnd::kDied) return false;
  // A flight that a charge tells of ends on it too, or the person would be at large for ever.
  if (kind == SentenceEventKind::kRecaptured) return standing.at_large;
  if (charge.superseded()) return false;
  switch (kind) {
    case SentenceEventKind::kPardoned:
    case SentenceEventKind::kCommuted:
      return standing.runs();
    default:
      return !standing.verdict || (standing.convicted() && standing.end == SentenceEnd::kNone);
  }
}

Decision<Charge> RecordPayment(Charge charge, const Payment& payment, const Moment& moment) {
  // What was paid before a sentence fell may be entered after.
  if (!charge.sentence() && !StandingOn(charge.rulings, payment.date).sentence) {
    return Refusal{"NO_SENTENCE", "nothing is owed without a sentence"};
  }
  Violations violations;
  CheckPaymentOf(payment, charge.rulings, charge.payments, moment.today, violations);
  if (!violations.empty()) return violations;
  Payment& entered = charge.payments.emplace_back(payment);
  entered.record_time = moment.now;
  entered.strike.reset();
  return charge;
}

Decision<Charge> AmendCharge(Charge charge, const Amendment& amendment, const Moment& moment) {
  if (charge.superseded()) return Superseded();
  if (charge.verdict() && amendment.reason != AmendReason::kCorrection) return HasVerdict();
  Violations violations;
  CheckAmendment(charge, amendment, moment, violations);
  if (!violations.empty()) return violations;
  Charge after = charge;
  FormerWording& former = after.former_wordings.emplace_back();
  static_cast<Wording&>(former) = charge;
  former.reason = amendment.reason;
  former.date = amendment.date;
  former.record_time = moment.now;
  static_cast<Wording&>(after) = amendment.wording;
  after.article = amendment.article;
  return Restated(charge, std::move(after), moment);
}

Decision<Charge> Supersede(Charge charge, const Charge& successor, const Moment& moment) {
  if (charge.superseded()) return Superseded();
  if (charge.verdict()) return HasVerdict();
  if (charge.accused != successor.accused) {
    return Refusal{"OTHER_ACCUSED", "a charge is replaced by one against the same person"};
  }
  Violations violations("charge.");
  violations.Require(successor.charge_date >= EarliestSuccession(charge), "charge_date",
                     "must not be before the charge that it replaces, nor before what was ruled on that");
  if (!violations.empty()) return violations;
  Charge after = charge;
  after.superseded_by = Successor{.charge = successor.name.id, .date = successor.charge_date};
  return Restated(charge, std::move(after), moment);
}

}  // namespace amparo::cases
