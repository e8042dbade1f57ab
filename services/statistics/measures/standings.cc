#include "services/statistics/measures/standings.h"

namespace amparo::statistics {
namespace {

bool IsBy(Day event, Day day) {
  return day == kNoDay || event <= day;
}

}  // namespace

std::span<const Standing> StandingsOf(const Facts& facts, Row charge) {
  const Slice slice = facts.charges().standings[charge];
  return std::span(facts.standings()).subspan(slice.begin, slice.size);
}

const Standing* StandingOn(const Facts& facts, Row charge, Day day) {
  const Standing* last = nullptr;
  for (const Standing& step : StandingsOf(facts, charge)) {
    if (IsBy(step.day, day)) last = &step;
  }
  return last;
}

bool CountsOn(const Facts& facts, Row charge, Day day) {
  const auto& charges = facts.charges();
  if (!charges.Known(charge) || !IsBy(charges.charge_day[charge], day)) return false;
  const Day superseded = charges.superseded_day[charge];
  return superseded == kNoDay || !IsBy(superseded, day);
}

Day GuiltySince(const Facts& facts, Row charge, Day day) {
  Day since = kNoDay;
  for (const Standing& step : StandingsOf(facts, charge)) {
    if (!IsBy(step.day, day)) break;
    if (!IsGuilty(step.verdict)) {
      since = kNoDay;
    } else if (since == kNoDay) {
      since = step.day;
    }
  }
  return since;
}

Day FirstVerdict(const Facts& facts, Row charge, Day day) {
  for (const Standing& step : StandingsOf(facts, charge)) {
    if (step.verdict != Verdict::kNone) return IsBy(step.day, day) ? step.day : kNoDay;
  }
  return kNoDay;
}

TextCode CrimeTypeOfCharge(const Facts& facts, Row charge, Day day) {
  const auto& charges = facts.charges();
  const Standing* standing = StandingOn(facts, charge, day);
  if (standing && standing->verdict == Verdict::kConvictedLesser && standing->lesser_crime_type != 0) {
    return standing->lesser_crime_type;
  }
  if (charges.crime_type[charge] != 0) return charges.crime_type[charge];
  return facts.cases().crime_type[facts.StandingCase(charges.case_row[charge])];
}

bool IsOfAttempt(const Facts& facts, Row charge, Day day) {
  const Standing* standing = StandingOn(facts, charge, day);
  if (standing && standing->verdict == Verdict::kConvictedLesser &&
      standing->lesser_completion != Completion::kUnspecified) {
    return standing->lesser_completion == Completion::kAttempted;
  }
  return facts.charges().attempted[charge] != 0;
}

const SentenceFact* SentenceOn(const Facts& facts, Row charge, Day day) {
  const Standing* standing = StandingOn(facts, charge, day);
  return standing && standing->sentence != kNoRow ? &facts.sentences()[standing->sentence] : nullptr;
}

}  // namespace amparo::statistics
