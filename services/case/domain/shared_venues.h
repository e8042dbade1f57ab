// Who shares venues with whom, from the links between people and places.
#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/case/domain/network_walk.h"

namespace amparo::cases {

// The links that put a person, or what they use, at a place.
inline constexpr LinkKind kVenueLinkKinds[] = {LinkKind::kMovedTo, LinkKind::kOwnedBy, LinkKind::kOperatesAt,
                                               LinkKind::kSeenAt};

// The most people of one venue that are compared with each other; the venue of more is no tie between them.
inline constexpr std::size_t kMostAtVenue = 100;

// A venue that two people share.
struct SharedPlace {
  NetworkNode venue;
  // The first day on which both were there by what is known; absent when that is not known of both.
  std::optional<absl::CivilDay> together_since;
  // One was gone before the other came.
  bool apart = false;
  // The links that say so, of both, in order of entry.
  std::vector<LinkName> links;
};

// Two people and the venues they share, in the order of their ids.
struct SharedPair {
  NetworkNode person;
  NetworkNode other;
  std::vector<SharedPlace> places;
};

// The pairs that share venues by `edges`.
struct SharedPairs {
  // Those that share most first; of equals by their ids. `person` is of `subjects` when those were given.
  std::vector<SharedPair> pairs;
  // There were more than `most`, or more people at one venue than are compared.
  bool truncated = false;
};

// Finds them: of everybody, or those of which one is of `subjects`. At most `most`.
SharedPairs FindSharedPairs(const std::vector<NetworkEdge>& edges, const std::optional<std::set<NetworkNode>>& subjects,
                            std::size_t most);

}  // namespace amparo::cases
