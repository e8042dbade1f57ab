// The clocks of tasks: they stand while their case rests, go on with it, and are extended for a reason.
#include "tests/integration/services/case/task_test.h"

namespace amparo::cases {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using CaseStub = v1::CaseService::Stub;

class TaskClockTest : public TaskTest {
 protected:
  // The task of the case that an item made.
  v1::Task TaskOf(const std::string& item) {
    v1::ListTasksRequest request;
    request.set_parent(case_);
    const v1::ListTasksResponse listed = Done(*tasks_, &TaskStub::ListTasks, request);
    for (const v1::Task& task : listed.tasks()) {
      if (task.origin().item() == item) return task;
    }
    ADD_FAILURE() << "no task of the item " << item;
    return {};
  }

  // The survivors were freed on the first day: they are to be assessed within three.
  v1::Task ToAssess() {
    EXPECT_THAT(Apply(case_, "first-weeks"), IsOk());
    EXPECT_THAT(SetDate(case_, v1::REFERENCE_KIND_RESCUE, kFirstDay), IsOk());
    return TaskOf("assess");
  }

  v1::ExtendTaskRequest Extension(const std::string& name, int32_t days) {
    v1::ExtendTaskRequest request;
    request.set_name(name);
    request.set_days(days);
    request.set_reason("the court gave more time");
    return request;
  }

  static std::vector<v1::TaskAct> ActsOn(const v1::Task& task) {
    std::vector<v1::TaskAct> acts;
    for (const v1::TaskEvent& event : task.events()) acts.push_back(event.act());
    return acts;
  }
};

TEST_F(TaskClockTest, StandsWhileTheCaseRestsAndGoesOnWithIt) {
  const std::string name = ToAssess().name();
  const std::string by_hand = Enter(kFirstDay + 1).name();
  v1::CreateTaskRequest in_case = TaskRequest(kFirstDay + 1);
  in_case.set_parent(case_);
  const std::string set_by_hand = Done(*tasks_, &TaskStub::CreateTask, in_case).name();
  EXPECT_EQ(DueDates(case_).at("assess"), kFirstDay + 3);
  Move(&CaseStub::DeactivateCase, case_, "the family moved away");

  service_.clock().Advance(absl::Hours(24 * 10));
  const v1::Task stopped = GetTask(name);
  EXPECT_TRUE(stopped.clock_stopped());
  EXPECT_FALSE(stopped.overdue());
  EXPECT_EQ(DayFrom(stopped.due_date()), kFirstDay + 3) << "as it would have been";
  v1::ListTasksRequest overdue;
  overdue.set_parent(case_);
  overdue.set_overdue(true);
  const std::string review = TaskOf("review").name();
  EXPECT_THAT(Listed(overdue), ::testing::Contains(set_by_hand)) << "what somebody set stands for itself";
  EXPECT_THAT(Listed(overdue), ::testing::Contains(review)) << "it had run out before";
  EXPECT_THAT(Listed(overdue), ::testing::Not(::testing::Contains(name)));

  Move(&CaseStub::ReactivateCase, case_);
  const v1::Task resumed = GetTask(name);
  EXPECT_FALSE(resumed.clock_stopped());
  // The day it was suspended is no day of the clock, the day it was resumed is one.
  EXPECT_EQ(DayFrom(resumed.due_date()), kFirstDay + 12);
  EXPECT_THAT(ActsOn(resumed), ElementsAre(v1::TASK_ACT_CREATE, v1::TASK_ACT_STOP, v1::TASK_ACT_RESUME));
  EXPECT_EQ(GetTask(by_hand).events_size(), 1);
  // A reference date that moves afterwards is counted from over the same rest.
  ASSERT_THAT(SetDate(case_, v1::REFERENCE_KIND_RESCUE, kFirstDay - 2, "two days before"), IsOk());
  EXPECT_EQ(DueDates(case_).at("assess"), kFirstDay + 11);
}

TEST_F(TaskClockTest, WhatIsMadeWhileTheCaseRestsBeginsStopped) {
  ASSERT_THAT(Apply(case_, "first-weeks"), IsOk());
  Move(&CaseStub::DeactivateCase, case_, "the family moved away");
  ASSERT_THAT(SetDate(case_, v1::REFERENCE_KIND_RESCUE, kFirstDay), IsOk());
  EXPECT_TRUE(TaskOf("assess").clock_stopped());
}

TEST_F(TaskClockTest, TheTimeToAppealRunsOn) {
  ASSERT_THAT(Apply(prosecuted_, "child-victims-first"), IsOk());
  v1::RecordVerdictRequest verdict = Verdict(Charged().name());
  *verdict.mutable_verdict()->mutable_date() = DateOf(kFirstDay);
  Done(*charges_, &ChargeStub::RecordVerdict, verdict);
  Move(&CaseStub::DeactivateCase, prosecuted_, "the accused fled");
  service_.clock().Advance(absl::Hours(24 * 5));
  Move(&CaseStub::ReactivateCase, prosecuted_);
  EXPECT_EQ(DueDates(prosecuted_).at("appeal"), kFirstDay + 10);
  EXPECT_EQ(DueDates(prosecuted_).at("restitution"), kFirstDay + 19);
}

TEST_F(TaskClockTest, ADeadlineIsExtendedAndGoesOnFollowing) {
  const std::string name = ToAssess().name();
  const v1::Task extended = Done(*tasks_, &TaskStub::ExtendTask, Extension(name, 5));
  EXPECT_EQ(DayFrom(extended.due_date()), kFirstDay + 8);
  EXPECT_FALSE(extended.due_by_hand());
  ASSERT_EQ(extended.events_size(), 2);
  EXPECT_EQ(extended.events(1).act(), v1::TASK_ACT_EXTEND);
  EXPECT_EQ(extended.events(1).reason(), "the court gave more time");
  EXPECT_EQ(extended.events(1).extension_days(), 5);
  EXPECT_EQ(extended.events(1).extension_count(), v1::DAY_COUNT_CALENDAR);
  ASSERT_THAT(SetDate(case_, v1::REFERENCE_KIND_RESCUE, kFirstDay - 2, "two days before"), IsOk());
  EXPECT_EQ(DueDates(case_).at("assess"), kFirstDay + 6);

  v1::ExtendTaskRequest silent = Extension(name, 5);
  silent.clear_reason();
  EXPECT_THAT(Call(*tasks_, &TaskStub::ExtendTask, silent), IsInvalidIn("reason"));
  EXPECT_THAT(Call(*tasks_, &TaskStub::ExtendTask, Extension(name, 3646)), FailsWith(kRefused, "EXTENSION_LIMIT"));
  ASSERT_THAT(Act(&TaskStub::CompleteTask, name), IsOk());
  EXPECT_THAT(Call(*tasks_, &TaskStub::ExtendTask, Extension(name, 1)), FailsWith(kRefused, "TASK_STATE"));
}

TEST_F(TaskClockTest, WhatHadRunOutIsExtendedIntoTheRest) {
  const std::string name = ToAssess().name();
  service_.clock().Advance(absl::Hours(24 * 5));
  Move(&CaseStub::DeactivateCase, case_, "the family moved away");
  EXPECT_FALSE(GetTask(name).clock_stopped());
  EXPECT_TRUE(Done(*tasks_, &TaskStub::ExtendTask, Extension(name, 10)).clock_stopped());
  service_.clock().Advance(absl::Hours(24 * 20));
  EXPECT_FALSE(GetTask(name).overdue());
  Move(&CaseStub::ReactivateCase, case_);
  const v1::Task resumed = GetTask(name);
  EXPECT_FALSE(resumed.clock_stopped());
  EXPECT_EQ(DayFrom(resumed.due_date()), kFirstDay + 33);
}

TEST_F(TaskClockTest, DeadlinesOfDocumentsStandStillToo) {
  const auto documents = service_.StubOf<v1::DocumentService>();
  using Documents = v1::DocumentService::Stub;
  ASSERT_THAT(Apply(case_, "papers"), IsOk());
  v1::CreateDocumentRequest enter;
  enter.set_parent(case_);
  enter.mutable_document()->set_kind("medical-certificate");
  enter.mutable_document()->set_title("Medical certificate");
  v1::RequestDocumentRequest ask;
  ask.set_name(Done(*documents, &Documents::CreateDocument, enter).name());
  *ask.mutable_date() = DateOf(kFirstDay - 1);
  Done(*documents, &Documents::RequestDocument, ask);
  // Ten working days after Wednesday, 10 December 2014.
  EXPECT_EQ(DueDates(case_).at("ask-again"), absl::CivilDay(2014, 12, 24));
  Move(&CaseStub::DeactivateCase, case_, "the family moved away");
  service_.clock().Advance(absl::Hours(24 * 4));
  Move(&CaseStub::ReactivateCase, case_);
  // Two of them were not counted, and Christmas is none.
  EXPECT_EQ(DueDates(case_).at("ask-again"), absl::CivilDay(2014, 12, 29));
}

TEST_F(TaskClockTest, SomeDeadlinesAreNotExtended) {
  ASSERT_THAT(Apply(prosecuted_, "child-victims-first"), IsOk());
  Done(*charges_, &ChargeStub::RecordVerdict, Verdict(Charged().name()));
  v1::ListTasksRequest request;
  request.set_parent(prosecuted_);
  const v1::ListTasksResponse listed = Done(*tasks_, &TaskStub::ListTasks, request);
  std::vector<std::string> refused;
  for (const v1::Task& task : listed.tasks()) {
    const auto extended = Call(*tasks_, &TaskStub::ExtendTask, Extension(task.name(), 1));
    if (!extended.ok()) refused.push_back(task.origin().item());
  }
  EXPECT_THAT(refused, ElementsAre("appeal"));
}

TEST_F(TaskClockTest, WhatIsReopenedIsDueAsItsReferenceDateNowSays) {
  const std::string name = ToAssess().name();
  ASSERT_THAT(Act(&TaskStub::CompleteTask, name), IsOk());
  ASSERT_THAT(SetDate(case_, v1::REFERENCE_KIND_RESCUE, kFirstDay - 2, "two days before"), IsOk());
  EXPECT_EQ(DueDates(case_).at("assess"), kFirstDay + 3) << "what is ended stays as it was";
  v1::TaskActRequest reopen = ActOn(name, "one of them was not seen");
  reopen.set_request_id(NewId());
  const v1::Task again = Done(*tasks_, &TaskStub::ReopenTask, reopen);
  EXPECT_EQ(DayFrom(again.due_date()), kFirstDay + 1);
  EXPECT_EQ(again.events(2).act(), v1::TASK_ACT_REOPEN);
  EXPECT_EQ(DayFrom(again.events(2).due_date()), kFirstDay + 1);
  EXPECT_EQ(Done(*tasks_, &TaskStub::ReopenTask, reopen).SerializeAsString(), again.SerializeAsString());
}

TEST_F(TaskClockTest, WhatIsReopenedStaysWhereSomebodySetIt) {
  const std::string name = ToAssess().name();
  v1::UpdateTaskRequest by_hand;
  by_hand.mutable_task()->set_name(name);
  *by_hand.mutable_task()->mutable_due_date() = DateOf(kFirstDay + 20);
  by_hand.mutable_update_mask()->add_paths("due_date");
  by_hand.set_reason("the supervisor is away");
  Done(*tasks_, &TaskStub::UpdateTask, by_hand);
  ASSERT_THAT(Act(&TaskStub::CancelTask, name, "they left"), IsOk());
  const auto again = Act(&TaskStub::ReopenTask, name, "they came back");
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(DayFrom(again->due_date()), kFirstDay + 20);
}

TEST_F(TaskClockTest, WithoutTemplatesACaseRestsAsEver) {
  Move(&CaseStub::DeactivateCase, case_, "the family moved away");
  Move(&CaseStub::ReactivateCase, case_);
  EXPECT_THAT(DueDates(case_), IsEmpty());
}

}  // namespace
}  // namespace amparo::cases
