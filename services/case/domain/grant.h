// What people may do: who has which role in which office, from when and until when; who gives roles, and who takes them
// back.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "services/case/domain/case.h"
#include "services/case/domain/names.h"
#include "services/case/domain/violations.h"

namespace amparo::cases {

// A role of people. The numbers are those of the contract (amparo.options.v1.Role) and of the database; that of
// services is none of them.
enum class GrantedRole {
  kUnspecified = 0,
  kIntake = 1,
  kInvestigator = 2,
  kAttorney = 3,
  kParalegal = 4,
  kSocialWorker = 5,
  kSupervisor = 6,
  kAuditor = 7,
  kPlanner = 8,
  kStatistician = 9,
  kBatch = 10,
  kOps = 11,
};

// That a grant was taken back.
struct GrantRevocation {
  absl::Time time = {};
  // A caller's identity.
  std::string revoker = {};
  std::string reason = {};

  friend bool operator==(const GrantRevocation&, const GrantRevocation&) = default;
};

// A role of a person in the office of its name.
struct RoleGrant {
  GrantName name = {};
  // "spiffe://amparo/people/<subject>".
  std::string principal = {};
  GrantedRole role = GrantedRole::kUnspecified;
  // In force from `start_time` on, which only a request may lack, and before `end_time`, if it has one.
  std::optional<absl::Time> start_time = std::nullopt;
  std::optional<absl::Time> end_time = std::nullopt;
  std::string reason = {};
  // A caller's identity.
  std::string granter = {};
  // Absent = it stands, as far as its times go.
  std::optional<GrantRevocation> revocation = std::nullopt;
};

// Who gives roles and takes them back, as far as the rules ask. They supervise in the office, or have the role ops.
struct GrantGiver {
  // A caller's identity.
  std::string identity = {};
  // They have the role ops in the office.
  bool ops = false;
};

// True for what may be the identity of a person: the subject is 1 to 100 of a-z, 0-9, dot, dash, underscore.
bool IsPersonIdentity(std::string_view identity);

// Notes what is wrong with a grant as it is asked for: whose it is, its role, its times by themselves, its reason;
// paths are bare.
void CheckGrant(const RoleGrant& value, Violations& violations);

// Notes what is wrong with a revocation: its reason.
void CheckGrantRevocation(const GrantRevocation& value, Violations& violations);

// Why `by` may not give this at `now`: GRANT_TO_ONESELF, ROLE_NOT_YOURS_TO_GIVE, GRANT_OVER.
std::optional<Refusal> RefuseGrant(const RoleGrant& value, const GrantGiver& by, absl::Time now);

// The grant as it begins at `now`: for no time that has passed.
RoleGrant BeginGrant(RoleGrant value, std::string granter, absl::Time now);

// True when both are in force at some time, as far as their times go.
bool Overlap(const RoleGrant& a, const RoleGrant& b);

// Why `by` may not take this back: ROLE_NOT_YOURS_TO_GIVE.
std::optional<Refusal> RefuseGrantRevocation(const RoleGrant& value, const GrantGiver& by);

// The grant, taken back.
RoleGrant RevokedGrant(RoleGrant value, GrantRevocation revocation);

}  // namespace amparo::cases
