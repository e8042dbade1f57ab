// When a survivor is restored: criteria, as data, judged against assessments and flags.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/case/domain/assessment.h"
#include "services/case/domain/catalogue.h"

namespace amparo::cases {

// What a restoration is judged by.
struct RestorationFacts {
  // The day it is judged for.
  absl::CivilDay date = {};
  // Since when the survivor has been in care without a break: assessments before count for nothing.
  absl::CivilDay in_care_since = {};
  // The survivor's, in order of day; those that are not final count for nothing.
  std::vector<Assessment> assessments = {};
  // Flags of a safety risk that are open.
  int64_t open_safety_flags = 0;
};

// One criterion as it was judged.
struct JudgedCriterion {
  // Its name, such as "DOMAIN_SCORE_SAFETY".
  std::string code;
  bool met = false;
  // What is asked and what is so.
  std::string description;

  friend bool operator==(const JudgedCriterion&, const JudgedCriterion&) = default;
};

// All of them.
struct RestorationJudgement {
  // The id of the criteria.
  std::string criteria = {};
  // The last final assessment.
  std::optional<Uuid> assessment = std::nullopt;
  std::vector<JudgedCriterion> criterions = {};

  bool met() const;
};

// Judges by `criteria`. Without an assessment only what needs none is judged.
RestorationJudgement JudgeRestoration(const RestorationCriteria& criteria, const RestorationFacts& facts);

}  // namespace amparo::cases
