// Adjournments and the time to verdict.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <map>
#include <random>
#include <string>

#include "services/statistics/measures/adjournments.h"
#include "services/statistics/measures/time_to_verdict.h"
#include "tests/unit/services/statistics/world.h"

namespace amparo::statistics {
namespace {

using absl::CivilDay;

const Money kWage{6600, "BOB"};
const Money kHalfWage{3300, "BOB"};

TEST(AdjournmentsTest, HandComputed) {
  World world;
  const Uuid one = world.AddCase(CivilDay(2012, 1, 1));
  world.AddHearing(one, CivilDay(2014, 1, 1), HearingState::kHeld, {{Attendee::kParent, 2, kWage}});
  world.AddHearing(
      one, CivilDay(2014, 1, 2), HearingState::kAdjourned,
      {{Attendee::kParent, 2, kWage}, {Attendee::kParent, 1, kHalfWage}, {Attendee::kAttorney, 0, std::nullopt}});
  world.AddHearing(one, CivilDay(2014, 1, 3), HearingState::kAdjourned, {{Attendee::kWitness, 1, Money{500, "USD"}}});
  world.AddHearing(one, CivilDay(2014, 1, 4), HearingState::kAdjourned);
  world.AddHearing(one, CivilDay(2014, 1, 5), HearingState::kVacated);
  world.AddHearing(one, CivilDay(2014, 1, 6), HearingState::kScheduled);
  const AdjournmentReport report = CountAdjournments(world.facts, {}, {});
  ASSERT_EQ(report.rows.size(), 1u);
  const HearingTally& tally = report.rows[0].tally;
  EXPECT_EQ(tally.held, 1);
  EXPECT_EQ(tally.adjourned, 3);
  EXPECT_DOUBLE_EQ(tally.Rate(), 0.75);
  EXPECT_EQ(tally.everybody.half_days, 4);
  EXPECT_THAT(tally.everybody.wages, ::testing::ElementsAre(::testing::Pair("BOB", 9900), ::testing::Pair("USD", 500)));
  EXPECT_EQ(tally.families.half_days, 3);
  EXPECT_THAT(tally.families.wages, ::testing::ElementsAre(::testing::Pair("BOB", 9900)));
  EXPECT_TRUE(report.definition.exclusions.empty());
  EXPECT_THAT(report.definition.text, ::testing::HasSubstr("everybody who had come"));
  EXPECT_THAT(report.definition.text, ::testing::HasSubstr("The part of families: what survivors and their parents"));
}

TEST(AdjournmentsTest, ASumThatNoNumberCanHoldStaysAtTheFurthestOne) {
  constexpr int64_t kMost = std::numeric_limits<int64_t>::max();
  constexpr int64_t kLeast = std::numeric_limits<int64_t>::min();
  World world;
  const Uuid one = world.AddCase(CivilDay(2012, 1, 1));
  world.AddHearing(one, CivilDay(2014, 1, 2), HearingState::kAdjourned,
                   {{Attendee::kParent, 2, Money{kMost - 1, "BOB"}}, {Attendee::kParent, 2, Money{2, "BOB"}}});
  EXPECT_THAT(CountAdjournments(world.facts, {}, {}).rows.at(0).tally.families.wages,
              ::testing::ElementsAre(::testing::Pair("BOB", kMost)));
  std::map<std::string, int64_t> sums;
  for (int64_t amount : {kLeast, int64_t{-1}}) AddAmount(Money{amount, "USD"}, sums);
  EXPECT_EQ(sums.at("USD"), kLeast);
  AddAmount(Money{7, "USD"}, sums);
  EXPECT_EQ(sums.at("USD"), kLeast + 7);
}

TEST(AdjournmentsTest, NoHearingIsNoRateAndNoRow) {
  World world;
  EXPECT_TRUE(CountAdjournments(world.facts, {}, {}).rows.empty());
  EXPECT_EQ(HearingTally().Rate(), 0.0);
}

TEST(AdjournmentsTest, CrimeTypeIsTheCasesAndAMissingCaseIsToldOf) {
  World world;
  world.AddHearing(world.AddCase(CivilDay(2012, 1, 1), "0203"), CivilDay(2014, 1, 1), HearingState::kHeld);
  world.AddHearing(Uuid::V7(absl::UnixEpoch()), CivilDay(2014, 1, 1), HearingState::kHeld);
  ReportFilter slavery;
  slavery.crime_types = {"0203"};
  const AdjournmentReport report = CountAdjournments(world.facts, slavery, {});
  ASSERT_EQ(report.rows.size(), 1u);
  EXPECT_EQ(report.rows[0].tally.held, 1);
  EXPECT_THAT(report.definition.exclusions, ::testing::ElementsAre(::testing::HasSubstr("1 hearing whose case")));
  EXPECT_EQ(CountAdjournments(world.facts, {}, {}).rows[0].tally.held, 2);
  ReportFilter later;
  later.period.from = CivilDay(2014, 1, 2);
  EXPECT_TRUE(CountAdjournments(world.facts, later, {}).definition.exclusions.empty());
}

TEST(AdjournmentsTest, EqualsANaiveLoopOnRandomFacts) {
  std::mt19937 random(3);
  World world;
  const Uuid one = world.AddCase(CivilDay(2012, 1, 1));
  std::map<int, HearingTally> expected;  // By year.
  for (int i = 0; i < 500; ++i) {
    const CivilDay day = CivilDay(2011, 1, 1) + static_cast<int>(random() % 1200);
    const auto state = static_cast<HearingState>(1 + random() % 4);
    const AttendanceFact came{Attendee::kParent, static_cast<int32_t>(random() % 3),
                              Money{static_cast<int64_t>(random() % 100 + 1), "BOB"}};
    world.AddHearing(one, day, state, {came});
    HearingTally& tally = expected[static_cast<int>(day.year())];
    tally.held += state == HearingState::kHeld;
    if (state != HearingState::kAdjourned) continue;
    ++tally.adjourned;
    tally.everybody.half_days += came.half_days_lost;
    tally.everybody.wages["BOB"] += came.wages_lost->minor_units;
  }
  const std::vector<Dimension> by = {Dimension::kYear};
  const auto rows = CountAdjournments(world.facts, {}, by).rows;
  ASSERT_EQ(rows.size(), expected.size());
  for (const AdjournmentRow& row : rows) {
    const HearingTally& tally = expected[row.key.year];
    EXPECT_EQ(row.tally.held, tally.held);
    EXPECT_EQ(row.tally.adjourned, tally.adjourned);
    EXPECT_EQ(row.tally.everybody.half_days, tally.everybody.half_days);
    EXPECT_EQ(row.tally.everybody.wages, tally.everybody.wages);
    EXPECT_EQ(row.tally.families.half_days, tally.everybody.half_days) << "nobody but parents came";
  }
}

TimeToVerdictRow Measure(const World& world, CivilDay today, Definition* definition = nullptr) {
  const absl::Time noon =
      absl::FromCivil(absl::CivilSecond(today.year(), today.month(), today.day(), 4), absl::UTCTimeZone());
  TimeToVerdictReport report = MeasureTimeToVerdict(world.facts, {}, {}, noon);
  if (definition) *definition = report.definition;
  return report.rows.empty() ? TimeToVerdictRow() : report.rows.front();
}

// The course of the only case, as it was known on a day.
CaseCourse CourseOn(const World& world, CivilDay today) {
  const std::vector<Day> as_of(world.facts.offices().size(), ToDay(today));
  const CaseCourses followed = FollowCases(world.facts, Selection(world.facts, {}, {}), as_of);
  return followed.courses.empty() ? CaseCourse() : followed.courses.front();
}

TEST(TimeToVerdictTest, FinalVerdictIsTheLastOfAllCharges) {
  World world;
  const Uuid one = world.AddCase(CivilDay(2010, 1, 1));
  world.Convict(one, CivilDay(2010, 1, 11));
  world.Convict(one, {.verdict = Verdict::kAcquitted, .verdict_date = CivilDay(2010, 1, 31)});
  TimeToVerdictRow row = Measure(world, CivilDay(2014, 1, 1));
  EXPECT_EQ(row.cases, 1);
  EXPECT_EQ(row.decided, 1);
  EXPECT_EQ(row.shortest, 30);
  EXPECT_EQ(row.median, 30);
  world.Convict(one, ChargeSpec());  // A further charge, still open.
  row = Measure(world, CivilDay(2014, 1, 1));
  EXPECT_EQ(row.decided, 0);
  EXPECT_EQ(row.pending, 1);
  EXPECT_EQ(row.median, std::nullopt);
  EXPECT_EQ(row.shortest, 0);
}

TEST(TimeToVerdictTest, AnAppealDoesNotMoveTheVerdictAndASupersededChargeNeedsNone) {
  World world;
  const Uuid one = world.AddCase(CivilDay(2010, 1, 1));
  ChargeSpec remanded = Guilty(CivilDay(2010, 1, 11));
  remanded.then = {{CivilDay(2010, 3, 1), Verdict::kNone, "", {}}, {CivilDay(2010, 6, 1), Verdict::kAcquitted, "", {}}};
  world.Convict(one, remanded);
  ChargeSpec superseded;
  superseded.superseded_date = CivilDay(2010, 1, 5);
  world.Convict(one, superseded);
  const TimeToVerdictRow row = Measure(world, CivilDay(2014, 1, 1));
  EXPECT_EQ(row.decided, 1);
  EXPECT_EQ(row.shortest, 10);
  EXPECT_EQ(Measure(world, CivilDay(2010, 1, 4)).decided, 0);
}

TEST(TimeToVerdictTest, ACaseWithoutChargesIsPending) {
  World world;
  world.AddCase(CivilDay(2010, 1, 1));
  EXPECT_EQ(Measure(world, CivilDay(2014, 1, 1)).pending, 1);
}

TEST(TimeToVerdictTest, AVerdictAfterTheDayIsNotKnownYet) {
  World world;
  world.Convict(world.AddCase(CivilDay(2010, 1, 1)), CivilDay(2014, 1, 2));
  EXPECT_EQ(Measure(world, CivilDay(2014, 1, 1)).decided, 0);
  EXPECT_EQ(Measure(world, CivilDay(2014, 1, 2)).decided, 1);
}

TEST(TimeToVerdictTest, EachOfficeHasItsOwnDay) {
  World world;  // In Manila it is already the second of January.
  world.Convict(world.AddCase(CivilDay(2010, 1, 1)), CivilDay(2014, 1, 2));
  world.AddOffice("west", "XC", CivilDay(2005, 3, 1), "America/La_Paz");
  world.Convict(world.AddCase(CivilDay(2010, 1, 1)), CivilDay(2014, 1, 2));
  const absl::Time now = absl::FromCivil(absl::CivilSecond(2014, 1, 1, 18), absl::UTCTimeZone());
  const std::vector<Dimension> by = {Dimension::kOffice};
  const auto rows = MeasureTimeToVerdict(world.facts, {}, by, now).rows;
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].decided, 1);
  EXPECT_EQ(rows[1].pending, 1);
}

TEST(TimeToVerdictTest, WhatCannotBeFollowedIsLeftOutAndSaid) {
  World world;
  world.Convict(world.AddCase(CivilDay(2010, 1, 1)), CivilDay(2009, 1, 1));  // Verdict before the report.
  world.AddCase(CivilDay(2020, 1, 1));                                       // Not reported yet.
  CaseFact declined;
  declined.office = world.office;
  declined.id = Uuid::V7(absl::UnixEpoch());
  declined.version = 1;
  declined.report_date = CivilDay(2010, 1, 1);
  declined.stage = CaseStage::kDeclined;
  declined.stage_date = CivilDay(2010, 2, 1);
  world.Take(declined);
  world.AddCase(CivilDay(2011, 1, 1));
  Definition definition;
  EXPECT_EQ(Measure(world, CivilDay(2014, 1, 1), &definition).cases, 1);
  EXPECT_THAT(definition.exclusions,
              ::testing::ElementsAre("1 case not taken on (declined)", "1 case with a final verdict before the report",
                                     "1 case reported after the snapshot"));
}

TEST(TimeToVerdictTest, AClosedCaseIsFollowedToItsClosing) {
  World world;
  world.AddClosedCase(CivilDay(2010, 1, 1), CivilDay(2010, 1, 6));
  world.Convict(world.AddCase(CivilDay(2010, 1, 1)), CivilDay(2010, 1, 11));
  // At day 10 only one case is at risk: S falls from 1 to 0, not to a half.
  EXPECT_EQ(Measure(world, CivilDay(2014, 1, 1)).median, 10);
  EXPECT_EQ(Measure(world, CivilDay(2014, 1, 1)).median_upper, std::nullopt);
}

TEST(TimeToVerdictTest, ACaseThatIsReopenedIsDecidedOnceAndWhenItsFurtherAccusedAre) {
  World world;
  const CaseFact fact = world.AddClosedCase(CivilDay(2010, 1, 1), CivilDay(2010, 3, 1));
  world.Convict(fact.id, CivilDay(2010, 1, 31));
  EXPECT_EQ(Measure(world, CivilDay(2014, 1, 1)).decided, 1);
  world.Reopen(fact, CivilDay(2012, 1, 1));
  TimeToVerdictRow row = Measure(world, CivilDay(2014, 1, 1));
  EXPECT_EQ(row.cases, 1);
  EXPECT_EQ(row.decided, 1);
  EXPECT_EQ(row.shortest, 30);
  ChargeSpec further = Guilty(CivilDay(2012, 3, 1));
  further.charge_date = CivilDay(2012, 1, 15);
  world.Convict(fact.id, further);
  row = Measure(world, CivilDay(2012, 2, 1));
  EXPECT_EQ(row.cases, 1);
  EXPECT_EQ(row.pending, 1) << "one of its accused has no verdict yet";
  row = Measure(world, CivilDay(2014, 1, 1));
  EXPECT_EQ(row.decided, 1);
  EXPECT_EQ(row.longest, 790);
}

TEST(TimeToVerdictTest, ACaseThatIsReopenedStaysWhatItWasOnTheDaysBefore) {
  World world;
  const CaseFact fact = world.AddClosedCase(CivilDay(2010, 1, 1), CivilDay(2010, 3, 1));
  ChargeSpec first = Guilty(CivilDay(2010, 1, 31));
  first.charge_date = CivilDay(2010, 1, 10);
  world.Convict(fact.id, first);
  world.Reopen(fact, CivilDay(2012, 1, 1));
  ChargeSpec further;  // Without a verdict yet.
  further.charge_date = CivilDay(2012, 1, 15);
  world.Convict(fact.id, further);
  EXPECT_FALSE(CourseOn(world, CivilDay(2010, 1, 5)).decided) << "nobody is charged yet";
  EXPECT_FALSE(CourseOn(world, CivilDay(2010, 1, 30)).decided);
  for (const CivilDay day : {CivilDay(2010, 1, 31), CivilDay(2010, 2, 28), CivilDay(2010, 3, 1), CivilDay(2011, 6, 1),
                             CivilDay(2012, 1, 1), CivilDay(2012, 1, 14)}) {
    EXPECT_TRUE(CourseOn(world, day).decided) << day;
    EXPECT_EQ(CourseOn(world, day).days(), 30) << day;
  }
  for (const CivilDay day : {CivilDay(2012, 1, 15), CivilDay(2014, 1, 1)}) {
    EXPECT_FALSE(CourseOn(world, day).decided) << day;
    EXPECT_EQ(CourseOn(world, day).end_day, ToDay(day)) << "followed up to the day";
  }
}

TEST(TimeToVerdictTest, ACaseThatWasClosedWithoutAVerdictEndedThereUntilItWasReopened) {
  World world;
  const CaseFact fact = world.AddClosedCase(CivilDay(2010, 1, 1), CivilDay(2010, 3, 1));
  world.Reopen(fact, CivilDay(2012, 1, 1));
  const auto end = [&world](CivilDay today) { return ToCivil(CourseOn(world, today).end_day); };
  EXPECT_EQ(end(CivilDay(2010, 2, 28)), CivilDay(2010, 2, 28));
  EXPECT_EQ(end(CivilDay(2010, 3, 1)), CivilDay(2010, 3, 1));
  EXPECT_EQ(end(CivilDay(2011, 12, 31)), CivilDay(2010, 3, 1));
  EXPECT_EQ(end(CivilDay(2012, 1, 1)), CivilDay(2012, 1, 1));
  EXPECT_EQ(end(CivilDay(2014, 1, 1)), CivilDay(2014, 1, 1));
}

TEST(TimeToVerdictTest, ACaseThatWasDeclinedIsLeftOutUntilItWasReopened) {
  World world;
  CaseFact fact = world.AddClosedCase(CivilDay(2010, 1, 1), CivilDay(2010, 2, 1));
  ++fact.version;
  fact.stage = CaseStage::kDeclined;
  world.Take(fact);
  world.Reopen(fact, CivilDay(2012, 1, 1));
  EXPECT_EQ(Measure(world, CivilDay(2010, 1, 31)).cases, 1);
  EXPECT_EQ(Measure(world, CivilDay(2010, 2, 1)).cases, 0);
  EXPECT_EQ(Measure(world, CivilDay(2011, 12, 31)).cases, 0);
  EXPECT_EQ(Measure(world, CivilDay(2012, 1, 1)).pending, 1);
}

TEST(TimeToVerdictTest, ThreeToSevenYearsByTheCalendar) {
  const auto within = [](CivilDay from, CivilDay to) { return ThreeToSevenYears(ToDay(from), ToDay(to)); };
  EXPECT_FALSE(within(CivilDay(2008, 3, 10), CivilDay(2011, 3, 9)));
  EXPECT_TRUE(within(CivilDay(2008, 3, 10), CivilDay(2011, 3, 10)));
  EXPECT_TRUE(within(CivilDay(2008, 3, 10), CivilDay(2015, 3, 10)));
  EXPECT_FALSE(within(CivilDay(2008, 3, 10), CivilDay(2015, 3, 11)));
  EXPECT_TRUE(within(CivilDay(2008, 2, 29), CivilDay(2011, 2, 28)));
}

}  // namespace
}  // namespace amparo::statistics
