#include "services/case/domain/effective_sentence.h"

#include <algorithm>
#include <utility>

namespace amparo::cases {
namespace {

bool OwesFine(const std::vector<Due>& dues) {
  return std::any_of(dues.begin(), dues.end(),
                     [](const Due& due) { return due.kind == PaymentKind::kFine && due.outstanding() > 0; });
}

}  // namespace

EffectiveSentence EffectiveSentenceOf(std::span<const Charge> charges, absl::CivilDay as_of) {
  EffectiveSentence sum;
  std::vector<RunningSentence> running;
  for (const Charge& charge : charges) {
    const Standing standing = StandingOn(charge.rulings, as_of);
    sum.at_large = sum.at_large || standing.at_large;
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
    running.push_back({charge.name.id, *standing.sentence, TimesAtLarge(charge.rulings, as_of)});
  }
  sum.custody = Reckon(running, as_of);
  return sum;
}

}  // namespace amparo::cases
