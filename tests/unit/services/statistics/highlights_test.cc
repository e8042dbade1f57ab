#include "services/statistics/measures/highlights.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
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
            "prison sentences are 7 to 10 years and the fine is PHP 500,000.");
  EXPECT_EQ(Count(lines[0], "convictions"), 3);
  EXPECT_EQ(Count(lines[0], "cases"), 2);
  EXPECT_EQ(Count(lines[0], "convictions_02041"), 3);
  EXPECT_EQ(Value<Term>(lines[0], "shortest_imprisonment"), Term{.years = 7});
  EXPECT_EQ(Value<Term>(lines[0], "longest_imprisonment"), Term{.years = 10});
  EXPECT_EQ(Value<Money>(lines[0], "fines"), (Money{50000000, "PHP"}));
  EXPECT_THAT(lines[0].resources, SizeIs(3));
  EXPECT_EQ(lines[0].period, (Period{CivilDay(2014, 11, 1), CivilDay(2014, 11, 30)}));
}

TEST(HighlightsTest, EverySentenceIsToldWhetherThereIsOneOrSeveral) {
  World world;
  const Uuid one = world.AddCase(CivilDay(2012, 1, 1), "03011");
  ChargeSpec life = Guilty(CivilDay(2014, 11, 3));
  life.sentence = Years(CivilDay(2014, 11, 3), 0, 0);
  life.sentence->custody = Custody::kLife;
  world.Convict(one, life);
  EXPECT_EQ(
      OfKind(Find(world), "convictions").at(0).text,
      "Office harbour: one person was convicted in November 2014 in one case of rape; there is one life sentence.");
  world.Convict(one, life);
  ChargeSpec lenient = Sentenced(CivilDay(2014, 11, 4), 2, 2);
  lenient.sentence->suspended = true;
  world.Convict(one, lenient);
  EXPECT_EQ(
      OfKind(Find(world), "convictions").at(0).text,
      "Office harbour: three people were convicted in November 2014 in one case of rape; the prison sentence is 2 "
      "years (suspended) and there are two life sentences.");
  world.Convict(one, Sentenced(CivilDay(2014, 11, 5), 3, 3));
  const Highlight line = OfKind(Find(world), "convictions").at(0);
  EXPECT_THAT(line.text, HasSubstr("the prison sentences are 2 to 3 years (one suspended) and"));
  EXPECT_EQ(Count(line, "suspended_imprisonments"), 1);
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
  EXPECT_EQ(
      lines[1].text,
      "Office harbour: three convictions in November 2014, the most in any month so far; the best before was one, "
      "first in May 2006.");
}

TEST(HighlightsTest, OfSeveralBestMonthsBeforeTheFirstIsNamedAsSuch) {
  World world;  // Opened on 1 March 2005.
  const Uuid one = world.AddCase(CivilDay(2005, 4, 1));
  for (const CivilDay day : {CivilDay(2005, 5, 1), CivilDay(2006, 5, 1), CivilDay(2006, 5, 2), CivilDay(2009, 4, 3)}) {
    world.Convict(one, day);
  }
  for (int i = 0; i < 3; ++i) world.Convict(one, CivilDay(2014, 11, 3));
  const auto text = [&world] { return OfKind(Find(world), "record").at(0).text; };
  EXPECT_THAT(text(), HasSubstr("the best before was May 2006 with two."));
  world.Convict(one, CivilDay(2009, 4, 4));
  EXPECT_THAT(text(), HasSubstr("the most in any month so far; the best before was two, first in May 2006."));
  EXPECT_EQ(Value<CivilDay>(OfKind(Find(world), "record").at(0), "best_month_before"), CivilDay(2006, 5, 1));
}

TEST(HighlightsTest, MoreThanNothingOrThanTheFirstYearAloneIsNoRecord) {
  World world;
  const Uuid one = world.AddCase(CivilDay(2005, 4, 1));
  for (int i = 0; i < 2; ++i) world.Convict(one, CivilDay(2014, 11, 3));
  EXPECT_THAT(OfKind(Find(world), "record"), IsEmpty());
  world.Convict(one, CivilDay(2005, 5, 1));
  for (int i = 0; i < 2; ++i) world.Convict(one, CivilDay(2006, 5, 1));
  // Two are more than the first year's one, but not than the three of the first two years; and no best month.
  EXPECT_THAT(OfKind(Find(world), "record"), IsEmpty());
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
  EXPECT_EQ(
      lines[0].text,
      "Office harbour: six people have been convicted since the office opened in 2005: four in its second year of "
      "operation, two in 2014 so far.");
  EXPECT_EQ(Count(lines[0], "convictions_in_2014"), 2);
}

TEST(HighlightsTest, TotalsOfOneConvictionAndOfAThousand) {
  World world;
  const Uuid one = world.AddCase(CivilDay(2005, 4, 1));
  world.Convict(one, CivilDay(2013, 6, 1));
  EXPECT_EQ(OfKind(Find(world), "total").at(0).text,
            "Office harbour: one person has been convicted since the office opened in 2005: none in its second year of "
            "operation, "
            "none in 2014 so far.");
  for (int i = 0; i < 999; ++i) world.Convict(one, CivilDay(2014, 6, 1));
  EXPECT_EQ(
      OfKind(Find(world), "total").at(0).text,
      "Office harbour: 1,000 people have been convicted since the office opened in 2005: none in its second year of "
      "operation, 999 in 2014 so far.");
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
  EXPECT_EQ(FindHighlights(world.facts, query)[0].text,
            "In 2014 up to 11 December, the work of one office helped to secure the conviction of one person in one "
            "case.");
}

TEST(HighlightsTest, ConvictionsFromBeforeAnOfficeOpenedAreNeitherItsNorAllOffices) {
  World world("harbour", CivilDay(2014, 3, 1));
  const Uuid one = world.AddCase(CivilDay(2012, 1, 1));
  for (const CivilDay day : {CivilDay(2014, 2, 28), CivilDay(2014, 3, 1), CivilDay(2014, 11, 3)}) {
    world.Convict(one, day);
  }
  const auto lines = Find(world, "");
  EXPECT_EQ(lines.at(0).office, "");
  EXPECT_EQ(Count(lines.at(0), "convictions"), 2);
  EXPECT_THAT(lines.at(0).definition.text, HasSubstr("Of each office those from the day on which it opened."));
  EXPECT_EQ(Count(OfKind(lines, "total").at(0), "convictions"), 2);
}

TEST(HighlightsTest, FinesThatNoNumberCanHoldStayAtTheLargest) {
  World world;
  const Uuid one = world.AddCase(CivilDay(2012, 1, 1));
  ChargeSpec fined = Sentenced(CivilDay(2014, 11, 3), 1, 1);
  fined.sentence->fine = Money{std::numeric_limits<int64_t>::max(), "PHP"};
  for (int i = 0; i < 2; ++i) world.Convict(one, fined);
  EXPECT_EQ(Value<Money>(OfKind(Find(world), "convictions").at(0), "fines"), *fined.sentence->fine);
}

TEST(HighlightsTest, EveryLineCarriesItsProof) {
  World world;
  const Uuid one = world.AddCase(CivilDay(2012, 1, 1));
  world.Convict(one, Sentenced(CivilDay(2014, 11, 1), 8, 8));
  world.AddHearing(one, CivilDay(2014, 11, 3), HearingState::kAdjourned);
  for (const Highlight& line : Find(world, "")) {
    EXPECT_FALSE(line.figures.empty()) << line.text;
    EXPECT_THAT(line.definition.text, HasSubstr("As known on 11 December 2014, the day of publication asked for."));
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
  EXPECT_THAT(lines[0].text, HasSubstr("1,005 people were convicted in November 2014 in one case of "));
  EXPECT_THAT(lines[0].resources, SizeIs(kMostResources));
  EXPECT_THAT(lines[0].definition.exclusions, ::testing::Contains(HasSubstr("5 of the counted resources")));
}

}  // namespace
}  // namespace amparo::statistics
