#include "services/statistics/measures/highlights.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "tests/unit/services/statistics/highlight_lines.h"

namespace amparo::statistics {
namespace {

using absl::CivilDay;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(HighlightsTest, AnOfficeWithNothingToTellHasNoLines) {
  World world;
  EXPECT_THAT(Find(world), IsEmpty());
  EXPECT_THAT(Find(world, ""), IsEmpty());
}

TEST(HighlightsTest, ConvictionsOfTheMonthWithTheirSentences) {
  World world;
  const Uuid one = world.AddCase(CivilDay(2012, 1, 1));
  world.Convict(one, Sentenced(CivilDay(2014, 11, 1), 8, 8));
  world.Convict(one, Sentenced(CivilDay(2014, 11, 30), 7, 9));
  ChargeSpec fined = Sentenced(CivilDay(2014, 11, 12), 10, 10);
  fined.sentence->fine = Money{50000000, "PHP"};
  world.Convict(world.AddCase(CivilDay(2012, 1, 1)), fined);
  world.Convict(one, CivilDay(2014, 10, 31));
  world.Convict(one, CivilDay(2014, 12, 1));
  const auto lines = OfKind(Find(world), "convictions");
  ASSERT_THAT(lines, SizeIs(1));
  EXPECT_EQ(lines[0].text,
            "Office harbour: three people were convicted in November 2014 in two cases of trafficking for sexual "
            "exploitation; the "
            "prison sentences are 7 to 10 years and fines come to PHP 500,000.");
  EXPECT_EQ(Count(lines[0], "convictions"), 3);
  EXPECT_EQ(Count(lines[0], "cases"), 2);
  EXPECT_EQ(Count(lines[0], "convictions_02041"), 3);
  EXPECT_EQ(Value<Term>(lines[0], "shortest_imprisonment"), Term{.years = 7});
  EXPECT_EQ(Value<Term>(lines[0], "longest_imprisonment"), Term{.years = 10});
  EXPECT_EQ(Value<Money>(lines[0], "fines"), (Money{50000000, "PHP"}));
  EXPECT_THAT(lines[0].resources, SizeIs(3));
  EXPECT_EQ(lines[0].period, (Period{CivilDay(2014, 11, 1), CivilDay(2014, 11, 30)}));
}

TEST(HighlightsTest, WhatHappenedAfterPublicationIsNotKnown) {
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

TEST(HighlightsTest, MoreInAMonthThanInTheFirstYears) {
  World world;  // Opened on 1 March 2005.
  const Uuid one = world.AddCase(CivilDay(2005, 4, 1));
  world.Convict(one, CivilDay(2006, 5, 1));
  world.Convict(one, CivilDay(2009, 2, 28));  // The last day of the fourth year.
  world.Convict(one, CivilDay(2009, 3, 1));   // The first day of the fifth.
  for (int i = 0; i < 3; ++i) world.Convict(one, CivilDay(2014, 11, 3));
  const auto lines = OfKind(Find(world), "record");
  ASSERT_THAT(lines, SizeIs(2));
  EXPECT_EQ(
      lines[0].text,
      "Office harbour: three convictions in one month, more than in the office's first four years of operation (two).");
  EXPECT_EQ(Count(lines[0], "years"), 4);
  EXPECT_EQ(Count(lines[0], "convictions_in_first_years"), 2);
  EXPECT_THAT(lines[0].resources, SizeIs(5));
  EXPECT_EQ(lines[1].text,
            "Office harbour: three convictions in November 2014, the most in any month so far; the best before was May "
            "2006 with one.");
}

TEST(HighlightsTest, AnEqualMonthIsNoRecord) {
  World world("harbour", CivilDay(2014, 1, 15));
  const Uuid one = world.AddCase(CivilDay(2014, 1, 20));
  for (CivilDay day : {CivilDay(2014, 3, 1), CivilDay(2014, 3, 31), CivilDay(2014, 11, 1), CivilDay(2014, 11, 30)})
    world.Convict(one, day);
  // The first year has not ended: no comparison with it either.
  EXPECT_THAT(OfKind(Find(world), "record"), IsEmpty());
}

TEST(HighlightsTest, YearsOfAnOfficeOpenedOnALeapDayBeginOnTheFirstOfMarch) {
  World world("harbour", CivilDay(2012, 2, 29));
  const Uuid one = world.AddCase(CivilDay(2012, 3, 1));
  world.Convict(one, CivilDay(2013, 2, 28));  // Still the first year.
  world.Convict(one, CivilDay(2013, 3, 1));   // The second.
  const auto lines = OfKind(Find(world), "total");
  ASSERT_THAT(lines, SizeIs(1));
  EXPECT_EQ(Count(lines[0], "convictions_in_year_of_operation_1"), 1);
  EXPECT_EQ(Count(lines[0], "convictions_in_year_of_operation_2"), 1);
  EXPECT_EQ(Count(lines[0], "convictions_in_year_of_operation_3"), 0);
}

TEST(HighlightsTest, HalfOfAllCameInTheLastYears) {
  World world;
  const Uuid one = world.AddCase(CivilDay(2005, 4, 1));
  for (int i = 0; i < 6; ++i) world.Convict(one, CivilDay(2007, 1, 1) + 100 * i);
  for (int i = 0; i < 5; ++i) world.Convict(one, CivilDay(2013, 1, 1) + 30 * i);
  world.Convict(one, CivilDay(2014, 11, 3));
  const auto lines = OfKind(Find(world), "record");
  ASSERT_FALSE(lines.empty());
  EXPECT_EQ(
      lines.back().text,
      "Office harbour: half of all convictions since the office opened in 2005 (6 of 12) came in the last two years.");
}

TEST(HighlightsTest, MilestonesPassedInTheMonth) {
  World world;
  const Uuid one = world.AddCase(CivilDay(2005, 4, 1));
  for (int i = 0; i < 24; ++i) world.Convict(one, CivilDay(2010, 1, 1));
  world.Convict(one, CivilDay(2014, 11, 12));
  const auto lines = OfKind(Find(world), "milestone");
  ASSERT_THAT(lines, SizeIs(1));
  EXPECT_EQ(lines[0].text, "Office harbour: the office's 25th conviction came on 12 November 2014.");
  EXPECT_EQ(Value<CivilDay>(lines[0], "date"), CivilDay(2014, 11, 12));
}

TEST(HighlightsTest, TotalsSinceTheOfficeOpened) {
  World world;
  const Uuid one = world.AddCase(CivilDay(2005, 4, 1));
  for (int i = 0; i < 4; ++i) world.Convict(one, CivilDay(2006, 6, 1));
  for (int i = 0; i < 2; ++i) world.Convict(one, CivilDay(2014, 2, 1));
  world.Convict(one, CivilDay(2014, 12, 12));  // After publication.
  world.Convict(one, CivilDay(2004, 1, 1));    // Before the office opened: somebody else's.
  const auto lines = OfKind(Find(world), "total");
  ASSERT_THAT(lines, SizeIs(1));
  EXPECT_EQ(lines[0].text,
            "Office harbour: six people convicted since the office opened in 2005: four in its second year of "
            "operation, two in 2014 so far.");
  EXPECT_EQ(Count(lines[0], "convictions_in_2014"), 2);
}

TEST(HighlightsTest, HowLongCasesTake) {
  World world;
  for (int years : {2, 3, 5, 7, 8}) world.Convict(world.AddCase(CivilDay(2005, 6, 1)), CivilDay(2005 + years, 6, 1));
  world.AddCase(CivilDay(2010, 6, 1));
  const auto lines = OfKind(Find(world), "duration");
  ASSERT_THAT(lines, SizeIs(1));
  EXPECT_EQ(lines[0].text,
            "Office harbour: most cases take three to seven years from the first report to the final verdict: three of "
            "the five decided "
            "so far; the median, with one case still pending counted in, is 5.0 years.");
  EXPECT_EQ(Count(lines[0], "pending"), 1);
}

TEST(HighlightsTest, WhatAdjournmentsCostInTheMonthAndInAll) {
  World world;
  const Uuid one = world.AddCase(CivilDay(2012, 1, 1));
  const std::vector<AttendanceFact> parents = {{Attendee::kParent, 1, Money{3300, "BOB"}},
                                               {Attendee::kParent, 2, Money{6600, "BOB"}}};
  world.AddHearing(one, CivilDay(2014, 11, 3), HearingState::kHeld, parents);
  for (int i = 0; i < 3; ++i) world.AddHearing(one, CivilDay(2014, 11, 4 + i), HearingState::kAdjourned, parents);
  world.AddHearing(one, CivilDay(2013, 3, 4), HearingState::kHeld);
  world.AddHearing(one, CivilDay(2014, 12, 12), HearingState::kAdjourned, parents);
  const auto lines = OfKind(Find(world), "adjournments");
  ASSERT_THAT(lines, SizeIs(2));
  EXPECT_EQ(lines[0].text,
            "Office harbour: three out of four hearings were adjourned in November 2014 (three of four); the "
            "families who had come "
            "lost four and a half days' wages, BOB 297.");
  EXPECT_DOUBLE_EQ(Value<Rate>(lines[0], "adjournment_rate").value, 0.75);
  EXPECT_EQ(Count(lines[0], "wage_half_days_lost"), 9);
  EXPECT_EQ(Value<Money>(lines[0], "wages_lost"), (Money{29700, "BOB"}));
  EXPECT_THAT(lines[1].text, HasSubstr("have been adjourned since March 2013 (three of five)"));
  EXPECT_THAT(lines[1].resources, SizeIs(5));
}

TEST(HighlightsTest, FewHearingsAreToldWithoutFractions) {
  World world;
  const Uuid one = world.AddCase(CivilDay(2012, 1, 1));
  world.AddHearing(one, CivilDay(2014, 11, 3), HearingState::kHeld);
  EXPECT_EQ(Find(world)[0].text, "Office harbour: the one hearing was not adjourned in November 2014.");
  world.AddHearing(one, CivilDay(2014, 11, 4), HearingState::kHeld);
  EXPECT_EQ(Find(world)[0].text, "Office harbour: none of the hearings were adjourned in November 2014 (none of two).");
  world.AddHearing(one, CivilDay(2014, 11, 5), HearingState::kAdjourned);
  EXPECT_EQ(Find(world)[0].text,
            "Office harbour: one out of three hearings was adjourned in November 2014 (one of three).");
}

TEST(HighlightsTest, AmountsInSeveralCurrenciesKeepTheirOwnNames) {
  World world;
  const Uuid one = world.AddCase(CivilDay(2012, 1, 1));
  ChargeSpec pesos = Sentenced(CivilDay(2014, 11, 3), 1, 1);
  pesos.sentence->fine = Money{100, "PHP"};
  ChargeSpec dollars = Sentenced(CivilDay(2014, 11, 3), 1, 1);
  dollars.sentence->fine = Money{200, "USD"};
  world.Convict(one, pesos);
  world.Convict(one, dollars);
  const Highlight line = OfKind(Find(world), "convictions").at(0);
  EXPECT_EQ(Value<Money>(line, "fines_php"), (Money{100, "PHP"}));
  EXPECT_EQ(Value<Money>(line, "fines_usd"), (Money{200, "USD"}));
  EXPECT_THAT(line.text, HasSubstr("fines come to PHP 1 and USD 2"));
}

TEST(HighlightsTest, AllOfficesFirstThenByTheirIds) {
  World world("river");
  world.Convict(world.AddCase(CivilDay(2012, 1, 1)), CivilDay(2014, 1, 1));
  world.AddOffice("anchor", "XB", CivilDay(2010, 1, 1));
  world.Convict(world.AddCase(CivilDay(2012, 1, 1)), CivilDay(2014, 12, 11));
  world.Convict(world.AddCase(CivilDay(2012, 1, 1)), CivilDay(2014, 12, 12));
  world.Convict(world.AddCase(CivilDay(2012, 1, 1)), CivilDay(2013, 12, 31));
  const auto lines = Find(world, "");
  ASSERT_GE(lines.size(), 3u);
  EXPECT_EQ(lines[0].text,
            "In 2014 up to 11 December, the work of two offices helped to secure the convictions of two people "
            "in two cases.");
  EXPECT_EQ(lines[0].office, "");
  EXPECT_EQ(lines[1].office, "anchor");
  EXPECT_EQ(lines.back().office, "river");
  HighlightsQuery query{
      .office = "", .visible_offices = std::vector<std::string>{"river"}, .month = kMonth, .as_of = kPress};
  for (const Highlight& line : FindHighlights(world.facts, query)) EXPECT_NE(line.office, "anchor");
  EXPECT_EQ(Count(FindHighlights(world.facts, query)[0], "convictions"), 1);
}

TEST(HighlightsTest, PublicationIsTheLastDayOfTheFactsOrTheEleventhOfTheMonthAfter) {
  World world;
  const Uuid one = world.AddCase(CivilDay(2012, 1, 1));
  HighlightsQuery query{.office = "", .visible_offices = {}, .month = kMonth, .as_of = {}};
  EXPECT_EQ(DefaultAsOf(world.facts, query), CivilDay(2014, 11, 1));
  world.AddHearing(one, CivilDay(2014, 11, 20), HearingState::kHeld);
  world.AddHearing(one, CivilDay(2015, 11, 20), HearingState::kScheduled);
  EXPECT_EQ(DefaultAsOf(world.facts, query), CivilDay(2014, 11, 20));
  world.Convict(one, CivilDay(2014, 12, 9));
  EXPECT_EQ(DefaultAsOf(world.facts, query), CivilDay(2014, 12, 9));
  world.AddOperation(one, absl::CivilSecond(2015, 2, 1, 8, 0, 0), {});
  EXPECT_EQ(DefaultAsOf(world.facts, query), kPress);
}

TEST(HighlightsTest, AVerdictCountsOnItsCivilDayWhateverTheZone) {
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

TEST(HighlightsTest, EveryLineCarriesItsProof) {
  World world;
  const Uuid one = world.AddCase(CivilDay(2012, 1, 1));
  world.Convict(one, Sentenced(CivilDay(2014, 11, 1), 8, 8));
  world.AddHearing(one, CivilDay(2014, 11, 3), HearingState::kAdjourned);
  for (const Highlight& line : Find(world, "")) {
    EXPECT_FALSE(line.figures.empty()) << line.text;
    EXPECT_FALSE(line.definition.text.empty()) << line.text;
    EXPECT_FALSE(line.resources.empty()) << line.text;
    EXPECT_TRUE(line.period.from && line.period.to && *line.period.from <= *line.period.to) << line.text;
    std::set<std::string> names;
    for (const Figure& figure : line.figures) EXPECT_TRUE(names.insert(figure.name).second) << figure.name;
  }
}

TEST(HighlightsTest, ManyResourcesAreNamedUpToABound) {
  World world;
  const Uuid one = world.AddCase(CivilDay(2012, 1, 1));
  for (int i = 0; i < 1005; ++i) world.Convict(one, CivilDay(2014, 11, 3));
  const auto lines = OfKind(Find(world), "convictions");
  ASSERT_THAT(lines, SizeIs(1));
  EXPECT_EQ(Count(lines[0], "convictions"), 1005);
  EXPECT_THAT(lines[0].resources, SizeIs(kMostResources));
  EXPECT_THAT(lines[0].definition.exclusions, ::testing::Contains(HasSubstr("5 of the counted resources")));
}

}  // namespace
}  // namespace amparo::statistics
