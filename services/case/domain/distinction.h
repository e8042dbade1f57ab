// The judgement that two records are of two people, or of two matters.
#pragma once

#include <cstdint>
#include <string>

#include "services/case/domain/decision.h"
#include "services/case/domain/names.h"
#include "services/case/domain/violations.h"

namespace amparo::cases {

// Whether it stands. The numbers are those of the proto and of the database.
enum class DistinctionState { kUnspecified = 0, kStanding = 1, kWithdrawn = 2 };

// Two people, or two cases, that are not one.
struct Distinction {
  DistinctionName name = {};
  // What they are: people or cases.
  Kind of = Kind::kPerson;
  // Records of its office; `first` is the lesser id, so that a pair has one form.
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

// The number that the database knows a kind of records by that are distinguished: people or cases.
int64_t DistinguishedKind(Kind of);

// The distinction of two records of a kind, which differ; it stands.
Distinction DistinctionOf(DistinctionName name, const Uuid& one, const Uuid& other, std::string recorder,
                          std::string reason, Kind of = Kind::kPerson);

// The distinction taken back. Refused DISTINCTION_WITHDRAWN when it was before.
Decision<Distinction> WithdrawnDistinction(Distinction value, std::string withdrawer, std::string reason);

}  // namespace amparo::cases
