// Police operations: planned, released, carried out at one or more sites at one moment, and what came of each site.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "services/case/domain/decision.h"
#include "services/case/domain/names.h"

namespace amparo::cases {

// Where an operation stands. The numbers are those of the protos.
enum class OperationState { kUnspecified = 0, kPlanned = 1, kApproved = 2, kExecuted = 3, kCancelled = 4 };

// What came of a site. The numbers are those of the protos.
enum class SiteOutcome { kUnspecified = 0, kSucceeded = 1, kFailedTippedOff = 2, kFailedNoOneFound = 3, kAborted = 4 };

// The bounds of an operation.
inline constexpr int kMostSites = 20;
inline constexpr int kMostPeople = 10000;

// One place of an operation.
struct OperationSite {
  // 1, 2, ... in the order planned.
  int number = 0;
  Uuid venue = {};
  SiteOutcome outcome = SiteOutcome::kUnspecified;
  int adults_rescued = 0;
  int minors_rescued = 0;
  int arrests = 0;

  friend bool operator==(const OperationSite&, const OperationSite&) = default;
};

// A police operation.
struct Operation {
  OperationName name = {};
  OperationState state = OperationState::kUnspecified;
  // The one moment at which the teams go in, at all sites.
  absl::Time start_time = {};
  std::string partner_unit = {};
  std::vector<OperationSite> sites = {};
  // The operation of the same case that this one follows up.
  std::optional<Uuid> follows = std::nullopt;
  // Identities.
  std::string planner = {};
  std::string approver = {};
  std::string cancel_reason = {};
};

// What a team reports of one site.
struct SiteReport {
  int site = 0;
  SiteOutcome outcome = SiteOutcome::kUnspecified;
  int adults_rescued = 0;
  int minors_rescued = 0;
  int arrests = 0;
};

// Notes what is wrong with a plan: unit, number of sites, a venue twice. `plan` is the plan in words, which is kept
// sealed and not in Operation.
void CheckOperation(const Operation& operation, std::string_view plan, Violations& violations);

// Notes what is wrong with an operation that comes with its history (an import): all of CheckOperation; outcomes as
// RecordSiteOutcome would take them; and a state that agrees with them (outcomes at all sites: EXECUTED; at some:
// APPROVED; a reason when CANCELLED). `state` may be unspecified: DerivedState then says it.
void CheckWholeOperation(const Operation& operation, std::string_view plan, absl::Time now, Violations& violations);

// The state that the outcomes prove: EXECUTED when every site has one, APPROVED when some have, else the operation's
// own (PLANNED when unspecified).
OperationState DerivedState(const Operation& operation);

// The operation as PLANNED by `planner`, sites numbered.
Operation Planned(Operation operation, std::string_view planner);

// The operation as APPROVED by `approver`. Refused OPERATION_NOT_PLANNED, or APPROVER_IS_PLANNER: two people must know.
Decision<Operation> Approve(Operation operation, std::string_view approver);

// The operation with what came of one site; EXECUTED when that was the last. Refused OPERATION_NOT_APPROVED,
// OPERATION_NOT_STARTED, SITE_OUTCOME_ALREADY_RECORDED. Violations: no such site, no outcome, counts out of bounds or
// of people rescued without success.
Decision<Operation> RecordSiteOutcome(Operation operation, const SiteReport& report, absl::Time now);

// The operation CANCELLED. Refused OPERATION_NOT_CANCELLABLE once executed, cancelled or with an outcome. Violation:
// the reason's length (1 to 1000).
Decision<Operation> Cancel(Operation operation, std::string_view reason);

}  // namespace amparo::cases
