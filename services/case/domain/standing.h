// What stands on a charge: derived, for any day, from the ledger of its rulings and from nothing else.
//
// The ledger is kept in order of dates, rulings of one day in order of entry, and nothing is ever taken out of it: what
// was entered in error is struck out and stays, and nothing follows from it. One
// transition (ApplyRuling) says what each ruling makes of what stood before, or why it cannot have been made;
// everything else is a fold of it. A ruling that is entered late takes its place by its date, and is refused if one
// that comes after it could not have been made then.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/case/domain/decision.h"
#include "services/case/domain/ruling.h"

namespace amparo::cases {

// What ended custody and fine early. The numbers are those of the protos.
enum class SentenceEnd { kNone = 0, kPardoned = 1, kDied = 2 };

// What stands from a day on.
struct Standing {
  absl::CivilDay date = {};
  // When the ruling that made it so was entered.
  absl::Time record_time = absl::InfinitePast();
  // Absent = the charge is open.
  std::optional<Verdict> verdict = std::nullopt;
  // As it was ordered, whatever ended it.
  std::optional<Sentence> sentence = std::nullopt;
  SentenceEnd end = SentenceEnd::kNone;
  // The person has fled and was not brought back.
  bool at_large = false;

  // True when a conviction stands.
  bool convicted() const { return verdict && IsConviction(verdict->outcome); }
  // True when there is a sentence that nothing has ended.
  bool runs() const { return sentence && end == SentenceEnd::kNone; }
};

// True when the two say the same of verdict and sentence, whatever their days.
bool SaySame(const Standing& a, const Standing& b);

// Makes of `standing` what `ruling` makes of it, or says why it cannot: VERDICT_ALREADY_RECORDED, NO_VERDICT,
// NO_CONVICTION, SENTENCE_ALREADY_IMPOSED, NO_SENTENCE, SAME_VERDICT, ALREADY_AT_LARGE, NOT_AT_LARGE, CONVICT_DEAD.
std::optional<Refusal> ApplyRuling(const Ruling& ruling, Standing& standing);

// What stood, step by step: one entry each time that verdict, sentence or its end changed.
std::vector<Standing> StandingsOf(std::span<const Ruling> rulings);

// What stood at the end of a day; nothing at all before the first ruling.
Standing StandingOn(std::span<const Ruling> rulings, absl::CivilDay day);

// What stands after all rulings.
Standing LastStanding(std::span<const Ruling> rulings);

// The ledger with one more ruling in its place. Refused as by ApplyRuling, and LATER_RULING when a later one would not
// fit any more.
Decision<std::vector<Ruling>> WithRuling(std::vector<Ruling> rulings, Ruling fresh);

// The ledger with the ruling at `index` struck out, and with another in the place that its day gives it, if one is true
// instead. Refused as WithRuling.
Decision<std::vector<Ruling>> WithCorrection(std::vector<Ruling> rulings, std::size_t index, const Strike& strike,
                                             std::optional<Ruling> instead);

// A time at large: the days from `from` up to, not including, `until` (absent = not brought back).
struct AtLarge {
  absl::CivilDay from = {};
  std::optional<absl::CivilDay> until = std::nullopt;

  friend bool operator==(const AtLarge&, const AtLarge&) = default;
};

// The times at large that the ledger tells of up to a day, in order.
std::vector<AtLarge> TimesAtLarge(std::span<const Ruling> rulings, absl::CivilDay day);

}  // namespace amparo::cases
