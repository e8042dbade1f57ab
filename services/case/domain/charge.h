// Charges: one accused and one article of the law, from the charge over plea and verdict to the sentence.
#pragma once

#include <optional>
#include <string>

#include "absl/time/civil_time.h"
#include "services/case/domain/decision.h"
#include "services/case/domain/names.h"
#include "services/case/domain/sentence.h"

namespace amparo::cases {

// Whether the crime was carried through. The numbers of this enum and the following are those of the protos.
enum class Completion { kUnspecified = 0, kCompleted = 1, kAttempted = 2 };

// What an accused answers.
enum class PleaKind { kUnspecified = 0, kGuilty = 1, kNotGuilty = 2, kNoContest = 3 };

// A plea.
struct Plea {
  PleaKind kind = PleaKind::kUnspecified;
  absl::CivilDay date = {};
  // Agreed with the prosecution.
  bool bargain = false;

  friend bool operator==(const Plea&, const Plea&) = default;
};

// What a court says of a charge.
enum class VerdictOutcome {
  kUnspecified = 0,
  kConvicted = 1,
  kConvictedLesser = 2,
  kAcquitted = 3,
  kDismissed = 4,
  kWithdrawn = 5,
  kAbated = 6,
  kTransferred = 7,
  kQuashed = 8,
};

// A verdict.
struct Verdict {
  VerdictOutcome outcome = VerdictOutcome::kUnspecified;
  absl::CivilDay date = {};
  // For kConvictedLesser the ICCS code of what was found, otherwise empty.
  std::string lesser_crime_type = {};

  friend bool operator==(const Verdict&, const Verdict&) = default;
};

// True when the court found guilt, as charged or of a lesser crime.
bool IsConviction(VerdictOutcome outcome);

// A charge.
struct Charge {
  ChargeName name = {};
  // The party charged; of the same case.
  Uuid accused = {};
  std::string law_article = {};
  // ICCS code; empty = the case's.
  std::string crime_type = {};
  Completion completion = Completion::kUnspecified;
  absl::CivilDay charge_date = {};
  std::optional<Plea> plea = std::nullopt;
  std::optional<Verdict> verdict = std::nullopt;
  std::optional<Sentence> sentence = std::nullopt;
};

// What a charge's dates are measured against.
struct ChargeFrame {
  // The day of the case's report: nothing before it.
  absl::CivilDay report_date = {};
  // Today in the office's zone: nothing after it.
  absl::CivilDay today = {};
};

// Notes what is wrong with a new charge apart from its accused; paths are bare ("law_article").
void CheckCharge(const Charge& charge, const ChargeFrame& frame, Violations& violations);

// Notes what is wrong with a charge that comes with its plea, verdict and sentence (an import): all of CheckCharge, the
// order of the dates, and that each part has what it rests on.
void CheckWholeCharge(const Charge& charge, const ChargeFrame& frame, Violations& violations);

// The charge with the plea entered. Refused VERDICT_ALREADY_RECORDED after the verdict. Violations: no kind, a date
// before the charge or the plea that stands, or after `today`.
Decision<Charge> EnterPlea(Charge charge, const Plea& plea, absl::CivilDay today);

// The charge with its verdict. Refused VERDICT_ALREADY_RECORDED. Violations: no outcome, a date before the charge or
// the plea or after `today`, a lesser crime missing, unknown or out of place.
Decision<Charge> RecordVerdict(Charge charge, const Verdict& verdict, absl::CivilDay today);

// The charge with its sentence, terms in normal form. Refused NO_CONVICTION or SENTENCE_ALREADY_IMPOSED. Violations:
// those of CheckSentence.
Decision<Charge> ImposeSentence(Charge charge, const Sentence& sentence, absl::CivilDay today);

}  // namespace amparo::cases
