// Police operations: planned in versions, released, carried out at one or more sites at one moment, and what came of
// each site. Who may know of it is its compartment's (compartment.h), the people freed and arrested stand in
// operation_people.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "services/case/domain/compartment.h"
#include "services/case/domain/decision.h"
#include "services/case/domain/names.h"

namespace amparo::cases {

// Where an operation stands. The numbers are those of the protos.
enum class OperationState { kUnspecified = 0, kPlanned = 1, kApproved = 2, kExecuted = 3, kCancelled = 4 };

// What came of a site. The numbers are those of the protos.
enum class SiteOutcome {
  kUnspecified = 0,
  kSucceeded = 1,
  kFailedTippedOff = 2,
  kFailedNoOneFound = 3,
  kAborted = 4,
  kFailedPlaceClosed = 5,
  kFailedUnitAbsent = 6,
  kFailedNoAccess = 7,
};

// Why a site failed. The numbers are those of the protos.
enum class FailureCause {
  kUnspecified = 0,
  kLeakInUnit = 1,
  kLeakInOrganisation = 2,
  kLeakElsewhere = 3,
  kSurveillanceNoticed = 4,
  kWrongInformation = 5,
  kMoved = 6,
  kDelay = 7,
  kUnitDidNotAct = 8,
  kOther = 9,
  kUnknown = 10,
};

// What an operation needs. The numbers are those of the protos.
enum class ResourceKind {
  kUnspecified = 0,
  kOfficer = 1,
  kInvestigator = 2,
  kSocialWorker = 3,
  kInterpreter = 4,
  kMedic = 5,
  kLawyer = 6,
  kVehicle = 7,
  kShelterPlace = 8,
  kEquipment = 9,
  kOther = 10,
};

// The bounds of an operation.
inline constexpr int kMostSites = 20;
inline constexpr int kMostPeople = 10000;
inline constexpr int kMostResources = 50;
inline constexpr int kMostPlanVersions = 200;
inline constexpr std::size_t kMostSiteCorrections = 100;

// Something that it needs.
struct OperationResource {
  ResourceKind kind = ResourceKind::kUnspecified;
  int quantity = 0;
  std::string note = {};

  friend bool operator==(const OperationResource&, const OperationResource&) = default;
};

// Why a site failed, as somebody found out.
struct SiteFailure {
  FailureCause cause = FailureCause::kUnspecified;
  std::string narrative = {};
  // An identity.
  std::string analyst = {};
  absl::Time analyze_time = {};

  friend bool operator==(const SiteFailure&, const SiteFailure&) = default;
};

// What a team reports of one site.
struct SiteReport {
  int site = 0;
  SiteOutcome outcome = SiteOutcome::kUnspecified;
  int adults_rescued = 0;
  int minors_rescued = 0;
  int arrests = 0;
  std::optional<absl::Time> entry_time = std::nullopt;
  std::optional<absl::Time> exit_time = std::nullopt;

  friend bool operator==(const SiteReport&, const SiteReport&) = default;
};

// What had been recorded of a site, and was wrong.
struct SiteCorrection {
  SiteReport before = {};
  std::string reason = {};
  // An identity.
  std::string corrector = {};
  absl::Time time = {};

  friend bool operator==(const SiteCorrection&, const SiteCorrection&) = default;
};

// One place of an operation.
struct OperationSite {
  // 1, 2, ... in the order planned.
  int number = 0;
  Uuid venue = {};
  SiteOutcome outcome = SiteOutcome::kUnspecified;
  int adults_rescued = 0;
  int minors_rescued = 0;
  int arrests = 0;
  // When the team went in and left, as far as known.
  std::optional<absl::Time> entry_time = std::nullopt;
  std::optional<absl::Time> exit_time = std::nullopt;
  std::optional<SiteFailure> failure = std::nullopt;
  // In order.
  std::vector<SiteCorrection> corrections = {};

  friend bool operator==(const OperationSite&, const OperationSite&) = default;
};

// A version of the plan.
struct PlanVersion {
  // 1, 2, ...
  int number = 0;
  // Everyone who wrote of it, in the order they first did.
  std::vector<std::string> authors = {};
  absl::Time create_time = {};
  absl::Time update_time = {};
  std::string approver = {};
  std::optional<absl::Time> approve_time = std::nullopt;
  // The version of the operation's record that has it as it was last written.
  int64_t record_version = 0;

  friend bool operator==(const PlanVersion&, const PlanVersion&) = default;
};

// Says that somebody freed, or an arrest, was recorded in error: they stay on record, and no longer count.
struct EntryStrike {
  std::string reason = {};
  // An identity.
  std::string striker = {};
  absl::Time time = {};

  friend bool operator==(const EntryStrike&, const EntryStrike&) = default;
};

// Somebody who was freed.
struct FreedPerson {
  // 1, 2, ... in the operation; 0 = not recorded yet.
  int number = 0;
  int site = 0;
  bool child = false;
  // A party of the case, or of one of the same matter.
  std::optional<PartyName> survivor = std::nullopt;
  std::string brought_to = {};
  std::optional<absl::Time> brought_time = std::nullopt;
  std::optional<EntryStrike> strike = std::nullopt;

  friend bool operator==(const FreedPerson&, const FreedPerson&) = default;
};

// Somebody who was arrested.
struct Arrest {
  // 1, 2, ... in the operation; 0 = not recorded yet.
  int number = 0;
  int site = 0;
  // A party of the case, or of one of the same matter.
  std::optional<PartyName> accused = std::nullopt;
  std::optional<absl::Time> arrest_time = std::nullopt;
  std::optional<EntryStrike> strike = std::nullopt;

  friend bool operator==(const Arrest&, const Arrest&) = default;
};

// A police operation.
struct Operation {
  OperationName name = {};
  OperationState state = OperationState::kUnspecified;
  // The one moment at which the teams go in, at all sites.
  absl::Time start_time = {};
  std::string partner_unit = {};
  std::vector<OperationSite> sites = {};
  // The operation that this one follows up: of the same case, or of one of the same matter.
  std::optional<OperationName> follows = std::nullopt;
  // Identities: who planned it first, and who approved the present version of the plan.
  std::string planner = {};
  std::string approver = {};
  std::string cancel_reason = {};
  std::vector<OperationResource> resources = {};
  // In order; the last is the present one. Empty only before it is Planned.
  std::vector<PlanVersion> plan_versions = {};
  std::vector<FreedPerson> freed_people = {};
  std::vector<Arrest> arrests = {};
  Compartment compartment = {};

  // The number of the present version of the plan.
  int plan_version() const { return plan_versions.empty() ? 0 : plan_versions.back().number; }
};

// True for an outcome other than success.
bool IsFailure(SiteOutcome outcome);

// True when a site has an outcome.
bool AnyOutcome(const Operation& operation);

// Notes what is wrong with a plan: unit, number of sites, a venue twice, resources. `plan` is the plan in words, which
// is kept sealed and not in Operation.
void CheckOperation(const Operation& operation, std::string_view plan, Violations& violations);

// Notes what is wrong with an operation that comes with its history (an import): all of CheckOperation; outcomes as
// RecordSiteOutcome would take them; and a state that agrees with them (outcomes at all sites: EXECUTED; at some:
// APPROVED; a reason when CANCELLED), and CheckReaders of the list asked for. `state` may be unspecified: DerivedState
// then says it.
void CheckWholeOperation(const Operation& operation, std::string_view plan, absl::Time now, Violations& violations);

// The state that the outcomes prove: EXECUTED when every site has one, APPROVED when some have, else the operation's
// own (PLANNED when unspecified).
OperationState DerivedState(const Operation& operation);

// The operation as PLANNED by `planner` at `now`, sites numbered, with the first version of its plan; its compartment
// is as it was.
Operation Planned(Operation operation, std::string_view planner, absl::Time now = absl::Time());

// Gives an operation that comes with its history what that leaves out: its state, its planner (`importer`), its plan's
// one version, and its compartment, which `importer` keeps; of that the list asked for is there already.
void CompleteImported(std::string_view importer, absl::Time now, Operation& operation);

// The operation with the plan that `wanted` has (start, unit, sites, resources, what it follows), as `author` changed
// it at `now`; the record then has version `record_version`. A plan that was APPROVED gets a new version, which is
// PLANNED. Refused OPERATION_CLOSED, OPERATION_UNDER_WAY, TOO_MANY_PLAN_VERSIONS, TOO_MANY_READERS.
Decision<Operation> Replan(Operation operation, const Operation& wanted, std::string_view author, absl::Time now,
                           int64_t record_version);

// The operation as APPROVED by `approver`. Refused OPERATION_NOT_PLANNED, or APPROVER_IS_PLANNER when they wrote of
// this version of the plan: two people must know.
Decision<Operation> Approve(Operation operation, std::string_view approver, absl::Time now = absl::Time());

// Notes what is wrong with a report whatever the operation: no outcome, counts out of bounds or of people rescued
// without success, a team that left before it went in.
void CheckSiteReport(const SiteReport& report, Violations& violations);

// Notes what is wrong with the reason why an operation is called off, or why what was recorded of it is wrong: its
// length (1 to 1000).
void CheckOperationReason(std::string_view reason, Violations& violations);

// The operation with what came of one site; EXECUTED when that was the last. Refused OPERATION_NOT_APPROVED,
// OPERATION_NOT_STARTED, SITE_OUTCOME_ALREADY_RECORDED. Violations: no such site, those of CheckSiteReport, times
// before the start or in the future.
Decision<Operation> RecordSiteOutcome(Operation operation, const SiteReport& report, absl::Time now);

// The operation with what came of one site in truth, as `corrector` says; what had been recorded stays with the site,
// but for why it failed when it did not. Refused SITE_HAS_NO_OUTCOME, FREED_PEOPLE_RECORDED and ARRESTS_RECORDED when
// more are recorded one by one than would count, TOO_MANY_CORRECTIONS. Violations: those of RecordSiteOutcome, and of
// CheckOperationReason.
Decision<Operation> CorrectSiteOutcome(Operation operation, const SiteReport& right, std::string_view reason,
                                       std::string_view corrector, absl::Time now);

// The operation CANCELLED. Refused OPERATION_NOT_CANCELLABLE once executed, cancelled or with an outcome.
// Violations: those of CheckOperationReason.
Decision<Operation> Cancel(Operation operation, std::string_view reason);

}  // namespace amparo::cases
