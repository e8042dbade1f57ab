// The judgement that two records are of two people.
#pragma once

#include <string>

#include "services/case/domain/decision.h"
#include "services/case/domain/names.h"
#include "services/case/domain/violations.h"

namespace amparo::cases {

// Whether it stands. The numbers are those of the proto and of the database.
enum class DistinctionState { kUnspecified = 0, kStanding = 1, kWithdrawn = 2 };

// Two people who are not one.
struct Distinction {
  DistinctionName name = {};
  // People of its office; `first` is the lesser id, so that a pair has one form.
  Uuid first = {};
  Uuid second = {};
  DistinctionState state = DistinctionState::kUnspecified;
  // A caller's identity.
  std::string recorder = {};
  std::string reason = {};
  // Of one that was taken back.
  std::string withdrawer = {};
  std::string withdraw_reason = {};

  friend bool operator==(const Distinction&, const Distinction&) = default;
};

// The distinction of two people, who differ; it stands.
Distinction DistinctionOf(DistinctionName name, const Uuid& one, const Uuid& other, std::string recorder,
                          std::string reason);

// The distinction taken back. Refused DISTINCTION_WITHDRAWN when it was before.
Decision<Distinction> WithdrawnDistinction(Distinction value, std::string withdrawer, std::string reason);

}  // namespace amparo::cases
