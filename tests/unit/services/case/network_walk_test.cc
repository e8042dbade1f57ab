#include "services/case/domain/network_walk.h"

#include <deque>
#include <map>
#include <random>
#include <set>

#include "gmock/gmock.h"
#include "tests/unit/services/case/network_values.h"

namespace amparo::cases {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// The numbers of the nodes that were found, each with its depth: "1@0".
std::vector<std::string> NodesIn(const NetworkFound& found) {
  std::vector<std::string> texts;
  for (const auto& [node, depth] : found.nodes) {
    texts.push_back(std::to_string(node.id.bytes()[15]) + "@" + std::to_string(depth));
  }
  return texts;
}

std::vector<int> EdgesIn(const NetworkFound& found) {
  std::vector<int> numbers;
  for (const NetworkEdge& edge : found.edges) numbers.push_back(edge.link.name.id.bytes()[15]);
  return numbers;
}

// Person 1 runs shop 11; 2 works there and at parlour 12; 3 runs parlour 12.
const std::vector<NetworkEdge>& Acquaintances() {
  static const std::vector<NetworkEdge> ring = {
      EdgeBetween(1, PersonNode(1), VenueNode(11)), EdgeBetween(2, PersonNode(2), VenueNode(11)),
      EdgeBetween(3, PersonNode(2), VenueNode(12)), EdgeBetween(4, PersonNode(3), VenueNode(12))};
  return ring;
}

TEST(NetworkWalkTest, GoesAsFarAsItsDepth) {
  EXPECT_THAT(NodesIn(Walked(Acquaintances(), PersonNode(1), {.depth = 1})), ElementsAre("1@0", "11@1"));
  EXPECT_THAT(NodesIn(Walked(Acquaintances(), PersonNode(1), {.depth = 2})), ElementsAre("1@0", "11@1", "2@2"));
  const NetworkFound all = Walked(Acquaintances(), PersonNode(1), {.depth = 6});
  EXPECT_THAT(NodesIn(all), ElementsAre("1@0", "11@1", "2@2", "12@3", "3@4"));
  EXPECT_THAT(EdgesIn(all), ElementsAre(1, 2, 3, 4));
  EXPECT_FALSE(all.truncated);
}

TEST(NetworkWalkTest, SaysWhetherLinksLeadBeyondItsDepth) {
  EXPECT_TRUE(Walked(Acquaintances(), PersonNode(1), {.depth = 3}).goes_on);
  EXPECT_FALSE(Walked(Acquaintances(), PersonNode(1), {.depth = 4}).goes_on) << "the last is reached";
  EXPECT_FALSE(Walked(Acquaintances(), PersonNode(1), {.depth = 6}).goes_on);
}

TEST(NetworkWalkTest, EdgesAmongTheLastNodesAreFoundToo) {
  const std::vector<NetworkEdge> edges = {EdgeBetween(1, PersonNode(1), PersonNode(2)),
                                          EdgeBetween(2, PersonNode(1), PersonNode(3)),
                                          EdgeBetween(3, PersonNode(2), PersonNode(3))};
  EXPECT_THAT(EdgesIn(Walked(edges, PersonNode(1), {.depth = 1})), ElementsAre(1, 2, 3));
}

TEST(NetworkWalkTest, WhatDoesNotFitIsWhatOneIsLeastSureOf) {
  const std::vector<NetworkEdge> edges = {
      EdgeBetween(1, PersonNode(1), VenueNode(11), LinkKind::kOperatesAt, Confidence::kLow),
      EdgeBetween(2, PersonNode(1), VenueNode(12), LinkKind::kOperatesAt, Confidence::kHigh),
      EdgeBetween(3, PersonNode(1), VenueNode(13), LinkKind::kOperatesAt, Confidence::kMedium)};
  const NetworkFound found = Walked(edges, PersonNode(1), {.depth = 1, .max_nodes = 3});
  EXPECT_THAT(NodesIn(found), ElementsAre("1@0", "12@1", "13@1"));
  EXPECT_THAT(EdgesIn(found), ElementsAre(2, 3));
  EXPECT_TRUE(found.truncated);
}

TEST(NetworkWalkTest, ALevelThatWasCutIsTold) {
  NetworkWalk walk({PersonNode(1)}, {.depth = 1});
  walk.Take({.edges = {}, .truncated = true});
  EXPECT_THAT(walk.frontier(), IsEmpty());
  EXPECT_TRUE(std::move(walk).Finish().truncated);
}

TEST(NetworkWalkTest, GoesOnThroughVenuesOnlyWhereItIsToldTo) {
  const NetworkFound found = Walked(Acquaintances(), PersonNode(1), {.depth = 6, .through = NodeKind::kVenue});
  EXPECT_THAT(NodesIn(found), ElementsAre("1@0", "11@1", "2@2")) << "a person leads no further";
}

TEST(NetworkWalkTest, PeopleAndVenuesOfOneIdAreTwoNodes) {
  const std::vector<NetworkEdge> edges = {EdgeBetween(1, PersonNode(1), VenueNode(1))};
  EXPECT_THAT(NodesIn(Walked(edges, PersonNode(1), {.depth = 2})), ElementsAre("1@0", "1@1"));
}

// How far each node is from `root` when all edges are at hand: one queue, one edge at a time.
std::map<NetworkNode, int> NaiveDepths(const std::vector<NetworkEdge>& edges, const NetworkNode& root) {
  std::map<NetworkNode, int> depths = {{root, 0}};
  std::deque<NetworkNode> waiting = {root};
  while (!waiting.empty()) {
    const NetworkNode at = waiting.front();
    waiting.pop_front();
    for (const NetworkEdge& edge : edges) {
      if (edge.from != at && edge.to != at) continue;
      if (depths.try_emplace(edge.Beyond(at), depths[at] + 1).second) waiting.push_back(edge.Beyond(at));
    }
  }
  return depths;
}

// A network of people, venues and phones at random; parallel edges and separate parts occur.
std::vector<NetworkEdge> RandomNetwork(std::mt19937& random) {
  const auto any = [&random](int most) { return static_cast<int>(random() % static_cast<unsigned>(most)); };
  const auto node = [&] {
    const int number = any(14);
    return number < 6 ? PersonNode(number) : number < 10 ? VenueNode(number) : AssetNode(number);
  };
  std::vector<NetworkEdge> edges;
  const int count = 1 + any(24);
  for (int i = 0; i < count; ++i) {
    const NetworkNode from = node();
    const NetworkNode to = node();
    if (from != to) {
      edges.push_back(EdgeBetween(i, from, to, LinkKind::kAssociatedWith, static_cast<Confidence>(any(4))));
    }
  }
  return edges;
}

TEST(NetworkWalkTest, FindsWhatANaiveWalkFinds) {
  for (unsigned seed = 0; seed < 2000; ++seed) {
    std::mt19937 random(seed);
    const std::vector<NetworkEdge> edges = RandomNetwork(random);
    const NetworkNode root = PersonNode(static_cast<int>(random() % 6));
    const int depth = 1 + static_cast<int>(random() % 5);
    const NetworkFound found = Walked(edges, root, {.depth = depth, .max_nodes = 1000});
    const std::map<NetworkNode, int> naive = NaiveDepths(edges, root);
    std::map<NetworkNode, int> expected;
    for (const auto& [node, far] : naive) {
      if (far <= depth) expected.emplace(node, far);
    }
    std::map<NetworkNode, int> walked;
    for (const auto& [node, far] : found.nodes) EXPECT_TRUE(walked.emplace(node, far).second) << seed;
    ASSERT_EQ(walked, expected) << "seed " << seed;
    std::set<EdgeId> between;
    for (const NetworkEdge& edge : edges) {
      if (expected.contains(edge.from) && expected.contains(edge.to)) between.insert(IdOf(edge));
    }
    std::set<EdgeId> told;
    for (const NetworkEdge& edge : found.edges) EXPECT_TRUE(told.insert(IdOf(edge)).second) << seed;
    ASSERT_EQ(told, between) << "seed " << seed;
    EXPECT_FALSE(found.truncated);
  }
}

TEST(NetworkWalkTest, NeverGoesBeyondItsBoundsAndSaysSo) {
  for (unsigned seed = 0; seed < 500; ++seed) {
    std::mt19937 random(seed);
    const std::vector<NetworkEdge> edges = RandomNetwork(random);
    const std::size_t most = 1 + random() % 6;
    const NetworkFound found = Walked(edges, PersonNode(0), {.depth = 4, .max_nodes = most});
    EXPECT_LE(found.nodes.size(), most);
    std::size_t within = 0;
    for (const auto& [node, far] : NaiveDepths(edges, PersonNode(0))) within += far <= 4 ? 1 : 0;
    EXPECT_EQ(found.truncated, within > most) << seed;
  }
}

}  // namespace
}  // namespace amparo::cases
