#include "services/case/domain/restatement.h"

#include <algorithm>
#include <set>
#include <string>

#include "services/case/domain/charge.h"

namespace amparo::cases {
namespace {

// What counts of a charge while something stands on it.
struct Counted {
  Standing standing;
  std::string crime_type;
  bool attempted;

  bool same_crime(const Counted& other) const { return crime_type == other.crime_type && attempted == other.attempted; }
};

// What counts at the end of a day.
Counted CountedOn(const Charge& charge, absl::CivilDay day) {
  Counted counted{StandingOn(charge.rulings, day), charge.crime_type, charge.completion == Completion::kAttempted};
  if (counted.standing.convicted() && !counted.standing.verdict->lesser_crime_type.empty()) {
    counted.crime_type = counted.standing.verdict->lesser_crime_type;
  }
  return counted;
}

void CompareSentences(const Standing& before, const Standing& after, std::vector<CountChange>& changes) {
  if (before.sentence == after.sentence && before.end == after.end) return;
  if (!before.sentence && after.sentence) changes.push_back(CountChange::kSentenceCounted);
  if (before.sentence && after.sentence) changes.push_back(CountChange::kSentenceChanged);
  if (before.sentence && !after.sentence) changes.push_back(CountChange::kSentenceWithdrawn);
}

std::vector<CountChange> Compare(const Counted& before, const Counted& after) {
  std::vector<CountChange> changes;
  const Standing& was = before.standing;
  const Standing& is = after.standing;
  if (!was.verdict && is.verdict) changes.push_back(CountChange::kVerdictGiven);
  if (was.verdict && !is.verdict) changes.push_back(CountChange::kVerdictSetAside);
  if (!was.convicted() && is.convicted()) changes.push_back(CountChange::kConvictionCounted);
  if (was.convicted() && !is.convicted()) changes.push_back(CountChange::kConvictionWithdrawn);
  if (was.convicted() && is.convicted() && !before.same_crime(after)) changes.push_back(CountChange::kCrimeChanged);
  CompareSentences(was, is, changes);
  return changes;
}

// What counts differently on any day, in the order in which it first does: a ruling that was entered late may change
// only what stood for a while.
std::vector<CountChange> CompareDayByDay(const Charge& before, const Charge& after) {
  std::set<absl::CivilDay> days;
  for (const Charge* charge : {&before, &after}) {
    for (const Standing& step : StandingsOf(charge->rulings)) days.insert(step.date);
  }
  std::vector<CountChange> changes;
  for (const absl::CivilDay day : days) {
    for (const CountChange change : Compare(CountedOn(before, day), CountedOn(after, day))) {
      if (std::find(changes.begin(), changes.end(), change) == changes.end()) changes.push_back(change);
    }
  }
  return changes;
}

// The first day on which the steps of the two differ; nothing when they never do.
std::optional<absl::CivilDay> FirstDifference(const std::vector<Standing>& before, const std::vector<Standing>& after) {
  const auto same = [](const Standing& a, const Standing& b) { return a.date == b.date && SaySame(a, b); };
  const auto [was, is] = std::mismatch(before.begin(), before.end(), after.begin(), after.end(), same);
  if (was == before.end() && is == after.end()) return std::nullopt;
  if (was == before.end()) return is->date;
  return is == after.end() ? was->date : std::min(was->date, is->date);
}

// The day of the first conviction: what a charge of another crime changes counts from.
std::optional<absl::CivilDay> FirstConviction(const std::vector<Standing>& steps) {
  const auto first = std::find_if(steps.begin(), steps.end(), [](const Standing& step) { return step.convicted(); });
  return first == steps.end() ? std::nullopt : std::optional(first->date);
}

// True when two pleas say the same of what is counted.
bool PleadedAlike(const std::optional<Plea>& a, const std::optional<Plea>& b) {
  if (!a || !b) return a.has_value() == b.has_value();
  return a->kind == b->kind && a->bargain == b->bargain;
}

}  // namespace

std::optional<Restatement> RestatementOf(const Charge& before, const Charge& after, absl::Time now) {
  const std::vector<Standing> was = StandingsOf(before.rulings);
  const std::vector<Standing> is = StandingsOf(after.rulings);
  const auto at_last = absl::CivilDay::max();
  Restatement restatement{
      .date = {}, .record_time = now, .changes = Compare(CountedOn(before, at_last), CountedOn(after, at_last))};
  std::optional<absl::CivilDay> day = FirstDifference(was, is);
  if (day && restatement.changes.empty()) restatement.changes = CompareDayByDay(before, after);
  const std::optional<absl::CivilDay> convicted = FirstConviction(is);
  if (!day) day = convicted;
  // What was pleaded counts with the conviction that came of it.
  if (convicted && FirstConviction(was) && !PleadedAlike(before.plea(), after.plea())) {
    restatement.changes.push_back(CountChange::kPleaChanged);
  }
  if (!before.superseded() && after.superseded()) {
    restatement.changes.push_back(CountChange::kChargeSuperseded);
    day = after.superseded_by->date;
  }
  if (restatement.changes.empty() || !day) return std::nullopt;
  restatement.date = *day;
  return restatement;
}

}  // namespace amparo::cases
