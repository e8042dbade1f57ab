// Highlights of operations, pleas and the people who testified.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "tests/unit/services/statistics/highlight_lines.h"

namespace amparo::statistics {
namespace {

using absl::CivilDay;
using ::testing::HasSubstr;
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
  ASSERT_THAT(lines, SizeIs(2));
  EXPECT_EQ(Count(lines[0], "operations"), 3);
  EXPECT_EQ(Count(lines[0], "places_moved_to"), 2);
  EXPECT_EQ(Count(lines[0], "people_freed"), 14);
  // What came after the verdicts is told as an operation of the month.
  EXPECT_EQ(Count(lines[1], "operations"), 1);
  EXPECT_EQ(Count(lines[1], "people_freed"), 2);
}

TEST_F(RingTest, Testimony) {
  for (int i = 0; i < 5; ++i) world_.AddParty(ring_, PartyRole::kSurvivor, i < 4);
  world_.AddParty(ring_, PartyRole::kWitness, true);
  const auto lines = OfKind(Find(world_), "testimony");
  ASSERT_THAT(lines, SizeIs(1));
  EXPECT_EQ(
      lines[0].text,
      "Office harbour: four of the five survivors in the case that led to convictions in November 2014 testified.");
  EXPECT_THAT(lines[0].resources, SizeIs(5 + 6)) << "all survivors, and the convictions of their case";
  EXPECT_THAT(lines[0].definition.text, HasSubstr("testified is as recorded now"));
  const Uuid other = world_.AddCase(CivilDay(2013, 1, 10));
  world_.Convict(other, CivilDay(2014, 11, 3));
  EXPECT_EQ(
      OfKind(Find(world_), "testimony").at(0).text,
      "Office harbour: four of the five survivors in the cases that led to convictions in November 2014 testified.");
}

TEST(OperationHighlightsTest, TheOnlySurvivorOfTheOnlyConviction) {
  World world;
  const Uuid one = world.AddCase(CivilDay(2013, 1, 10));
  world.Convict(one, CivilDay(2014, 11, 3));
  world.AddParty(one, PartyRole::kSurvivor, true);
  EXPECT_EQ(OfKind(Find(world), "testimony").at(0).text,
            "Office harbour: the one survivor in the case that led to a conviction in November 2014 testified.");
}

TEST(OperationHighlightsTest, WhyOperationsFailed) {
  World world;
  const Uuid one = world.AddCase(CivilDay(2013, 1, 10));
  const Uuid bar = world.AddVenue(VenueKind::kBar);
  const auto fail = [&](int day, SiteOutcome outcome) {
    world.AddOperation(one, absl::CivilSecond(2014, 6, day, 21, 0, 0), {{1, bar, outcome, 0, 0, 0}});
  };
  const auto text = [&world] { return OfKind(Find(world), "operation").at(0).text; };
  world.Convict(one, CivilDay(2014, 11, 3));
  fail(1, SiteOutcome::kFailedNoOneFound);
  EXPECT_EQ(text(),
            "Office harbour: one police operation in June 2014 failed: it found no one. One person was convicted in "
            "November 2014.");
  fail(2, SiteOutcome::kFailedNoOneFound);
  EXPECT_THAT(text(), HasSubstr("two police operations in June 2014 failed: both found no one. "));
  fail(3, SiteOutcome::kFailedTippedOff);
  EXPECT_THAT(text(),
              HasSubstr("three police operations in June 2014 failed: one was tipped off and two found no one. "));
  int day = 4;
  for (const SiteOutcome outcome :
       {SiteOutcome::kFailedPlaceClosed, SiteOutcome::kFailedUnitAbsent, SiteOutcome::kFailedNoAccess}) {
    fail(day++, outcome);
  }
  EXPECT_THAT(text(), HasSubstr("two found no one, one found the place closed, one was left without the police and "
                                "one was not let in. "));
  const Highlight line = OfKind(Find(world), "operation").at(0);
  const std::map<std::string, int64_t> reasons = {
      {"failed_tipped_off", 1},   {"failed_no_one_found", 2}, {"aborted", 0},
      {"failed_place_closed", 1}, {"failed_unit_absent", 1},  {"failed_no_access", 1}};
  for (const auto& [name, count] : reasons) EXPECT_EQ(Count(line, name), count) << name;
  EXPECT_EQ(Count(line, "failed"), 6);
}

TEST(OperationHighlightsTest, OnlyTheMovesOfTheAccusedAreTheSuspects) {
  World world;
  const Uuid one = world.AddCase(CivilDay(2013, 1, 10));
  const Uuid shop = world.AddVenue(VenueKind::kCoffeeShop);
  const Uuid flat = world.AddVenue(VenueKind::kDwelling);
  world.AddOperation(one, absl::CivilSecond(2013, 6, 4, 21, 0, 0), {{1, shop, SiteOutcome::kFailedTippedOff, 0, 0, 0}});
  world.AddOperation(one, absl::CivilSecond(2013, 10, 15, 20, 0, 0), {{1, flat, SiteOutcome::kSucceeded, 0, 2, 0}});
  const Uuid accused = world.Convict(one, CivilDay(2014, 11, 18));
  const Uuid survivor = world.AddParty(one, PartyRole::kSurvivor);
  const Uuid link = world.AddMove(shop, flat, CivilDay(2013, 8, 3));
  const auto moved = [&](Uuid party) {
    world.Say<LinkFact>(link, [&](LinkFact& fact) {
      fact.from_end = LinkEnd::kParty;
      fact.from_id = party;
    });
    return OfKind(Find(world), "operation").at(0);
  };
  EXPECT_EQ(moved(survivor).text,
            "Office harbour: one police operation in June 2013 failed: it was tipped off. On 15 October 2013 an "
            "operation with the police freed two people, both minors. One person was convicted in November 2014.");
  EXPECT_EQ(Count(moved(survivor), "places_moved_to"), 0);
  EXPECT_THAT(moved(accused).text, HasSubstr("The suspects were found to have moved to one dwelling in August 2013."));
  EXPECT_THAT(moved(accused).definition.text, HasSubstr("or from an accused of the case"));
}

TEST(OperationHighlightsTest, WhatCameFirstIsToldFirst) {
  World world;
  const Uuid one = world.AddCase(CivilDay(2013, 1, 10));
  const Uuid bar = world.AddVenue(VenueKind::kBar);
  world.AddOperation(one, absl::CivilSecond(2013, 5, 2, 21, 0, 0), {{1, bar, SiteOutcome::kSucceeded, 0, 1, 0}});
  world.AddOperation(one, absl::CivilSecond(2013, 6, 4, 21, 0, 0), {{1, bar, SiteOutcome::kAborted, 0, 0, 0}});
  world.AddOperation(one, absl::CivilSecond(2013, 7, 6, 21, 0, 0), {{1, bar, SiteOutcome::kSucceeded, 0, 3, 0}});
  world.Convict(one, CivilDay(2014, 11, 18));
  EXPECT_EQ(
      OfKind(Find(world), "operation").at(0).text,
      "Office harbour: on 2 May 2013 an operation with the police freed one person, a minor. One police operation "
      "in June 2013 failed: it was broken off. On 6 July 2013 an operation with the police freed three people, "
      "all minors. One person was convicted in November 2014.");
}

// The lines about operations of a month, as known at its end.
std::vector<Highlight> OperationsOf(const World& world, absl::CivilMonth month) {
  HighlightsQuery query;
  query.office = world.office;
  query.month = month;
  query.as_of = CivilDay(month + 1) - 1;
  return OfKind(FindHighlights(world.facts, query), "operation");
}

TEST_F(RingTest, EachMonthTellsOfTheOperationsCarriedOutInIt) {
  const auto june = OperationsOf(world_, absl::CivilMonth(2013, 6));
  ASSERT_THAT(june, SizeIs(1));
  EXPECT_EQ(june[0].text, "Office harbour: one police operation in June 2013 failed: it was tipped off.");
  EXPECT_EQ(Count(june[0], "failed_tipped_off"), 1);
  EXPECT_EQ(june[0].period, (Period{CivilDay(2013, 6, 1), CivilDay(2013, 6, 30)}));
  const auto october = OperationsOf(world_, absl::CivilMonth(2013, 10));
  ASSERT_THAT(october, SizeIs(1));
  EXPECT_EQ(october[0].text,
            "Office harbour: on 15 October 2013 an operation with the police at two places at the same moment freed 14 "
            "people, six of them minors, and led to six arrests.");
  EXPECT_EQ(Count(october[0], "succeeded"), 1);
  EXPECT_EQ(Count(october[0], "minors_freed"), 6);
  EXPECT_THAT(october[0].resources, SizeIs(1));
  EXPECT_THAT(OperationsOf(world_, absl::CivilMonth(2013, 9)), SizeIs(0));
  HighlightsQuery early{
      .office = "harbour", .visible_offices = {}, .month = absl::CivilMonth(2013, 10), .as_of = CivilDay(2013, 10, 14)};
  EXPECT_THAT(OfKind(FindHighlights(world_.facts, early), "operation"), SizeIs(0)) << "not carried out yet";
}

TEST(OperationHighlightsTest, WhatTheLineAboutConvictionsTellsIsNotToldAgain) {
  World world;
  const Uuid quick = world.AddCase(CivilDay(2014, 10, 1));
  const Uuid bar = world.AddVenue(VenueKind::kBar);
  world.AddOperation(quick, absl::CivilSecond(2014, 11, 3, 6, 0, 0), {{1, bar, SiteOutcome::kSucceeded, 1, 0, 0}});
  world.Convict(quick, CivilDay(2014, 11, 10));
  ASSERT_THAT(OfKind(Find(world), "operation"), SizeIs(1));
  world.AddOperation(quick, absl::CivilSecond(2014, 11, 20, 6, 0, 0), {{1, bar, SiteOutcome::kAborted, 0, 0, 0}});
  const auto lines = OfKind(Find(world), "operation");
  ASSERT_THAT(lines, SizeIs(2));
  EXPECT_EQ(Count(lines[0], "operations"), 1);
  EXPECT_EQ(lines[1].text, "Office harbour: one police operation in November 2014 failed: it was broken off.");
  EXPECT_THAT(lines[1].definition.exclusions,
              ::testing::ElementsAre("one operation of the month that the lines about its convictions tell of"));
}

TEST(OperationHighlightsTest, ManySuccessesAreToldTogether) {
  World world;
  const Uuid one = world.AddCase(CivilDay(2014, 10, 1));
  const Uuid bar = world.AddVenue(VenueKind::kBar);
  for (int day = 1; day <= 3; ++day) {
    world.AddOperation(one, absl::CivilSecond(2014, 11, day, 6, 0, 0), {{1, bar, SiteOutcome::kSucceeded, 1, 0, 1}});
  }
  EXPECT_THAT(OfKind(Find(world), "operation").at(0).text, HasSubstr("On 3 November 2014 an operation"));
  world.AddOperation(one, absl::CivilSecond(2014, 11, 4, 6, 0, 0), {{1, bar, SiteOutcome::kFailedNoOneFound, 0, 0, 0}});
  world.AddOperation(one, absl::CivilSecond(2014, 11, 5, 6, 0, 0), {{1, bar, SiteOutcome::kSucceeded, 2, 1, 0}});
  const auto lines = OfKind(Find(world), "operation");
  ASSERT_THAT(lines, SizeIs(1));
  EXPECT_EQ(lines[0].text,
            "Office harbour: four operations with the police in November 2014 freed six people, one of them a minor, "
            "and led to three arrests. One police operation in November 2014 failed: it found no one.");
  EXPECT_EQ(Count(lines[0], "operations"), 5);
  EXPECT_EQ(Count(lines[0], "people_freed"), 6);
}

TEST(OperationHighlightsTest, AVerdictOnTheDayOfTheOperation) {
  World world;
  const Uuid one = world.AddCase(CivilDay(2014, 11, 1));
  world.AddOperation(one, absl::CivilSecond(2014, 11, 3, 6, 0, 0),
                     {{1, world.AddVenue(VenueKind::kBar), SiteOutcome::kSucceeded, 1, 0, 0}});
  world.Convict(one, CivilDay(2014, 11, 3));
  EXPECT_EQ(OfKind(Find(world), "speed").at(0).text,
            "Office harbour: the fastest verdict of guilty in November 2014 came on the day of the operation.");
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
            "Office harbour: the fastest verdict of guilty in November 2014 came 399 days after the operation; the "
            "median of the office's four such cases so far is 399 days.");
  EXPECT_THAT(lines[0].resources, SizeIs(2 * 4));
  EXPECT_EQ(lines[0].period, (Period{CivilDay(2006, 2, 1), CivilDay(2014, 11, 18)}));
}

TEST(OperationHighlightsTest, PleaBargainAfterAnOperation) {
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

TEST(OperationHighlightsTest, APleaIsToAnAttemptWhenTheCourtFoundOneWhateverWasCharged) {
  World world;
  const Uuid one = world.AddCase(CivilDay(2014, 4, 1));
  ChargeSpec found = Sentenced(CivilDay(2014, 11, 19), 15, 15);
  found.verdict = Verdict::kConvictedLesser;
  found.lesser_completion = Completion::kAttempted;
  found.plea = PleaKind::kGuilty;
  world.Convict(one, found);
  ChargeSpec carried_through = found;
  carried_through.attempted = true;
  carried_through.lesser_crime_type = "0302";
  carried_through.lesser_completion = Completion::kCompleted;
  world.Convict(one, carried_through);
  const auto lines = OfKind(Find(world), "plea");
  ASSERT_THAT(lines, SizeIs(1));
  EXPECT_EQ(lines[0].text,
            "Office harbour: one accused pleaded guilty to attempted trafficking for sexual exploitation and was "
            "sentenced to 15 years in prison.");
}

TEST(OperationHighlightsTest, APleaTheDayAfterAnOperationAtTheEndOfAMonthCameADayLater) {
  World world;
  const Uuid one = world.AddCase(CivilDay(2014, 4, 1));
  world.AddOperation(one, absl::CivilSecond(2014, 10, 31, 6, 0, 0),
                     {{1, world.AddVenue(VenueKind::kBar), SiteOutcome::kSucceeded, 1, 0, 1}});
  ChargeSpec plea = Sentenced(CivilDay(2014, 11, 1), 1, 1);
  plea.plea = PleaKind::kGuilty;
  plea.bargain = true;
  plea.sentence->suspended = true;
  world.Convict(one, plea);
  const auto lines = OfKind(Find(world), "plea");
  ASSERT_THAT(lines, SizeIs(1));
  EXPECT_EQ(
      lines[0].text,
      "Office harbour: one day after the operation that freed one adult, one accused pleaded guilty to trafficking "
      "for sexual exploitation in a plea bargain and was sentenced to 1 year in prison (suspended).");
  EXPECT_EQ(Count(lines[0], "months_from_operation"), 0);
}

}  // namespace
}  // namespace amparo::statistics
