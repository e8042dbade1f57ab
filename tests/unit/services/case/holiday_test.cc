// Working days: what they pass over, at the ends of months and years and in leap years.
#include "services/case/domain/holiday.h"

#include "services/case/domain/task_clock.h"
#include "tests/unit/services/case/rules_matchers.h"
#include "tests/unit/services/case/values.h"

namespace amparo::cases {
namespace {

using absl::CivilDay;
using absl::CivilYear;
using ::testing::IsEmpty;
using ::testing::SizeIs;

AnnualHoliday Annual(int month, int day, int first_year = 1900, std::optional<CivilYear> last_year = std::nullopt) {
  return {.month = month, .day = day, .title = "kept", .first_year = CivilYear(first_year), .last_year = last_year};
}

Holiday Of(CivilDay date, HolidayKind kind = HolidayKind::kHoliday) {
  return {.date = date, .kind = kind, .title = "entered"};
}

CivilDay DueAfter(CivilDay reference, int offset, const WorkingDays& calendar) {
  return DueDate(reference, offset, DayCount::kWorking, calendar);
}

// Christmas, Rizal Day, the last and the first day of the year.
WorkingDays EndOfYear(const std::vector<Holiday>& of_office = {}) {
  return WorkingDays({Annual(1, 1), Annual(12, 25), Annual(12, 30), Annual(12, 31)}, of_office);
}

TEST(WorkingDaysTest, PassOverTheHolidaysAtTheEndOfAYear) {
  const CivilDay wednesday(2014, 12, 24);
  EXPECT_EQ(DueAfter(wednesday, 1, EndOfYear()), CivilDay(2014, 12, 26));
  EXPECT_EQ(DueAfter(wednesday, 2, EndOfYear()), CivilDay(2014, 12, 29));
  // Three holidays, of two years.
  EXPECT_EQ(DueAfter(wednesday, 3, EndOfYear()), CivilDay(2015, 1, 2));
  EXPECT_EQ(DueAfter(wednesday, 4, EndOfYear()), CivilDay(2015, 1, 5));
  EXPECT_EQ(DueAfter(CivilDay(2015, 1, 5), -2, EndOfYear()), CivilDay(2014, 12, 29));
  // Without an offset it is the day itself, or the next on which people work.
  EXPECT_EQ(DueAfter(CivilDay(2014, 12, 25), 0, EndOfYear()), CivilDay(2014, 12, 26));
  EXPECT_EQ(DueAfter(wednesday, 0, EndOfYear()), wednesday);
}

TEST(WorkingDaysTest, CountTheLeapDayInLeapYearsOnly) {
  // Thursday, 27 February 2020; Monday, 27 February 2023.
  EXPECT_EQ(DueAfter(CivilDay(2020, 2, 27), 2, WorkingDays()), CivilDay(2020, 3, 2));
  EXPECT_EQ(DueAfter(CivilDay(2023, 2, 27), 2, WorkingDays()), CivilDay(2023, 3, 1));
  EXPECT_EQ(DueAfter(CivilDay(2024, 2, 28), 1, WorkingDays()), CivilDay(2024, 2, 29));
  const WorkingDays leap_day({Annual(2, 29)}, {});
  EXPECT_EQ(DueAfter(CivilDay(2024, 2, 28), 1, leap_day), CivilDay(2024, 3, 1));
  EXPECT_EQ(DueAfter(CivilDay(2023, 2, 28), 1, leap_day), CivilDay(2023, 3, 1)) << "2023 has no such day to rest on";
  EXPECT_EQ(DueDate(CivilDay(2024, 2, 28), 2, DayCount::kCalendar, leap_day), CivilDay(2024, 3, 1));
}

TEST(WorkingDaysTest, WhatTheOfficeSaysGoesFirst) {
  const std::vector<Holiday> said = {Of(CivilDay(2014, 12, 26)), Of(CivilDay(2014, 12, 27), HolidayKind::kWorkingDay),
                                     Of(CivilDay(2014, 12, 30), HolidayKind::kWorkingDay)};
  const WorkingDays calendar = EndOfYear(said);
  EXPECT_FALSE(calendar.Contains(CivilDay(2014, 12, 26)));
  EXPECT_TRUE(calendar.Contains(CivilDay(2014, 12, 27))) << "a Saturday on which people work";
  EXPECT_TRUE(calendar.Contains(CivilDay(2014, 12, 30)));
  EXPECT_EQ(calendar.AnnualOn(CivilDay(2014, 12, 30)), nullptr);
  EXPECT_EQ(DueAfter(CivilDay(2014, 12, 24), 1, calendar), CivilDay(2014, 12, 27));
  // Another year is as the country has it.
  EXPECT_TRUE(calendar.Contains(CivilDay(2013, 12, 26)));
  EXPECT_FALSE(calendar.Contains(CivilDay(2015, 12, 30)));
}

TEST(WorkingDaysTest, AHolidayIsKeptInItsYears) {
  const WorkingDays calendar({Annual(1, 22, 2010), Annual(12, 10, 1994, CivilYear(2019))}, {});
  EXPECT_TRUE(calendar.Contains(CivilDay(2009, 1, 22)));
  EXPECT_FALSE(calendar.Contains(CivilDay(2010, 1, 22)));
  EXPECT_FALSE(calendar.Contains(CivilDay(2019, 12, 10)));
  EXPECT_TRUE(calendar.Contains(CivilDay(2020, 12, 10)));
}

TEST(WorkingDaysTest, EndHoweverLongPeopleRest) {
  std::vector<AnnualHoliday> always;
  for (CivilDay day(2024, 1, 1); day.year() == 2024; ++day) always.push_back(Annual(day.month(), day.day()));
  EXPECT_EQ(DueAfter(CivilDay(2014, 1, 1), 1, WorkingDays(always, {})), CivilDay(2014, 1, 1) + 367);
}

TEST(HolidayTest, IsEnteredOnceADayAndTakenBack) {
  const std::vector<Holiday> one = WithHoliday({Of(CivilDay(2014, 12, 26))}, Of(CivilDay(2014, 4, 18))).value();
  ASSERT_THAT(one, SizeIs(2));
  EXPECT_EQ(one[0].date, CivilDay(2014, 4, 18));
  const std::vector<Holiday> again = WithHoliday(one, Of(CivilDay(2014, 4, 18), HolidayKind::kWorkingDay)).value();
  ASSERT_THAT(again, SizeIs(2));
  EXPECT_EQ(again[0].kind, HolidayKind::kWorkingDay);
  EXPECT_THAT(WithoutHoliday(again, CivilDay(2014, 4, 18)).value(), SizeIs(1));
  EXPECT_THAT(WithoutHoliday(again, CivilDay(2014, 4, 19)), IsRefusedBy("NO_HOLIDAY"));
  std::vector<Holiday> full;
  for (std::size_t i = 0; i < kMostHolidays; ++i) full.push_back(Of(CivilDay(2014, 1, 1) + static_cast<int>(i)));
  EXPECT_THAT(WithHoliday(full, Of(CivilDay(2013, 1, 1))), IsRefusedBy("TOO_MANY_HOLIDAYS"));
  EXPECT_TRUE(WithHoliday(full, Of(CivilDay(2014, 1, 1))).ok()) << "it takes the place of another";
}

TEST(HolidayTest, SaysWhatIsWrongWithIt) {
  Violations violations;
  CheckHoliday({.date = kToday}, violations);
  EXPECT_THAT(Fields(violations), ::testing::ElementsAre("holiday.kind", "holiday.title"));
  Violations none;
  CheckHoliday(Of(kToday), none);
  EXPECT_THAT(Fields(none), IsEmpty());
}

}  // namespace
}  // namespace amparo::cases
