// A shortest path through the suspects' network. The search goes out from both ends, a whole level at a time, always
// from the side with fewer nodes to ask for: two people who stand six links apart are found by two walks of three.
#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <vector>

#include "services/case/domain/network_walk.h"

namespace amparo::cases {

// A path: the i-th edge joins the i-th node and the one after it.
struct NetworkPath {
  std::vector<NetworkNode> nodes;
  std::vector<NetworkEdge> edges;
};

// A shortest path by these edges, in whichever direction they lead. Of several as short, always the same: at each step
// from `from` on the edge that IsSurer. nullopt when there is none.
std::optional<NetworkPath> ShortestPath(const std::vector<NetworkEdge>& edges, const NetworkNode& from,
                                        const NetworkNode& to);

// How far a search goes.
struct PathBounds {
  // The most edges of a path.
  int max_length = 6;
  // The most nodes that are looked at.
  std::size_t max_nodes = 5000;
};

// One search:
//   while (!search.frontier().empty()) search.Take(the edges that touch search.frontier());
//   search.Path()
class PathSearch {
 public:
  // `from` is not `to`.
  PathSearch(const NetworkNode& from, const NetworkNode& to, PathBounds bounds);

  // The nodes whose edges are wanted next; empty when the search is over.
  const std::vector<NetworkNode>& frontier() const { return over_ ? nothing_ : sides_[turn_].frontier; }

  // Takes all edges that touch the frontier.
  void Take(LevelEdges level);

  // The path, once the search is over; nullopt when there is none within the bounds.
  std::optional<NetworkPath> Path() const;

  // Bounds left something out: there may be a path, or a shorter one.
  bool truncated() const { return truncated_; }

 private:
  // What was reached from one end.
  struct Side {
    std::map<NetworkNode, int> distances;
    std::vector<NetworkNode> frontier;
    int depth = 0;
  };

  // Reaches a node from the side whose turn it is.
  void Reach(const NetworkNode& node, std::vector<NetworkNode>& next);
  // Says whose turn is next, or that the search is over.
  void Turn();

  const NetworkNode from_;
  const NetworkNode to_;
  const PathBounds bounds_;
  std::array<Side, 2> sides_;
  std::size_t turn_ = 0;
  bool met_ = false;
  bool over_ = false;
  // No more nodes may be looked at.
  bool full_ = false;
  bool truncated_ = false;
  std::map<EdgeId, NetworkEdge> edges_;
  const std::vector<NetworkNode> nothing_ = {};
};

}  // namespace amparo::cases
