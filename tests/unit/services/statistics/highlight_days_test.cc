// What highlights know on which day: publication, months without facts, zones.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/unit/services/statistics/highlight_lines.h"

namespace amparo::statistics {
namespace {

using absl::CivilDay;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(HighlightDaysTest, WhatHappenedAfterPublicationIsNotKnown) {
  World world;
  const Uuid one = world.AddCase(CivilDay(2012, 1, 1));
  world.Convict(one, Sentenced(CivilDay(2014, 11, 5), 8, 8));
  ChargeSpec later = Guilty(CivilDay(2014, 11, 6));
  later.sentence = Years(CivilDay(2014, 11, 25), 20, 20);
  world.Convict(one, later);
  world.Convict(one, CivilDay(2014, 11, 21));
  const auto lines = OfKind(Find(world, "harbour", CivilDay(2014, 11, 20)), "convictions");
  ASSERT_THAT(lines, SizeIs(1));
  EXPECT_EQ(Count(lines[0], "convictions"), 2);
  EXPECT_EQ(Value<Term>(lines[0], "longest_imprisonment"), Term{.years = 8});
  EXPECT_THAT(lines[0].text, HasSubstr("in November 2014 (up to 20 November)"));
  EXPECT_THAT(lines[0].definition.exclusions, ::testing::ElementsAre("one person not sentenced yet"));
}

TEST(HighlightDaysTest, PublicationIsTheLastDayOfTheFactsOrTheEleventhOfTheMonthAfter) {
  World world;
  const Uuid one = world.AddCase(CivilDay(2012, 1, 1));
  HighlightsQuery query{.office = "", .visible_offices = {}, .month = kMonth, .as_of = {}};
  EXPECT_EQ(DefaultAsOf(world.facts, query), std::nullopt);
  world.AddHearing(one, CivilDay(2014, 11, 20), HearingState::kHeld);
  world.AddHearing(one, CivilDay(2015, 11, 20), HearingState::kScheduled);
  EXPECT_EQ(DefaultAsOf(world.facts, query), CivilDay(2014, 11, 20));
  ChargeSpec brought;
  brought.charge_date = CivilDay(2014, 12, 2);
  world.Convict(one, brought);
  EXPECT_EQ(DefaultAsOf(world.facts, query), CivilDay(2014, 12, 2));
  ChargeSpec sentenced_later = Guilty(CivilDay(2014, 12, 4));
  sentenced_later.sentence = Years(CivilDay(2014, 12, 9), 7, 7);
  world.Convict(one, sentenced_later);
  EXPECT_EQ(DefaultAsOf(world.facts, query), CivilDay(2014, 12, 9));
  EXPECT_THAT(FindHighlights(world.facts, query).at(0).definition.text,
              HasSubstr("As known on 9 December 2014, the last day the facts speak of"));
  world.AddOffice("quiet", "XB", CivilDay(2010, 1, 1));
  query.office = "quiet";
  EXPECT_EQ(DefaultAsOf(world.facts, query), CivilDay(2014, 12, 9)) << "the same whichever office is asked for";
  world.office = "harbour";
  world.AddOperation(one, absl::CivilSecond(2015, 2, 1, 8, 0, 0), {});
  EXPECT_EQ(DefaultAsOf(world.facts, query), kPress);
}

TEST(HighlightDaysTest, AMonthThatNothingIsKnownOfHasNoLines) {
  World world;
  const Uuid one = world.AddCase(CivilDay(2012, 1, 1));
  world.Convict(one, CivilDay(2014, 11, 3));
  world.AddHearing(one, CivilDay(2014, 11, 30), HearingState::kHeld);
  HighlightsQuery query;
  for (absl::CivilMonth month :
       {absl::CivilMonth(2014, 12), absl::CivilMonth(9999, 12), absl::CivilMonth(1900, 1), absl::CivilMonth(2005, 2)}) {
    query.month = month;
    EXPECT_THAT(FindHighlights(world.facts, query), IsEmpty()) << month;
  }
  query.month = absl::CivilMonth(2014, 11);
  EXPECT_FALSE(FindHighlights(world.facts, query).empty());
  // Before the office opened there is nothing to tell, whatever became of it since.
  query.month = absl::CivilMonth(2005, 2);
  query.office = "harbour";
  query.as_of = kPress;
  EXPECT_THAT(FindHighlights(world.facts, query), IsEmpty());
  EXPECT_THAT(
      FindHighlights(Facts(), HighlightsQuery{.office = "", .visible_offices = {}, .month = kMonth, .as_of = {}}),
      IsEmpty());
}

TEST(HighlightDaysTest, AVerdictCountsOnItsCivilDayWhateverTheZone) {
  World world("harbour", CivilDay(2005, 3, 1));
  world.AddOffice("west", "XC", CivilDay(2005, 3, 1), "America/La_Paz");
  const Uuid one = world.AddCase(CivilDay(2012, 1, 1));
  world.Convict(one, CivilDay(2014, 11, 30));
  // Late in the evening of the last day of October there, already November in UTC.
  world.AddOperation(one, absl::CivilSecond(2014, 10, 31, 23, 0, 0),
                     {{1, world.AddVenue(VenueKind::kBar), SiteOutcome::kSucceeded, 1, 0, 0}});
  const auto lines = Find(world, "west");
  ASSERT_THAT(OfKind(lines, "speed"), SizeIs(1));
  EXPECT_EQ(Count(OfKind(lines, "speed")[0], "shortest_days"), 30);
}

TEST(HighlightDaysTest, PublicationIsNotAfterTheDayOfTheReportWhateverWasPutOff) {
  World world;
  const Uuid one = world.AddCase(CivilDay(2012, 1, 1));
  world.Convict(one, CivilDay(2014, 11, 3));
  world.AddHearing(one, CivilDay(2014, 12, 15), HearingState::kAdjourned);
  HighlightsQuery query{.office = "harbour", .visible_offices = {}, .month = kMonth, .as_of = {}};
  query.today = CivilDay(2014, 11, 20);
  EXPECT_EQ(DefaultAsOf(world.facts, query), CivilDay(2014, 11, 20));
  EXPECT_THAT(OfKind(FindHighlights(world.facts, query), "convictions").at(0).text,
              HasSubstr("in November 2014 (up to 20 November)"));
  query.month = absl::CivilMonth(2014, 12);
  EXPECT_EQ(DefaultAsOf(world.facts, query), std::nullopt);
  EXPECT_THAT(FindHighlights(world.facts, query), IsEmpty()) << "the month has not begun";
  query.today = CivilDay(2014, 12, 15);
  EXPECT_THAT(OfKind(FindHighlights(world.facts, query), "adjournments"), SizeIs(1));
}

TEST(HighlightDaysTest, TodayIsTheLatestOfTheOfficesThatMayBeSeen) {
  const std::vector<std::string> west = {"west"};
  const std::vector<std::string> none;
  World world;  // In Manila.
  world.AddOffice("west", "XC", CivilDay(2005, 3, 1), "America/La_Paz");
  const absl::Time evening = absl::FromCivil(absl::CivilSecond(2014, 11, 20, 18, 0, 0), absl::UTCTimeZone());
  EXPECT_EQ(LatestToday(world.facts, std::nullopt, evening), CivilDay(2014, 11, 21));
  EXPECT_EQ(LatestToday(world.facts, west, evening), CivilDay(2014, 11, 20));
  const absl::Time night = evening + absl::Hours(8);
  EXPECT_EQ(LatestToday(world.facts, west, night), CivilDay(2014, 11, 20)) << "UTC is a day ahead";
  EXPECT_EQ(LatestToday(world.facts, none, night), CivilDay(2014, 11, 21));
}

}  // namespace
}  // namespace amparo::statistics
