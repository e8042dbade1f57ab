#include "services/case/domain/shared_venues.h"

#include "gmock/gmock.h"
#include "tests/unit/services/case/network_values.h"

namespace amparo::cases {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

NetworkEdge At(int number, int person, int venue, std::optional<absl::CivilDay> since = std::nullopt,
               std::optional<absl::CivilDay> until = std::nullopt) {
  NetworkEdge edge = EdgeBetween(number, PersonNode(person), VenueNode(venue));
  edge.link.observed_date = since;
  edge.link.end_date = until;
  return edge;
}

const absl::CivilDay kMarch(2013, 3, 4);
const absl::CivilDay kAugust(2013, 8, 20);

TEST(SharedVenuesTest, ThoseWhoShareMostComeFirst) {
  const std::vector<NetworkEdge> edges = {At(1, 1, 11), At(2, 2, 11), At(3, 3, 11), At(4, 1, 12), At(5, 3, 12)};
  const SharedPairs found = FindSharedPairs(edges, std::nullopt, 100);
  ASSERT_THAT(found.pairs, SizeIs(3));
  EXPECT_EQ(found.pairs[0].person, PersonNode(1));
  EXPECT_EQ(found.pairs[0].other, PersonNode(3));
  EXPECT_THAT(found.pairs[0].places, SizeIs(2));
  EXPECT_EQ(found.pairs[1].other, PersonNode(2));
  EXPECT_FALSE(found.truncated);
}

TEST(SharedVenuesTest, WhoIsAskedAboutComesFirstInThePair) {
  const std::vector<NetworkEdge> edges = {At(1, 1, 11), At(2, 2, 11), At(3, 3, 11)};
  const SharedPairs found = FindSharedPairs(edges, std::set<NetworkNode>{PersonNode(2)}, 100);
  ASSERT_THAT(found.pairs, SizeIs(2));
  for (const SharedPair& pair : found.pairs) EXPECT_EQ(pair.person, PersonNode(2));
}

TEST(SharedVenuesTest, TogetherSinceTheLaterOfBoth) {
  const std::vector<NetworkEdge> edges = {At(1, 1, 11, kMarch), At(2, 2, 11, kAugust)};
  const SharedPairs found = FindSharedPairs(edges, std::nullopt, 100);
  ASSERT_THAT(found.pairs, SizeIs(1));
  EXPECT_EQ(found.pairs[0].places[0].together_since, kAugust);
  EXPECT_FALSE(found.pairs[0].places[0].apart);
}

TEST(SharedVenuesTest, OneWasGoneBeforeTheOtherCame) {
  const std::vector<NetworkEdge> edges = {At(1, 1, 11, kMarch, kAugust - 1), At(2, 2, 11, kAugust)};
  const SharedPlace apart = FindSharedPairs(edges, std::nullopt, 100).pairs[0].places[0];
  EXPECT_TRUE(apart.apart);
  EXPECT_EQ(apart.together_since, std::nullopt);
  const std::vector<NetworkEdge> back = {At(1, 1, 11, kMarch, kAugust - 1), At(2, 2, 11, kAugust),
                                         At(3, 1, 11, kAugust + 5)};
  const SharedPlace again = FindSharedPairs(back, std::nullopt, 100).pairs[0].places[0];
  EXPECT_FALSE(again.apart);
  EXPECT_EQ(again.together_since, kAugust + 5);
  EXPECT_THAT(again.links, SizeIs(3));
}

TEST(SharedVenuesTest, WhatIsNotDatedIsNotTold) {
  const SharedPlace place = FindSharedPairs({At(1, 1, 11, kMarch), At(2, 2, 11)}, std::nullopt, 100).pairs[0].places[0];
  EXPECT_EQ(place.together_since, std::nullopt);
  EXPECT_FALSE(place.apart);
}

TEST(SharedVenuesTest, PhonesSeenAtAVenueAreNobody) {
  const std::vector<NetworkEdge> edges = {At(1, 1, 11), EdgeBetween(2, AssetNode(21), VenueNode(11))};
  EXPECT_THAT(FindSharedPairs(edges, std::nullopt, 100).pairs, IsEmpty());
}

TEST(SharedVenuesTest, TheVenueOfEverybodyIsNoTie) {
  std::vector<NetworkEdge> edges;
  for (int i = 0; i <= static_cast<int>(kMostAtVenue); ++i) edges.push_back(At(i, i, 200));
  const SharedPairs found = FindSharedPairs(edges, std::nullopt, 100);
  EXPECT_THAT(found.pairs, IsEmpty());
  EXPECT_TRUE(found.truncated);
}

TEST(SharedVenuesTest, SaysThatThereAreMorePairs) {
  const SharedPairs found = FindSharedPairs({At(1, 1, 11), At(2, 2, 11), At(3, 3, 11)}, std::nullopt, 2);
  EXPECT_THAT(found.pairs, SizeIs(2));
  EXPECT_TRUE(found.truncated);
}

}  // namespace
}  // namespace amparo::cases
