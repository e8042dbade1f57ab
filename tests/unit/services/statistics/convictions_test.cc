#include "services/statistics/measures/convictions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "tests/unit/services/statistics/world.h"

namespace amparo::statistics {
namespace {

using absl::CivilDay;

int64_t Total(const Facts& facts, const ReportFilter& filter = {}, Day as_of = kNoDay) {
  const auto rows = CountConvictions(facts, filter, {}, as_of);
  return rows.empty() ? 0 : rows.front().convictions;
}

TEST(ConvictionsTest, OncePerPersonAndCaseOnTheDayOfTheFirstGuiltyVerdict) {
  World world;
  const Uuid one = world.AddCase(CivilDay(2012, 1, 1));
  const Uuid accused = world.AddParty(one, PartyRole::kAccused);
  world.AddCharge(one, accused, Guilty(CivilDay(2014, 5, 2)));
  world.AddCharge(one, accused, Guilty(CivilDay(2013, 5, 2)));
  world.AddCharge(one, accused, {.verdict = Verdict::kAcquitted, .verdict_date = CivilDay(2012, 5, 2)});
  world.AddCharge(one, world.AddParty(one, PartyRole::kAccused),
                  {.verdict = Verdict::kDismissed, .verdict_date = CivilDay(2012, 6, 1)});
  world.AddCharge(one, world.AddParty(one, PartyRole::kAccused), {});
  const auto convictions = FindConvictions(world.facts);
  ASSERT_EQ(convictions.size(), 1u);
  EXPECT_EQ(ToCivil(convictions[0].day), CivilDay(2013, 5, 2));
  EXPECT_TRUE(FindConvictions(world.facts, ToDay(CivilDay(2013, 5, 1))).empty());
  EXPECT_EQ(FindConvictions(world.facts, ToDay(CivilDay(2013, 5, 2))).size(), 1u);
}

TEST(ConvictionsTest, ACaseThatIsClosedWithoutAVerdictConvictsNobodyAndReopeningNobodyTwice) {
  World world;
  const CaseFact fact = world.AddClosedCase(CivilDay(2012, 1, 1), CivilDay(2013, 1, 1));
  world.AddParty(fact.id, PartyRole::kAccused);
  EXPECT_EQ(Total(world.facts), 0);
  EXPECT_EQ(CountWithdrawn(world.facts, {}), 0);
  world.Reopen(fact, CivilDay(2014, 1, 1));
  const Uuid accused = world.AddParty(fact.id, PartyRole::kAccused);
  const auto found_guilty = [&](CivilDay day) {
    world.AddCharge(fact.id, accused, {.verdict = Verdict::kConvicted, .verdict_date = day});
  };
  found_guilty(CivilDay(2014, 5, 2));
  // Reopened once more, the same accused is charged with something else.
  found_guilty(CivilDay(2015, 6, 1));
  const auto convictions = FindConvictions(world.facts);
  ASSERT_EQ(convictions.size(), 1u);
  EXPECT_EQ(ToCivil(convictions[0].day), CivilDay(2014, 5, 2));
  world.Convict(fact.id, CivilDay(2015, 6, 1));
  EXPECT_EQ(Total(world.facts), 2);
}

// What stands later: another verdict, or none at all.
StandingFact Then(CivilDay day, Verdict verdict) {
  return {day, verdict, "", {}};
}

TEST(ConvictionsTest, WhatIsReversedIsWithdrawnFromThatDayOn) {
  World world;
  const Uuid one = world.AddCase(CivilDay(2012, 1, 1));
  ChargeSpec reversed = Guilty(CivilDay(2013, 5, 2));
  reversed.then = {Then(CivilDay(2014, 2, 3), Verdict::kAcquitted)};
  world.Convict(one, reversed);
  EXPECT_EQ(Total(world.facts), 0);
  EXPECT_EQ(Total(world.facts, {}, ToDay(CivilDay(2014, 2, 2))), 1);
  EXPECT_EQ(Total(world.facts, {}, ToDay(CivilDay(2014, 2, 3))), 0);
  EXPECT_EQ(CountWithdrawn(world.facts, {}), 1);
  EXPECT_EQ(CountWithdrawn(world.facts, {}, ToDay(CivilDay(2014, 2, 2))), 0);
  ReportFilter other_year;
  other_year.period = {CivilDay(2014, 1, 1), std::nullopt};
  EXPECT_EQ(CountWithdrawn(world.facts, other_year), 0);
  EXPECT_THAT(ConvictionDefinition(1).exclusions,
              ::testing::ElementsAre("1 person whose conviction was reversed or set aside on appeal"));
}

TEST(ConvictionsTest, WhatIsTriedAgainCountsFromTheNewVerdict) {
  World world;
  const Uuid one = world.AddCase(CivilDay(2012, 1, 1));
  ChargeSpec again = Guilty(CivilDay(2013, 5, 2));
  again.then = {Then(CivilDay(2014, 2, 3), Verdict::kNone), Then(CivilDay(2015, 1, 9), Verdict::kConvicted)};
  world.Convict(one, again);
  EXPECT_TRUE(FindConvictions(world.facts, ToDay(CivilDay(2015, 1, 8))).empty());
  const auto now = FindConvictions(world.facts);
  ASSERT_EQ(now.size(), 1u);
  EXPECT_EQ(ToCivil(now[0].day), CivilDay(2015, 1, 9));
  EXPECT_EQ(CountWithdrawn(world.facts, {}), 0);
}

TEST(ConvictionsTest, WhatIsRestoredOnAFurtherAppealCountsFromThatDayAndTheDefinitionSaysSo) {
  World world;
  const Uuid one = world.AddCase(CivilDay(2012, 1, 1));
  ChargeSpec restored = Guilty(CivilDay(2013, 5, 2));
  restored.then = {Then(CivilDay(2014, 2, 3), Verdict::kAcquitted), Then(CivilDay(2015, 1, 9), Verdict::kConvicted)};
  world.Convict(one, restored);
  const auto day_on = [&world](CivilDay as_of) -> std::optional<CivilDay> {
    const auto convictions = FindConvictions(world.facts, ToDay(as_of));
    if (convictions.empty()) return std::nullopt;
    return ToCivil(convictions.front().day);
  };
  EXPECT_EQ(day_on(CivilDay(2014, 2, 2)), CivilDay(2013, 5, 2));
  EXPECT_EQ(day_on(CivilDay(2014, 2, 3)), std::nullopt);
  EXPECT_EQ(day_on(CivilDay(2015, 1, 8)), std::nullopt);
  EXPECT_EQ(day_on(CivilDay(2015, 1, 9)), CivilDay(2015, 1, 9));
  EXPECT_THAT(ConvictionDefinition().text, ::testing::HasSubstr("on a further appeal, its day counts."));
}

TEST(ConvictionsTest, AnotherCrimeOrSentenceLeavesTheDay) {
  World world;
  const Uuid one = world.AddCase(CivilDay(2012, 1, 1), "02041");
  ChargeSpec varied = Guilty(CivilDay(2013, 5, 2));
  varied.then = {{CivilDay(2014, 2, 3), Verdict::kConvictedLesser, "0302", Years(CivilDay(2014, 2, 3), 3, 3)}};
  world.Convict(one, varied);
  const auto before = FindConvictions(world.facts, ToDay(CivilDay(2014, 2, 2)));
  const auto after = FindConvictions(world.facts);
  ASSERT_EQ(before.size(), 1u);
  ASSERT_EQ(after.size(), 1u);
  EXPECT_EQ(before[0].day, after[0].day);
  EXPECT_EQ(world.facts.texts()[before[0].crime_type], "02041");
  EXPECT_EQ(world.facts.texts()[after[0].crime_type], "0302");
  EXPECT_EQ(SentenceOn(world.facts, 0, ToDay(CivilDay(2014, 2, 2))), nullptr);
  EXPECT_EQ(SentenceOn(world.facts, 0, kNoDay)->min.years, 3);
}

TEST(ConvictionsTest, WhoLosesOneOfTwoConvictionsCountsByTheOther) {
  World world;
  const Uuid one = world.AddCase(CivilDay(2012, 1, 1));
  const Uuid accused = world.AddParty(one, PartyRole::kAccused);
  ChargeSpec reversed = Guilty(CivilDay(2013, 5, 2));
  reversed.then = {Then(CivilDay(2014, 2, 3), Verdict::kQuashed)};
  world.AddCharge(one, accused, reversed);
  world.AddCharge(one, accused, Guilty(CivilDay(2013, 8, 1)));
  EXPECT_EQ(ToCivil(FindConvictions(world.facts, ToDay(CivilDay(2014, 2, 2)))[0].day), CivilDay(2013, 5, 2));
  EXPECT_EQ(ToCivil(FindConvictions(world.facts)[0].day), CivilDay(2013, 8, 1));
  EXPECT_EQ(CountWithdrawn(world.facts, {}), 0);
}

TEST(ConvictionsTest, EveryVerdictIsGuiltyOrNot) {
  const std::map<Verdict, int64_t> counts = {
      {Verdict::kNone, 0},      {Verdict::kConvicted, 1},   {Verdict::kConvictedLesser, 1},
      {Verdict::kAcquitted, 0}, {Verdict::kDismissed, 0},   {Verdict::kWithdrawn, 0},
      {Verdict::kAbated, 0},    {Verdict::kTransferred, 0}, {Verdict::kQuashed, 0}};
  for (const auto& [verdict, count] : counts) {
    World world;
    world.Convict(world.AddCase(CivilDay(2012, 1, 1)), {.verdict = verdict, .verdict_date = CivilDay(2013, 1, 1)});
    EXPECT_EQ(Total(world.facts), count) << static_cast<int>(verdict);
  }
}

TEST(ConvictionsTest, CrimeTypeIsWhatTheCourtFound) {
  World world;
  const Uuid one = world.AddCase(CivilDay(2012, 1, 1), "02041");
  world.Convict(one, Guilty(CivilDay(2013, 1, 1)));
  ChargeSpec other = Guilty(CivilDay(2013, 1, 2));
  other.crime_type = "03011";
  world.Convict(one, other);
  ChargeSpec lesser = Guilty(CivilDay(2013, 1, 3));
  lesser.verdict = Verdict::kConvictedLesser;
  lesser.lesser_crime_type = "0302";
  world.Convict(one, lesser);
  const std::vector<Dimension> by = {Dimension::kCrimeType};
  const auto rows = CountConvictions(world.facts, {}, by);
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[0].key.crime_type, "02041");
  EXPECT_EQ(rows[1].key.crime_type, "03011");
  EXPECT_EQ(rows[2].key.crime_type, "0302");
  ReportFilter sexual;
  sexual.crime_types = {"03"};
  EXPECT_EQ(Total(world.facts, sexual), 2);
}

TEST(ConvictionsTest, AChargeWithoutItsCaseYetCountsOnceTheCaseIsThere) {
  World world;
  Facts facts;
  const Uuid one = world.AddCase(CivilDay(2012, 1, 1), "0203");
  world.Convict(one, CivilDay(2013, 1, 1));
  for (auto fact = world.all.rbegin(); fact != world.all.rend(); ++fact) facts.Apply(*fact);
  const std::vector<Dimension> by = {Dimension::kOffice, Dimension::kCrimeType, Dimension::kMonth};
  const auto rows = CountConvictions(facts, {}, by);
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].key, (RowKey{.office = "harbour", .country = "", .crime_type = "0203", .year = 2013, .month = 1}));
  EXPECT_EQ(rows[0].cases, 1);
}

TEST(ConvictionsTest, FiltersAndTheirEdges) {
  World world;
  world.Convict(world.AddCase(CivilDay(2012, 1, 1)), CivilDay(2013, 12, 31));
  world.AddOffice("river", "XB", CivilDay(2010, 1, 1));
  const Uuid two = world.AddCase(CivilDay(2012, 1, 1));
  world.Convict(two, CivilDay(2014, 1, 1));
  world.Convict(two, CivilDay(2014, 1, 31));
  ReportFilter filter;
  EXPECT_EQ(Total(world.facts, filter), 3);
  filter.period = {CivilDay(2014, 1, 1), CivilDay(2014, 1, 30)};
  EXPECT_EQ(Total(world.facts, filter), 1);
  filter.period = {std::nullopt, CivilDay(2013, 12, 31)};
  EXPECT_EQ(Total(world.facts, filter), 1);
  filter.period = {};
  filter.offices = {"river"};
  EXPECT_EQ(Total(world.facts, filter), 2);
  filter.countries = {"XA"};
  EXPECT_EQ(Total(world.facts, filter), 0);
  filter.offices.clear();
  EXPECT_EQ(Total(world.facts, filter), 1);
  filter = {};
  filter.visible_offices = {"river"};
  EXPECT_EQ(Total(world.facts, filter), 2);
  filter.visible_offices = std::vector<std::string>();
  EXPECT_EQ(Total(world.facts, filter), 0);
}

TEST(ConvictionsTest, OrderFollowsTheDimensionsAsAsked) {
  World world;
  world.Convict(world.AddCase(CivilDay(2012, 1, 1)), CivilDay(2014, 2, 1));
  world.AddOffice("anchor", "XB", CivilDay(2010, 1, 1));
  world.Convict(world.AddCase(CivilDay(2012, 1, 1)), CivilDay(2014, 11, 1));
  world.Convict(world.AddCase(CivilDay(2012, 1, 1)), CivilDay(2013, 12, 1));
  const std::vector<Dimension> month_first = {Dimension::kMonth, Dimension::kOffice};
  const auto by_month = CountConvictions(world.facts, {}, month_first);
  ASSERT_EQ(by_month.size(), 3u);
  EXPECT_EQ(by_month[0].key.month, 12);
  EXPECT_EQ(by_month[1].key.office, "harbour");
  EXPECT_EQ(by_month[2].key.office, "anchor");
  const std::vector<Dimension> office_first = {Dimension::kOffice, Dimension::kYear};
  const auto by_office = CountConvictions(world.facts, {}, office_first);
  ASSERT_EQ(by_office.size(), 3u);
  EXPECT_EQ(by_office[0].key.year, 2013);
  EXPECT_EQ(by_office[0].key.month, 0);
  EXPECT_EQ(by_office[2].key.office, "harbour");
}

// Random facts, counted as the definition says it, charge by charge with nothing but sets.
class RandomWorld {
 public:
  explicit RandomWorld(uint32_t seed) : random_(seed) {
    world.AddOffice("b", "XA", CivilDay(2001, 1, 1));
    world.AddOffice("c", "XB", CivilDay(2001, 1, 1));
    for (int i = 0; i < 60; ++i) AddCase();
  }

  World world;
  std::map<std::tuple<std::string, std::string, int64_t>, std::set<std::string>>
      people;  // By office, crime type, year.

 private:
  int Pick(int below) { return static_cast<int>(random_() % static_cast<unsigned>(below)); }

  void AddCase() {
    const std::vector<std::string> offices = {"harbour", "b", "c"};
    const std::vector<std::string> crimes = {"02041", "0203", "03011"};
    world.office = offices[Pick(3)];
    const std::string crime = crimes[Pick(3)];
    const Uuid id = world.AddCase(CivilDay(2010, 1, 1), crime);
    for (int p = Pick(4); p > 0; --p) AddAccused(id, crime);
  }

  void AddAccused(Uuid case_id, const std::string& crime) {
    const Uuid accused = world.AddParty(case_id, PartyRole::kAccused);
    std::optional<std::pair<CivilDay, std::string>> first;
    for (int c = Pick(4); c > 0; --c) {
      const CivilDay day = CivilDay(2011, 1, 1) + Pick(1400);
      const ChargeSpec spec{
          .verdict = static_cast<Verdict>(Pick(9)), .verdict_date = day, .crime_type = Pick(2) == 0 ? "" : "0302"};
      world.AddCharge(case_id, accused, spec);
      const std::string found = spec.crime_type.empty() ? crime : spec.crime_type;
      if (IsGuilty(spec.verdict) && (!first || day < first->first)) first = {day, found};
    }
    if (first) people[{world.office, first->second, first->first.year()}].insert(accused.ToString());
  }

  std::mt19937 random_;
};

TEST(ConvictionsTest, EqualsANaiveCountOnRandomFacts) {
  for (uint32_t seed = 1; seed <= 20; ++seed) {
    RandomWorld random(seed);
    const std::vector<Dimension> by = {Dimension::kOffice, Dimension::kCrimeType, Dimension::kYear};
    const auto rows = CountConvictions(random.world.facts, {}, by);
    ASSERT_EQ(rows.size(), random.people.size());
    for (const ConvictionRow& row : rows) {
      const auto expected = random.people.find({row.key.office, row.key.crime_type, row.key.year});
      ASSERT_NE(expected, random.people.end());
      EXPECT_EQ(row.convictions, static_cast<int64_t>(expected->second.size()));
    }
  }
}

}  // namespace
}  // namespace amparo::statistics
