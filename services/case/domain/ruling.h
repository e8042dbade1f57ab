// What courts rule on a charge, and what becomes of the person: the entries of the charge's ledger. What stands by them
// on a day follows from the ledger alone (standing.h).
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/base/uuid.h"
#include "services/case/domain/plea.h"
#include "services/case/domain/sentence.h"
#include "services/case/domain/strike.h"
#include "services/case/domain/violations.h"

namespace amparo::cases {

struct Wording;

// What a court says of a charge. The numbers of this enum and the following are those of the protos.
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

// True when the court found guilt, as charged or of a lesser crime.
bool IsConviction(VerdictOutcome outcome);

// A verdict.
struct Verdict {
  VerdictOutcome outcome = VerdictOutcome::kUnspecified;
  absl::CivilDay date = {};
  // For kConvictedLesser the ICCS code of what was found, whether it was carried through, and the article of the law;
  // what is not told is as charged. Otherwise nothing.
  std::string lesser_crime_type = {};
  Completion lesser_completion = Completion::kUnspecified;
  std::string lesser_law_article = {};

  friend bool operator==(const Verdict&, const Verdict&) = default;
};

// What the court above says.
enum class AppealResult {
  kUnspecified = 0,
  kUpheld = 1,
  kVaried = 2,
  kReversed = 3,
  kRemanded = 4,
  kRemandedForSentence = 5,
};

// What the court above decided on one charge.
struct AppealDecision {
  // Both of the charge's case.
  Uuid appeal = {};
  Uuid charge = {};
  AppealResult result = AppealResult::kUnspecified;
  absl::CivilDay date = {};
  // What stands instead; dated as the decision.
  std::optional<Verdict> verdict = std::nullopt;
  std::optional<Sentence> sentence = std::nullopt;

  friend bool operator==(const AppealDecision&, const AppealDecision&) = default;
};

// Orders that leave a charge where it is.
enum class InterimOrderKind {
  kUnspecified = 0,
  kBail = 1,
  kCustody = 2,
  kAdjourned = 3,
  kCommittedForTrial = 4,
  kCommittedForSentence = 5,
  kStayed = 6,
  kProvisionallyDismissed = 7,
};

// An interim disposal.
struct InterimOrder {
  InterimOrderKind kind = InterimOrderKind::kUnspecified;
  absl::CivilDay date = {};
  std::optional<absl::CivilDay> until = std::nullopt;

  friend bool operator==(const InterimOrder&, const InterimOrder&) = default;
};

// What becomes of a person who was charged or sentenced.
enum class SentenceEventKind {
  kUnspecified = 0,
  kCommuted = 1,
  kPardoned = 2,
  kEscaped = 3,
  kRecaptured = 4,
  kDied = 5,
};

// One such event.
struct SentenceEvent {
  SentenceEventKind kind = SentenceEventKind::kUnspecified;
  absl::CivilDay date = {};
  // kCommuted: what stands instead; dated as the event.
  std::optional<Sentence> sentence = std::nullopt;

  friend bool operator==(const SentenceEvent&, const SentenceEvent&) = default;
};

// One entry of the ledger.
struct Ruling {
  std::variant<Verdict, Sentence, AppealDecision, InterimOrder, SentenceEvent> what;
  // When it was entered.
  absl::Time record_time = absl::InfinitePast();
  // Set: it was entered in error, and nothing follows from it.
  std::optional<Strike> strike = std::nullopt;

  // When it was ruled.
  absl::CivilDay date() const {
    return std::visit([](const auto& ruled) { return ruled.date; }, what);
  }
  friend bool operator==(const Ruling&, const Ruling&) = default;
};

// True for what befell the person and no single sentence of theirs: flight, recapture, death.
bool BefellThePerson(const Ruling& ruling);

// `ruling` with the terms of what it orders in normal form.
Ruling Normalized(Ruling ruling);

// The days that a ruling lies between, both included.
struct RulingFrame {
  absl::CivilDay first = {};
  // Why nothing comes before `first`, such as "must not be before the charge".
  std::string_view before_first = {};
  absl::CivilDay today = {};
  // The charge that is ruled on: what a lesser crime differs from; null = anything is something else.
  const Wording* charged = nullptr;
  // The case's crime type, which is that of a charge without one of its own; empty = not known.
  std::string_view case_crime_type = {};
};

// Any day up to `today`: what can be checked of a ruling without its charge.
inline RulingFrame UpTo(absl::CivilDay today) {
  return {.first = absl::CivilDay::min(), .before_first = "", .today = today};
}

// Notes a conviction of a lesser crime that finds no less than what is charged, or says nothing of what it finds;
// paths begin with "verdict.".
void CheckLesser(const Verdict& verdict, const RulingFrame& frame, Violations& violations);

// Each notes what is wrong with a ruling by itself; paths begin with "verdict.", "interim_order." and
// "sentence_event.". A verdict may leave it to its charge what it finds (CheckLesser).
void CheckVerdict(const Verdict& verdict, const RulingFrame& frame, Violations& violations);
void CheckOrder(const InterimOrder& order, const RulingFrame& frame, Violations& violations);
void CheckEvent(const SentenceEvent& event, const RulingFrame& frame, Violations& violations);

// The same for a decision on appeal, CheckLesser of its verdict included; paths are bare ("result", "verdict.outcome").
void CheckDecision(const AppealDecision& decision, const RulingFrame& frame, Violations& violations);

}  // namespace amparo::cases
