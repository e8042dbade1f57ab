#include "services/case/domain/network_walk.h"

#include <algorithm>

namespace amparo::cases {

bool IsEarlier(const NetworkEdge& a, const NetworkEdge& b) {
  return std::make_pair(a.create_time, IdOf(a)) < std::make_pair(b.create_time, IdOf(b));
}

bool IsSurer(const NetworkEdge& a, const NetworkEdge& b) {
  if (a.link.confidence != b.link.confidence) return a.link.confidence > b.link.confidence;
  return IsEarlier(a, b);
}

NetworkWalk::NetworkWalk(std::vector<NetworkNode> roots, WalkBounds bounds) : bounds_(bounds) {
  for (const NetworkNode& root : roots) {
    if (!admitted_.contains(root) && Admit(root, 0)) frontier_.push_back(root);
  }
}

bool NetworkWalk::Admit(const NetworkNode& node, int depth) {
  if (nodes_.size() >= bounds_.max_nodes) {
    truncated_ = true;
    return false;
  }
  admitted_.insert(node);
  nodes_.push_back({node, depth});
  return true;
}

void NetworkWalk::Take(LevelEdges level) {
  truncated_ = truncated_ || level.truncated;
  // What does not fit is what one is least sure of.
  std::sort(level.edges.begin(), level.edges.end(), IsSurer);
  const bool last = level_ >= bounds_.depth;
  ++level_;
  std::vector<NetworkNode> next;
  for (NetworkEdge& edge : level.edges) {
    for (const NetworkNode& end : {edge.from, edge.to}) {
      if (admitted_.contains(end)) continue;
      goes_on_ = goes_on_ || last;
      if (last || !Admit(end, level_)) continue;
      if (!bounds_.through || end.kind == *bounds_.through) next.push_back(end);
    }
    edges_.try_emplace(IdOf(edge), std::move(edge));
  }
  frontier_ = std::move(next);
}

NetworkFound NetworkWalk::Finish() && {
  NetworkFound found;
  for (auto& [id, edge] : edges_) {
    if (admitted_.contains(edge.from) && admitted_.contains(edge.to)) found.edges.push_back(std::move(edge));
  }
  std::sort(found.edges.begin(), found.edges.end(), IsEarlier);
  found.nodes = std::move(nodes_);
  found.truncated = truncated_;
  found.goes_on = goes_on_;
  return found;
}

}  // namespace amparo::cases
