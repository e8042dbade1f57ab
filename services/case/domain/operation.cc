#include "services/case/domain/operation.h"

#include <algorithm>
#include <set>
#include <utility>

#include "common/base/strings.h"

namespace amparo::cases {
namespace {

bool HasOutcome(const OperationSite& site) {
  return site.outcome != SiteOutcome::kUnspecified;
}

bool AnyOutcome(const Operation& operation) {
  return std::any_of(operation.sites.begin(), operation.sites.end(), HasOutcome);
}

bool AllOutcomes(const Operation& operation) {
  return !operation.sites.empty() && std::all_of(operation.sites.begin(), operation.sites.end(), HasOutcome);
}

void CheckCount(int count, std::string_view field, Violations& violations) {
  violations.Require(count >= 0 && count <= kMostPeople, field, "must be 0 to 10000");
}

// The counts of a site or a report; both have the same fields.
template <typename Counts>
void CheckCounts(const Counts& counts, std::string_view prefix, Violations& violations) {
  const bool succeeded = counts.outcome == SiteOutcome::kSucceeded;
  CheckCount(counts.adults_rescued, StrCat(prefix, "adults_rescued"), violations);
  CheckCount(counts.minors_rescued, StrCat(prefix, "minors_rescued"), violations);
  CheckCount(counts.arrests, StrCat(prefix, "arrests"), violations);
  violations.Require(succeeded || counts.adults_rescued == 0, StrCat(prefix, "adults_rescued"),
                     "only a site that SUCCEEDED has people rescued");
  violations.Require(succeeded || counts.minors_rescued == 0, StrCat(prefix, "minors_rescued"),
                     "only a site that SUCCEEDED has people rescued");
}

void CheckImportedSite(const Operation& operation, std::size_t index, absl::Time now, Violations& violations) {
  const OperationSite& site = operation.sites[index];
  const std::string prefix = StrCat("sites[", index, "].");
  CheckCounts(site, prefix, violations);
  if (!HasOutcome(site)) {
    violations.Require(site.arrests == 0, prefix + "arrests", "only a site with an outcome has arrests");
    return;
  }
  violations.Require(operation.start_time <= now, prefix + "outcome", "must not be before the start time");
}

// The violations of `report` against `operation`; answers the site it speaks of, or null.
OperationSite* CheckReport(Operation& operation, const SiteReport& report, Violations& violations) {
  const auto site = std::find_if(operation.sites.begin(), operation.sites.end(),
                                 [&](const OperationSite& one) { return one.number == report.site; });
  violations.Require(site != operation.sites.end(), "site", "must be the number of a site of the operation");
  violations.Require(report.outcome != SiteOutcome::kUnspecified, "outcome", "must be given");
  CheckCounts(report, "", violations);
  return site == operation.sites.end() ? nullptr : &*site;
}

}  // namespace

void CheckOperation(const Operation& operation, std::string_view plan, Violations& violations) {
  violations.RequireText(operation.partner_unit, {.min = 1, .max = 200}, "partner_unit");
  violations.RequireText(plan, {.min = 0, .max = 20000}, "plan");
  violations.Require(!operation.sites.empty() && operation.sites.size() <= kMostSites, "sites", "must be 1 to 20");
  std::set<Uuid> venues;
  for (std::size_t i = 0; i < operation.sites.size(); ++i) {
    violations.Require(venues.insert(operation.sites[i].venue).second, StrCat("sites[", i, "].venue"),
                       "must be another venue than that of the sites before");
  }
}

void CheckWholeOperation(const Operation& operation, std::string_view plan, absl::Time now, Violations& violations) {
  CheckOperation(operation, plan, violations);
  for (std::size_t i = 0; i < operation.sites.size(); ++i) CheckImportedSite(operation, i, now, violations);
  const OperationState state = operation.state;
  const bool cancelled = state == OperationState::kCancelled;
  violations.Require(state == OperationState::kUnspecified || cancelled || state == DerivedState(operation), "state",
                     "must agree with the outcomes of the sites");
  violations.Require(state != OperationState::kExecuted || AllOutcomes(operation), "state",
                     "EXECUTED needs an outcome at every site");
  violations.Require(!cancelled || !AnyOutcome(operation), "state", "a CANCELLED operation has no outcomes");
  violations.RequireText(operation.cancel_reason, {.min = cancelled ? 1u : 0u, .max = cancelled ? 1000u : 0u},
                         "cancel_reason");
  violations.RequireText(operation.planner, {.min = 0, .max = 200}, "planner");
  violations.RequireText(operation.approver, {.min = 0, .max = 200}, "approver");
  violations.Require(operation.approver.empty() || operation.approver != operation.planner, "approver",
                     "must not be the planner");
}

OperationState DerivedState(const Operation& operation) {
  if (AllOutcomes(operation)) return OperationState::kExecuted;
  if (AnyOutcome(operation)) return OperationState::kApproved;
  return operation.state == OperationState::kUnspecified ? OperationState::kPlanned : operation.state;
}

Operation Planned(Operation operation, std::string_view planner) {
  operation.state = OperationState::kPlanned;
  operation.planner = std::string(planner);
  operation.approver.clear();
  operation.cancel_reason.clear();
  int number = 0;
  for (OperationSite& site : operation.sites) site = OperationSite{.number = ++number, .venue = site.venue};
  return operation;
}

Decision<Operation> Approve(Operation operation, std::string_view approver) {
  if (operation.state != OperationState::kPlanned) {
    return Refusal{"OPERATION_NOT_PLANNED", "only a PLANNED operation can be approved"};
  }
  if (operation.planner == approver) {
    return Refusal{"APPROVER_IS_PLANNER", "an operation is approved by somebody other than its planner"};
  }
  operation.state = OperationState::kApproved;
  operation.approver = std::string(approver);
  return operation;
}

Decision<Operation> RecordSiteOutcome(Operation operation, const SiteReport& report, absl::Time now) {
  Violations violations;
  OperationSite* site = CheckReport(operation, report, violations);
  if (!violations.empty()) return violations;
  if (HasOutcome(*site)) return Refusal{"SITE_OUTCOME_ALREADY_RECORDED", "the site has an outcome"};
  if (operation.state != OperationState::kApproved) {
    return Refusal{"OPERATION_NOT_APPROVED", "only an APPROVED operation has outcomes"};
  }
  if (now < operation.start_time) {
    return Refusal{"OPERATION_NOT_STARTED", "nothing comes of an operation before its start time"};
  }
  site->outcome = report.outcome;
  site->adults_rescued = report.adults_rescued;
  site->minors_rescued = report.minors_rescued;
  site->arrests = report.arrests;
  operation.state = DerivedState(operation);
  return operation;
}

Decision<Operation> Cancel(Operation operation, std::string_view reason) {
  Violations violations;
  violations.RequireText(reason, {.min = 1, .max = 1000}, "reason");
  if (!violations.empty()) return violations;
  const bool open = operation.state == OperationState::kPlanned || operation.state == OperationState::kApproved;
  if (!open || AnyOutcome(operation)) {
    return Refusal{"OPERATION_NOT_CANCELLABLE",
                   "only a PLANNED or APPROVED operation without outcomes can be called off"};
  }
  operation.state = OperationState::kCancelled;
  operation.cancel_reason = std::string(reason);
  return operation;
}

}  // namespace amparo::cases
