#include "common/access/access.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "common/base/strings.h"
#include "common/errors/errors.h"

namespace amparo::access {

RoleSet RoleSet::Of(const AuthzRule& rule) {
  RoleSet roles;
  for (const int role : rule.roles()) roles.Add(static_cast<Role>(role));
  return roles;
}

void RoleSet::Add(Role role) {
  if (role > 0 && role < 64) bits_ |= uint64_t{1} << role;
}

bool RoleSet::Has(Role role) const {
  return role > 0 && role < 64 && (bits_ >> role & 1) != 0;
}

RoleSet RoleSet::And(RoleSet other) const {
  other.bits_ &= bits_;
  return other;
}

Account::Account(std::string identity, RoleSet roles, const std::vector<std::string>& offices)
    : identity_(std::move(identity)) {
  for (const auto& office : offices) Give(roles, office);
}

void Account::Give(RoleSet roles, std::string_view office) {
  anywhere_.Add(roles);
  if (office == "*") {
    in_all_.Add(roles);
  } else {
    by_office_[ToAbsl(office)].Add(roles);
  }
}

RoleSet Account::RolesIn(std::string_view office) const {
  RoleSet roles = in_all_;
  if (const auto found = by_office_.find(ToAbsl(office)); found != by_office_.end()) roles.Add(found->second);
  return roles;
}

bool Caller::is_service() const {
  return account_->anywhere().Has(options::v1::ROLE_SERVICE);
}

std::vector<std::string> Caller::offices() const {
  std::vector<std::string> seen;
  if (sees_all_offices()) return seen;
  for (const auto& [office, roles] : account_->by_office()) {
    if (roles.Intersects(allowed_)) seen.push_back(office);
  }
  std::sort(seen.begin(), seen.end());
  return seen;
}

absl::StatusOr<Directory> Directory::FromConfig(const Principals& principals) {
  Directory directory;
  for (const auto& principal : principals) {
    RoleSet roles;
    for (const int role : principal.roles()) roles.Add(static_cast<Role>(role));
    const std::vector<std::string> offices(principal.offices().begin(), principal.offices().end());
    auto workload = std::make_unique<const Workload>(
        Workload{Account(principal.identity(), roles, offices), principal.speaks_for_people()});
    if (!directory.workloads_.emplace(principal.identity(), std::move(workload)).second) {
      return absl::InvalidArgumentError(StrCat("principal ", principal.identity(), " is given twice"));
    }
  }
  return directory;
}

const Workload* Directory::Find(std::string_view identity) const {
  const auto found = workloads_.find(ToAbsl(identity));
  return found == workloads_.end() ? nullptr : found->second.get();
}

absl::Status Authorize(const Account& account, RoleSet allowed) {
  if (account.anywhere().Intersects(allowed)) return absl::OkStatus();
  return errors::PermissionDenied(StrCat(account.identity(), " has no role that may call this"));
}

}  // namespace amparo::access
