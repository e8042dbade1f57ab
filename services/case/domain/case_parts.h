// What a case keeps besides its fields and its stages: requests to close it, the days that its tasks hang on, the
// templates of tasks that apply to it, its open flags. The numbers of the enums are those of the protos.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace amparo::cases {

// Why a report is not taken on.
enum class DeclineReason {
  kUnspecified = 0,
  kOutsideMandate = 1,
  kOutsideArea = 2,
  kNotEnoughKnown = 3,
  kNoCrime = 4,
  kKnownAlready = 5,
  kWithOthers = 6,
  kSurvivorDeclines = 7,
  kUnsafe = 8,
  kNoCapacity = 9,
  kOther = 10,
};

// Why a case is closed that was not disposed of.
enum class ClosureReason {
  kUnspecified = 0,
  kNoSuspectIdentified = 1,
  kInsufficientEvidence = 2,
  kProsecutionDeclined = 3,
  kSurvivorsWish = 4,
  kComplainantGone = 5,
  kReferredElsewhere = 6,
  kOther = 7,
};

// Why a case is reopened elsewhere than in the stage that it had before.
enum class ReopenReason { kUnspecified = 0, kFurtherAccused = 1 };

// What became of a request to close a case.
enum class ClosureState { kUnspecified = 0, kPending = 1, kApproved = 2, kRejected = 3, kWithdrawn = 4 };

// Somebody's word on the closing of a case: the request, or what was decided on it.
struct ClosureWord {
  // A caller's identity.
  std::string actor = {};
  absl::CivilDay date = {};
  // When it was entered.
  absl::Time record_time = {};
  std::string reason = {};

  friend bool operator==(const ClosureWord&, const ClosureWord&) = default;
};

// A request to close a case, and its end.
struct ClosureRequest {
  ClosureState state = ClosureState::kUnspecified;
  ClosureWord request = {};
  // Absent while it is pending.
  std::optional<ClosureWord> decision = std::nullopt;
  // Unspecified of a case that was disposed of: that is why.
  ClosureReason closure_reason = ClosureReason::kUnspecified;

  friend bool operator==(const ClosureRequest&, const ClosureRequest&) = default;
};

// The days that tasks hang on.
enum class ReferenceKind {
  kUnspecified = 0,
  kReport = 1,
  kScreening = 2,
  kOperation = 3,
  kArrest = 4,
  kFirstCharge = 5,
  kArraignment = 6,
  kTrialStart = 7,
  kVerdict = 8,
  kRescue = 9,
  kDocumentRequested = 10,
  kDocumentObtained = 11,
  kDocumentCertified = 12,
  kDocumentServed = 13,
};

// A day that somebody entered: of what the case's records do not tell, or may not.
struct ReferenceDate {
  ReferenceKind kind = ReferenceKind::kUnspecified;
  // Absent = it was entered, and then said never to have been.
  std::optional<absl::CivilDay> date = std::nullopt;
  std::string recorder = {};
  absl::Time record_time = {};
  // Why it was moved or taken back; empty the first time.
  std::string reason = {};

  friend bool operator==(const ReferenceDate&, const ReferenceDate&) = default;
};

// A template of tasks that applies to a case.
struct AppliedTemplate {
  std::string id = {};
  int32_t version = 0;
  // Since when.
  absl::CivilDay date = {};
  std::string recorder = {};
  absl::Time record_time = {};

  friend bool operator==(const AppliedTemplate&, const AppliedTemplate&) = default;
};

// What a flag warns of.
enum class FlagKind {
  kUnspecified = 0,
  kSafetyRisk = 1,
  kMedia = 2,
  kChild = 3,
  kFlightRisk = 4,
  kMedical = 5,
  kConflictOfInterest = 6,
  kOther = 7,
};

}  // namespace amparo::cases
