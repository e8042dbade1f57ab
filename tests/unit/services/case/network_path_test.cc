#include "services/case/domain/network_path.h"

#include <algorithm>
#include <map>
#include <random>

#include "gmock/gmock.h"
#include "tests/unit/services/case/network_values.h"

namespace amparo::cases {
namespace {

using ::testing::ElementsAre;

struct Searched {
  std::optional<NetworkPath> path;
  bool truncated = false;
  int asked = 0;
};

Searched Search(const std::vector<NetworkEdge>& all, const NetworkNode& from, const NetworkNode& to,
                PathBounds bounds = {}) {
  PathSearch search(from, to, bounds);
  Searched searched;
  for (; !search.frontier().empty(); ++searched.asked) search.Take(Touching(all, search.frontier()));
  searched.path = search.Path();
  searched.truncated = search.truncated();
  return searched;
}

// The numbers of the edges of a path.
std::vector<int> StepsOf(const std::optional<NetworkPath>& path) {
  std::vector<int> steps;
  if (!path) return {-1};
  for (const NetworkEdge& edge : path->edges) steps.push_back(edge.link.name.id.bytes()[15]);
  return steps;
}

TEST(NetworkPathTest, LeadsByWayOfWhatTwoPeopleShare) {
  const std::vector<NetworkEdge> edges = {
      EdgeBetween(1, PersonNode(1), VenueNode(11)), EdgeBetween(2, PersonNode(2), VenueNode(11)),
      EdgeBetween(3, PersonNode(2), AssetNode(21)), EdgeBetween(4, PersonNode(3), AssetNode(21))};
  const Searched searched = Search(edges, PersonNode(1), PersonNode(3));
  EXPECT_THAT(StepsOf(searched.path), ElementsAre(1, 2, 3, 4));
  EXPECT_THAT(searched.path->nodes,
              ElementsAre(PersonNode(1), VenueNode(11), PersonNode(2), AssetNode(21), PersonNode(3)));
  EXPECT_FALSE(searched.truncated);
}

TEST(NetworkPathTest, OfPathsAsShortTheSurestIsTakenAndThenTheFirstEntered) {
  std::vector<NetworkEdge> edges = {
      EdgeBetween(1, PersonNode(1), VenueNode(11), LinkKind::kOperatesAt, Confidence::kLow),
      EdgeBetween(2, PersonNode(2), VenueNode(11)),
      EdgeBetween(3, PersonNode(1), VenueNode(12), LinkKind::kOperatesAt, Confidence::kMedium),
      EdgeBetween(4, PersonNode(2), VenueNode(12)),
      EdgeBetween(5, PersonNode(1), VenueNode(13), LinkKind::kOperatesAt, Confidence::kMedium),
      EdgeBetween(6, PersonNode(2), VenueNode(13)),
      EdgeBetween(7, PersonNode(2), VenueNode(12), LinkKind::kOwnedBy)};
  std::mt19937 random(7);
  for (int i = 0; i < 50; ++i) {
    std::shuffle(edges.begin(), edges.end(), random);
    EXPECT_THAT(StepsOf(Search(edges, PersonNode(1), PersonNode(2)).path), ElementsAre(3, 4));
  }
}

TEST(NetworkPathTest, AShorterPathIsTakenHoweverUnsure) {
  const std::vector<NetworkEdge> edges = {
      EdgeBetween(1, PersonNode(1), VenueNode(11)), EdgeBetween(2, PersonNode(2), VenueNode(11)),
      EdgeBetween(3, PersonNode(1), PersonNode(2), LinkKind::kAssociatedWith, Confidence::kLow)};
  EXPECT_THAT(StepsOf(Search(edges, PersonNode(1), PersonNode(2)).path), ElementsAre(3));
}

TEST(NetworkPathTest, ThereIsNoneWithinItsLength) {
  const std::vector<NetworkEdge> edges = {EdgeBetween(1, PersonNode(1), VenueNode(11)),
                                          EdgeBetween(2, PersonNode(2), VenueNode(11)),
                                          EdgeBetween(3, PersonNode(2), PersonNode(3))};
  const Searched searched = Search(edges, PersonNode(1), PersonNode(3), {.max_length = 2});
  EXPECT_FALSE(searched.path);
  EXPECT_FALSE(searched.truncated) << "all paths of two links were looked at";
  EXPECT_FALSE(Search(edges, PersonNode(1), PersonNode(9)).path);
}

TEST(NetworkPathTest, SaysWhenItCouldNotLookAtAll) {
  std::vector<NetworkEdge> edges;
  for (int i = 0; i < 100; ++i) edges.push_back(EdgeBetween(i, PersonNode(i), PersonNode(i + 1)));
  const Searched searched = Search(edges, PersonNode(0), PersonNode(9), {.max_length = 10, .max_nodes = 5});
  EXPECT_FALSE(searched.path);
  EXPECT_TRUE(searched.truncated);
}

// The length of a shortest path by relaxing every edge until nothing changes; -1 when there is none.
int NaiveLength(const std::vector<NetworkEdge>& edges, const NetworkNode& from, const NetworkNode& to) {
  std::map<NetworkNode, int> far = {{from, 0}};
  for (bool changed = true; changed;) {
    changed = false;
    for (const NetworkEdge& edge : edges) {
      for (const NetworkNode& end : {edge.from, edge.to}) {
        const auto known = far.find(end);
        if (known == far.end()) continue;
        const auto [beyond, added] = far.try_emplace(edge.Beyond(end), known->second + 1);
        if (!added && beyond->second <= known->second + 1) continue;
        beyond->second = known->second + 1;
        changed = true;
      }
    }
  }
  const auto found = far.find(to);
  return found == far.end() ? -1 : found->second;
}

TEST(NetworkPathTest, IsAsShortAsANaiveSearchFindsAndTheSameFromAllEdges) {
  for (unsigned seed = 0; seed < 2000; ++seed) {
    std::mt19937 random(seed);
    std::vector<NetworkEdge> edges;
    const unsigned count = 1 + random() % 30;
    for (unsigned i = 0; i < count; ++i) {
      const NetworkNode from = PersonNode(static_cast<int>(random() % 16));
      const NetworkNode to = PersonNode(static_cast<int>(random() % 16));
      if (from == to) continue;
      edges.push_back(
          EdgeBetween(static_cast<int>(i), from, to, LinkKind::kAssociatedWith, static_cast<Confidence>(random() % 4)));
    }
    const int length = NaiveLength(edges, PersonNode(0), PersonNode(1));
    const Searched searched = Search(edges, PersonNode(0), PersonNode(1), {.max_length = 10});
    if (length < 0 || length > 10) {
      EXPECT_FALSE(searched.path) << seed;
      continue;
    }
    ASSERT_TRUE(searched.path) << "seed " << seed;
    EXPECT_EQ(searched.path->edges.size(), static_cast<std::size_t>(length)) << "seed " << seed;
    EXPECT_EQ(searched.path->nodes.back(), PersonNode(1));
    EXPECT_EQ(StepsOf(searched.path), StepsOf(ShortestPath(edges, PersonNode(0), PersonNode(1)))) << "seed " << seed;
    EXPECT_LE(searched.asked, length) << "no level is asked for twice";
  }
}

}  // namespace
}  // namespace amparo::cases
