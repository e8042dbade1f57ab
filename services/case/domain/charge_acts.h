// How a charge changes: each act is a function of the charge, of what the caller says and of the moment, and answers
// the changed charge, what is wrong with the request, or the rule that the charge's state breaks. Every act refuses
// CHARGE_SUPERSEDED unless it says otherwise, and notes the restatement that its change is.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "services/case/domain/charge.h"

namespace amparo::cases {

// The moment of an act.
struct Moment {
  // In the office's zone.
  absl::CivilDay today = {};
  absl::Time now = {};
};

// The charge with one more plea. Refused VERDICT_ALREADY_RECORDED while a verdict stands. Violations: those of
// CheckPlea, a date before the plea that stands, more than kMostPleas.
Decision<Charge> EnterPlea(Charge charge, const Plea& plea, const Moment& moment);

// The charge with its verdict. One of a lesser crime that says nothing of what it finds is of what was pleaded to in
// the bargain that stands. Refused VERDICT_ALREADY_RECORDED while one stands. Violations: those of CheckVerdict and
// CheckLesser, with no day before charge and plea.
Decision<Charge> RecordVerdict(Charge charge, const Verdict& verdict, const Moment& moment);

// The charge with its sentence, terms in normal form. Refused NO_CONVICTION or SENTENCE_ALREADY_IMPOSED. Violations:
// those of CheckSentence.
Decision<Charge> ImposeSentence(Charge charge, const Sentence& sentence, const Moment& moment);

// The charge with an interim disposal. Refused where it does not fit what stands (standing.h). Violations: CheckOrder.
Decision<Charge> RecordInterimOrder(Charge charge, const InterimOrder& order, const Moment& moment);

// The charge with a decision on appeal. Refused where it does not fit what stands. Violations: those of CheckDecision,
// bare paths.
Decision<Charge> DecideOnAppeal(Charge charge, const AppealDecision& decision, const Moment& moment);

// The charge with what became of the person; somebody who dies without a verdict has the charge ABATED with it. Refused
// where it does not fit what stands. Violations: those of CheckEvent.
Decision<Charge> RecordEvent(Charge charge, const SentenceEvent& event, const Moment& moment);

// The charge with its sentence commuted, on the new sentence's day, to that sentence. Refused NO_SENTENCE. Violations:
// those of CheckSentence, with no day before the charge.
Decision<Charge> Commute(Charge charge, const Sentence& sentence, const Moment& moment);

// What of the ledger was entered in error and why, and what is true instead, if anything.
struct Correction {
  std::size_t index = 0;
  StrikeReason reason = StrikeReason::kUnspecified;
  std::optional<Ruling> instead = std::nullopt;
};

// The charge with a ruling struck out and another in its stead, or none. Refused LATER_RULING, and as the act that made
// the ruling, where it does not fit the others; after superseding all but what befell the person, which counts for
// their other charges too. Violations: "index" for a ruling that is not there or was struck out before, "reason",
// "ruling" for one of another kind or of another appeal, and those of CheckRuling under "ruling.".
Decision<Charge> CorrectRuling(Charge charge, const Correction& correction, const Moment& moment);

// True when a change that befalls the person concerns this charge: one that is open, or whose sentence runs; after
// superseding none but the recapture of who had fled before.
bool Concerns(SentenceEventKind kind, const Charge& charge);

// The charge with one more payment. Refused NO_SENTENCE when none stands, nor stood on its day. Violations: those of
// CheckPaymentOf.
Decision<Charge> RecordPayment(Charge charge, const Payment& payment, const Moment& moment);

// The charge worded anew; what it said is kept. Refused VERDICT_ALREADY_RECORDED unless it is a correction. Violations:
// those of CheckCharge (under "charge."), no reason, a charge date after what came of the charge, a date before the
// charge or in the future, wording that changes nothing, more than kMostAmendments.
struct Amendment {
  Wording wording = {};
  const LawArticle* article = nullptr;
  AmendReason reason = AmendReason::kUnspecified;
  absl::CivilDay date = {};
  absl::CivilDay report_date = {};
  // As ChargeFrame::crime_type.
  std::string case_crime_type = {};
};
Decision<Charge> AmendCharge(Charge charge, const Amendment& amendment, const Moment& moment);

// The charge superseded by `successor`, a charge of the same case. Refused CHARGE_SUPERSEDED, VERDICT_ALREADY_RECORDED,
// and OTHER_ACCUSED when `successor` charges another person. Violations of "charge.charge_date": before the old charge,
// or before the last ruling that changed what stood on it (a charge that was remanded is replaced from then on).
Decision<Charge> Supersede(Charge charge, const Charge& successor, const Moment& moment);

}  // namespace amparo::cases
