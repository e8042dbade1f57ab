#include "services/case/domain/closure.h"

#include <utility>

#include "common/base/strings.h"

namespace amparo::cases {
namespace {

ClosureWord ClosureWordOf(const ClosureInput& input, absl::Time now) {
  return {.actor = input.actor, .date = input.date, .record_time = now, .reason = input.reason};
}

// Why nothing can be decided on that day on the request that is pending, by whomever.
std::optional<Refusal> RefuseDecision(const Case& value, const ClosureInput& input) {
  const ClosureRequest* const pending = PendingClosure(value);
  if (pending == nullptr) return Refusal{"CLOSURE_NOT_REQUESTED", "nobody has asked for the closing of this case"};
  if (input.date < pending->request.date) {
    return Refusal{"BEFORE_CLOSURE_REQUEST", "effective_date must not be before the request to close the case"};
  }
  return std::nullopt;
}

// The same for a supervisor, who decides on what others ask for.
std::optional<Refusal> RefuseSupervisor(const Case& value, const ClosureInput& input) {
  if (auto refusal = RefuseDecision(value, input)) return refusal;
  if (PendingClosure(value)->request.actor == input.actor) {
    return Refusal{"OWN_CLOSURE_REQUEST", "who asked for the closing of a case does not decide on it"};
  }
  return std::nullopt;
}

// Why the coded reason of a request is not for the stage that the case is in.
std::optional<Refusal> RefuseCode(const Case& value, ClosureReason reason) {
  const bool disposed = value.stage == Stage::kDisposed;
  const bool coded = reason != ClosureReason::kUnspecified;
  if (disposed && coded) {
    return Refusal{"CASE_DISPOSED", "a case in DISPOSED is closed because it is: it has no other closure_reason"};
  }
  if (!disposed && !coded) {
    return Refusal{"CLOSURE_REASON_NEEDED",
                   StrCat("a case in ", StageWord(value.stage), " is closed for a coded reason, its closure_reason")};
  }
  return std::nullopt;
}

// Why the closing of a case cannot be asked for.
std::optional<Refusal> RefuseRequest(const Case& value, const ClosureInput& input, const ChargeFacts& facts) {
  if (!NextStage(value, CaseAct::kClose)) {
    return Refusal{"CASE_STAGE", StrCat("RequestClosure is for a case in ", StagesFor(CaseAct::kClose),
                                        "; this one is in ", StageWord(value.stage))};
  }
  if (PendingClosure(value) != nullptr) {
    return Refusal{"CLOSURE_PENDING", "the closing of this case was asked for and is not decided on yet"};
  }
  if (input.date < value.stage_changes.back().effective_date) {
    return Refusal{"BEFORE_LAST_MOVE", "effective_date must not be before the case's last move"};
  }
  if (auto refusal = RefuseClosing(facts)) return refusal;
  if (auto refusal = RefuseCode(value, input.closure_reason)) return refusal;
  if (value.closure_requests.size() >= kMostClosureRequests) {
    return Refusal{"TOO_MANY_CLOSURE_REQUESTS", "the closing of this case was asked for more often than a case keeps"};
  }
  return std::nullopt;
}

void EndPending(const ClosureInput& input, ClosureState state, absl::Time now, Case& value) {
  value.closure_requests.back().state = state;
  value.closure_requests.back().decision = ClosureWordOf(input, now);
}

}  // namespace

void CheckClosure(const ClosureInput& input, ClosureAct act, absl::CivilDay today, Violations& violations) {
  const bool needs_reason = act == ClosureAct::kRequest || act == ClosureAct::kReject;
  violations.RequireText(input.reason, {needs_reason ? 1u : 0u, 1000}, "reason");
  violations.Require(input.date <= today, "effective_date", "must not be in the future");
  violations.Require(act == ClosureAct::kRequest || input.closure_reason == ClosureReason::kUnspecified,
                     "closure_reason", "is for RequestClosure only");
}

const ClosureRequest* PendingClosure(const Case& value) {
  if (value.closure_requests.empty()) return nullptr;
  const ClosureRequest& last = value.closure_requests.back();
  return last.state == ClosureState::kPending ? &last : nullptr;
}

Decision<Case> RequestClosure(Case value, const ClosureInput& input, const ChargeFacts& facts, absl::Time now) {
  if (auto refusal = RefuseRequest(value, input, facts)) return *refusal;
  value.closure_requests.push_back(
      {.state = ClosureState::kPending, .request = ClosureWordOf(input, now), .closure_reason = input.closure_reason});
  return value;
}

Decision<Case> ApproveClosure(Case value, const ClosureInput& input, const ChargeFacts& facts, absl::Time now) {
  if (auto refusal = RefuseSupervisor(value, input)) return *refusal;
  // A request that was imported, or kept by a release without codes, may have none, or one that is not for the stage.
  const ClosureReason reason = PendingClosure(value)->closure_reason;
  if (NextStage(value, CaseAct::kClose)) {
    if (auto refusal = RefuseCode(value, reason)) return *refusal;
  }
  const CaseActInput close{.act = CaseAct::kClose,
                           .effective_date = input.date,
                           .reason = input.reason,
                           .actor = input.actor,
                           .closure_reason = reason};
  if (auto refusal = ApplyCaseAct(close, facts, now, value)) return *refusal;
  EndPending(input, ClosureState::kApproved, now, value);
  return value;
}

Decision<Case> RejectClosure(Case value, const ClosureInput& input, absl::Time now) {
  if (auto refusal = RefuseSupervisor(value, input)) return *refusal;
  EndPending(input, ClosureState::kRejected, now, value);
  return value;
}

Decision<Case> WithdrawClosure(Case value, const ClosureInput& input, absl::Time now) {
  if (auto refusal = RefuseDecision(value, input)) return *refusal;
  if (PendingClosure(value)->request.actor != input.actor) {
    return Refusal{"OTHERS_CLOSURE_REQUEST", "a request is taken back by who made it; a supervisor may reject it"};
  }
  EndPending(input, ClosureState::kWithdrawn, now, value);
  return value;
}

}  // namespace amparo::cases
