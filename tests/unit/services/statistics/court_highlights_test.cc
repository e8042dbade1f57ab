// Highlights of how long cases take and what adjournments cost.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/unit/services/statistics/highlight_lines.h"
#include "tests/unit/services/statistics/recount.h"

namespace amparo::statistics {
namespace {

using absl::CivilDay;
using ::testing::HasSubstr;
using ::testing::SizeIs;

TEST(CourtHighlightsTest, HowLongFewCasesTook) {
  World world;
  const auto text = [&world] { return OfKind(Find(world), "duration").at(0).text; };
  world.Convict(world.AddCase(CivilDay(2012, 6, 1)), CivilDay(2012, 6, 11));
  EXPECT_EQ(text(),
            "Office harbour: the one case decided so far took ten days from the first report to the final verdict.");
  world.Convict(world.AddCase(CivilDay(2012, 6, 1)), CivilDay(2012, 6, 21));
  EXPECT_EQ(
      text(),
      "Office harbour: neither of the two cases decided so far took three to seven years from the first report to "
      "the final verdict; the median is ten days.");
}

TEST(CourtHighlightsTest, HowLongCasesTake) {
  World world;
  for (int years : {2, 3, 5, 7, 8}) world.Convict(world.AddCase(CivilDay(2005, 6, 1)), CivilDay(2005 + years, 6, 1));
  world.AddCase(CivilDay(2010, 6, 1));
  const auto lines = OfKind(Find(world), "duration");
  ASSERT_THAT(lines, SizeIs(1));
  EXPECT_EQ(lines[0].text,
            "Office harbour: most cases take three to seven years from the first report to the final verdict: three of "
            "the five cases decided so far; the median, with one case not decided counted in, is 5.0 years.");
  EXPECT_EQ(Count(lines[0], "pending"), 1);
  EXPECT_EQ(lines[0].period, (Period{CivilDay(2005, 3, 1), kPress})) << "since the office opened";
  world.AddCase(CivilDay(2003, 2, 1));
  EXPECT_EQ(OfKind(Find(world), "duration").at(0).period, (Period{CivilDay(2003, 2, 1), kPress}))
      << "a case that was reported before is followed too";
}

TEST(CourtHighlightsTest, WhatWasReopenedSinceIsToldAsItWas) {
  World world;
  const CaseFact again = world.AddClosedCase(CivilDay(2012, 6, 1), CivilDay(2012, 7, 1));
  world.Convict(again.id, CivilDay(2012, 6, 11));
  world.Reopen(again, CivilDay(2014, 11, 20));
  ChargeSpec further;
  further.charge_date = CivilDay(2014, 12, 1);
  world.Convict(again.id, further);
  world.Reopen(world.AddClosedCase(CivilDay(2012, 6, 1), CivilDay(2012, 6, 6)), CivilDay(2014, 12, 1));
  world.Convict(world.AddCase(CivilDay(2012, 6, 1)), CivilDay(2012, 6, 21));
  const auto line = [&world](CivilDay as_of) {
    const Highlight found = OfKind(Find(world, "harbour", as_of), "duration").at(0);
    EXPECT_EQ(Recount(world.facts, kMonth, as_of).Of(found), FiguresOf(found)) << found.text;
    return found;
  };
  const Highlight before = line(CivilDay(2014, 11, 30));
  EXPECT_EQ(Count(before, "decided"), 2);
  EXPECT_EQ(Count(before, "pending"), 1);
  EXPECT_EQ(Count(before, "median_days"), 10) << "two are at risk on that day: the third was closed before";
  const Highlight after = line(CivilDay(2014, 12, 1));
  EXPECT_EQ(Count(after, "decided"), 1);
  EXPECT_EQ(Count(after, "pending"), 2);
}

TEST(CourtHighlightsTest, WhatAdjournmentsCostInTheMonthAndInAll) {
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
            "Office harbour: three of the four hearings were adjourned in November 2014; the families who had come "
            "lost four and a half days' wages, BOB 297.");
  EXPECT_DOUBLE_EQ(Value<Rate>(lines[0], "adjournment_rate").value, 0.75);
  EXPECT_EQ(Count(lines[0], "wage_half_days_lost"), 9);
  EXPECT_EQ(Value<Money>(lines[0], "wages_lost"), (Money{29700, "BOB"}));
  EXPECT_THAT(lines[1].text, HasSubstr("three of the five hearings have been adjourned since March 2013; "));
  EXPECT_THAT(lines[1].resources, SizeIs(5));
}

TEST(CourtHighlightsTest, FewHearingsAreToldWithoutFractions) {
  World world;
  const Uuid one = world.AddCase(CivilDay(2012, 1, 1));
  const auto text = [&world] {
    const auto lines = OfKind(Find(world), "adjournments");
    EXPECT_THAT(lines, SizeIs(1)) << "all of them are the month's: there is no more to tell";
    return lines.at(0).text;
  };
  world.AddHearing(one, CivilDay(2014, 11, 3), HearingState::kHeld);
  EXPECT_EQ(text(), "Office harbour: the one hearing was not adjourned in November 2014.");
  world.AddHearing(one, CivilDay(2014, 11, 4), HearingState::kHeld);
  EXPECT_EQ(text(), "Office harbour: neither of the two hearings was adjourned in November 2014.");
  world.AddHearing(one, CivilDay(2014, 11, 5), HearingState::kAdjourned);
  EXPECT_EQ(text(), "Office harbour: one of the three hearings was adjourned in November 2014.");
}

TEST(CourtHighlightsTest, ManyHearingsAreToldByTheirShare) {
  World world;
  const Uuid one = world.AddCase(CivilDay(2012, 1, 1));
  const auto text = [&world] { return OfKind(Find(world), "adjournments").at(0).text; };
  for (int i = 0; i < 1000; ++i) world.AddHearing(one, CivilDay(2014, 10, 6), HearingState::kHeld);
  EXPECT_EQ(text(), "Office harbour: none of the 1,000 hearings has been adjourned since October 2014.");
  world.AddHearing(one, CivilDay(2014, 10, 7), HearingState::kAdjourned);
  EXPECT_EQ(text(),
            "Office harbour: fewer than 1% of the hearings have been adjourned since October 2014 (1 of 1,001).");
  for (int i = 0; i < 499; ++i) world.AddHearing(one, CivilDay(2014, 10, 7), HearingState::kAdjourned);
  EXPECT_EQ(text(), "Office harbour: one out of three hearings has been adjourned since October 2014 (500 of 1,500).");
}

TEST(CourtHighlightsTest, OneHearingLongAgo) {
  World world;
  world.AddHearing(world.AddCase(CivilDay(2012, 1, 1)), CivilDay(2013, 3, 4), HearingState::kHeld);
  EXPECT_EQ(OfKind(Find(world), "adjournments").at(0).text,
            "Office harbour: the one hearing has not been adjourned since March 2013.");
}

}  // namespace
}  // namespace amparo::statistics
