// Charges that the tests of their acts begin with.
#pragma once

#include <vector>

#include "services/case/domain/charge_acts.h"
#include "tests/unit/services/case/values.h"

namespace amparo::cases {

inline const absl::CivilDay kCharged(2012, 3, 5);
inline const absl::CivilDay kTried(2013, 2, 1);
inline const Moment kEntry{.today = kToday, .now = kNow};

inline Charge NewCharge(int id = 1) {
  Charge charge;
  charge.name = {"cebu", Id(90), Id(id)};
  charge.accused = Id(70);
  charge.law_article = "Republic Act 9208, sec. 4(a)";
  charge.charge_date = kCharged;
  return charge;
}

inline Charge ConvictedCharge(int id = 1) {
  return RecordVerdict(NewCharge(id), {.outcome = VerdictOutcome::kConvicted, .date = kTried}, kEntry).value();
}

inline Sentence TenYears() {
  return {.date = kTried, .custody = Custody::kImprisonment, .imprisonment = {.min = {.years = 10}}};
}

inline Charge SentencedCharge(Sentence sentence = TenYears()) {
  return ImposeSentence(ConvictedCharge(), sentence, kEntry).value();
}

inline AppealDecision DecisionOf(AppealResult result, absl::CivilDay day) {
  return {.appeal = Id(8), .charge = Id(1), .result = result, .date = day};
}

// What the last change did to counts.
inline std::vector<CountChange> LastChanges(const Charge& charge) {
  return charge.restatements.empty() ? std::vector<CountChange>() : charge.restatements.back().changes;
}

}  // namespace amparo::cases
