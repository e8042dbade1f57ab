// Tasks, and whom they are told to.
#include "services/case/domain/case_task.h"

#include "services/case/domain/reminder.h"
#include "tests/unit/services/case/rules_matchers.h"
#include "tests/unit/services/case/values.h"

namespace amparo::cases {
namespace {

using ::testing::ElementsAre;

constexpr char kSomebody[] = "spiffe://amparo/people/somebody";
constexpr int32_t kAttorneyRole = 3;

CaseTask Open(absl::CivilDay due = kToday + 3) {
  CaseTask task;
  task.name = {"cebu", Id(1), Id(2)};
  task.title = "Ask for the birth certificate";
  task.assignee.role = kAttorneyRole;
  task.due_date = due;
  return BeginTask(task, {.act = TaskAct::kCreate, .date = kToday - 10, .now = kNow, .recorder = kSomebody});
}

TaskActInput TaskInput(TaskAct act, absl::CivilDay date = kToday) {
  return {.act = act, .date = date, .now = kNow, .recorder = kSomebody, .reason = "a reason"};
}

TEST(CaseTaskTest, IsDoneOnceAndKeepsWhatWasDoneWithIt) {
  TaskActInput give = TaskInput(TaskAct::kReassign, kToday - 2);
  give.assignee.principal = kSomebody;
  const Decision<CaseTask> given = ApplyTaskAct(Open(), give);
  ASSERT_TRUE(given.ok());
  EXPECT_EQ(given.value().assignee, (Assignee{kSomebody, 0}));
  const Decision<CaseTask> done = ApplyTaskAct(given.value(), TaskInput(TaskAct::kComplete));
  ASSERT_TRUE(done.ok());
  EXPECT_EQ(done.value().state, TaskState::kDone);
  std::vector<TaskAct> acts;
  for (const TaskEvent& event : done.value().events) acts.push_back(event.act);
  EXPECT_THAT(acts, ElementsAre(TaskAct::kCreate, TaskAct::kReassign, TaskAct::kComplete));
  EXPECT_EQ(done.value().events[0].assignee.role, kAttorneyRole);
  for (const TaskAct act : {TaskAct::kComplete, TaskAct::kCancel, TaskAct::kReassign, TaskAct::kReschedule}) {
    EXPECT_THAT(ApplyTaskAct(done.value(), TaskInput(act)), IsRefusedBy("TASK_STATE"));
  }
}

TEST(CaseTaskTest, WhatWasEndedIsReopenedAsItWas) {
  for (const TaskAct end : {TaskAct::kComplete, TaskAct::kCancel}) {
    const CaseTask ended = ApplyTaskAct(Open(), TaskInput(end)).value();
    EXPECT_THAT(ApplyTaskAct(ended, TaskInput(TaskAct::kReopen, kToday - 1)), IsRefusedBy("BEFORE_LAST_ACT"));
    const CaseTask again = ApplyTaskAct(ended, TaskInput(TaskAct::kReopen)).value();
    EXPECT_EQ(again.state, TaskState::kOpen);
    EXPECT_EQ(again.due_date, ended.due_date);
    EXPECT_EQ(again.assignee, ended.assignee);
    EXPECT_EQ(again.events.back().act, TaskAct::kReopen);
    EXPECT_TRUE(ApplyTaskAct(again, TaskInput(TaskAct::kComplete)).ok());
  }
  EXPECT_THAT(ApplyTaskAct(Open(), TaskInput(TaskAct::kReopen)), IsRefusedBy("TASK_STATE"));
}

TEST(CaseTaskTest, WhatIsWithdrawnIsNotWhatSomebodyCancelled) {
  const CaseTask withdrawn = ApplyTaskAct(Open(), TaskInput(TaskAct::kWithdraw)).value();
  EXPECT_EQ(withdrawn.state, TaskState::kCancelled);
  EXPECT_TRUE(withdrawn.Withdrawn());
  EXPECT_FALSE(ApplyTaskAct(Open(), TaskInput(TaskAct::kCancel)).value().Withdrawn());
  EXPECT_FALSE(ApplyTaskAct(withdrawn, TaskInput(TaskAct::kReopen)).value().Withdrawn());
}

TEST(CaseTaskTest, NothingIsDoneBeforeWhatItFollows) {
  EXPECT_THAT(ApplyTaskAct(Open(), TaskInput(TaskAct::kComplete, kToday - 11)), IsRefusedBy("BEFORE_LAST_ACT"));
}

TEST(CaseTaskTest, IsForSomebodyOrForARole) {
  CaseTask task = Open();
  task.assignee.principal = kSomebody;
  Violations both;
  CheckTask(task, both);
  EXPECT_THAT(Fields(both), ElementsAre("role"));
  task.assignee = {};
  task.title = "";
  Violations neither;
  CheckTask(task, neither);
  EXPECT_THAT(Fields(neither), ElementsAre("title", "assignee"));
  // Those who run the services do not work on cases.
  EXPECT_FALSE(IsCaseRole(11));
  EXPECT_TRUE(IsCaseRole(kAttorneyRole));
}

TEST(CaseTaskTest, IsOverdueFromTheDayAfterItWasDue) {
  EXPECT_FALSE(Open(kToday).OverdueOn(kToday));
  EXPECT_TRUE(Open(kToday).OverdueOn(kToday + 1));
  const CaseTask done = ApplyTaskAct(Open(kToday), TaskInput(TaskAct::kComplete)).value();
  EXPECT_FALSE(done.OverdueOn(kToday + 1));
}

TEST(CaseTaskTest, ACancelledTaskSaysWhy) {
  TaskActInput silent = TaskInput(TaskAct::kCancel);
  silent.reason = "";
  Violations violations;
  CheckTaskAct(silent, kToday, violations);
  EXPECT_THAT(Fields(violations), ElementsAre("reason"));
  Violations of_reopening;
  silent.act = TaskAct::kReopen;
  CheckTaskAct(silent, kToday, of_reopening);
  EXPECT_THAT(Fields(of_reopening), ElementsAre("reason"));
  Violations none;
  silent.act = TaskAct::kComplete;
  CheckTaskAct(silent, kToday, none);
  EXPECT_TRUE(none.empty());
}

// --- Reminders ---

TEST(ReminderTest, TellsHowNearATaskIs) {
  const ReminderScope all{.assignee = {}, .horizon_days = 3};
  EXPECT_EQ(UrgencyOf(Open(kToday - 1), all, kToday), Urgency::kOverdue);
  EXPECT_EQ(UrgencyOf(Open(kToday), all, kToday), Urgency::kDueToday);
  EXPECT_EQ(UrgencyOf(Open(kToday + 3), all, kToday), Urgency::kUpcoming);
  EXPECT_EQ(UrgencyOf(Open(kToday + 4), all, kToday), Urgency::kUnspecified);
  EXPECT_EQ(UrgencyOf(Open(kToday + 4), all, kToday + 1), Urgency::kUpcoming);
  const CaseTask done = ApplyTaskAct(Open(kToday), TaskInput(TaskAct::kComplete)).value();
  EXPECT_EQ(UrgencyOf(done, all, kToday), Urgency::kUnspecified);
}

TEST(ReminderTest, IsForWhoIsToDoIt) {
  CaseTask mine = Open(kToday);
  mine.assignee = {kSomebody, 0};
  const ReminderScope me{.assignee = {kSomebody, 0}, .horizon_days = 0};
  const ReminderScope me_as_attorney{.assignee = {kSomebody, kAttorneyRole}, .horizon_days = 0};
  EXPECT_EQ(UrgencyOf(mine, me, kToday), Urgency::kDueToday);
  EXPECT_EQ(UrgencyOf(Open(kToday), me, kToday), Urgency::kUnspecified);
  EXPECT_EQ(UrgencyOf(Open(kToday), me_as_attorney, kToday), Urgency::kDueToday);
  EXPECT_EQ(UrgencyOf(mine, me_as_attorney, kToday), Urgency::kDueToday);
}

}  // namespace
}  // namespace amparo::cases
