#include "common/access/access.h"

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

Caller::Caller(std::string identity, RoleSet roles, const std::vector<std::string>& offices)
    : identity_(std::move(identity)), roles_(roles) {
  for (const auto& office : offices) {
    if (office == "*") all_offices_ = true;
  }
  if (!all_offices_) offices_.insert(offices.begin(), offices.end());
}

absl::StatusOr<Directory> Directory::FromConfig(const Principals& principals) {
  Directory directory;
  for (const auto& principal : principals) {
    RoleSet roles;
    for (const int role : principal.roles()) roles.Add(static_cast<Role>(role));
    const std::vector<std::string> offices(principal.offices().begin(), principal.offices().end());
    auto caller = std::make_unique<const Caller>(principal.identity(), roles, offices);
    if (!directory.callers_.emplace(principal.identity(), std::move(caller)).second) {
      return absl::InvalidArgumentError(StrCat("principal ", principal.identity(), " is given twice"));
    }
  }
  return directory;
}

const Caller* Directory::Find(std::string_view identity) const {
  const auto found = callers_.find(ToAbsl(identity));
  return found == callers_.end() ? nullptr : found->second.get();
}

absl::Status Authorize(const Caller* caller, RoleSet allowed) {
  if (caller == nullptr) return errors::Unauthenticated("the certificate names nobody who is known here");
  if (caller->roles().Intersects(allowed)) return absl::OkStatus();
  return errors::PermissionDenied(StrCat(caller->identity(), " has no role that may call this"));
}

}  // namespace amparo::access
