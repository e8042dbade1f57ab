#include "services/case/domain/restatement.h"

#include <algorithm>
#include <set>
#include <string>

#include "services/case/domain/case.h"
#include "services/case/domain/charge.h"

namespace amparo::cases {
namespace {

// A charge, and what is derived from it once for all days.
struct Ledger {
  explicit Ledger(const Charge& of) : charge(of), steps(StandingsOf(of.rulings)), plea(of.plea()) {}

  const Charge& charge;
  std::vector<Standing> steps;
  std::optional<Plea> plea;
};

// What is counted of a charge as of a day.
struct Counted {
  // Nothing of it is counted before it is brought, nor once another charge stands in its place.
  bool brought = false;
  bool superseded = false;
  Standing standing = {};
  // The days of the first verdict and of the first of guilty, whatever became of them.
  std::optional<absl::CivilDay> first_verdict = std::nullopt;
  std::optional<absl::CivilDay> first_conviction = std::nullopt;
  // Since when a conviction has stood without a break; absent when none stands.
  std::optional<absl::CivilDay> convicted_since = std::nullopt;
  // Of what the conviction is: the one that stands, or the first one if that was withdrawn.
  std::string crime_type = {};
  // Whether the one that stands is of an attempt.
  bool attempted = false;

  bool counts() const { return brought && !superseded; }
  bool convicted() const { return convicted_since.has_value(); }
  bool withdrawn() const { return first_conviction && !convicted_since; }
};

// The crime that was found on a charge, or that it is of.
std::string CrimeFound(const Charge& charge, const Standing& standing) {
  const bool lesser = standing.convicted() && !standing.verdict->lesser_crime_type.empty();
  return lesser ? standing.verdict->lesser_crime_type : charge.crime_type;
}

// True when an attempt was found on a charge, or it is of one.
bool AttemptFound(const Charge& charge, const Standing& standing) {
  const bool told = standing.convicted() && standing.verdict->lesser_completion != Completion::kUnspecified;
  return (told ? standing.verdict->lesser_completion : charge.completion) == Completion::kAttempted;
}

// What is counted at the end of a day.
Counted CountedOn(const Ledger& ledger, absl::CivilDay day) {
  const Charge& charge = ledger.charge;
  Counted counted;
  counted.brought = charge.charge_date <= day;
  counted.superseded = charge.superseded_by && charge.superseded_by->date <= day;
  const Standing* last = nullptr;
  for (const Standing& step : ledger.steps) {
    if (step.date > day) break;
    last = &step;
    if (step.verdict && !counted.first_verdict) counted.first_verdict = step.date;
    if (!step.convicted()) counted.convicted_since.reset();
    if (step.convicted() && !counted.convicted_since) counted.convicted_since = step.date;
    if (step.convicted() && !counted.first_conviction) counted.first_conviction = step.date;
    if (counted.first_conviction == step.date) counted.crime_type = CrimeFound(charge, step);
  }
  if (last != nullptr) counted.standing = *last;
  if (counted.convicted()) {
    counted.crime_type = CrimeFound(charge, counted.standing);
    counted.attempted = AttemptFound(charge, counted.standing);
  }
  return counted;
}

void CompareVerdicts(const Counted& was, const Counted& is, std::vector<CountChange>& changes) {
  const bool other_first = was.first_verdict != is.first_verdict;
  const bool had = was.standing.verdict.has_value();
  const bool has = is.standing.verdict.has_value();
  if ((!had && has) || (is.first_verdict && other_first)) changes.push_back(CountChange::kVerdictGiven);
  if ((had && !has) || (!is.first_verdict && other_first)) changes.push_back(CountChange::kVerdictSetAside);
}

void CompareConvictions(const Counted& was, const Counted& is, std::vector<CountChange>& changes) {
  // One that counts by another day is in another month.
  if (is.convicted() && was.convicted_since != is.convicted_since) changes.push_back(CountChange::kConvictionCounted);
  // How many were withdrawn is told beside those that stand.
  const bool was_there = was.convicted() || was.withdrawn() != is.withdrawn();
  if (!is.convicted() && was_there) changes.push_back(CountChange::kConvictionWithdrawn);
  const bool both = (was.convicted() && is.convicted()) || (was.withdrawn() && is.withdrawn());
  if (both && was.crime_type != is.crime_type) changes.push_back(CountChange::kCrimeChanged);
}

void CompareSentences(const Standing& before, const Standing& after, std::vector<CountChange>& changes) {
  if (before.sentence == after.sentence && before.end == after.end) return;
  if (!before.sentence && after.sentence) changes.push_back(CountChange::kSentenceCounted);
  if (before.sentence && after.sentence) changes.push_back(CountChange::kSentenceChanged);
  if (before.sentence && !after.sentence) changes.push_back(CountChange::kSentenceWithdrawn);
}

// True when two pleas say the same of what is counted.
bool PleadedAlike(const std::optional<Plea>& a, const std::optional<Plea>& b) {
  if (!a || !b) return a.has_value() == b.has_value();
  return a->kind == b->kind && a->bargain == b->bargain;
}

// What of a charge is counted differently as of a day.
std::vector<CountChange> CompareOn(absl::CivilDay day, const Ledger& before, const Ledger& after) {
  const Counted was = CountedOn(before, day);
  const Counted is = CountedOn(after, day);
  if (!was.counts() && !is.counts()) return {};
  if (was.superseded != is.superseded) return {CountChange::kChargeSuperseded};
  // Nothing can stand on it yet, but its case waits for a verdict on it.
  if (was.brought != is.brought) return {CountChange::kChargeDayMoved};
  std::vector<CountChange> changes;
  CompareVerdicts(was, is, changes);
  CompareConvictions(was, is, changes);
  const bool convicted = was.convicted() && is.convicted();
  if (convicted && was.attempted != is.attempted) changes.push_back(CountChange::kCrimeChanged);
  CompareSentences(was.standing, is.standing, changes);
  // What was pleaded counts with the conviction that came of it.
  if (convicted && !PleadedAlike(before.plea, after.plea)) changes.push_back(CountChange::kPleaChanged);
  return changes;
}

// The days from which on something else may be counted of a charge.
void AddDays(const Ledger& ledger, std::set<absl::CivilDay>& days) {
  days.insert(ledger.charge.charge_date);
  if (ledger.charge.superseded_by) days.insert(ledger.charge.superseded_by->date);
  for (const Standing& step : ledger.steps) days.insert(step.date);
}

}  // namespace

std::optional<Restatement> RestatementOf(const Charge& before, const Charge& after, absl::Time now) {
  const Ledger was(before);
  const Ledger is(after);
  std::set<absl::CivilDay> days;
  AddDays(was, days);
  AddDays(is, days);
  Restatement restatement;
  restatement.record_time = now;
  std::vector<CountChange>& changes = restatement.changes;
  for (const absl::CivilDay day : days) {
    for (const CountChange change : CompareOn(day, was, is)) {
      if (changes.empty()) restatement.date = day;
      if (std::find(changes.begin(), changes.end(), change) == changes.end()) changes.push_back(change);
    }
  }
  if (changes.empty()) return std::nullopt;
  return restatement;
}

std::optional<Restatement> RestatementOf(const Case& before, const Case& after, absl::Time now) {
  Restatement restatement;
  restatement.date = std::min(before.report_date, after.report_date);
  restatement.record_time = now;
  if (before.report_date != after.report_date) restatement.changes.push_back(CountChange::kReportDayMoved);
  if (before.crime_type != after.crime_type) restatement.changes.push_back(CountChange::kCrimeChanged);
  if (restatement.changes.empty()) return std::nullopt;
  return restatement;
}

}  // namespace amparo::cases
