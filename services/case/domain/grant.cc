#include "services/case/domain/grant.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "common/base/identity_names.h"
#include "common/base/text.h"

namespace amparo::cases {
namespace {

constexpr TextBounds kGrantReasonBounds{.min = 1, .max = 1000};
constexpr std::size_t kLongestSubject = 100;

// Who oversees others, and who runs the services, is not made by supervisors.
bool IsForSupervisorsToGive(GrantedRole role) {
  switch (role) {
    case GrantedRole::kIntake:
    case GrantedRole::kInvestigator:
    case GrantedRole::kAttorney:
    case GrantedRole::kParalegal:
    case GrantedRole::kSocialWorker:
    case GrantedRole::kPlanner:
    case GrantedRole::kStatistician:
      return true;
    default:
      return false;
  }
}

std::optional<Refusal> RefuseRole(GrantedRole role, const GrantGiver& by) {
  if (by.ops || IsForSupervisorsToGive(role)) return std::nullopt;
  return Refusal{"ROLE_NOT_YOURS_TO_GIVE",
                 "supervisors give, and take back, the roles of those who work on cases, of planners and of "
                 "statisticians"};
}

}  // namespace

bool IsPersonIdentity(std::string_view identity) {
  if (!identity.starts_with(kPeoplePrefix)) return false;
  const std::string_view subject = identity.substr(kPeoplePrefix.size());
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
  };
  return !subject.empty() && subject.size() <= kLongestSubject && std::all_of(subject.begin(), subject.end(), allowed);
}

void CheckGrant(const RoleGrant& value, Violations& violations) {
  violations.Require(IsPersonIdentity(value.principal), "principal",
                     "must be spiffe://amparo/people/ and 1 to 100 of a-z, 0-9, dot, dash, underscore");
  violations.Require(value.role >= GrantedRole::kIntake && value.role <= GrantedRole::kOps, "role",
                     "must be a role of people");
  violations.Require(!value.start_time || !value.end_time || *value.end_time > *value.start_time, "end_time",
                     "must be after the start");
  violations.RequireText(value.reason, kGrantReasonBounds, "reason");
}

void CheckGrantRevocation(const GrantRevocation& value, Violations& violations) {
  violations.RequireText(value.reason, kGrantReasonBounds, "reason");
}

std::optional<Refusal> RefuseGrant(const RoleGrant& value, const GrantGiver& by, absl::Time now) {
  if (value.principal == by.identity) return Refusal{"GRANT_TO_ONESELF", "nobody gives a role to themselves"};
  if (auto refusal = RefuseRole(value.role, by)) return refusal;
  if (value.end_time && *value.end_time <= now) return Refusal{"GRANT_OVER", "the end of the grant has passed"};
  return std::nullopt;
}

RoleGrant BeginGrant(RoleGrant value, std::string granter, absl::Time now) {
  value.start_time = std::max(value.start_time.value_or(now), now);
  value.granter = std::move(granter);
  return value;
}

bool Overlap(const RoleGrant& a, const RoleGrant& b) {
  const auto begins_before_end_of = [](const RoleGrant& one, const RoleGrant& other) {
    return one.start_time.value_or(absl::InfinitePast()) < other.end_time.value_or(absl::InfiniteFuture());
  };
  return begins_before_end_of(a, b) && begins_before_end_of(b, a);
}

std::optional<Refusal> RefuseGrantRevocation(const RoleGrant& value, const GrantGiver& by) {
  return RefuseRole(value.role, by);
}

RoleGrant RevokedGrant(RoleGrant value, GrantRevocation revocation) {
  value.revocation = std::move(revocation);
  return value;
}

}  // namespace amparo::cases
