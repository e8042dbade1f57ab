// Highlights of operations, pleas and the people who testified.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/services/statistics/highlight_lines.h"

namespace amparo::statistics {
namespace {

using absl::CivilDay;
using ::testing::SizeIs;

// A ring at a coffee shop: two tries tipped off, a move to two parlours, one operation at both, verdicts.
class RingTest : public ::testing::Test {
 protected:
  RingTest() {
    ring_ = world_.AddCase(CivilDay(2013, 1, 10));
    shop_ = world_.AddVenue(VenueKind::kCoffeeShop);
    north_ = world_.AddVenue(VenueKind::kMassageParlour);
    south_ = world_.AddVenue(VenueKind::kMassageParlour);
    world_.AddOperation(ring_, absl::CivilSecond(2013, 6, 4, 21, 0, 0),
                        {{1, shop_, SiteOutcome::kFailedTippedOff, 0, 0, 0}});
    world_.AddOperation(ring_, absl::CivilSecond(2013, 7, 2, 21, 0, 0),
                        {{1, shop_, SiteOutcome::kFailedTippedOff, 0, 0, 0}});
    world_.AddMove(shop_, north_, CivilDay(2013, 8, 3));
    world_.AddMove(shop_, south_, CivilDay(2013, 8, 9));
    world_.AddOperation(ring_, absl::CivilSecond(2013, 10, 15, 20, 0, 0),
                        {{1, north_, SiteOutcome::kSucceeded, 5, 2, 3}, {2, south_, SiteOutcome::kSucceeded, 3, 4, 3}});
    for (int i = 0; i < 6; ++i) world_.Convict(ring_, Sentenced(CivilDay(2014, 11, 18), 7, 10));
  }

  World world_{"harbour", CivilDay(2003, 5, 1)};
  Uuid ring_, shop_, north_, south_;
};

TEST_F(RingTest, TheWholeRoadIsTold) {
  const auto lines = OfKind(Find(world_), "operation");
  ASSERT_THAT(lines, SizeIs(1));
  EXPECT_EQ(
      lines[0].text,
      "Office harbour: two police operations between June and July 2013 failed: both were tipped off. The suspects "
      "were found to "
      "have moved to two massage parlours in August 2013. On 15 October 2013 an operation with the police at two "
      "places at the same "
      "moment freed 14 people, six of them minors, and led to six arrests. Six people were convicted in November "
      "2014.");
  EXPECT_EQ(Count(lines[0], "operations"), 3);
  EXPECT_EQ(Count(lines[0], "failed_tipped_off"), 2);
  EXPECT_EQ(Count(lines[0], "sites_at_one_moment"), 2);
  EXPECT_EQ(Count(lines[0], "minors_freed"), 6);
  EXPECT_EQ(Count(lines[0], "adults_freed"), 8);
  EXPECT_EQ(Count(lines[0], "places_moved_to"), 2);
  EXPECT_THAT(lines[0].resources, SizeIs(3 + 2 + 6));
  EXPECT_EQ(lines[0].period, (Period{CivilDay(2013, 6, 4), CivilDay(2014, 11, 18)}));
}

TEST_F(RingTest, WhatDoesNotBelongIsLeftOut) {
  const Uuid other = world_.AddVenue(VenueKind::kBar);
  world_.AddMove(shop_, other, CivilDay(2013, 8, 10));   // Nobody went in there.
  world_.AddMove(other, north_, CivilDay(2013, 8, 10));  // From where no try failed.
  world_.AddMove(shop_, north_, CivilDay(2014, 1, 10));  // After the success.
  world_.AddOperation(ring_, absl::CivilSecond(2014, 11, 25, 8, 0, 0),
                      {{1, other, SiteOutcome::kSucceeded, 1, 1, 1}});  // After the verdicts.
  const auto lines = OfKind(Find(world_), "operation");
  ASSERT_THAT(lines, SizeIs(1));
  EXPECT_EQ(Count(lines[0], "operations"), 3);
  EXPECT_EQ(Count(lines[0], "places_moved_to"), 2);
  EXPECT_EQ(Count(lines[0], "people_freed"), 14);
}

TEST_F(RingTest, Testimony) {
  for (int i = 0; i < 5; ++i) world_.AddParty(ring_, PartyRole::kSurvivor, i < 4);
  world_.AddParty(ring_, PartyRole::kWitness, true);
  const auto lines = OfKind(Find(world_), "testimony");
  ASSERT_THAT(lines, SizeIs(1));
  EXPECT_EQ(
      lines[0].text,
      "Office harbour: four of the five survivors in the cases that ended in convictions in November 2014 testified.");
  EXPECT_THAT(lines[0].resources, SizeIs(4));
}

TEST_F(RingTest, SpeedAgainstTheOfficesMedian) {
  for (int days : {10, 1000, 2000}) {
    const Uuid one = world_.AddCase(CivilDay(2006, 1, 1));
    world_.AddOperation(one, absl::CivilSecond(2006, 2, 1, 8, 0, 0), {{1, shop_, SiteOutcome::kSucceeded, 1, 0, 0}});
    world_.Convict(one, CivilDay(2006, 2, 1) + days);
  }
  const auto lines = OfKind(Find(world_), "speed");
  ASSERT_THAT(lines, SizeIs(1));
  EXPECT_EQ(Count(lines[0], "shortest_days"), 399);
  EXPECT_EQ(Count(lines[0], "median_days"), 399);  // 10, 399, 1000, 2000: two of four do not exceed 399.
  EXPECT_EQ(Count(lines[0], "cases"), 4);
  EXPECT_EQ(lines[0].text,
            "Office harbour: the fastest verdict of guilty in November 2014 came 399 days after the operation; half of "
            "the office's four "
            "such cases so far took 399 days or fewer.");
}

TEST(HighlightsTest, PleaBargainAfterAnOperation) {
  World world;
  const Uuid one = world.AddCase(CivilDay(2014, 4, 1));
  const Uuid house = world.AddVenue(VenueKind::kDwelling);
  world.AddOperation(one, absl::CivilSecond(2014, 5, 21, 6, 0, 0), {{1, house, SiteOutcome::kSucceeded, 1, 8, 1}});
  ChargeSpec plea = Sentenced(CivilDay(2014, 11, 19), 15, 15);
  plea.attempted = true;
  plea.plea = PleaKind::kGuilty;
  plea.bargain = true;
  plea.sentence->fine = Money{50000000, "PHP"};
  world.Convict(one, plea);
  ChargeSpec contested = Sentenced(CivilDay(2014, 11, 19), 20, 20);
  contested.plea = PleaKind::kNotGuilty;
  contested.attempted = true;
  world.Convict(one, contested);
  const auto lines = OfKind(Find(world), "plea");
  ASSERT_THAT(lines, SizeIs(1));
  EXPECT_EQ(lines[0].text,
            "Office harbour: six months after the operation that freed eight minors and one adult, one accused pleaded "
            "guilty to attempted "
            "trafficking for sexual exploitation in a plea bargain and was sentenced to 15 years in prison and a fine "
            "of PHP 500,000.");
  EXPECT_EQ(Count(lines[0], "months_from_operation"), 6);
  EXPECT_EQ(Count(lines[0], "days_from_operation"), 182);
  EXPECT_EQ(Value<Term>(lines[0], "imprisonment"), Term{.years = 15});
  EXPECT_THAT(lines[0].resources, SizeIs(2));
}

}  // namespace
}  // namespace amparo::statistics
