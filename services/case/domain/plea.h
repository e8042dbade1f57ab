// Pleas: what an accused answers to a charge, and what was agreed for it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/base/civil.h"
#include "common/base/uuid.h"
#include "services/case/domain/strike.h"
#include "services/case/domain/violations.h"

namespace amparo::cases {

// Whether the crime was carried through. The numbers of this enum and the following are those of the protos.
enum class Completion { kUnspecified = 0, kCompleted = 1, kAttempted = 2 };

// What an accused answers.
enum class PleaKind { kUnspecified = 0, kGuilty = 1, kNotGuilty = 2, kNoContest = 3 };

// The most charges that one bargain withdraws.
inline constexpr int kMostBargainedCharges = 100;

// What accused and prosecution agreed on.
struct BargainTerms {
  // ICCS code of what is pleaded to; empty = as charged.
  std::string crime_type = {};
  Completion completion = Completion::kUnspecified;
  // The longest imprisonment that will be asked for.
  std::optional<Term> longest_term = std::nullopt;
  // Charges of the same case that will be withdrawn.
  std::vector<Uuid> withdrawn_charges = {};

  friend bool operator==(const BargainTerms&, const BargainTerms&) = default;
};

// A plea.
struct Plea {
  PleaKind kind = PleaKind::kUnspecified;
  absl::CivilDay date = {};
  // Agreed with the prosecution.
  bool bargain = false;
  // Only of a bargain.
  std::optional<BargainTerms> terms = std::nullopt;
  // When it was entered.
  absl::Time record_time = absl::InfinitePast();
  // Set: it was entered in error, and nothing follows from it.
  std::optional<Strike> strike = std::nullopt;

  friend bool operator==(const Plea&, const Plea&) = default;
};

// Days that a plea lies between.
struct PleaFrame {
  absl::CivilDay charge_date = {};
  absl::CivilDay today = {};
};

// Notes what is wrong with a plea by itself; paths begin with "plea.".
void CheckPlea(const Plea& plea, const PleaFrame& frame, Violations& violations);

// Puts a plea in its place: pleas are in order of days, those of one day in order of entry.
void InsertPlea(Plea plea, std::vector<Plea>& pleas);

// The plea that stands: the last that was not struck out; null when there is none.
const Plea* StandingPlea(const std::vector<Plea>& pleas);

}  // namespace amparo::cases
