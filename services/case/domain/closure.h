// The closing of a case: asked for by whoever works on it, decided by a supervisor who is somebody else. A case that
// was not disposed of says by a code why it is closed all the same, and none of its charges waits for a verdict.
#pragma once

#include <optional>
#include <string>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/case/domain/case.h"
#include "services/case/domain/decision.h"

namespace amparo::cases {

// A word on the closing of a case as a caller says it.
struct ClosureInput {
  absl::CivilDay date = {};
  std::string reason = {};
  // A caller's identity.
  std::string actor = {};
  // Of a request to close a case that was not disposed of.
  ClosureReason closure_reason = ClosureReason::kUnspecified;
};

// What a caller does about the closing of a case.
enum class ClosureAct { kRequest, kApprove, kReject, kWithdraw };

// The most requests that one case keeps.
inline constexpr std::size_t kMostClosureRequests = 100;

// Notes what is wrong with a word by itself: a day in the future, a reason that is missing (of a request or a
// rejection) or too long, a coded one of anything but a request.
void CheckClosure(const ClosureInput& input, ClosureAct act, absl::CivilDay today, Violations& violations);

// The request that waits for a decision, or null.
const ClosureRequest* PendingClosure(const Case& value);

// The case with a request to close it. Refused CASE_STAGE unless it is in INVESTIGATION, OPERATION, PROSECUTION or
// DISPOSED, CLOSURE_PENDING, BEFORE_LAST_MOVE, CHARGES_WITHOUT_VERDICT, CLOSURE_REASON_NEEDED without a coded reason
// unless it is DISPOSED, CASE_DISPOSED with one when it is, TOO_MANY_CLOSURE_REQUESTS.
Decision<Case> RequestClosure(Case value, const ClosureInput& input, const ChargeFacts& facts, absl::Time now);

// The case closed as it was asked for. Refused CLOSURE_NOT_REQUESTED, OWN_CLOSURE_REQUEST by who asked for it,
// BEFORE_CLOSURE_REQUEST, CLOSURE_REASON_NEEDED or CASE_DISPOSED for a request whose code is not for the stage,
// CHARGES_WITHOUT_VERDICT when somebody was charged since.
Decision<Case> ApproveClosure(Case value, const ClosureInput& input, const ChargeFacts& facts, absl::Time now);

// The case as it is, its request rejected. Refused as ApproveClosure.
Decision<Case> RejectClosure(Case value, const ClosureInput& input, absl::Time now);

// The case as it is, its request taken back by who made it. Refused CLOSURE_NOT_REQUESTED, OTHERS_CLOSURE_REQUEST,
// BEFORE_CLOSURE_REQUEST.
Decision<Case> WithdrawClosure(Case value, const ClosureInput& input, absl::Time now);

}  // namespace amparo::cases
