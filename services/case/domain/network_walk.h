// A walk through the suspects' network, level by level: what is linked with what it begins at, how far, and by which
// links. It asks for the links of a whole level at once and never goes beyond its bounds. Pure: who walks brings the
// links (domain/network_store.h).
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "services/case/domain/network.h"

namespace amparo::cases {

// A node, of the office that is walked through. Never a party: the person stands for them.
struct NetworkNode {
  NodeKind kind = NodeKind::kUnspecified;
  Uuid id = {};

  friend auto operator<=>(const NetworkNode&, const NetworkNode&) = default;
};

// An edge: a link as it was entered, between the nodes that its ends stand for. ACCUSED_IN leads from a party of a case
// to the case, has the party's id, and is sure.
struct NetworkEdge {
  Link link;
  NetworkNode from;
  NetworkNode to;
  absl::Time create_time;

  // The other end.
  const NetworkNode& Beyond(const NetworkNode& node) const { return node == from ? to : from; }
};

// What tells edges apart.
using EdgeId = std::pair<bool, Uuid>;
inline EdgeId IdOf(const NetworkEdge& edge) {
  return {edge.link.kind == LinkKind::kAccusedIn, edge.link.name.id};
}

// The order in which edges are preferred: the surest first; of equals the one entered first, then by id. Total.
bool IsSurer(const NetworkEdge& a, const NetworkEdge& b);
// The order in which they are told: by time of entry, then by id. Total.
bool IsEarlier(const NetworkEdge& a, const NetworkEdge& b);

// The edges that touch some nodes.
struct LevelEdges {
  // Each once, in any order.
  std::vector<NetworkEdge> edges;
  // There were more than could be looked at.
  bool truncated = false;
};

// How far a walk goes.
struct WalkBounds {
  // The most edges between a root and a node.
  int depth = 2;
  // The most nodes, the roots among them.
  std::size_t max_nodes = 200;
  // Set: only nodes of this kind lead on (and the roots); others are reached and go no further.
  std::optional<NodeKind> through = std::nullopt;
};

// What a walk found.
struct NetworkFound {
  struct Node {
    NetworkNode node;
    int depth = 0;
  };
  // The roots, then by depth; of one depth the surest linked first.
  std::vector<Node> nodes;
  // Between these nodes; IsEarlier.
  std::vector<NetworkEdge> edges;
  // Bounds left something out, other than by the depth.
  bool truncated = false;
  // Links lead beyond the depth.
  bool goes_on = false;
};

// One walk:
//   while (!walk.frontier().empty()) walk.Take(the edges that touch walk.frontier());
//   walk.Finish()
class NetworkWalk {
 public:
  NetworkWalk(std::vector<NetworkNode> roots, WalkBounds bounds);

  // The nodes whose edges are wanted next; empty when the walk is over.
  const std::vector<NetworkNode>& frontier() const { return frontier_; }

  // Takes all edges that touch the frontier. The last level is asked for too, for the edges among its own nodes.
  void Take(LevelEdges level);

  NetworkFound Finish() &&;

 private:
  // Adds a node that is not there yet; false when there is no room.
  bool Admit(const NetworkNode& node, int depth);

  const WalkBounds bounds_;
  int level_ = 0;
  bool truncated_ = false;
  bool goes_on_ = false;
  std::vector<NetworkNode> frontier_;
  std::vector<NetworkFound::Node> nodes_;
  std::set<NetworkNode> admitted_;
  std::map<EdgeId, NetworkEdge> edges_;
};

}  // namespace amparo::cases
