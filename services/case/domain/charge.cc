#include "services/case/domain/charge.h"

#include <algorithm>
#include <utility>

#include "common/base/strings.h"
#include "services/case/domain/crime_type.h"

namespace amparo::cases {
namespace {

// A verdict and a sentence, or less: what a charge says without `rulings`.
bool IsPlain(const std::vector<Ruling>& rulings) {
  const auto is_first = [&](std::size_t i, std::size_t kind) {
    return rulings[i].what.index() == kind &&
           std::none_of(rulings.begin(), rulings.begin() + static_cast<std::ptrdiff_t>(i),
                        [kind](const Ruling& one) { return one.what.index() >= kind; });
  };
  for (std::size_t i = 0; i < rulings.size(); ++i) {
    if (rulings[i].strike || (!is_first(i, 0) && !is_first(i, 1))) return false;
  }
  return true;
}

// Checks each kind of ruling by itself, given what stood before it.
struct CheckWhat {
  const RulingFrame& frame;
  const Standing& before;
  Violations& found;

  void operator()(const Verdict& verdict) const {
    CheckVerdict(verdict, frame, found);
    CheckLesser(verdict, frame, found);
  }
  void operator()(const Sentence& sentence) const {
    if (!before.convicted()) {
      found.Add("sentence", "needs a conviction");
      return;
    }
    CheckSentence(sentence, {.verdict_date = before.verdict->date, .today = frame.today}, found);
  }
  void operator()(const AppealDecision& decision) const {
    Violations own("appeal_decision.");
    CheckDecision(decision, frame, own);
    found.Append(std::move(own).Take());
  }
  void operator()(const InterimOrder& order) const { CheckOrder(order, frame, found); }
  void operator()(const SentenceEvent& event) const { CheckEvent(event, frame, found); }
};

// "verdict", "sentence" and so on: the part of a ruling that a path leads through.
std::string_view WordOf(const Ruling& ruling) {
  static constexpr std::string_view kWords[] = {"verdict", "sentence", "appeal_decision", "interim_order",
                                                "sentence_event"};
  return kWords[ruling.what.index()];
}

void CheckWording(const Wording& wording, const ChargeFrame& frame, Violations& violations) {
  violations.RequireText(wording.law_article, {.min = 1, .max = 200}, "law_article");
  if (!wording.crime_type.empty()) {
    violations.Require(IsCrimeType(wording.crime_type), "crime_type", "must be a code of the crime type table");
  }
  violations.Require(wording.charge_date >= frame.report_date, "charge_date", "must not be before the case's report");
  violations.Require(wording.charge_date <= frame.today, "charge_date", "must not be in the future");
  if (!wording.elements) return;
  const std::string& crime = wording.crime_type.empty() ? frame.crime_type : wording.crime_type;
  violations.Require(crime.empty() || IsTrafficking(crime), "elements",
                     "are those of trafficking: the crime type must be 0204 or one under it");
  CheckElements(*wording.elements, violations);
}

// What a sentence rests on of which nothing else is known.
Standing SomeConviction() {
  Standing standing;
  standing.verdict = Verdict{.outcome = VerdictOutcome::kConvicted, .date = absl::CivilDay::min()};
  return standing;
}

void CheckPleas(const Charge& charge, absl::CivilDay today, Violations& violations) {
  violations.Require(charge.pleas.size() <= kMostPleas, "pleas", "must have at most 100 entries");
  for (std::size_t i = 0; i < charge.pleas.size(); ++i) {
    Violations found(charge.pleas.size() == 1 ? "" : StrCat("pleas[", i, "]."));
    // What was struck out need not have fitted the charge, but was a plea by itself.
    const absl::CivilDay first = charge.pleas[i].strike ? absl::CivilDay::min() : charge.charge_date;
    CheckPlea(charge.pleas[i], {.charge_date = first, .today = today}, found);
    found.Require(i == 0 || charge.pleas[i].date >= charge.pleas[i - 1].date, "plea.date",
                  "must not be before the plea that it replaces");
    violations.Append(std::move(found).Take());
  }
}

// The first day of a ruling: nothing is ruled before what it follows, and no first verdict before the plea.
RulingFrame FrameOf(const Charge& charge, std::size_t index, bool plain, absl::CivilDay today) {
  if (index > 0 && !plain) return {charge.rulings[index - 1].date(), "must not be before the ruling it follows", today};
  if (charge.plea() && charge.rulings[index].what.index() == 0 && plain && charge.plea()->date > charge.charge_date) {
    return {charge.plea()->date, "must not be before the plea", today};
  }
  return {charge.charge_date, "must not be before the charge", today};
}

void CheckRulings(const Charge& charge, absl::CivilDay today, Violations& violations) {
  violations.Require(charge.rulings.size() <= kMostRulings, "rulings", "must have at most 1000 entries");
  const bool plain = IsPlain(charge.rulings);
  Standing standing;
  for (std::size_t i = 0; i < charge.rulings.size(); ++i) {
    const Ruling& ruling = charge.rulings[i];
    const RulingFrame frame = FrameOf(charge, i, plain, today);
    Violations found;
    // What was struck out need not have fitted the others, but was a ruling by itself.
    if (ruling.strike) {
      CheckRuling(ruling, UpTo(today), SomeConviction(), found);
    } else {
      CheckRuling(ruling, frame, standing, found);
    }
    // Applied in any case: what follows is not to be judged by what is wrong with this one.
    const std::optional<Refusal> refused = ApplyRuling(ruling, standing);
    if (found.empty()) {
      found.Require(ruling.date() >= frame.first, StrCat(WordOf(ruling), ".date"), frame.before_first);
      if (refused) found.Add(WordOf(ruling), refused->description);
    }
    for (const Violation& one : found.found()) {
      violations.Add(plain ? one.field : StrCat("rulings[", i, "].", one.field), one.rule);
    }
  }
}

void CheckPayments(const Charge& charge, absl::CivilDay today, Violations& violations) {
  violations.Require(charge.payments.size() <= kMostPayments, "payments", "must have at most 1000 entries");
  for (std::size_t i = 0; i < charge.payments.size(); ++i) {
    Violations found(StrCat("payments[", i, "]."));
    const Payment& payment = charge.payments[i];
    CheckPayment(payment, today, found);
    found.Require(payment.strike || StandingOn(charge.rulings, payment.date).sentence, "payment.date",
                  "must be a day on which a sentence stood");
    violations.Append(std::move(found).Take());
  }
}

void CheckFormerWordings(const Charge& charge, const ChargeFrame& frame, Violations& violations) {
  violations.Require(charge.former_wordings.size() <= kMostAmendments, "former_wordings",
                     "must have at most 100 entries");
  for (std::size_t i = 0; i < charge.former_wordings.size(); ++i) {
    const FormerWording& former = charge.former_wordings[i];
    Violations found(StrCat("former_wordings[", i, "]."));
    // The day of the report and the case's crime type may have been corrected since.
    CheckWording(former, {.report_date = absl::CivilDay::min(), .today = frame.today}, found);
    found.Require(former.reason != AmendReason::kUnspecified, "reason", "must be given");
    found.Require(former.date >= former.charge_date, "date", "must not be before the charge");
    found.Require(former.date <= frame.today, "date", "must not be in the future");
    violations.Append(std::move(found).Take());
  }
}

void CheckSuccessor(const Charge& charge, absl::CivilDay today, Violations& violations) {
  violations.Require(charge.supersedes.size() <= kMostSuperseded, "supersedes", "must have at most 21 entries");
  if (!charge.superseded_by) return;
  violations.Require(!charge.verdict(), "superseded_by", "a charge with a verdict is not superseded");
  violations.Require(charge.superseded_by->date >= charge.charge_date, "supersede_date",
                     "must not be before the charge");
  violations.Require(charge.superseded_by->date <= today, "supersede_date", "must not be in the future");
}

}  // namespace

Disposal Charge::disposal() const {
  if (verdict()) return Disposal::kFinal;
  const bool any = std::any_of(rulings.begin(), rulings.end(), [](const Ruling& ruling) { return !ruling.strike; });
  return any ? Disposal::kInterim : Disposal::kNone;
}

void CheckCharge(const Charge& charge, const ChargeFrame& frame, Violations& violations) {
  CheckWording(charge, frame, violations);
}

void CheckRuling(const Ruling& ruling, const RulingFrame& frame, const Standing& before, Violations& violations) {
  std::visit(CheckWhat{frame, before, violations}, ruling.what);
}

void CheckWholeCharge(const Charge& charge, const ChargeFrame& frame, Violations& violations) {
  CheckCharge(charge, frame, violations);
  CheckPleas(charge, frame.today, violations);
  CheckRulings(charge, frame.today, violations);
  CheckPayments(charge, frame.today, violations);
  CheckFormerWordings(charge, frame, violations);
  CheckSuccessor(charge, frame.today, violations);
}

void CompleteCharge(absl::Time now, Charge& charge) {
  const auto enter = [now](absl::Time& time) {
    if (time == absl::InfinitePast()) time = now;
  };
  for (Plea& plea : charge.pleas) {
    enter(plea.record_time);
    if (plea.strike) enter(plea.strike->record_time);
  }
  for (Payment& payment : charge.payments) {
    enter(payment.record_time);
    if (payment.strike) enter(payment.strike->record_time);
  }
  for (FormerWording& wording : charge.former_wordings) enter(wording.record_time);
  for (Ruling& ruling : charge.rulings) {
    enter(ruling.record_time);
    if (ruling.strike) enter(ruling.strike->record_time);
    ruling = Normalized(std::move(ruling));
  }
  Charge brought;
  static_cast<Wording&>(brought) = charge;
  if (auto restatement = RestatementOf(brought, charge, now)) charge.restatements.push_back(*std::move(restatement));
}

}  // namespace amparo::cases
