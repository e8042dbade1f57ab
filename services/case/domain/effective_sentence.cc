#include "services/case/domain/effective_sentence.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace amparo::cases {
namespace {

bool OwesFine(const std::vector<Due>& dues) {
  return std::any_of(dues.begin(), dues.end(),
                     [](const Due& due) { return due.kind == PaymentKind::kFine && due.outstanding() > 0; });
}

// What befell the person, whichever charges say so, as one ledger: it is told on those that were there and concerned,
// but holds for what was brought, imposed or merged in since. That several charges tell the same changes nothing.
std::vector<Ruling> LedgerOfPerson(std::span<const Charge> charges) {
  std::vector<Ruling> befell;
  for (const Charge& charge : charges) {
    std::copy_if(charge.rulings.begin(), charge.rulings.end(), std::back_inserter(befell), &BefellThePerson);
  }
  std::stable_sort(befell.begin(), befell.end(), [](const Ruling& a, const Ruling& b) {
    return std::pair(a.date(), a.record_time) < std::pair(b.date(), b.record_time);
  });
  return befell;
}

}  // namespace

EffectiveSentence EffectiveSentenceOf(std::span<const Charge> charges, absl::CivilDay as_of) {
  EffectiveSentence sum;
  const std::vector<Ruling> befell = LedgerOfPerson(charges);
  const Standing person = StandingOn(befell, as_of);
  const std::vector<AtLarge> at_large = TimesAtLarge(befell, as_of);
  sum.at_large = person.at_large;
  std::vector<RunningSentence> running;
  for (const Charge& charge : charges) {
    Standing standing = StandingOn(charge.rulings, as_of);
    if (person.end == SentenceEnd::kDied) standing.end = SentenceEnd::kDied;
    std::vector<Due> dues = DuesOf(standing, charge.payments, as_of);
    const bool owes_fine = OwesFine(dues);
    sum.cases[charge.name.id] = charge.name.case_id;
    for (const Due& due : dues) sum.cases[due.survivor] = charge.name.case_id;
    AddDues(std::move(dues), sum.dues);
    if (!standing.runs()) continue;
    if (owes_fine && standing.sentence->default_imprisonment) {
      const Stretch more{.custody = Custody::kImprisonment, .term = *standing.sentence->default_imprisonment};
      sum.default_imprisonment = Then(sum.default_imprisonment, more);
    }
    running.push_back({charge.name.id, *standing.sentence, at_large});
  }
  sum.custody = Reckon(running, as_of);
  return sum;
}

}  // namespace amparo::cases
