// What one person has to serve and to pay in a matter, by all sentences that stood on a day.
#pragma once

#include <map>
#include <span>
#include <vector>

#include "services/case/domain/charge.h"
#include "services/case/domain/payment.h"
#include "services/case/domain/sentence_algebra.h"

namespace amparo::cases {

// The whole of it.
struct EffectiveSentence {
  Reckoning custody = {};
  // Served if the fines that are still owed are not paid: one after the other.
  Stretch default_imprisonment = {};
  bool at_large = false;
  // By kind, survivor and currency.
  std::vector<Due> dues = {};
  // The case in which each charge, and each survivor who is owed something, was entered: those of a person may be of
  // several that are one matter.
  std::map<Uuid, Uuid> cases = {};
};

// Reckons up the charges against one person as of a day. A commutation and a pardon are of the sentence they were
// recorded on; flight, recapture and death are of the person, and hold for every sentence, whichever charges tell of
// them.
EffectiveSentence EffectiveSentenceOf(std::span<const Charge> charges, absl::CivilDay as_of);

}  // namespace amparo::cases
