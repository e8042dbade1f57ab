// Networks that tests write down: nodes by letters and numbers, edges between them.
#pragma once

#include <string>
#include <vector>

#include "services/case/domain/network_walk.h"
#include "tests/unit/services/case/values.h"

namespace amparo::cases {

inline NetworkNode PersonNode(int number) {
  return {NodeKind::kPerson, Id(number)};
}
inline NetworkNode VenueNode(int number) {
  return {NodeKind::kVenue, Id(number)};
}
inline NetworkNode AssetNode(int number) {
  return {NodeKind::kAsset, Id(number)};
}

// Edge `number`, entered as the `number`th.
inline NetworkEdge EdgeBetween(int number, const NetworkNode& from, const NetworkNode& to,
                               LinkKind kind = LinkKind::kOperatesAt, Confidence confidence = Confidence::kHigh) {
  NetworkEdge edge;
  edge.link.name = {"cebu", Id(number)};
  edge.link.kind = kind;
  edge.link.confidence = confidence;
  edge.link.from = {.kind = from.kind, .case_id = Uuid(), .id = from.id};
  edge.link.to = {.kind = to.kind, .case_id = Uuid(), .id = to.id};
  edge.from = from;
  edge.to = to;
  edge.create_time = kNow + absl::Seconds(number);
  return edge;
}

// The edges of `all` that touch one of `nodes`, as a store answers them.
inline LevelEdges Touching(const std::vector<NetworkEdge>& all, const std::vector<NetworkNode>& nodes) {
  LevelEdges level;
  for (const NetworkEdge& edge : all) {
    for (const NetworkNode& node : nodes) {
      if (edge.from == node || edge.to == node) {
        level.edges.push_back(edge);
        break;
      }
    }
  }
  return level;
}

inline NetworkFound Walked(const std::vector<NetworkEdge>& all, const NetworkNode& root, WalkBounds bounds) {
  NetworkWalk walk({root}, bounds);
  while (!walk.frontier().empty()) walk.Take(Touching(all, walk.frontier()));
  return std::move(walk).Finish();
}

}  // namespace amparo::cases
