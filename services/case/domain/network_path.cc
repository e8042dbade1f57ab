#include "services/case/domain/network_path.h"

#include <deque>
#include <utility>

namespace amparo::cases {
namespace {

using EdgesOfNodes = std::map<NetworkNode, std::vector<const NetworkEdge*>>;

EdgesOfNodes EdgesByNode(const std::vector<NetworkEdge>& edges) {
  EdgesOfNodes of;
  for (const NetworkEdge& edge : edges) {
    of[edge.from].push_back(&edge);
    of[edge.to].push_back(&edge);
  }
  return of;
}

// How far each node is from `to`.
std::map<NetworkNode, int> DistancesTo(const NetworkNode& to, const EdgesOfNodes& edges_of) {
  std::map<NetworkNode, int> distances = {{to, 0}};
  std::deque<NetworkNode> waiting(1, to);
  while (!waiting.empty()) {
    const NetworkNode node = waiting.front();
    waiting.pop_front();
    const auto edges = edges_of.find(node);
    if (edges == edges_of.end()) continue;
    for (const NetworkEdge* edge : edges->second) {
      const NetworkNode& beyond = edge->Beyond(node);
      if (distances.try_emplace(beyond, distances.at(node) + 1).second) waiting.push_back(beyond);
    }
  }
  return distances;
}

}  // namespace

std::optional<NetworkPath> ShortestPath(const std::vector<NetworkEdge>& edges, const NetworkNode& from,
                                        const NetworkNode& to) {
  const EdgesOfNodes edges_of = EdgesByNode(edges);
  const std::map<NetworkNode, int> distances = DistancesTo(to, edges_of);
  const auto begin = distances.find(from);
  if (begin == distances.end()) return std::nullopt;
  NetworkPath path;
  path.nodes.push_back(from);
  for (int left = begin->second; left > 0; --left) {
    const NetworkNode at = path.nodes.back();
    const NetworkEdge* best = nullptr;
    for (const NetworkEdge* edge : edges_of.at(at)) {
      if (distances.at(edge->Beyond(at)) != left - 1) continue;
      if (best == nullptr || IsSurer(*edge, *best)) best = edge;
    }
    path.edges.push_back(*best);
    path.nodes.push_back(best->Beyond(at));
  }
  return path;
}

PathSearch::PathSearch(const NetworkNode& from, const NetworkNode& to, PathBounds bounds)
    : from_(from), to_(to), bounds_(bounds) {
  sides_[0].distances.emplace(from, 0);
  sides_[0].frontier.push_back(from);
  sides_[1].distances.emplace(to, 0);
  sides_[1].frontier.push_back(to);
  Turn();
}

void PathSearch::Reach(const NetworkNode& node, std::vector<NetworkNode>& next) {
  Side& side = sides_[turn_];
  if (side.distances.contains(node)) return;
  if (sides_[0].distances.size() + sides_[1].distances.size() >= bounds_.max_nodes) {
    full_ = truncated_ = true;
    return;
  }
  side.distances.emplace(node, side.depth);
  next.push_back(node);
  met_ = met_ || sides_[1 - turn_].distances.contains(node);
}

void PathSearch::Take(LevelEdges level) {
  truncated_ = truncated_ || level.truncated;
  Side& side = sides_[turn_];
  ++side.depth;
  std::vector<NetworkNode> next;
  for (NetworkEdge& edge : level.edges) {
    Reach(edge.from, next);
    Reach(edge.to, next);
    edges_.try_emplace(IdOf(edge), std::move(edge));
  }
  side.frontier = std::move(next);
  Turn();
}

void PathSearch::Turn() {
  // The two have met at the end of a level: no path is shorter than what both have gone together, since everything
  // nearer was looked at before. A side that has nothing left to ask for has seen all that hangs together with its end.
  const bool done = met_ || sides_[0].frontier.empty() || sides_[1].frontier.empty();
  over_ = done || full_ || sides_[0].depth + sides_[1].depth >= bounds_.max_length;
  turn_ = sides_[0].frontier.size() <= sides_[1].frontier.size() ? 0 : 1;
}

std::optional<NetworkPath> PathSearch::Path() const {
  if (!met_) return std::nullopt;
  std::vector<NetworkEdge> edges;
  for (const auto& [id, edge] : edges_) edges.push_back(edge);
  return ShortestPath(edges, from_, to_);
}

}  // namespace amparo::cases
