// The grants of people as they stand, held in memory by each service, and until when that is known to be so. Whoever
// cannot prove that its grants are fresh lets nobody in: a revoked grant is refused everywhere within a second, also
// by a service that is cut off from the one that keeps the grants.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/access/access.h"
#include "common/base/boot_clock.h"

namespace amparo::access {

// One grant, as far as access goes.
struct Grant {
  // "offices/cebu/grants/...", and the version of it that this is.
  std::string name;
  int64_t version = 0;
  // "spiffe://amparo/people/<subject>".
  std::string principal;
  // The office's id and the role in it.
  std::string office;
  Role role = options::v1::ROLE_UNSPECIFIED;
  // In force from `start` on and before `end`.
  absl::Time start = absl::InfinitePast();
  absl::Time end = absl::InfiniteFuture();
  bool revoked = false;
};

// Safe to use from many threads.
class GrantBoard {
 public:
  using Moment = BootClock::time_point;

  GrantBoard() = default;
  GrantBoard(const GrantBoard&) = delete;
  GrantBoard& operator=(const GrantBoard&) = delete;

  // Takes `grants` in the place of all. It does not make them fresh.
  void Replace(std::vector<Grant> grants);

  // Takes changes as they come; an older version than the one that is held changes nothing.
  void Apply(std::vector<Grant> grants);

  // What the board says was true at a time from which `until` was counted: it may be used before `until`.
  // Never shortens what was known. Before the first Replace, and after Forget, it says nothing that could be proved.
  void Prove(Moment until);

  // Nothing is held nor proved any more, until Replace and Prove: for when what was held may be of another history.
  void Forget();

  // True before the time that was proved last.
  bool Fresh() const;

  // How long it has not been fresh; 0 when it is. Infinite when it never was.
  absl::Duration Stale() const;

  // The roles of a person by the grants in force at `now`; without a grant it is an account without roles.
  // UNAVAILABLE GRANTS_STALE when the board is not fresh.
  absl::StatusOr<std::shared_ptr<const Account>> Find(std::string_view identity, absl::Time now) const;

  // Grows with each Replace, Apply and Forget, after it took place.
  uint64_t changes() const;

  // Grants held that are not revoked, those that are over or not yet in force among them.
  int64_t size() const;

 private:
  using Grants = absl::flat_hash_map<std::string, Grant>;  // by name

  // Under the lock.
  void Put(Grant grant);
  bool FreshAt(Moment now) const { return held_ && now < fresh_until_; }

  mutable std::mutex mutex_;
  absl::flat_hash_map<std::string, Grants> by_principal_;
  bool held_ = false;  // Replace was called since Forget
  Moment fresh_until_ = Moment::min();
  uint64_t changes_ = 0;
};

}  // namespace amparo::access
