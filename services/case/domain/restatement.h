// What a change of a charge, or of its case, does to counts that were published before.
#pragma once

#include <optional>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace amparo::cases {

struct Case;
struct Charge;

// One thing that counts differently. The numbers are those of the protos.
enum class CountChange {
  kUnspecified = 0,
  kVerdictGiven = 1,
  kVerdictSetAside = 2,
  kConvictionCounted = 3,
  kConvictionWithdrawn = 4,
  kCrimeChanged = 5,
  kSentenceCounted = 6,
  kSentenceChanged = 7,
  kSentenceWithdrawn = 8,
  kChargeSuperseded = 9,
  kPleaChanged = 10,
  kChargeDayMoved = 11,
  kReportDayMoved = 12,
  kCaseMerged = 13,
  kCaseUnmerged = 14,
};

// Counts as of `date` and later days are others than before.
struct Restatement {
  absl::CivilDay date = {};
  // When that was entered.
  absl::Time record_time = absl::InfinitePast();
  std::vector<CountChange> changes = {};

  friend bool operator==(const Restatement&, const Restatement&) = default;
};

// What turning `before` into `after` does to counts, from the first day as of which one differs; nothing when it alters
// none. Every day is looked at, also where the same stands in the end: what is entered late may change only what stood
// for a while. What changed is in the order in which it first does.
std::optional<Restatement> RestatementOf(const Charge& before, const Charge& after, absl::Time now);

// The same of a case whose fields are corrected. It is counted by its crime type from its report on, with charges or
// without: by its time to a verdict, by its hearings, and by the charges that have no crime type of their own.
std::optional<Restatement> RestatementOf(const Case& before, const Case& after, absl::Time now);

}  // namespace amparo::cases
