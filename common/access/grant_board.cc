#include "common/access/grant_board.h"

#include <algorithm>
#include <utility>

#include "common/base/strings.h"
#include "common/errors/errors.h"

namespace amparo::access {
namespace {

// A service that has just started, or was cut off for a moment, knows its grants within so long.
constexpr absl::Duration kAskAgain = absl::Seconds(1);

bool InForce(const Grant& grant, absl::Time now) {
  return !grant.revoked && grant.start <= now && now < grant.end;
}

}  // namespace

void GrantBoard::Replace(std::vector<Grant> grants) {
  const std::lock_guard lock(mutex_);
  by_principal_.clear();
  for (Grant& grant : grants) Put(std::move(grant));
  held_ = true;
  ++changes_;
}

void GrantBoard::Apply(std::vector<Grant> grants) {
  const std::lock_guard lock(mutex_);
  for (Grant& grant : grants) Put(std::move(grant));
  ++changes_;
}

void GrantBoard::Prove(Moment until) {
  const std::lock_guard lock(mutex_);
  if (held_) fresh_until_ = std::max(fresh_until_, until);
}

void GrantBoard::Forget() {
  const std::lock_guard lock(mutex_);
  by_principal_.clear();
  held_ = false;
  // Since when it is not fresh is still told.
  fresh_until_ = std::min(fresh_until_, BootClock::now());
  ++changes_;
}

bool GrantBoard::Fresh() const {
  const std::lock_guard lock(mutex_);
  return FreshAt(BootClock::now());
}

absl::Duration GrantBoard::Stale() const {
  const std::lock_guard lock(mutex_);
  const Moment now = BootClock::now();
  if (FreshAt(now)) return absl::ZeroDuration();
  if (fresh_until_ == Moment::min()) return absl::InfiniteDuration();
  return absl::FromChrono(now - fresh_until_);
}

absl::StatusOr<std::shared_ptr<const Account>> GrantBoard::Find(std::string_view identity, absl::Time now) const {
  auto account = std::make_shared<Account>(std::string(identity));
  const std::lock_guard lock(mutex_);
  if (!FreshAt(BootClock::now())) {
    return errors::Unavailable("GRANTS_STALE", "it is not known at present what people may do", kAskAgain);
  }
  const auto found = by_principal_.find(ToAbsl(identity));
  if (found == by_principal_.end()) return account;
  for (const auto& [name, grant] : found->second) {
    if (!InForce(grant, now)) continue;
    RoleSet roles;
    roles.Add(grant.role);
    account->Give(roles, grant.office);
  }
  return account;
}

uint64_t GrantBoard::changes() const {
  const std::lock_guard lock(mutex_);
  return changes_;
}

int64_t GrantBoard::size() const {
  const std::lock_guard lock(mutex_);
  int64_t size = 0;
  for (const auto& [principal, grants] : by_principal_) {
    size += std::count_if(grants.begin(), grants.end(), [](const auto& grant) { return !grant.second.revoked; });
  }
  return size;
}

void GrantBoard::Put(Grant grant) {
  Grants& held = by_principal_[grant.principal];
  const auto [at, is_new] = held.try_emplace(grant.name);
  // Revoked grants stay, so that nothing older brings them back.
  if (is_new || at->second.version < grant.version) at->second = std::move(grant);
}

}  // namespace amparo::access
