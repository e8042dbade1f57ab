// Charges: one accused and one article of the law, from the charge over plea and verdict to the sentence. What was
// pleaded, ruled and paid is kept as it came; what stands is derived from it. charge_acts.h says how a charge changes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/case/domain/decision.h"
#include "services/case/domain/law_article.h"
#include "services/case/domain/names.h"
#include "services/case/domain/payment.h"
#include "services/case/domain/plea.h"
#include "services/case/domain/restatement.h"
#include "services/case/domain/standing.h"
#include "services/case/domain/trafficking.h"

namespace amparo::cases {

// Why a charge is amended. The numbers of this enum and the following are those of the protos.
enum class AmendReason { kUnspecified = 0, kCorrection = 1, kProsecution = 2, kCourtOrder = 3 };

// How far a charge has come.
enum class Disposal { kNone = 0, kInterim = 1, kFinal = 2 };

// What a charge says.
struct Wording {
  std::string law_article = {};
  // ICCS code; empty = the case's.
  std::string crime_type = {};
  Completion completion = Completion::kUnspecified;
  absl::CivilDay charge_date = {};
  // Only of trafficking; nothing = not told.
  std::optional<TraffickingElements> elements = std::nullopt;

  friend bool operator==(const Wording&, const Wording&) = default;
};

// What it said before it was amended.
struct FormerWording : Wording {
  AmendReason reason = AmendReason::kUnspecified;
  absl::CivilDay date = {};
  absl::Time record_time = absl::InfinitePast();

  friend bool operator==(const FormerWording&, const FormerWording&) = default;
};

// The charge of the same case that stands in another's place, and since when.
struct Successor {
  Uuid charge = {};
  absl::CivilDay date = {};

  friend bool operator==(const Successor&, const Successor&) = default;
};

// The most of each that a charge keeps.
inline constexpr int kMostPleas = 100;
inline constexpr int kMostRulings = 1000;
inline constexpr int kMostAmendments = 100;
inline constexpr int kMostSuperseded = 21;

// A charge.
struct Charge : Wording {
  ChargeName name = {};
  // The party charged; of the same case.
  Uuid accused = {};
  // Its article in the country's table (law_article.h); null = it is not there.
  const LawArticle* article = nullptr;
  // Its case's crime type, which is its own when it names none; empty = not known. Acts have it, records do not.
  std::string case_crime_type = {};
  // In order.
  std::vector<Plea> pleas = {};
  // The ledger (standing.h).
  std::vector<Ruling> rulings = {};
  std::vector<Payment> payments = {};
  std::vector<FormerWording> former_wordings = {};
  // Charges of the same case in whose place it was brought.
  std::vector<Uuid> supersedes = {};
  std::optional<Successor> superseded_by = std::nullopt;
  // In order of entry.
  std::vector<Restatement> restatements = {};

  // What stands now.
  std::optional<Plea> plea() const {
    const Plea* const standing = StandingPlea(pleas);
    return standing == nullptr ? std::nullopt : std::optional(*standing);
  }
  std::optional<Verdict> verdict() const { return LastStanding(rulings).verdict; }
  std::optional<Sentence> sentence() const { return LastStanding(rulings).sentence; }
  Disposal disposal() const;
  bool superseded() const { return superseded_by.has_value(); }
  // True when it counts among the case's charges without a verdict.
  bool open() const { return !superseded() && !verdict(); }
};

// What a charge's dates are measured against.
struct ChargeFrame {
  // The day of the case's report: nothing before it.
  absl::CivilDay report_date = {};
  // Today in the office's zone: nothing after it.
  absl::CivilDay today = {};
  // The case's crime type, which is that of a charge without one of its own; empty = nothing is measured against it.
  std::string crime_type = {};
};

// Notes what is wrong with a new charge apart from its accused; paths are bare ("law_article").
void CheckCharge(const Charge& charge, const ChargeFrame& frame, Violations& violations);

// Notes what is wrong with one ruling of a ledger by itself, given what stood before it; paths begin with what it is
// ("verdict.date", "appeal_decision.result").
void CheckRuling(const Ruling& ruling, const RulingFrame& frame, const Standing& before, Violations& violations);

// Notes what is wrong with a charge that comes with its history (an import): all of CheckCharge, that each part is such
// as the acts could have made, and the order of all dates. Of a history that is a verdict and a sentence at most, paths
// are "verdict.date" and "sentence.date", of any other "rulings[2].verdict.date".
void CheckWholeCharge(const Charge& charge, const ChargeFrame& frame, Violations& violations);

// Fills in what a charge that comes with its history leaves out: terms in normal form, times of entry, and the
// restatement that its history makes.
void CompleteCharge(absl::Time now, Charge& charge);

}  // namespace amparo::cases
