#include "services/case/domain/operation.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "common/base/strings.h"

namespace amparo::cases {
namespace {

bool HasOutcome(const OperationSite& site) {
  return site.outcome != SiteOutcome::kUnspecified;
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

void CheckResources(const Operation& operation, Violations& violations) {
  violations.Require(operation.resources.size() <= kMostResources, "resources", "must be at most 50");
  for (std::size_t i = 0; i < operation.resources.size(); ++i) {
    const OperationResource& resource = operation.resources[i];
    const std::string prefix = StrCat("resources[", i, "].");
    violations.Require(resource.kind != ResourceKind::kUnspecified, prefix + "kind", "must be given");
    violations.Require(resource.quantity >= 1 && resource.quantity <= kMostPeople, prefix + "quantity",
                       "must be 1 to 10000");
    violations.RequireText(resource.note, {.min = 0, .max = 200}, prefix + "note");
  }
}

// The first version of a plan.
PlanVersion FirstVersion(std::string_view author, absl::Time now) {
  return {.number = 1, .authors = {std::string(author)}, .create_time = now, .update_time = now, .record_version = 1};
}

// What is wrong with when the team was at a site, which depends on the operation.
void CheckPresence(const Operation& operation, const SiteReport& report, absl::Time now, Violations& violations) {
  if (report.entry_time) {
    violations.Require(*report.entry_time >= operation.start_time && *report.entry_time <= now, "entry_time",
                       "must not be before the start time, nor in the future");
  }
  if (report.exit_time) {
    violations.Require(*report.exit_time >= operation.start_time && *report.exit_time <= now, "exit_time",
                       "must not be before the start time, nor in the future");
  }
}

bool WroteOf(const Operation& operation, std::string_view person) {
  if (operation.plan_versions.empty()) return operation.planner == person;
  const std::vector<std::string>& authors = operation.plan_versions.back().authors;
  return std::find(authors.begin(), authors.end(), person) != authors.end();
}

void TakePlan(const Operation& wanted, Operation& operation) {
  operation.start_time = wanted.start_time;
  operation.partner_unit = wanted.partner_unit;
  operation.resources = wanted.resources;
  operation.follows = wanted.follows;
  operation.sites.clear();
  for (const OperationSite& site : wanted.sites) {
    operation.sites.push_back({.number = static_cast<int>(operation.sites.size()) + 1, .venue = site.venue});
  }
}

// The violations of `report` against `operation`; answers the site it speaks of, or null.
OperationSite* CheckReport(Operation& operation, const SiteReport& report, Violations& violations) {
  const auto site = std::find_if(operation.sites.begin(), operation.sites.end(),
                                 [&](const OperationSite& one) { return one.number == report.site; });
  violations.Require(site != operation.sites.end(), "site", "must be the number of a site of the operation");
  CheckSiteReport(report, violations);
  return site == operation.sites.end() ? nullptr : &*site;
}

void TakeReport(const SiteReport& report, OperationSite& site) {
  site.outcome = report.outcome;
  site.adults_rescued = report.adults_rescued;
  site.minors_rescued = report.minors_rescued;
  site.arrests = report.arrests;
  site.entry_time = report.entry_time;
  site.exit_time = report.exit_time;
}

// What was reported of a site.
SiteReport ReportedOf(const OperationSite& site) {
  return {.site = site.number,
          .outcome = site.outcome,
          .adults_rescued = site.adults_rescued,
          .minors_rescued = site.minors_rescued,
          .arrests = site.arrests,
          .entry_time = site.entry_time,
          .exit_time = site.exit_time};
}

// Refuses an outcome that counts fewer people than are recorded one by one.
std::optional<Refusal> RefuseFewer(const Operation& operation, const SiteReport& right) {
  int adults = 0;
  int children = 0;
  for (const FreedPerson& person : operation.freed_people) {
    if (person.site == right.site && !person.strike) ++(person.child ? children : adults);
  }
  if (adults > right.adults_rescued || children > right.minors_rescued) {
    return Refusal{"FREED_PEOPLE_RECORDED", StrCat(adults, " adults and ", children,
                                                   " children are recorded one by one; strike out those who are not")};
  }
  const auto arrests =
      std::count_if(operation.arrests.begin(), operation.arrests.end(),
                    [&right](const Arrest& arrest) { return arrest.site == right.site && !arrest.strike; });
  if (arrests > right.arrests) {
    return Refusal{"ARRESTS_RECORDED",
                   StrCat(arrests, " arrests are recorded one by one; strike out those that are not")};
  }
  return std::nullopt;
}

}  // namespace

bool IsFailure(SiteOutcome outcome) {
  return outcome != SiteOutcome::kUnspecified && outcome != SiteOutcome::kSucceeded;
}

bool AnyOutcome(const Operation& operation) {
  return std::any_of(operation.sites.begin(), operation.sites.end(), HasOutcome);
}

void CheckOperation(const Operation& operation, std::string_view plan, Violations& violations) {
  violations.RequireText(operation.partner_unit, {.min = 1, .max = 200}, "partner_unit");
  violations.RequireText(plan, {.min = 0, .max = 20000}, "plan");
  violations.Require(!operation.sites.empty() && operation.sites.size() <= kMostSites, "sites", "must be 1 to 20");
  std::set<Uuid> venues;
  for (std::size_t i = 0; i < operation.sites.size(); ++i) {
    violations.Require(venues.insert(operation.sites[i].venue).second, StrCat("sites[", i, "].venue"),
                       "must be another venue than that of the sites before");
  }
  CheckResources(operation, violations);
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
  CheckReaders(operation.compartment.readers, operation.start_time, violations);
}

OperationState DerivedState(const Operation& operation) {
  if (AllOutcomes(operation)) return OperationState::kExecuted;
  if (AnyOutcome(operation)) return OperationState::kApproved;
  return operation.state == OperationState::kUnspecified ? OperationState::kPlanned : operation.state;
}

Operation Planned(Operation operation, std::string_view planner, absl::Time now) {
  operation.state = OperationState::kPlanned;
  operation.planner = std::string(planner);
  operation.approver.clear();
  operation.cancel_reason.clear();
  operation.plan_versions = {FirstVersion(planner, now)};
  operation.freed_people.clear();
  operation.arrests.clear();
  int number = 0;
  for (OperationSite& site : operation.sites) site = OperationSite{.number = ++number, .venue = site.venue};
  return operation;
}

void CompleteImported(std::string_view importer, absl::Time now, Operation& operation) {
  operation.state = DerivedState(operation);
  if (operation.planner.empty()) operation.planner = std::string(importer);
  PlanVersion version = FirstVersion(operation.planner, now);
  version.approver = operation.approver;
  operation.plan_versions = {std::move(version)};
  operation.compartment = NewCompartment(operation.compartment.readers, importer, operation.start_time, now);
}

Decision<Operation> Replan(Operation operation, const Operation& wanted, std::string_view author, absl::Time now,
                           int64_t record_version) {
  const bool approved = operation.state == OperationState::kApproved;
  if (AnyOutcome(operation) && approved) {
    return Refusal{"OPERATION_UNDER_WAY", "a plan is not changed once a site has an outcome"};
  }
  if (!approved && operation.state != OperationState::kPlanned) {
    return Refusal{"OPERATION_CLOSED", "only the plan of a PLANNED or APPROVED operation can be changed"};
  }
  if (approved && operation.plan_versions.size() >= kMostPlanVersions) {
    return Refusal{"TOO_MANY_PLAN_VERSIONS", "the plan was changed more often than is kept"};
  }
  Decision<Compartment> moved =
      MovedStart(operation.compartment, wanted.start_time - operation.start_time, author, now);
  if (!moved.ok()) return *moved.refusal();
  operation.compartment = std::move(moved.value());
  TakePlan(wanted, operation);
  if (approved || operation.plan_versions.empty()) {
    PlanVersion version = FirstVersion(author, now);
    version.number = operation.plan_version() + 1;
    operation.plan_versions.push_back(std::move(version));
    operation.state = OperationState::kPlanned;
    operation.approver.clear();
  }
  PlanVersion& present = operation.plan_versions.back();
  if (!WroteOf(operation, author)) present.authors.emplace_back(author);
  present.update_time = now;
  present.record_version = record_version;
  return operation;
}

Decision<Operation> Approve(Operation operation, std::string_view approver, absl::Time now) {
  if (operation.state != OperationState::kPlanned) {
    return Refusal{"OPERATION_NOT_PLANNED", "only a PLANNED operation can be approved"};
  }
  if (WroteOf(operation, approver)) {
    return Refusal{"APPROVER_IS_PLANNER", "an operation is approved by somebody other than its planner"};
  }
  operation.state = OperationState::kApproved;
  operation.approver = std::string(approver);
  if (!operation.plan_versions.empty()) {
    operation.plan_versions.back().approver = operation.approver;
    operation.plan_versions.back().approve_time = now;
  }
  return operation;
}

void CheckSiteReport(const SiteReport& report, Violations& violations) {
  violations.Require(report.outcome != SiteOutcome::kUnspecified, "outcome", "must be given");
  CheckCounts(report, "", violations);
  const bool left_early = report.entry_time && report.exit_time && *report.exit_time < *report.entry_time;
  violations.Require(!left_early, "exit_time", "must not be before entry_time");
}

void CheckOperationReason(std::string_view reason, Violations& violations) {
  violations.RequireText(reason, {.min = 1, .max = 1000}, "reason");
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
  CheckPresence(operation, report, now, violations);
  if (!violations.empty()) return violations;
  TakeReport(report, *site);
  operation.state = DerivedState(operation);
  return operation;
}

Decision<Operation> CorrectSiteOutcome(Operation operation, const SiteReport& right, std::string_view reason,
                                       std::string_view corrector, absl::Time now) {
  Violations violations;
  OperationSite* site = CheckReport(operation, right, violations);
  CheckOperationReason(reason, violations);
  CheckPresence(operation, right, now, violations);
  if (!violations.empty()) return violations;
  if (!HasOutcome(*site)) return Refusal{"SITE_HAS_NO_OUTCOME", "only an outcome that is recorded is corrected"};
  if (auto refusal = RefuseFewer(operation, right)) return *std::move(refusal);
  if (site->corrections.size() >= kMostSiteCorrections) {
    return Refusal{"TOO_MANY_CORRECTIONS", "the outcome was corrected more often than is kept"};
  }
  site->corrections.push_back(
      {.before = ReportedOf(*site), .reason = std::string(reason), .corrector = std::string(corrector), .time = now});
  TakeReport(right, *site);
  if (!IsFailure(site->outcome)) site->failure.reset();
  return operation;
}

Decision<Operation> Cancel(Operation operation, std::string_view reason) {
  Violations violations;
  CheckOperationReason(reason, violations);
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
