// A person is counted once however many records they have, and a case that was merged is counted with the one that
// stands for it; taken back, they are two again.
#include <gtest/gtest.h>

#include "services/statistics/measures/convictions.h"
#include "services/statistics/measures/highlights.h"
#include "services/statistics/measures/time_to_verdict.h"
#include "tests/unit/services/statistics/recount.h"
#include "tests/unit/services/statistics/world.h"

namespace amparo::statistics {
namespace {

constexpr absl::CivilDay kFirst(2014, 11, 4);
constexpr absl::CivilDay kSecond(2014, 11, 20);

ConvictionRow CountAll(const World& world) {
  const std::vector<ConvictionRow> rows = CountConvictions(world.facts, {}, {});
  return rows.empty() ? ConvictionRow() : rows.front();
}

int64_t CasesFollowed(const World& world) {
  const absl::Time now = absl::FromCivil(absl::CivilDay(2015, 1, 1), absl::UTCTimeZone());
  const TimeToVerdictReport report = MeasureTimeToVerdict(world.facts, {}, {}, now);
  return report.rows.empty() ? 0 : report.rows.front().cases;
}

TEST(MergeTest, ACaseThatWasMergedIsCountedOnceAndTwiceAgain) {
  World world;
  const Uuid survivor = world.AddCase(absl::CivilDay(2014, 3, 1));
  const Uuid given_up = world.AddCase(absl::CivilDay(2014, 2, 1));
  world.Convict(survivor, kFirst);
  world.Convict(given_up, kSecond);
  EXPECT_EQ(CountAll(world).cases, 2);
  EXPECT_EQ(CasesFollowed(world), 2);

  world.Merge(given_up, survivor);
  EXPECT_EQ(CountAll(world).cases, 1);
  EXPECT_EQ(CountAll(world).convictions, 2) << "two people, in one case";
  EXPECT_EQ(CasesFollowed(world), 1);

  world.Unmerge(given_up);
  EXPECT_EQ(CountAll(world).cases, 2);
  EXPECT_EQ(CasesFollowed(world), 2);
}

TEST(MergeTest, APersonConvictedInBothCasesIsCountedOnceWhileTheyAreOne) {
  World world;
  const Uuid survivor = world.AddCase(absl::CivilDay(2014, 3, 1));
  const Uuid given_up = world.AddCase(absl::CivilDay(2014, 2, 1));
  const Uuid known = world.Convict(survivor, kSecond);
  const Uuid same = world.Convict(given_up, kFirst);
  world.Merge(given_up, survivor);
  EXPECT_EQ(CountAll(world).convictions, 2);
  world.Identify(same, known);
  EXPECT_EQ(CountAll(world).convictions, 1);
  EXPECT_EQ(FindConvictions(world.facts).front().day, ToDay(kFirst)) << "the first verdict of both";
  world.Unmerge(given_up);
  EXPECT_EQ(CountAll(world).convictions, 2) << "once per person and case";
  world.Merge(given_up, survivor);
  world.Identify(same, same);
  EXPECT_EQ(CountAll(world).convictions, 2);
}

TEST(MergeTest, TheDurationRunsFromTheEarliestReportToTheLastVerdictOfAll) {
  World world;
  const Uuid survivor = world.AddCase(absl::CivilDay(2014, 3, 1));
  const Uuid given_up = world.AddCase(absl::CivilDay(2014, 2, 1));
  world.Convict(survivor, kFirst);
  const Uuid accused = world.AddParty(given_up, PartyRole::kAccused);
  world.AddCharge(given_up, accused, {});
  world.Merge(given_up, survivor);
  const auto follow = [&world] {
    const std::vector<Day> as_of(world.facts.offices().size(), ToDay(absl::CivilDay(2015, 1, 1)));
    return FollowCases(world.facts, Selection(world.facts, {}, {}), as_of).courses;
  };
  ASSERT_EQ(follow().size(), 1u);
  EXPECT_EQ(follow().front().report_day, ToDay(absl::CivilDay(2014, 2, 1)));
  EXPECT_FALSE(follow().front().decided) << "a charge of the other waits for its verdict";
}

TEST(MergeTest, TheCrimeOfAChargeWithoutItsOwnIsThatOfTheSurvivingCase) {
  World world;
  const Uuid survivor = world.AddCase(absl::CivilDay(2014, 3, 1), "02041");
  const Uuid given_up = world.AddCase(absl::CivilDay(2014, 2, 1), "0302");
  world.Convict(given_up, kFirst);
  const auto crime = [&world] { return world.facts.texts()[FindConvictions(world.facts).front().crime_type]; };
  EXPECT_EQ(crime(), "0302");
  world.Merge(given_up, survivor);
  EXPECT_EQ(crime(), "02041");
}

TEST(MergeTest, WhatIsSaidOfTheMergeMayComeBeforeTheOtherCase) {
  World world;
  const Uuid given_up = world.AddCase(absl::CivilDay(2014, 2, 1));
  const Uuid survivor = world.AddCase(absl::CivilDay(2014, 3, 1));
  world.Convict(given_up, kFirst);
  world.Convict(survivor, kSecond);
  world.Merge(given_up, survivor);
  // The newest of each fact in the opposite order, as an export might give them.
  Facts facts;
  for (auto it = world.all.rbegin(); it != world.all.rend(); ++it) facts.Apply(*it);
  EXPECT_EQ(CountConvictions(facts, {}, {}).front().cases, 1);
}

TEST(MergeTest, HighlightsOfMergedCasesAreCountedAgainFromWhatTheyName) {
  World world;
  const Uuid survivor = world.AddCase(absl::CivilDay(2014, 3, 1));
  const Uuid given_up = world.AddCase(absl::CivilDay(2014, 2, 1));
  const Uuid known = world.Convict(
      survivor, {.verdict = Verdict::kConvicted, .verdict_date = kFirst, .sentence = Years(kFirst, 12, 12)});
  const Uuid same = world.Convict(
      given_up, {.verdict = Verdict::kConvicted, .verdict_date = kSecond, .sentence = Years(kSecond, 3, 5)});
  const Uuid seen = world.AddParty(survivor, PartyRole::kSurvivor, true);
  world.Identify(world.AddParty(given_up, PartyRole::kSurvivor, false), seen);
  world.Merge(given_up, survivor);
  world.Identify(same, known);
  const HighlightsQuery query{.office = "harbour",
                              .visible_offices = {},
                              .month = absl::CivilMonth(2014, 11),
                              .as_of = absl::CivilDay(2014, 12, 11)};
  const Recount recount(world.facts, query.month, *query.as_of);
  int told = 0;
  for (const Highlight& line : FindHighlights(world.facts, query)) {
    EXPECT_EQ(recount.Of(line), FiguresOf(line)) << line.text;
    if (line.kind == "convictions") {
      EXPECT_EQ(NumberOf(line, "convictions"), 1) << line.text;
    }
    if (line.kind == "testimony") {
      EXPECT_EQ(NumberOf(line, "survivors"), 1) << line.text;
    }
    ++told;
  }
  EXPECT_GE(told, 3);
}

}  // namespace
}  // namespace amparo::statistics
