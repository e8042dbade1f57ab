#include "services/statistics/domain/facts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "services/statistics/domain/fact_board.h"
#include "tests/unit/services/statistics/world.h"

namespace amparo::statistics {
namespace {

using absl::CivilDay;

HearingFact MakeHearing(int64_t version, int attendees) {
  HearingFact fact;
  fact.office = "harbour";
  fact.id = *Uuid::Parse("0190f3c2-7d1e-7abc-8def-0123456789ab");
  fact.version = version;
  fact.state = HearingState::kAdjourned;
  for (int i = 0; i < attendees; ++i) fact.attendance.push_back({Attendee::kParent, i + 1, std::nullopt});
  return fact;
}

TEST(FactsTest, OnlyAHigherVersionReplaces) {
  Facts facts;
  EXPECT_TRUE(facts.Apply(MakeHearing(2, 1)));
  EXPECT_FALSE(facts.Apply(MakeHearing(2, 3)));
  EXPECT_FALSE(facts.Apply(MakeHearing(1, 3)));
  EXPECT_EQ(facts.hearings().attendance[0].size, 1u);
  EXPECT_TRUE(facts.Apply(MakeHearing(3, 3)));
  EXPECT_EQ(facts.hearings().size(), 1u);
  ASSERT_EQ(facts.hearings().attendance[0].size, 3u);
  EXPECT_EQ(facts.attendance()[facts.hearings().attendance[0].begin + 2].half_days_lost, 3);
  EXPECT_TRUE(facts.Apply(MakeHearing(4, 0)));
  EXPECT_EQ(facts.hearings().attendance[0].size, 0u);
}

TEST(FactsTest, WhatIsOnlySpokenOfIsNotCounted) {
  World world;
  Facts facts;
  const Uuid one = world.AddCase(CivilDay(2012, 1, 1));
  world.AddHearing(one, CivilDay(2013, 1, 1), HearingState::kHeld);
  facts.Apply(world.all.back());
  EXPECT_EQ(facts.cases().size(), 1u);
  EXPECT_FALSE(facts.cases().Known(0));
  EXPECT_FALSE(facts.KnowsOffice(*facts.FindOffice("harbour")));
  for (const auto& [kind, count] : facts.Counts()) EXPECT_EQ(count, kind == "hearing" ? 1 : 0) << kind;
  for (const Fact& fact : world.all) facts.Apply(fact);
  EXPECT_TRUE(facts.cases().Known(facts.hearings().case_row[0]));
  EXPECT_TRUE(facts.KnowsOffice(*facts.FindOffice("harbour")));
  EXPECT_EQ(facts.FindOffice("elsewhere"), std::nullopt);
}

TEST(FactsTest, SameIdInTwoOfficesAreTwoResources) {
  Facts facts;
  HearingFact here = MakeHearing(1, 0);
  HearingFact there = MakeHearing(1, 0);
  there.office = "river";
  EXPECT_TRUE(facts.Apply(here));
  EXPECT_TRUE(facts.Apply(there));
  EXPECT_EQ(facts.hearings().CountKnown(), 2);
}

TEST(FactsTest, Names) {
  World world;
  const Uuid one = world.AddCase(CivilDay(2012, 1, 1));
  const Uuid accused = world.Convict(one, CivilDay(2013, 1, 1));
  const std::string case_name = "offices/harbour/cases/" + one.ToString();
  EXPECT_EQ(world.facts.CaseName(0), case_name);
  EXPECT_EQ(world.facts.PartyName(0), case_name + "/parties/" + accused.ToString());
  EXPECT_THAT(world.facts.ChargeName(0), ::testing::StartsWith(case_name + "/charges/"));
}

TEST(FactsTest, AnOperationsDayIsItsOfficesDay) {
  World world;
  const Uuid one = world.AddCase(CivilDay(2012, 1, 1));
  world.AddOperation(one, absl::CivilSecond(2014, 5, 31, 23, 30, 0), {});
  EXPECT_EQ(ToCivil(world.facts.OperationDay(0)), CivilDay(2014, 5, 31));
  world.AddOperation(one, absl::CivilSecond(2014, 6, 1, 0, 30, 0), {});
  EXPECT_EQ(ToCivil(world.facts.OperationDay(1)), CivilDay(2014, 6, 1));
}

TEST(FactBoardTest, ReadersSeeABatchWholeOrNotAtAll) {
  World world;
  const Uuid one = world.AddCase(CivilDay(2012, 1, 1));
  std::vector<Fact> batch;
  for (int i = 0; i < 10; ++i) {
    world.AddHearing(one, CivilDay(2013, 1, 1), HearingState::kHeld);
    batch.push_back(world.all.back());
  }
  FactBoard board;
  std::atomic<bool> done = false;
  std::atomic<bool> torn = false;
  std::thread reader([&] {
    while (!done) {
      const int64_t count = board.With([](const Facts& facts) { return facts.hearings().CountKnown(); });
      if (count % 10 != 0) torn = true;
    }
  });
  for (int round = 0; round < 200; ++round) {
    board.Apply(batch);
    board.Replace(Facts());
  }
  board.Apply(batch);
  done = true;
  reader.join();
  EXPECT_FALSE(torn);
  EXPECT_EQ(board.With([](const Facts& facts) { return facts.hearings().CountKnown(); }), 10);
}

}  // namespace
}  // namespace amparo::statistics
