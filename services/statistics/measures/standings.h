// What stands on charges, as it was known on a day. A day of kNoDay means: after everything.
#pragma once

#include <span>

#include "services/statistics/domain/facts.h"

namespace amparo::statistics {

// What stood on a charge, step by step.
std::span<const Standing> StandingsOf(const Facts& facts, Row charge);

// What stood on a charge at the end of a day; null before the first step.
const Standing* StandingOn(const Facts& facts, Row charge, Day day);

// True when the charge has arrived, had been brought by then, and no other stood in its place.
bool CountsOn(const Facts& facts, Row charge, Day day);

// The day since which a verdict of guilty had stood without a break, whatever crime it was of; kNoDay when none stood.
Day GuiltySince(const Facts& facts, Row charge, Day day);

// The day of the first verdict up to a day, whatever became of it; kNoDay when there was none.
Day FirstVerdict(const Facts& facts, Row charge, Day day);

// What the court had found on a charge, or what the charge is for as long as no verdict stands: the lesser crime type
// if that was found, else the charge's, else the case's.
TextCode CrimeTypeOfCharge(const Facts& facts, Row charge, Day day = kNoDay);

// True when what the court had found on a charge is an attempt; when it had found nothing, or not said so, what the
// charge is.
bool IsOfAttempt(const Facts& facts, Row charge, Day day);

// The sentence that stood on a charge, or null.
const SentenceFact* SentenceOn(const Facts& facts, Row charge, Day day);

}  // namespace amparo::statistics
