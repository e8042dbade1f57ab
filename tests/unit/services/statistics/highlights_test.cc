#include "services/statistics/measures/highlights.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "tests/unit/services/statistics/world.h"

namespace amparo::statistics {
namespace {

using absl::CivilDay;
using absl::CivilMonth;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const CivilMonth kMonth(2014, 11);
const CivilDay kPress(2014, 12, 11);

std::vector<Highlight> Find(const World& world, std::string office = "harbour", CivilDay as_of = kPress) {
  HighlightsQuery query;
  query.office = std::move(office);
  query.month = kMonth;
  query.as_of = as_of;
  return FindHighlights(world.facts, query);
}

std::vector<Highlight> OfKind(const std::vector<Highlight>& lines, const std::string& kind) {
  std::vector<Highlight> found;
  for (const Highlight& line : lines) {
    if (line.kind == kind) found.push_back(line);
  }
  return found;
}

int64_t Count(const Highlight& line, const std::string& name) {
  for (const Figure& figure : line.figures) {
    if (figure.name == name) return std::get<int64_t>(figure.value);
  }
  ADD_FAILURE() << "no figure " << name << " in: " << line.text;
  return -1;
}

template <typename T>
T Value(const Highlight& line, const std::string& name) {
  for (const Figure& figure : line.figures) {
    if (figure.name == name) return std::get<T>(figure.value);
  }
  ADD_FAILURE() << "no figure " << name << " in: " << line.text;
  return T{};
}

// A guilty verdict with imprisonment.
ChargeSpec Sentenced(CivilDay day, int least, int most) {
  ChargeSpec spec = Guilty(day);
  spec.sentence = Years(day, least, most);
  return spec;
}

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

TEST(HighlightsTest, HowLongCasesTake) {
  World world;
  for (int years : {2, 3, 5, 7, 8}) world.Convict(world.AddCase(CivilDay(2005, 6, 1)), CivilDay(2005 + years, 6, 1));
  world.AddCase(CivilDay(2010, 6, 1));
  const auto lines = OfKind(Find(world), "duration");
  ASSERT_THAT(lines, SizeIs(1));
  EXPECT_EQ(lines[0].text,
            "Office harbour: most cases take three to seven years from the first report to the final verdict: three of "
            "the five decided "
            "so far; with one still pending counted in, the median is 5.0 years.");
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
  EXPECT_THAT(lines[1].text, HasSubstr("since March 2013 (three of five)"));
  EXPECT_THAT(lines[1].resources, SizeIs(5));
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
