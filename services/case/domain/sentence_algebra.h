// What a person has to serve by several sentences together: a small algebra, pure and in the terms as they were
// ordered.
//
// Stretches. A stretch of custody is nothing, a term (years, months, days as ordered), life, or death. Two operations:
//
//   Then(a, b)     one after the other. Terms are added part by part, years to years, months to months, days to days,
//                  and twelve months are carried into a year; days are never carried, for no month is a fixed number of
//                  them. Associative and commutative; nothing is neutral; death absorbs everything, life everything but
//                  death.
//   Longest(a, b)  side by side. By length with the mean month of the Gregorian calendar (amparo::Term); of two of one
//                  length in different words the one with more whole months, so that no order of asking matters.
//                  Associative, commutative, idempotent; nothing is neutral; death > life > every term.
//
// Then distributes over Longest in length, and both are monotone: a longer part never makes the whole shorter.
//
// Sentences. Each sentence is concurrent with the others, or consecutive to one other. So they form trees, and the
// effective term is the Longest, over all sentences, of Then along the way from its root to it. A sentence that is
// consecutive to one that does not stand any more, or has no custody any more, begins by itself. A range counts twice,
// by its least and by its most. A suspended sentence adds nothing to what is served, and what is served adds nothing to
// what is suspended: the same sum is made of each apart. Of a sentence that is suspended in part the rest is served
// (Less, sentence.h): it adds that to the one sum and its suspended part to the other.
//
// Days. A root begins on the day it was imposed; what is consecutive begins on the first day after the one before it.
// A term ends by the calendar: years and months first, then days (Term::EndAfter); days in custody before the sentence
// are taken off its end, but not beyond its beginning; for every time at large before that end, the days of it since
// the beginning are added. Who is still at large on the day of reckoning is reckoned as brought back on it.
#pragma once

#include <compare>
#include <optional>
#include <span>
#include <vector>

#include "absl/time/civil_time.h"
#include "common/base/uuid.h"
#include "services/case/domain/decision.h"
#include "services/case/domain/sentence.h"
#include "services/case/domain/standing.h"

namespace amparo::cases {

// A stretch of custody; `term` is in normal form, and zero unless `custody` is kImprisonment.
struct Stretch {
  Custody custody = Custody::kNone;
  Term term = {};

  bool is_nothing() const { return custody == Custody::kNone; }
};

// Shortest first, by the order that Longest goes by.
std::strong_ordering operator<=>(const Stretch& a, const Stretch& b);
bool operator==(const Stretch& a, const Stretch& b);

// One after the other.
Stretch Then(const Stretch& a, const Stretch& b);

// Side by side.
Stretch Longest(const Stretch& a, const Stretch& b);

// From the least to the most.
struct StretchRange {
  Stretch min = {};
  Stretch max = {};

  friend bool operator==(const StretchRange&, const StretchRange&) = default;
};

// A sentence that runs, and on which charge.
struct RunningSentence {
  Uuid charge = {};
  Sentence sentence = {};
  // When the person was, in order; whichever charges tell of it.
  std::vector<AtLarge> at_large = {};
};

// The days of a sentence that is served. Ends are the first days of freedom, absent for life and death.
struct ServedPart {
  Uuid charge = {};
  // The one it follows; nil for a root.
  Uuid follows = {};
  // Absent behind life and death.
  std::optional<absl::CivilDay> start = std::nullopt;
  std::optional<absl::CivilDay> earliest_end = std::nullopt;
  std::optional<absl::CivilDay> latest_end = std::nullopt;
};

// What all sentences of one person come to.
struct Reckoning {
  StretchRange served = {};
  StretchRange suspended = {};
  // In order of their beginnings, then of their charges.
  std::vector<ServedPart> parts = {};
  // Absent without custody; the ends also for life and death.
  std::optional<absl::CivilDay> start = std::nullopt;
  std::optional<absl::CivilDay> earliest_end = std::nullopt;
  std::optional<absl::CivilDay> latest_end = std::nullopt;
};

// Reckons up the sentences of one person as of a day. No chain of them is a ring (CheckChain).
Reckoning Reckon(std::span<const RunningSentence> sentences, absl::CivilDay as_of);

// Why the sentence on `charge` cannot be consecutive to the one on `follows`: NO_SENTENCE_TO_FOLLOW unless custody
// stands there, SENTENCE_LOOP when that one already follows, over however many others, upon `charge`. `others` are the
// sentences of the same person that run.
std::optional<Refusal> CheckChain(const Uuid& charge, const Uuid& follows, std::span<const RunningSentence> others);

}  // namespace amparo::cases
