#include "services/case/domain/plea.h"

#include <algorithm>
#include <utility>

#include "services/case/domain/crime_type.h"
#include "services/case/domain/sentence.h"

namespace amparo::cases {
namespace {

void CheckTerms(const BargainTerms& terms, Violations& violations) {
  violations.Require(terms.crime_type.empty() || IsCrimeType(terms.crime_type), "plea.terms.crime_type",
                     "must be a code of the crime type table");
  if (terms.longest_term) CheckTerm(*terms.longest_term, "plea.terms.longest_term", violations);
  violations.Require(terms.withdrawn_charges.size() <= kMostBargainedCharges, "plea.terms.withdrawn_charges",
                     "must have at most 100 entries");
}

}  // namespace

void CheckPlea(const Plea& plea, const PleaFrame& frame, Violations& violations) {
  violations.Require(plea.kind != PleaKind::kUnspecified, "plea.kind", "must be given");
  violations.Require(plea.date >= frame.charge_date, "plea.date", "must not be before the charge");
  violations.Require(plea.date <= frame.today, "plea.date", "must not be in the future");
  if (!plea.terms) return;
  violations.Require(plea.bargain, "plea.terms", "only a bargain has terms");
  CheckTerms(*plea.terms, violations);
}

void InsertPlea(Plea plea, std::vector<Plea>& pleas) {
  const auto place = std::upper_bound(pleas.begin(), pleas.end(), plea.date,
                                      [](absl::CivilDay day, const Plea& other) { return day < other.date; });
  pleas.insert(place, std::move(plea));
}

const Plea* StandingPlea(const std::vector<Plea>& pleas) {
  const auto last = std::find_if(pleas.rbegin(), pleas.rend(), [](const Plea& plea) { return !plea.strike; });
  return last == pleas.rend() ? nullptr : &*last;
}

}  // namespace amparo::cases
