// The clock of a task: what starts it, what stops it, what extends it.
#include "services/case/domain/task_clock.h"

#include "services/case/convert/task_convert.h"
#include "services/case/domain/reminder.h"
#include "tests/unit/services/case/rules_matchers.h"
#include "tests/unit/services/case/values.h"

namespace amparo::cases {
namespace {

using absl::CivilDay;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Rests = std::vector<InactivePeriod>;

constexpr int32_t kParalegalRole = 4;

// Monday.
const CivilDay kStarted(2014, 6, 2);

InactivePeriod RestIn(CivilDay from, std::optional<CivilDay> to) {
  return {.from = from, .to = to, .reason = "the family moved away"};
}

TaskTemplateItem ClockItem(int32_t offset, DayCount count = DayCount::kCalendar) {
  return {.code = "appear",
          .title = "The witness appears",
          .reference = ReferenceKind::kArrest,
          .offset_days = offset,
          .count = count,
          .role = kParalegalRole};
}

TaskDue DueBy(const TaskTemplateItem& item, const Rests& rests, const std::vector<TaskExtension>& extensions = {}) {
  return DueOf(item, kStarted, extensions, WorkingDays(), rests);
}

CaseTask Running(CivilDay due) {
  CaseTask task;
  task.name = {"cebu", Id(1), Id(2)};
  task.title = "The witness appears";
  task.assignee.role = kParalegalRole;
  task.due_date = due;
  return BeginTask(task, {.act = TaskAct::kCreate, .date = kStarted, .now = kNow, .recorder = "a"});
}

TaskActInput ExtensionBy(int32_t days, DayCount count = DayCount::kUnspecified) {
  return {.act = TaskAct::kExtend,
          .date = kToday,
          .now = kNow,
          .recorder = "a",
          .reason = "order of the court",
          .extension = {.days = days, .count = count}};
}

TEST(TaskClockTest, DaysOnWhichTheCaseRestedAreNotCounted) {
  const Rests june = {RestIn(CivilDay(2014, 6, 4), CivilDay(2014, 6, 14))};
  EXPECT_EQ(DueBy(ClockItem(5), june), (TaskDue{CivilDay(2014, 6, 17), false}));
  // The day of the reference has passed already; a clock that ran out on the eve of the rest is not touched.
  EXPECT_EQ(DueBy(ClockItem(1), june).day, CivilDay(2014, 6, 3));
  EXPECT_EQ(DueBy(ClockItem(2), june).day, CivilDay(2014, 6, 14)) << "its last day is the first of the rest";
  EXPECT_EQ(DueBy(ClockItem(0), {RestIn(kStarted, CivilDay(2014, 6, 5))}).day, CivilDay(2014, 6, 5));
  EXPECT_EQ(DueBy(ClockItem(5), {RestIn(kStarted - 30, kStarted - 20)}).day, kStarted + 5) << "it had not begun";
  const Rests twice = {RestIn(CivilDay(2014, 6, 4), CivilDay(2014, 6, 6)),
                       RestIn(CivilDay(2014, 6, 8), CivilDay(2014, 6, 9))};
  EXPECT_EQ(DueBy(ClockItem(5), twice).day, kStarted + 5 + 3) << "the first rest moves the end into the second";
}

TEST(TaskClockTest, WorkingDaysPassOverRestsToo) {
  // Tuesday to Thursday.
  const Rests rest = {RestIn(CivilDay(2014, 6, 3), CivilDay(2014, 6, 5))};
  EXPECT_EQ(DueBy(ClockItem(1, DayCount::kWorking), rest).day, CivilDay(2014, 6, 5));
  EXPECT_EQ(DueBy(ClockItem(3, DayCount::kWorking), rest).day, CivilDay(2014, 6, 9)) << "over a weekend";
  // The case goes on on a Saturday.
  const Rests to_saturday = {RestIn(CivilDay(2014, 6, 3), CivilDay(2014, 6, 7))};
  EXPECT_EQ(DueBy(ClockItem(1, DayCount::kWorking), to_saturday).day, CivilDay(2014, 6, 9));
  EXPECT_EQ(DueBy(ClockItem(0, DayCount::kWorking), {RestIn(kStarted, CivilDay(2014, 6, 7))}).day,
            CivilDay(2014, 6, 9));
}

// However long the case rests and whenever, the days that are counted are as many as the item asks for.
TEST(TaskClockTest, AsManyDaysAreCountedAsWereGiven) {
  for (int from = -3; from < 12; ++from) {
    for (int length = 0; length < 9; ++length) {
      const InactivePeriod rest = RestIn(kStarted + from, kStarted + from + length);
      for (int offset = 1; offset < 9; ++offset) {
        const CivilDay due = DueBy(ClockItem(offset), {rest}).day;
        int counted = 0;
        for (CivilDay day = kStarted + 1; day <= due; ++day) counted += day < rest.from || day >= *rest.to;
        ASSERT_EQ(counted, offset) << "rested from " << from << " for " << length;
        ASSERT_TRUE(due < rest.from || due >= *rest.to) << "it is due on a day of rest";
      }
    }
  }
}

TEST(TaskClockTest, StandsWhileTheCaseRests) {
  const Rests open = {RestIn(CivilDay(2014, 6, 4), std::nullopt)};
  EXPECT_EQ(DueBy(ClockItem(5), open), (TaskDue{kStarted + 5, true}));
  EXPECT_EQ(DueBy(ClockItem(1), open), (TaskDue{kStarted + 1, false})) << "it had run out before";
}

TEST(TaskClockTest, SomeRunOn) {
  TaskTemplateItem to_appeal = ClockItem(10);
  to_appeal.stops_while_inactive = false;
  const Rests rests = {RestIn(CivilDay(2014, 6, 4), CivilDay(2014, 6, 5)), RestIn(CivilDay(2014, 6, 6), std::nullopt)};
  EXPECT_EQ(DueBy(to_appeal, rests), (TaskDue{kStarted + 10, false}));
  EXPECT_EQ(DueBy(ClockItem(-5), {RestIn(kStarted - 4, std::nullopt)}), (TaskDue{kStarted - 5, false}));
}

TEST(TaskClockTest, ExtensionsAreCountedAsTheyWereGiven) {
  // Saturday, then the third working day.
  EXPECT_EQ(DueBy(ClockItem(5), {}, {{.days = 3, .count = DayCount::kWorking}}).day, CivilDay(2014, 6, 11));
  const Rests rest = {RestIn(CivilDay(2014, 6, 9), CivilDay(2014, 6, 12))};
  EXPECT_EQ(DueBy(ClockItem(5), rest, {{.days = 3, .count = DayCount::kCalendar}}).day, CivilDay(2014, 6, 13));
  EXPECT_TRUE(
      DueBy(ClockItem(1), {RestIn(CivilDay(2014, 6, 9), std::nullopt)}, {{.days = 9, .count = DayCount::kCalendar}})
          .stopped)
      << "what was extended had not run out";
}

TEST(TaskClockTest, ADeadlineIsExtendedAndKeepsTheReason) {
  const TaskTemplateItem item = ClockItem(5, DayCount::kWorking);
  const WorkingDays calendar;
  const ExtensionFacts facts{.item = &item, .calendar = &calendar};
  const CaseTask once = ExtendTask(Running(CivilDay(2014, 6, 9)), ExtensionBy(5), facts).value();
  EXPECT_EQ(once.due_date, CivilDay(2014, 6, 16)) << "counted as its item counts";
  EXPECT_EQ(once.events.back().reason, "order of the court");
  EXPECT_EQ(once.events.back().due_date, once.due_date);
  const CaseTask twice = ExtendTask(once, ExtensionBy(1, DayCount::kCalendar), facts).value();
  EXPECT_EQ(twice.due_date, CivilDay(2014, 6, 17));
  EXPECT_THAT(ExtensionsOf(twice),
              ElementsAre(TaskExtension{5, DayCount::kWorking}, TaskExtension{1, DayCount::kCalendar}));
  // What follows its reference date comes to the same.
  EXPECT_EQ(DueBy(item, {}, ExtensionsOf(twice)).day, twice.due_date);
  v1::Task stored;
  ToProto(twice, stored);
  EXPECT_EQ(TaskFromStored(stored).events, twice.events);
}

TEST(TaskClockTest, ADeadlineIsExtendedAsFarAsItsTemplateAllows) {
  TaskTemplateItem item = ClockItem(5);
  item.most_extension_days = 15;
  const WorkingDays calendar;
  const ExtensionFacts facts{.item = &item, .calendar = &calendar};
  const CaseTask once = ExtendTask(Running(kToday), ExtensionBy(10), facts).value();
  EXPECT_THAT(ExtendTask(once, ExtensionBy(6), facts), IsRefusedBy("EXTENSION_LIMIT"));
  EXPECT_TRUE(ExtendTask(once, ExtensionBy(5), facts).ok());
  const CaseTask done = ApplyTaskAct(once, {.act = TaskAct::kComplete, .date = kToday, .now = kNow}).value();
  EXPECT_THAT(ExtendTask(done, ExtensionBy(1), facts), IsRefusedBy("TASK_STATE"));
}

TEST(TaskClockTest, NoDeadlineIsLaterThanADateCanName) {
  const CivilDay last(9999, 12, 31);
  const WorkingDays calendar;
  CaseTask by_hand = Running(last - 5);
  by_hand.due_by_hand = true;
  EXPECT_EQ(ExtendTask(by_hand, ExtensionBy(5), {.calendar = &calendar}).value().due_date, last);
  EXPECT_THAT(ExtendTask(by_hand, ExtensionBy(6), {.calendar = &calendar}), IsRefusedBy("EXTENSION_LIMIT"));
  // Extensions that came from elsewhere were counted by nobody here.
  const std::vector<TaskExtension> many(1000, TaskExtension{.days = kMostExtensionDays, .count = DayCount::kCalendar});
  EXPECT_EQ(DueBy(ClockItem(5), {}, many).day, last);
}

TEST(TaskClockTest, WhatSomebodySetPassesOverNoRests) {
  const TaskTemplateItem item = ClockItem(5);
  const WorkingDays calendar;
  const Rests rest = {RestIn(CivilDay(2014, 6, 9), CivilDay(2014, 6, 30))};
  CaseTask by_hand = Running(CivilDay(2014, 6, 8));
  by_hand.due_by_hand = true;
  EXPECT_EQ(ExtendTask(by_hand, ExtensionBy(4), {.item = &item, .calendar = &calendar, .rests = rest}).value().due_date,
            CivilDay(2014, 6, 12));
  EXPECT_EQ(
      ExtendTask(Running(CivilDay(2014, 6, 8)), ExtensionBy(4), {.item = &item, .calendar = &calendar, .rests = rest})
          .value()
          .due_date,
      CivilDay(2014, 7, 3));
  // What no template made counts calendar days.
  EXPECT_EQ(ExtendTask(by_hand, ExtensionBy(4), {.calendar = &calendar}).value().due_date, CivilDay(2014, 6, 12));
}

TEST(TaskClockTest, WhatIsExtendedIntoARestStands) {
  const TaskTemplateItem item = ClockItem(5);
  const WorkingDays calendar;
  const ExtensionFacts resting{
      .item = &item, .calendar = &calendar, .rests = {RestIn(CivilDay(2014, 6, 12), std::nullopt)}};
  const CaseTask run_out = Running(CivilDay(2014, 6, 7));
  const CaseTask short_of_it = ExtendTask(run_out, ExtensionBy(4), resting).value();
  EXPECT_FALSE(short_of_it.clock_stopped);
  const CaseTask extended = ExtendTask(run_out, ExtensionBy(5), resting).value();
  EXPECT_TRUE(extended.clock_stopped);
  EXPECT_EQ((TaskDue{extended.due_date, extended.clock_stopped}), DueBy(item, resting.rests, ExtensionsOf(extended)));
  EXPECT_TRUE(ExtendTask(extended, ExtensionBy(1), {.calendar = &calendar}).value().clock_stopped)
      << "of a template that is not known";
  CaseTask by_hand = run_out;
  by_hand.due_by_hand = true;
  EXPECT_FALSE(ExtendTask(by_hand, ExtensionBy(5), resting).value().clock_stopped);
}

TEST(TaskClockTest, AnExtensionSaysHowLongAndWhy) {
  TaskActInput input = ExtensionBy(0);
  input.reason = "";
  Violations violations;
  CheckTaskAct(input, kToday, violations);
  EXPECT_THAT(Fields(violations), ElementsAre("reason", "days"));
  Violations none;
  CheckTaskAct(ExtensionBy(kMostExtensionDays), kToday, none);
  EXPECT_THAT(Fields(none), IsEmpty());
}

TEST(TaskClockTest, NobodyIsRemindedOfWhatStandsStill) {
  const TaskActInput stop{.act = TaskAct::kStop,
                          .date = kToday,
                          .now = kNow,
                          .recorder = "a",
                          .reason = "the case rests",
                          .due_date = kToday - 1};
  const CaseTask stopped = ApplyTaskAct(Running(kToday - 1), stop).value();
  EXPECT_TRUE(stopped.clock_stopped);
  EXPECT_FALSE(stopped.OverdueOn(kToday));
  EXPECT_EQ(UrgencyOf(stopped, {}, kToday), Urgency::kUnspecified);
  // It is due after every day that a list asks for.
  EXPECT_EQ(ColumnsOf(stopped).back(), Value(CivilDay(9999, 12, 31)));
  TaskActInput resume = stop;
  resume.act = TaskAct::kResume;
  const CaseTask resumed = ApplyTaskAct(stopped, resume).value();
  EXPECT_TRUE(resumed.OverdueOn(kToday));
  EXPECT_EQ(ColumnsOf(resumed).back(), Value(kToday - 1));
  const CaseTask done = ApplyTaskAct(stopped, {.act = TaskAct::kComplete, .date = kToday, .now = kNow}).value();
  EXPECT_FALSE(done.clock_stopped);
}

TEST(TaskClockTest, TheRestsOfACaseAreItsInactivePeriods) {
  Case value;
  value.report_date = kStarted;
  EXPECT_THAT(RestsOf(value), IsEmpty());
  BeginCase(kNow, value);
  const auto move = [&value](CaseAct act, int day) {
    ASSERT_FALSE(ApplyCaseAct({act, kStarted + day, "the family moved away"}, {}, kNow, value).has_value());
  };
  move(CaseAct::kDeactivate, 3);
  EXPECT_THAT(RestsOf(value), ElementsAre(RestIn(kStarted + 3, std::nullopt)));
  move(CaseAct::kReactivate, 5);
  move(CaseAct::kDecline, 9);
  EXPECT_THAT(RestsOf(value), ElementsAre(RestIn(kStarted + 3, kStarted + 5))) << "what was declined does not rest";
}

}  // namespace
}  // namespace amparo::cases
