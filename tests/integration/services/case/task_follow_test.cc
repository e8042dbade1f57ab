// Tasks follow the days that they hang on: also those that are taken back.
#include "tests/integration/services/case/merge_fixture.h"
#include "tests/integration/services/case/task_test.h"

namespace amparo::cases {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Not;

class TaskFollowTest : public TaskTest {
 protected:
  // The tasks of a case that an item made, in order of entry.
  std::vector<v1::Task> TasksOfItem(const std::string& the_case, const std::string& item) {
    v1::ListTasksRequest request;
    request.set_parent(the_case);
    const v1::ListTasksResponse listed = Done(*tasks_, &TaskStub::ListTasks, request);
    std::vector<v1::Task> made;
    for (const v1::Task& task : listed.tasks()) {
      if (task.origin().item() == item) made.push_back(task);
    }
    return made;
  }
  // The only one.
  v1::Task TaskOfItem(const std::string& the_case, const std::string& item) {
    const std::vector<v1::Task> made = TasksOfItem(the_case, item);
    EXPECT_EQ(made.size(), 1u) << item;
    return made.empty() ? v1::Task() : made.front();
  }
  static v1::TaskAct LastAct(const v1::Task& task) { return task.events(task.events_size() - 1).act(); }

  v1::Charge NeverRuled(const v1::Charge& judged) {
    v1::CorrectRulingRequest correct;
    correct.set_name(judged.name());
    correct.set_etag(judged.etag());
    correct.set_reason(v1::STRIKE_REASON_NEVER_RULED);
    return Done(*charges_, &ChargeStub::CorrectRuling, correct);
  }

  std::string EnterPaper(const std::string& the_case) {
    v1::CreateDocumentRequest enter;
    enter.set_parent(the_case);
    enter.mutable_document()->set_kind("medical-certificate");
    enter.mutable_document()->set_title("Medical certificate");
    return Done(*documents_, &v1::DocumentService::Stub::CreateDocument, enter).name();
  }
  void Ask(const std::string& paper) {
    v1::RequestDocumentRequest ask;
    ask.set_name(paper);
    Done(*documents_, &v1::DocumentService::Stub::RequestDocument, ask);
  }
  using PaperMethod = grpc::Status (v1::DocumentService::Stub::*)(grpc::ClientContext*, const v1::DocumentActRequest&,
                                                                  v1::Document*);
  void OnPaper(PaperMethod method, const std::string& paper) {
    v1::DocumentActRequest act;
    act.set_name(paper);
    act.set_reason("the registry says so");
    Done(*documents_, method, act);
  }

  std::unique_ptr<v1::DocumentService::Stub> documents_ = service_.StubOf<v1::DocumentService>();
};

TEST_F(TaskFollowTest, AVerdictThatWasNeverGivenTakesItsTasksBack) {
  ASSERT_THAT(Apply(prosecuted_, "child-victims-first"), IsOk());
  const v1::Charge judged = Done(*charges_, &ChargeStub::RecordVerdict, Verdict(Charged().name()));
  const std::string appeal = TaskOfItem(prosecuted_, "appeal").name();
  const std::string restitution = TaskOfItem(prosecuted_, "restitution").name();
  ASSERT_THAT(Act(&TaskStub::CompleteTask, restitution), IsOk());

  const v1::Charge open = NeverRuled(judged);
  const v1::Task withdrawn = GetTask(appeal);
  EXPECT_EQ(withdrawn.state(), v1::TASK_STATE_CANCELLED);
  EXPECT_EQ(LastAct(withdrawn), v1::TASK_ACT_WITHDRAW);
  EXPECT_NE(withdrawn.events(withdrawn.events_size() - 1).reason(), "");
  EXPECT_EQ(GetTask(restitution).state(), v1::TASK_STATE_DONE) << "what is ended stays as it was";
  EXPECT_EQ(TaskOfItem(prosecuted_, "arraignment").state(), v1::TASK_STATE_OPEN) << "the charge stands";
  v1::ListTasksRequest overdue;
  overdue.set_overdue(true);
  EXPECT_THAT(Listed(overdue), Not(Contains(appeal)));
  EXPECT_THAT(Act(&TaskStub::ReopenTask, appeal, "still"), FailsWith(kRefused, "REFERENCE_DATE_UNKNOWN"));

  v1::RecordVerdictRequest later = Verdict(open.name());
  *later.mutable_verdict()->mutable_date() = DateOf(absl::CivilDay(2014, 12, 1));
  Done(*charges_, &ChargeStub::RecordVerdict, later);
  const v1::Task again = GetTask(appeal);
  EXPECT_EQ(again.state(), v1::TASK_STATE_OPEN);
  EXPECT_EQ(LastAct(again), v1::TASK_ACT_REOPEN);
  EXPECT_EQ(DayFrom(again.due_date()), absl::CivilDay(2014, 12, 11));
  EXPECT_EQ(DayFrom(again.events(again.events_size() - 1).due_date()), absl::CivilDay(2014, 12, 11));
}

TEST_F(TaskFollowTest, WhatSomebodyCancelledIsNotOpenedWithTheDay) {
  ASSERT_THAT(Apply(prosecuted_, "child-victims-first"), IsOk());
  const v1::Charge judged = Done(*charges_, &ChargeStub::RecordVerdict, Verdict(Charged().name()));
  const std::string appeal = TaskOfItem(prosecuted_, "appeal").name();
  ASSERT_THAT(Act(&TaskStub::CancelTask, appeal, "nobody appeals"), IsOk());
  Done(*charges_, &ChargeStub::RecordVerdict, Verdict(NeverRuled(judged).name()));
  EXPECT_EQ(GetTask(appeal).state(), v1::TASK_STATE_CANCELLED);
  EXPECT_EQ(GetTask(appeal).events_size(), 2);
}

TEST_F(TaskFollowTest, ADocumentThatIsNeededNoMoreTakesItsTasksBack) {
  ASSERT_THAT(Apply(case_, "papers"), IsOk());
  const std::string paper = EnterPaper(case_);
  Ask(paper);
  const std::string ask_again = TaskOfItem(case_, "ask-again").name();
  v1::CreateTaskRequest by_hand = TaskRequest(kFirstDay);
  by_hand.set_parent(case_);
  const std::string own = Done(*tasks_, &TaskStub::CreateTask, by_hand).name();
  OnPaper(&v1::DocumentService::Stub::WaiveDocument, paper);
  EXPECT_EQ(LastAct(GetTask(ask_again)), v1::TASK_ACT_WITHDRAW);
  EXPECT_EQ(GetTask(own).state(), v1::TASK_STATE_OPEN) << "somebody made it";
  OnPaper(&v1::DocumentService::Stub::ReinstateDocument, paper);
  EXPECT_EQ(GetTask(ask_again).state(), v1::TASK_STATE_OPEN);
}

TEST_F(TaskFollowTest, ADayThatNeverWasIsTakenBack) {
  ASSERT_THAT(Apply(case_, "first-weeks"), IsOk());
  ASSERT_THAT(SetDate(case_, v1::REFERENCE_KIND_RESCUE, kFirstDay), IsOk());
  const std::string assess = TaskOfItem(case_, "assess").name();
  v1::SetReferenceDateRequest never;
  never.set_name(case_);
  never.set_kind(v1::REFERENCE_KIND_RESCUE);
  EXPECT_THAT(Call(*tasks_, &TaskStub::SetReferenceDate, never), IsInvalidIn("date"));
  never.set_never_was(true);
  EXPECT_THAT(Call(*tasks_, &TaskStub::SetReferenceDate, never), FailsWith(kRefused, "REFERENCE_DATE_KNOWN"));
  never.set_reason("nobody was there");
  *never.mutable_date() = DateOf(kFirstDay);
  EXPECT_THAT(Call(*tasks_, &TaskStub::SetReferenceDate, never), IsInvalidIn("date"));
  never.clear_date();
  const v1::Case without = Done(*tasks_, &TaskStub::SetReferenceDate, never);
  ASSERT_EQ(without.reference_dates_size(), 1);
  EXPECT_FALSE(without.reference_dates(0).has_date());
  EXPECT_EQ(without.reference_dates(0).reason(), "nobody was there");
  EXPECT_EQ(GetTask(assess).state(), v1::TASK_STATE_CANCELLED);
  ASSERT_THAT(SetDate(case_, v1::REFERENCE_KIND_RESCUE, kFirstDay - 1), IsOk());
  EXPECT_EQ(GetTask(assess).state(), v1::TASK_STATE_OPEN);
  EXPECT_EQ(DueDates(case_).at("assess"), kFirstDay + 2);
}

TEST_F(TaskFollowTest, ADeathIsAVerdictOnWhatWasOpen) {
  ASSERT_THAT(Apply(prosecuted_, "child-victims-first"), IsOk());
  Charged();
  EXPECT_FALSE(DueDates(prosecuted_).contains("appeal"));
  v1::RecordSentenceEventRequest died;
  died.set_accused(accused_);
  died.mutable_sentence_event()->set_kind(v1::SENTENCE_EVENT_KIND_DIED);
  *died.mutable_sentence_event()->mutable_date() = DateOf(absl::CivilDay(2014, 12, 1));
  const auto sentences = service_.StubOf<v1::SentenceService>();
  Done(*sentences, &v1::SentenceService::Stub::RecordSentenceEvent, died);
  EXPECT_EQ(DueDates(prosecuted_).at("appeal"), absl::CivilDay(2014, 12, 11));
}

TEST_F(TaskFollowTest, WhatBecameKnownWhileTheCaseWasOverFollowsWhenItIsReopened) {
  const std::string declined = service_.EnterCase("A report").name();
  ASSERT_THAT(Apply(declined, "papers"), IsOk());
  const std::string paper = EnterPaper(declined);
  ASSERT_THAT(service_.Decline(declined, "not ours"), IsOk());
  Ask(paper);
  EXPECT_TRUE(DueDates(declined).empty());
  Move(&v1::CaseService::Stub::ReopenCase, declined, "ours after all");
  EXPECT_EQ(TaskOfItem(declined, "ask-again").state(), v1::TASK_STATE_OPEN);
}

TEST_F(TaskFollowTest, WhatBecameKnownWhileTheCaseWasClosedFollowsWhenOthersAreProsecuted) {
  ASSERT_THAT(Apply(prosecuted_, "papers"), IsOk());
  const std::string paper = EnterPaper(prosecuted_);
  Done(*charges_, &ChargeStub::RecordVerdict, Verdict(Charged().name()));
  Move(&v1::CaseService::Stub::DisposeCase, prosecuted_);
  ASSERT_THAT(service_.Close(prosecuted_), IsOk());
  Ask(paper);
  EXPECT_TRUE(DueDates(prosecuted_).empty());
  v1::CaseActRequest reopen;
  reopen.set_name(prosecuted_);
  reopen.set_reopen_reason(v1::REOPEN_REASON_FURTHER_ACCUSED);
  reopen.set_reason("two more were found");
  Done(service_.cases(), &v1::CaseService::Stub::ReopenCase, reopen);
  EXPECT_EQ(TaskOfItem(prosecuted_, "ask-again").state(), v1::TASK_STATE_OPEN);
}

TEST_F(TaskFollowTest, WhatIsDueBeforeTheTrialIsThereInTime) {
  service_.Sql(
      "INSERT INTO task_template VALUES ('trial-kit', 1, 'Before the trial', '', '', '2014-01-01', true); "
      "INSERT INTO task_template_item VALUES ('trial-kit', 1, 1, 'witnesses', 'They are summoned', 7, -14, 1, 4)");
  ASSERT_THAT(Apply(prosecuted_, "trial-kit"), IsOk());
  ASSERT_THAT(SetDate(prosecuted_, v1::REFERENCE_KIND_TRIAL_START, kFirstDay + 30), IsOk());
  const v1::Task made = GetTask(TaskOfItem(prosecuted_, "witnesses").name());
  EXPECT_EQ(DayFrom(made.due_date()), kFirstDay + 16);
  EXPECT_FALSE(made.overdue());
  EXPECT_EQ(DayFrom(made.events(0).date()), kFirstDay);
  EXPECT_THAT(SetDate(prosecuted_, v1::REFERENCE_KIND_TRIAL_START, kFirstDay + 40),
              FailsWith(kRefused, "REFERENCE_DATE_KNOWN"));
  ASSERT_THAT(SetDate(prosecuted_, v1::REFERENCE_KIND_TRIAL_START, kFirstDay + 40, "the judge is ill"), IsOk());
  EXPECT_EQ(DueDates(prosecuted_).at("witnesses"), kFirstDay + 26);
  ASSERT_THAT(Act(&TaskStub::CompleteTask, made.name()), IsOk());
}

// An arraignment of 2008 under the directive of October 2010.
TEST_F(TaskFollowTest, ADirectiveGivesNoLimitThatBeganBeforeIt) {
  v1::CreateCaseRequest old = service_.NewCaseRequest("A case of 2008");
  *old.mutable_case_()->mutable_report_date() = DateOf(absl::CivilDay(2008, 3, 3));
  const std::string name = Done(service_.cases(), &v1::CaseService::Stub::CreateCase, old).name();
  ASSERT_THAT(Apply(name, "fast-track-trafficking"), IsOk());
  ASSERT_THAT(SetDate(name, v1::REFERENCE_KIND_ARRAIGNMENT, absl::CivilDay(2008, 6, 2)), IsOk());
  EXPECT_EQ(DueDates(name).at("judgement"), absl::CivilDay(2010, 10, 26) + 180);
  ASSERT_THAT(SetDate(name, v1::REFERENCE_KIND_ARRAIGNMENT, absl::CivilDay(2011, 6, 2), "the other one"), IsOk());
  EXPECT_EQ(DueDates(name).at("judgement"), absl::CivilDay(2011, 6, 2) + 180);
}

TEST_F(TaskFollowTest, ADirectiveOnTraffickingIsForCasesOfTrafficking) {
  v1::CreateCaseRequest other = service_.NewCaseRequest("A case of rape");
  other.mutable_case_()->set_crime_type("03011");
  const std::string name = Done(service_.cases(), &v1::CaseService::Stub::CreateCase, other).name();
  EXPECT_THAT(Apply(name, "fast-track-trafficking"), FailsWith(kRefused, "TEMPLATE_FOR_OTHER_CRIMES"));
  EXPECT_THAT(Apply(case_, "fast-track-trafficking"), IsOk());
  v1::ListTaskTemplatesRequest request;
  request.set_parent("offices/cebu");
  const v1::ListTaskTemplatesResponse listed = Done(*tasks_, &TaskStub::ListTaskTemplates, request);
  ASSERT_EQ(listed.templates_size(), 4);
  EXPECT_EQ(listed.templates(0).crime_types_size(), 0);
  EXPECT_THAT(listed.templates(1).crime_types(), ElementsAre("0204"));
}

TEST_F(TaskFollowTest, ADocumentThatWasLostIsAskedForWithADeadlineOfItsOwn) {
  ASSERT_THAT(Apply(case_, "papers"), IsOk());
  const std::string paper = EnterPaper(case_);
  Ask(paper);
  const std::string first = TaskOfItem(case_, "ask-again").name();
  v1::ObtainDocumentRequest obtain;
  obtain.set_name(paper);
  obtain.set_form(v1::DOCUMENT_FORM_ORIGINAL);
  Done(*documents_, &v1::DocumentService::Stub::ObtainDocument, obtain);
  ASSERT_THAT(Act(&TaskStub::CompleteTask, first), IsOk());
  OnPaper(&v1::DocumentService::Stub::ReportDocumentLost, paper);
  Ask(paper);
  std::vector<v1::Task> made = TasksOfItem(case_, "ask-again");
  ASSERT_EQ(made.size(), 2u);
  EXPECT_EQ(GetTask(first).state(), v1::TASK_STATE_DONE);
  const std::string second = made[0].name() == first ? made[1].name() : made[0].name();
  EXPECT_EQ(GetTask(second).state(), v1::TASK_STATE_OPEN);
  EXPECT_EQ(TasksOfItem(case_, "certify-medical").size(), 1u) << "it was obtained once";
  // What nobody ticked off is done by asking.
  Ask(paper);
  EXPECT_EQ(LastAct(GetTask(second)), v1::TASK_ACT_WITHDRAW);
  EXPECT_EQ(TasksOfItem(case_, "ask-again").size(), 3u);
}

TEST_F(TaskFollowTest, ANewVersionGoesOnWithWhatWasDoneAndSaid) {
  ASSERT_THAT(Apply(case_, "first-weeks"), IsOk());
  ASSERT_THAT(Act(&TaskStub::CompleteTask, TaskOfItem(case_, "plan").name()), IsOk());
  v1::ExtendTaskRequest more;
  more.set_name(TaskOfItem(case_, "review").name());
  more.set_days(5);
  more.set_reason("the supervisor was away");
  Done(*tasks_, &TaskStub::ExtendTask, more);
  v1::UpdateTaskRequest by_hand;
  by_hand.mutable_task()->set_name(TaskOfItem(case_, "screen").name());
  *by_hand.mutable_task()->mutable_due_date() = DateOf(kFirstDay + 20);
  by_hand.mutable_update_mask()->add_paths("due_date");
  by_hand.set_reason("the intake desk moves");
  Done(*tasks_, &TaskStub::UpdateTask, by_hand);
  service_.Sql(
      "INSERT INTO task_template VALUES ('first-weeks', 2, 'The first weeks', '', '', '2014-12-01', true); "
      "INSERT INTO task_template_item VALUES ('first-weeks', 2, 1, 'screen', 'Screened at once', 1, 1, 2, 1), "
      "('first-weeks', 2, 2, 'plan', 'Planned at once', 2, 1, 2, 2), "
      "('first-weeks', 2, 3, 'review', 'Reviewed', 1, 30, 1, 6)");
  const auto newer = Apply(case_, "first-weeks");
  ASSERT_THAT(newer, IsOk());
  EXPECT_EQ(newer->tasks_size(), 2);
  EXPECT_EQ(newer->existing(), 1);
  EXPECT_EQ(newer->cancelled(), 2);
  std::map<std::string, v1::Task> made;
  for (const v1::Task& task : newer->tasks()) made[task.origin().item()] = task;
  EXPECT_EQ(DayFrom(made.at("review").due_date()), absl::CivilDay(2014, 6, 11) + 5) << "asked as before, it counts on";
  ASSERT_EQ(made.at("review").events_size(), 2);
  EXPECT_EQ(made.at("review").events(1).extension_days(), 5);
  EXPECT_EQ(made.at("review").events(1).reason(), "the supervisor was away");
  EXPECT_EQ(DayFrom(made.at("screen").due_date()), kFirstDay + 20);
  EXPECT_TRUE(made.at("screen").due_by_hand());
  // Nor does an act make it that tasks follow.
  ASSERT_THAT(SetDate(case_, v1::REFERENCE_KIND_RESCUE, kFirstDay), IsOk());
  EXPECT_EQ(TaskOfItem(case_, "plan").state(), v1::TASK_STATE_DONE);
}

TEST_F(TaskFollowTest, NobodyIsRemindedOfWhatATemplateAsksForInACaseThatIsOver) {
  const std::string declined = service_.EnterCase("A report").name();
  ASSERT_THAT(Apply(declined, "first-weeks"), IsOk());
  const std::string screen = TaskOfItem(declined, "screen").name();
  v1::CreateTaskRequest by_hand = TaskRequest(kFirstDay);
  by_hand.set_parent(declined);
  const std::string own = Done(*tasks_, &TaskStub::CreateTask, by_hand).name();
  ASSERT_THAT(service_.Decline(declined, "not ours"), IsOk());
  EXPECT_EQ(LastAct(GetTask(screen)), v1::TASK_ACT_WITHDRAW);
  EXPECT_EQ(GetTask(own).state(), v1::TASK_STATE_OPEN) << "somebody said that it is to be done";
  Move(&v1::CaseService::Stub::ReopenCase, declined, "ours after all");
  EXPECT_EQ(GetTask(screen).state(), v1::TASK_STATE_OPEN);

  ASSERT_THAT(Apply(prosecuted_, "child-victims-first"), IsOk());
  Done(*charges_, &ChargeStub::RecordVerdict, Verdict(Charged().name()));
  Move(&v1::CaseService::Stub::DisposeCase, prosecuted_);
  const std::string appeal = TaskOfItem(prosecuted_, "appeal").name();
  EXPECT_EQ(GetTask(appeal).state(), v1::TASK_STATE_OPEN);
  ASSERT_THAT(service_.Close(prosecuted_), IsOk());
  EXPECT_EQ(LastAct(GetTask(appeal)), v1::TASK_ACT_WITHDRAW);
  Move(&v1::CaseService::Stub::ReopenCase, prosecuted_, "too soon");
  EXPECT_EQ(GetTask(appeal).state(), v1::TASK_STATE_OPEN);
}

class TaskMatterTest : public Merging<TaskFollowTest> {};

TEST_F(TaskMatterTest, AClockThatStoodGoesOnWithAMergeAndThenByTheSurvivorsRests) {
  ASSERT_THAT(Apply(case_, "first-weeks"), IsOk());
  ASSERT_THAT(SetDate(case_, v1::REFERENCE_KIND_RESCUE, kFirstDay), IsOk());
  const std::string assess = TaskOfItem(case_, "assess").name();
  Move(&v1::CaseService::Stub::DeactivateCase, case_, "the family moved away");
  EXPECT_TRUE(GetTask(assess).clock_stopped());
  ASSERT_THAT(MergeCases(case_, prosecuted_), IsOk());
  EXPECT_FALSE(GetTask(assess).clock_stopped());
  EXPECT_EQ(DayFrom(GetTask(assess).due_date()), kFirstDay + 3);

  service_.clock().Advance(absl::Hours(24));
  Move(&v1::CaseService::Stub::DeactivateCase, prosecuted_, "the accused fled");
  EXPECT_TRUE(GetTask(assess).clock_stopped());
  v1::ExtendTaskRequest more;
  more.set_name(assess);
  more.set_days(2);
  more.set_reason("the court gave more time");
  EXPECT_TRUE(Done(*tasks_, &TaskStub::ExtendTask, more).clock_stopped());
  service_.clock().Advance(absl::Hours(24 * 10));
  Move(&v1::CaseService::Stub::ReactivateCase, prosecuted_);
  EXPECT_FALSE(GetTask(assess).clock_stopped());
  EXPECT_EQ(DayFrom(GetTask(assess).due_date()), kFirstDay + 15);

  ASSERT_THAT(PartCases(case_), IsOk());
  EXPECT_TRUE(GetTask(assess).clock_stopped()) << "it rests by itself again";
}

TEST_F(TaskMatterTest, APartingTakesTheDaysBackThatTheMergeBrought) {
  ASSERT_THAT(Apply(prosecuted_, "papers"), IsOk());
  Ask(EnterPaper(case_));
  ASSERT_THAT(MergeCases(case_, prosecuted_), IsOk());
  const std::string ask_again = TaskOfItem(prosecuted_, "ask-again").name();
  ASSERT_THAT(PartCases(case_), IsOk());
  EXPECT_EQ(LastAct(GetTask(ask_again)), v1::TASK_ACT_WITHDRAW);
}

// A task that cannot follow is told of: its due date would be wrong from then on.
TEST_F(TaskFollowTest, ATaskThatCannotFollowHoldsTheActBack) {
  ASSERT_THAT(Apply(case_, "first-weeks"), IsOk());
  ASSERT_THAT(SetDate(case_, v1::REFERENCE_KIND_RESCUE, kFirstDay - 1), IsOk());
  service_.clock().Advance(absl::Hours(24));
  v1::ReassignTaskRequest give;
  give.set_name(TaskOfItem(case_, "assess").name());
  give.set_role(options::v1::ROLE_PARALEGAL);
  Done(*tasks_, &TaskStub::ReassignTask, give);
  // Another machine's clock is a day behind.
  service_.clock().Advance(-absl::Hours(24));
  EXPECT_THAT(SetDate(case_, v1::REFERENCE_KIND_RESCUE, kFirstDay - 2, "a day before"),
              FailsWith(kRefused, "BEFORE_LAST_ACT"));
}

}  // namespace
}  // namespace amparo::cases
