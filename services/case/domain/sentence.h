// Sentences: what a court orders upon a conviction, and when that makes sense.
//
// The algebra of terms. A term is years, months and days, kept as the court said them. Its normal form carries twelve
// months into a year and leaves days alone, because a month is no fixed number of days ("18 months" is "1 year 6
// months"; "45 days" stays). Terms are ordered by length with the mean month of the Gregorian calendar (amparo::Term):
// a total order, so that the two ends of a range can be compared whatever units they are given in. A sentence for a
// range counts from its `min` to its `max`; a single term has min = max.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/time/civil_time.h"
#include "common/base/civil.h"
#include "common/base/money.h"
#include "common/base/uuid.h"
#include "services/case/domain/violations.h"

namespace amparo::cases {

// The bounds of a term's parts: 0 to 999 years, 0 to 999 months, 0 to 99999 days.
inline constexpr int kMostYears = 999;
inline constexpr int kMostMonths = 999;
inline constexpr int kMostDays = 99999;

// `term` with twelve months carried into a year.
Term Normalized(Term term);

// What is left of `term` when `part` is taken from it, in normal form: months from months and days from days; a month
// that has to be broken up for days, or is made of them, counts 30. Nothing when nothing is left.
std::optional<Term> Less(const Term& term, const Term& part);

// Notes what is wrong with a term at the path `field`: a part out of bounds, or no length at all.
void CheckTerm(const Term& term, std::string_view field, Violations& violations);

// Imprisonment for a term, or for a range of which the court names both ends.
struct Imprisonment {
  // The term, or the least of the range.
  Term min = {};
  // The most of the range, not less than `min`; absent = a single term.
  std::optional<Term> max = std::nullopt;

  // The most that may be served.
  const Term& longest() const { return max ? *max : min; }

  friend bool operator==(const Imprisonment&, const Imprisonment&) = default;
};

// The main penalty.
enum class Custody { kNone, kImprisonment, kLife, kDeath };

// What a survivor is to be paid.
struct Restitution {
  // A party of the same case.
  Uuid survivor = {};
  // Positive.
  Money amount = {};

  friend bool operator==(const Restitution&, const Restitution&) = default;
};

// The bounds of a sentence's parts beside its terms.
inline constexpr int kMostRestitutions = 100;
inline constexpr int kMostCreditDays = 36525;

// A sentence: at least one of its parts.
struct Sentence {
  // The day it was imposed.
  absl::CivilDay date = {};
  Custody custody = Custody::kNone;
  // Meaningful for kImprisonment.
  Imprisonment imprisonment = {};
  // Positive amounts.
  std::optional<Money> fine = std::nullopt;
  std::optional<Money> restitution = std::nullopt;
  // True when all of the custody is suspended.
  bool suspended = false;
  // Of imprisonment: the part that is suspended while the rest is served.
  std::optional<Term> suspended_part = std::nullopt;
  std::optional<Term> probation = std::nullopt;
  // Beside them `restitution` is absent or their sum.
  std::vector<Restitution> restitutions = {};
  // Served if the fine is not paid.
  std::optional<Term> default_imprisonment = std::nullopt;
  // The charge of the same accused and case after whose custody this one begins; nil = concurrent with the others.
  Uuid consecutive_to = {};
  // Days in custody before the sentence that count as served.
  int32_t credit_days = 0;

  bool has_custody() const { return custody != Custody::kNone; }
  friend bool operator==(const Sentence&, const Sentence&) = default;
};

// What a sentence is measured against.
struct SentenceFrame {
  // The verdict's day: no sentence before it.
  absl::CivilDay verdict_date = {};
  // Today in the office's zone: no sentence after it.
  absl::CivilDay today = {};
};

// Notes what is wrong with an amount that is ordered or paid: it is positive, and at most kMostUnits units.
void CheckAmount(const Money& amount, std::string_view field, Violations& violations);

// Notes everything that is wrong with a sentence by itself; paths begin with "sentence.". Whether the survivors and the
// charge that it names are there is not seen here.
void CheckSentence(const Sentence& sentence, const SentenceFrame& frame, Violations& violations);

// `sentence` with its terms in normal form.
Sentence Normalized(Sentence sentence);

}  // namespace amparo::cases
