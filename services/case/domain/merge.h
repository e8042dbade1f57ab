// Records that stand for the same person, or for the same matter. A merge moves nothing: the record that is given up
// says which one it was merged into, and that is all there is to take back. Plain data and pure functions, the same for
// people and for cases.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "common/base/uuid.h"

namespace amparo::cases {

// The most records that one stands for besides itself.
inline constexpr std::size_t kMostMerged = 100;

// What a record knows of its merges.
struct MergeState {
  // The record it was merged into, then the one that this was merged into, and so on; empty = it stands for itself.
  std::vector<Uuid> path = {};
  // Every record that was merged into it, by whichever way, in the order of ids.
  std::vector<Uuid> members = {};
  // Why it was merged; empty when it stands for itself.
  std::string reason = {};

  // True for a record that was given up.
  bool merged() const { return !path.empty(); }
  // The record that stands for it now; nullopt when that is itself.
  std::optional<Uuid> survivor() const { return path.empty() ? std::nullopt : std::optional<Uuid>(path.back()); }

  friend bool operator==(const MergeState&, const MergeState&) = default;
};

// The records that a merge looks at, by id.
using MergeFamily = std::map<Uuid, MergeState>;

// The records that Join changes, or looks at: both and all members of `from`. The same of Part: `from`, its members and
// everything on its path.
std::set<Uuid> JoinedWith(const Uuid& from, const Uuid& into, const MergeState& of_from);
std::set<Uuid> PartedFrom(const Uuid& from, const MergeState& of_from);

// True when `into` would stand for more records than it may.
bool TooManyMerged(const MergeState& from, const MergeState& into);

// Merges `from` into `into`; two records that stand for themselves. `family` has all of JoinedWith.
void Join(const Uuid& from, const Uuid& into, std::string reason, MergeFamily& family);

// Takes the merge of `from` back, which was merged: it stands for itself again, and for its members. `family` has all
// of PartedFrom.
void Part(const Uuid& from, MergeFamily& family);

}  // namespace amparo::cases
