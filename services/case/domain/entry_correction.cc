#include "services/case/domain/entry_correction.h"

#include <utility>
#include <vector>

namespace amparo::cases {
namespace {

// True when the entry that is said to be wrong is there and counts; notes what is wrong otherwise.
template <typename Entry>
bool CheckWrong(const std::vector<Entry>& entries, const EntryCorrection<Entry>& correction, Violations& violations) {
  violations.Require(correction.reason != StrikeReason::kUnspecified, "reason", "must be given");
  if (!violations.Require(correction.index < entries.size(), "index", "must be that of an entry")) return false;
  return violations.Require(!entries[correction.index].strike, "index",
                            "must be that of an entry that was not struck out before");
}

// An entry as it is made now.
template <typename Entry>
Entry EnteredAt(absl::Time now, Entry entry) {
  entry.record_time = now;
  entry.strike.reset();
  return entry;
}

void CheckRightPlea(const Charge& charge, const Plea& right, const Moment& moment, Violations& violations) {
  CheckPlea(right, {.charge_date = charge.charge_date, .today = moment.today}, violations);
  const std::optional<Verdict> verdict = charge.verdict();
  violations.Require(!verdict || right.date <= verdict->date, "plea.date", "must not be after the verdict");
  violations.Require(charge.pleas.size() < kMostPleas, "plea", "a charge has at most 100");
}

}  // namespace

Decision<Charge> CorrectPlea(Charge charge, const EntryCorrection<Plea>& correction, const Moment& moment) {
  if (charge.superseded()) return Refusal{"CHARGE_SUPERSEDED", "another charge stands in the place of this one"};
  Violations violations;
  const bool there = CheckWrong(charge.pleas, correction, violations);
  if (there && correction.instead) CheckRightPlea(charge, *correction.instead, moment, violations);
  if (!violations.empty()) return violations;
  Charge after = charge;
  after.pleas[correction.index].strike = Strike{correction.reason, moment.now};
  if (correction.instead) InsertPlea(EnteredAt(moment.now, *correction.instead), after.pleas);
  if (auto restatement = RestatementOf(charge, after, moment.now)) {
    after.restatements.push_back(*std::move(restatement));
  }
  return after;
}

Decision<Charge> CorrectPayment(Charge charge, const EntryCorrection<Payment>& correction, const Moment& moment) {
  Violations violations;
  const bool there = CheckWrong(charge.payments, correction, violations);
  if (there) charge.payments[correction.index].strike = Strike{correction.reason, moment.now};
  if (there && correction.instead) {
    const Payment& right = *correction.instead;
    CheckPaymentOf(right, charge.rulings, charge.payments, moment.today, violations);
    charge.payments.push_back(EnteredAt(moment.now, right));
  }
  if (!violations.empty()) return violations;
  return charge;
}

}  // namespace amparo::cases
