#include "tests/bench/contest.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace amparo::bench {
namespace {

using ::testing::AllOf;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::SizeIs;

// A turn of half a second in which so many calls took so many microseconds each.
Tally TurnOf(int calls, float micros) {
  Tally turn;
  turn.answered = calls;
  turn.seconds = 0.5;
  turn.cpu_seconds = 0.1;
  turn.latencies.assign(static_cast<std::size_t>(calls), micros);
  turn.server_times.assign(static_cast<std::size_t>(calls), micros / 2);
  return turn;
}

// Whose turns go as they are told, the one that is not counted first; `asked` hears how long each was to be.
Contest Scripted(std::string server, std::vector<Tally> turns, std::vector<double>* asked) {
  const Line line{.name = "GetCase", .server = std::move(server), .in_flight = 16};
  const auto measure = [turns = std::move(turns), asked](double seconds) {
    asked->push_back(seconds);
    return turns.at(asked->size() - 1);
  };
  return {line, measure, /*divisible=*/true};
}

constexpr float kQuick = 10;
constexpr float kStalled = 5000;

TEST(Compete, AStallInOneTurnOfManyIsInTheTailOfItsRound) {
  std::vector<double> of_stalling;
  std::vector<double> of_steady;
  const std::vector<Contest> rivals = {
      Scripted("stalling", {TurnOf(1, 1), TurnOf(100, kQuick), TurnOf(40, kStalled), TurnOf(100, kQuick)},
               &of_stalling),
      Scripted("steady", {TurnOf(1, 1), TurnOf(100, kQuick), TurnOf(100, kQuick), TurnOf(100, kQuick)}, &of_steady)};
  const std::vector<Line> lines =
      Compete(rivals, {.counted = 1, .seconds = 1.5, .warm_up_seconds = 4, .turn_seconds = 0.5});
  ASSERT_THAT(lines, SizeIs(2));
  EXPECT_THAT(of_stalling, ElementsAre(4.0, 0.5, 0.5, 0.5));
  EXPECT_THAT(of_steady, ElementsAre(4.0, 0.5, 0.5, 0.5));
  EXPECT_EQ(lines[0].server, "stalling");
  EXPECT_EQ(lines[0].answered, 240);
  EXPECT_DOUBLE_EQ(lines[0].per_second, 160);
  EXPECT_NEAR(lines[0].cpu_micros, 1250, 1e-6);
  EXPECT_EQ(lines[0].p50, kQuick);
  EXPECT_EQ(lines[0].p99, kStalled);
  EXPECT_EQ(lines[0].server_p99, kStalled / 2);
  EXPECT_EQ(lines[1].p99, kQuick);
}

TEST(Compete, WhatHasNoRivalIsMeasuredInOnePiece) {
  std::vector<double> asked;
  const std::vector<Line> lines = Compete({Scripted("alone", {TurnOf(1, 1), TurnOf(100, kQuick)}, &asked)},
                                          {.counted = 1, .seconds = 1.5, .warm_up_seconds = 4, .turn_seconds = 0.5});
  ASSERT_THAT(lines, SizeIs(1));
  EXPECT_THAT(asked, ElementsAre(4.0, 1.5));
  EXPECT_EQ(lines[0].p99, kQuick);
}

TEST(Compete, WithoutTurnsRivalsAreMeasuredInOnePieceToo) {
  std::vector<double> of_one;
  std::vector<double> of_other;
  Compete({Scripted("one", {TurnOf(1, 1), TurnOf(100, kQuick)}, &of_one),
           Scripted("other", {TurnOf(1, 1), TurnOf(100, kQuick)}, &of_other)},
          {.counted = 1, .seconds = 1.5, .warm_up_seconds = 4});
  EXPECT_THAT(of_one, ElementsAre(4.0, 1.5));
  EXPECT_THAT(of_other, ElementsAre(4.0, 1.5));
}

TEST(Compete, TheMedianOfTheCountedRoundsIsToldAndAllTheirFailures) {
  std::vector<Tally> turns = {TurnOf(1000, 1), TurnOf(100, 10), TurnOf(300, 30), TurnOf(200, 20)};
  turns[0].failed = 5;
  turns[1].failed = 1;
  turns[3].failed = 2;
  std::vector<double> asked;
  const std::vector<Line> lines =
      Compete({Scripted("alone", turns, &asked)}, {.counted = 3, .seconds = 0.5, .warm_up_seconds = 0.5});
  ASSERT_THAT(lines, SizeIs(1));
  EXPECT_THAT(asked, AllOf(SizeIs(4), Each(0.5)));
  EXPECT_EQ(lines[0].answered, 200);
  EXPECT_DOUBLE_EQ(lines[0].per_second, 400);
  EXPECT_EQ(lines[0].p50, 20);
  EXPECT_EQ(lines[0].p99, 20);
  EXPECT_EQ(lines[0].failed, 3);
}

TEST(Compete, OfWhatWasNeverAnsweredThereAreNoLatencies) {
  std::vector<double> asked;
  const std::vector<Line> lines = Compete({Scripted("silent", {TurnOf(0, 0), TurnOf(0, 0)}, &asked)},
                                          {.counted = 1, .seconds = 0.5, .warm_up_seconds = 0.5});
  ASSERT_THAT(lines, SizeIs(1));
  EXPECT_EQ(lines[0].per_second, 0);
  EXPECT_EQ(lines[0].p99, 0);
  EXPECT_EQ(lines[0].server_p99, 0);
}

}  // namespace
}  // namespace amparo::bench
