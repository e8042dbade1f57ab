// Tasks, and the templates that hang them on the days that matter.
#include "tests/integration/services/case/task_test.h"

namespace amparo::cases {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

TEST_F(TaskTest, IsGivenDoneAndKept) {
  const v1::Task task = Enter(kFirstDay + 3);
  EXPECT_EQ(task.state(), v1::TASK_STATE_OPEN);
  EXPECT_TRUE(task.due_by_hand());
  v1::ReassignTaskRequest give;
  give.set_name(task.name());
  give.set_role(options::v1::ROLE_PARALEGAL);
  const v1::Task given = Done(*tasks_, &TaskStub::ReassignTask, give);
  EXPECT_EQ(given.assignee(), "");
  EXPECT_EQ(given.role(), options::v1::ROLE_PARALEGAL);
  const auto done = Act(&TaskStub::CompleteTask, task.name(), "it came by mail");
  ASSERT_THAT(done, IsOk());
  EXPECT_EQ(done->state(), v1::TASK_STATE_DONE);
  ASSERT_EQ(done->events_size(), 3);
  EXPECT_EQ(done->events(0).assignee(), "spiffe://amparo/attorney");
  EXPECT_EQ(done->events(2).recorder(), "spiffe://amparo/everyone");
  EXPECT_THAT(Act(&TaskStub::CancelTask, task.name(), "too late"), FailsWith(kRefused, "TASK_STATE"));
}

TEST_F(TaskTest, IsReopenedWithAReasonWhileItsCaseIsOpen) {
  const std::string name = Enter(kFirstDay + 3).name();
  ASSERT_THAT(Act(&TaskStub::CompleteTask, name), IsOk());
  EXPECT_THAT(Call(*tasks_, &TaskStub::ReopenTask, ActOn(name)), IsInvalidIn("reason"));
  const auto again = Act(&TaskStub::ReopenTask, name, "the registry sent it back");
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->state(), v1::TASK_STATE_OPEN);
  ASSERT_EQ(again->events_size(), 3);
  EXPECT_EQ(again->events(2).act(), v1::TASK_ACT_REOPEN);
  EXPECT_EQ(again->events(2).reason(), "the registry sent it back");
  ASSERT_THAT(Act(&TaskStub::CancelTask, name, "not needed"), IsOk());
  Move(&v1::CaseService::Stub::DeactivateCase, prosecuted_, "the accused fled");
  EXPECT_THAT(Act(&TaskStub::ReopenTask, name, "needed after all"), FailsWith(kRefused, "CASE_NOT_OPEN"));
}

TEST_F(TaskTest, SaysWhatIsWrongWithIt) {
  v1::CreateTaskRequest request = TaskRequest(kFirstDay);
  request.mutable_task()->set_role(options::v1::ROLE_OPS);
  request.mutable_task()->clear_title();
  request.mutable_task()->clear_due_date();
  EXPECT_THAT(Violated(Call(*tasks_, &TaskStub::CreateTask, request)),
              UnorderedElementsAre("task.role", "task.title", "task.due_date"));
  request = TaskRequest(kFirstDay);
  request.set_parent("offices/cebu/cases/" + NewId());
  EXPECT_THAT(Call(*tasks_, &TaskStub::CreateTask, request), FailsWith(kNotFound, errors::kNotFound));
  request = TaskRequest(kFirstDay);
  Move(&v1::CaseService::Stub::DeactivateCase, prosecuted_, "the accused fled");
  EXPECT_THAT(Call(*tasks_, &TaskStub::CreateTask, request), FailsWith(kRefused, "CASE_NOT_OPEN"));
}

TEST_F(TaskTest, IsOverdueFromTheDayAfterInTheOffice) {
  const std::string name = Enter(kFirstDay).name();
  EXPECT_FALSE(GetTask(name).overdue());
  v1::ListTasksRequest overdue;
  overdue.set_overdue(true);
  EXPECT_THAT(Listed(overdue), IsEmpty());
  // 10:00 in Cebu; midnight comes 14 hours later.
  service_.clock().Advance(absl::Hours(13));
  EXPECT_FALSE(GetTask(name).overdue());
  service_.clock().Advance(absl::Hours(2));
  EXPECT_TRUE(GetTask(name).overdue());
  EXPECT_THAT(Listed(overdue), ElementsAre(name));
  ASSERT_THAT(Act(&TaskStub::CompleteTask, name), IsOk());
  EXPECT_FALSE(GetTask(name).overdue());
  EXPECT_THAT(Listed(overdue), IsEmpty());
}

TEST_F(TaskTest, AreListedAcrossAnOffice) {
  const std::string mine = Enter(kFirstDay + 1).name();
  const std::string others = Enter(kFirstDay + 5, "spiffe://amparo/paralegal").name();
  v1::CreateTaskRequest elsewhere = TaskRequest(kFirstDay + 9);
  elsewhere.set_parent(case_);
  const std::string in_other_case = Done(*tasks_, &TaskStub::CreateTask, elsewhere).name();
  EXPECT_THAT(Listed({}), ElementsAre(mine, others, in_other_case));
  v1::ListTasksRequest of_me;
  of_me.set_assignee("spiffe://amparo/attorney");
  EXPECT_THAT(Listed(of_me), ElementsAre(mine, in_other_case));
  v1::ListTasksRequest due;
  *due.mutable_due_from() = DateOf(kFirstDay + 2);
  *due.mutable_due_to() = DateOf(kFirstDay + 5);
  EXPECT_THAT(Listed(due), ElementsAre(others));
  v1::ListTasksRequest of_case;
  of_case.set_parent(case_);
  EXPECT_THAT(Listed(of_case), ElementsAre(in_other_case));
  ASSERT_THAT(Act(&TaskStub::CancelTask, mine, "the court has it"), IsOk());
  v1::ListTasksRequest cancelled;
  cancelled.add_states(v1::TASK_STATE_CANCELLED);
  EXPECT_THAT(Listed(cancelled), ElementsAre(mine));
  cancelled.set_parent("offices/cebu/cases/-");
  cancelled.set_overdue(true);
  EXPECT_THAT(Call(*tasks_, &TaskStub::ListTasks, cancelled), IsInvalidIn("states"));
}

// --- Templates ---

TEST_F(TaskTest, ADirectiveIsDataThatALawyerHasStillToCheck) {
  v1::ListTaskTemplatesRequest request;
  request.set_parent("offices/cebu");
  const v1::ListTaskTemplatesResponse listed = Done(*tasks_, &TaskStub::ListTaskTemplates, request);
  ASSERT_EQ(listed.templates_size(), 4);
  EXPECT_EQ(listed.templates(0).template_id(), "child-victims-first");
  EXPECT_FALSE(listed.templates(0).reviewed());
  EXPECT_EQ(listed.templates(0).items_size(), 11);
  // Of the Philippines, where Cebu is.
  EXPECT_EQ(listed.templates(1).template_id(), "fast-track-trafficking");
  EXPECT_EQ(listed.templates(1).country_code(), "PH");
  EXPECT_FALSE(listed.templates(1).reviewed());
}

TEST_F(TaskTest, TheDirectiveOf2010AppliesFromItsDay) {
  v1::ListTaskTemplatesRequest request;
  request.set_parent("offices/cebu");
  *request.mutable_effective_date() = DateOf(absl::CivilDay(2010, 10, 25));
  const v1::ListTaskTemplatesResponse before = Done(*tasks_, &TaskStub::ListTaskTemplates, request);
  ASSERT_EQ(before.templates_size(), 3);
  EXPECT_EQ(before.templates(1).template_id(), "first-weeks");
  *request.mutable_effective_date() = DateOf(absl::CivilDay(2010, 10, 26));
  const v1::ListTaskTemplatesResponse since = Done(*tasks_, &TaskStub::ListTaskTemplates, request);
  ASSERT_EQ(since.templates_size(), 4);
  EXPECT_EQ(since.templates(1).template_id(), "fast-track-trafficking");
  ASSERT_EQ(since.templates(1).items_size(), 2);
  const v1::TaskTemplateItem& judgement = since.templates(1).items(1);
  EXPECT_EQ(judgement.reference(), v1::REFERENCE_KIND_ARRAIGNMENT);
  EXPECT_EQ(judgement.offset_days(), 180);
  EXPECT_FALSE(judgement.stops_while_inactive());
}

TEST_F(TaskTest, ATemplateMakesItsTasksOnceAndTheRestWhenTheirDatesAreKnown) {
  const auto applied = Apply(prosecuted_, "child-victims-first");
  ASSERT_THAT(applied, IsOk());
  // The report only is known: 12 May 2014, a Monday.
  EXPECT_THAT(DueDates(prosecuted_), UnorderedElementsAre(Pair("statement", absl::CivilDay(2014, 5, 15)),
                                                          Pair("guardian", absl::CivilDay(2014, 5, 19))));
  EXPECT_EQ(applied->tasks_size(), 2);
  EXPECT_EQ(applied->waiting(), 9);
  EXPECT_EQ(applied->case_().task_templates(0).version(), 1);
  const auto again = Apply(prosecuted_, "child-victims-first");
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->tasks_size(), 0);
  EXPECT_EQ(again->existing(), 2);
  EXPECT_EQ(again->case_().etag(), applied->case_().etag());

  // The charge makes four, in its own act.
  const v1::Charge charge = Charged();
  const auto charged = DueDates(prosecuted_);
  EXPECT_EQ(charged.size(), 6u);
  EXPECT_EQ(charged.at("arraignment"), absl::CivilDay(2014, 7, 2));
  // An earlier charge moves them.
  v1::CreateChargeRequest earlier = Request();
  *earlier.mutable_charge()->mutable_charge_date() = DateOf(absl::CivilDay(2014, 5, 23));
  Done(*charges_, &ChargeStub::CreateCharge, earlier);
  EXPECT_EQ(DueDates(prosecuted_).at("arraignment"), absl::CivilDay(2014, 6, 22));

  Done(*charges_, &ChargeStub::RecordVerdict, Verdict(charge.name()));
  EXPECT_EQ(DueDates(prosecuted_).at("restitution"), absl::CivilDay(2014, 11, 25));
  ASSERT_THAT(SetDate(prosecuted_, v1::REFERENCE_KIND_ARRAIGNMENT, absl::CivilDay(2014, 7, 1)), IsOk());
  EXPECT_EQ(DueDates(prosecuted_).at("pre-trial"), absl::CivilDay(2014, 7, 31));
}

TEST_F(TaskTest, ACorrectedVerdictMovesWhatHangsOnIt) {
  ASSERT_THAT(Apply(prosecuted_, "child-victims-first"), IsOk());
  const std::string charge = Charged().name();
  const v1::Charge judged = Done(*charges_, &ChargeStub::RecordVerdict, Verdict(charge));
  EXPECT_EQ(DueDates(prosecuted_).at("restitution"), absl::CivilDay(2014, 11, 25));
  ASSERT_EQ(judged.rulings_size(), 1);
  v1::CorrectRulingRequest correct;
  correct.set_name(charge);
  correct.set_etag(judged.etag());
  correct.set_reason(v1::STRIKE_REASON_WRONG_CONTENT);
  *correct.mutable_ruling() = judged.rulings(0);
  *correct.mutable_ruling()->mutable_verdict()->mutable_date() = DateOf(absl::CivilDay(2014, 11, 17));
  Done(*charges_, &ChargeStub::CorrectRuling, correct);
  EXPECT_EQ(DueDates(prosecuted_).at("restitution"), absl::CivilDay(2014, 12, 2))
      << "what was struck out counts no more";
}

TEST_F(TaskTest, AMovedDateMovesWhatIsOpenAndNotSetByHand) {
  ASSERT_THAT(Apply(case_, "first-weeks"), IsOk());
  ASSERT_THAT(SetDate(case_, v1::REFERENCE_KIND_RESCUE, absl::CivilDay(2014, 12, 1)), IsOk());
  v1::ListTasksRequest of_case;
  of_case.set_parent(case_);
  std::map<std::string, std::string> names;
  const v1::ListTasksResponse listed = Done(*tasks_, &TaskStub::ListTasks, of_case);
  for (const v1::Task& task : listed.tasks()) names[task.origin().item()] = task.name();
  ASSERT_THAT(Act(&TaskStub::CompleteTask, names.at("screen")), IsOk());
  v1::UpdateTaskRequest by_hand;
  by_hand.mutable_task()->set_name(names.at("review"));
  *by_hand.mutable_task()->mutable_due_date() = DateOf(absl::CivilDay(2014, 12, 24));
  by_hand.mutable_update_mask()->add_paths("due_date");
  EXPECT_THAT(Call(*tasks_, &TaskStub::UpdateTask, by_hand), IsInvalidIn("reason"));
  by_hand.set_reason("the supervisor is away");
  EXPECT_TRUE(Done(*tasks_, &TaskStub::UpdateTask, by_hand).due_by_hand());

  EXPECT_THAT(SetDate(case_, v1::REFERENCE_KIND_RESCUE, absl::CivilDay(2014, 12, 2)),
              FailsWith(kRefused, "REFERENCE_DATE_KNOWN"));
  ASSERT_THAT(SetDate(case_, v1::REFERENCE_KIND_RESCUE, absl::CivilDay(2014, 12, 2), "the report says so"), IsOk());
  v1::UpdateCaseRequest report;
  report.mutable_case_()->set_name(case_);
  *report.mutable_case_()->mutable_report_date() = DateOf(absl::CivilDay(2014, 5, 5));
  report.mutable_update_mask()->add_paths("report_date");
  Done(service_.cases(), &v1::CaseService::Stub::UpdateCase, report);
  EXPECT_THAT(
      DueDates(case_),
      UnorderedElementsAre(Pair("screen", absl::CivilDay(2014, 5, 14)), Pair("plan", absl::CivilDay(2014, 12, 18)),
                           Pair("assess", absl::CivilDay(2014, 12, 5)), Pair("review", absl::CivilDay(2014, 12, 24))));
}

TEST_F(TaskTest, WorkingDaysPassOverTheHolidaysOfCountryAndOffice) {
  v1::SetHolidayRequest strike;
  strike.set_name("offices/cebu");
  *strike.mutable_holiday()->mutable_date() = DateOf(absl::CivilDay(2014, 5, 13));
  strike.mutable_holiday()->set_kind(v1::HOLIDAY_KIND_HOLIDAY);
  strike.mutable_holiday()->set_title("The courts are shut");
  Done(service_.offices(), &v1::OfficeService::Stub::SetHoliday, strike);
  service_.Sql("INSERT INTO country_holiday VALUES ('PH', 5, 15, 'A day of the country', 2014, 2014)");
  ASSERT_THAT(Apply(case_, "first-weeks"), IsOk());
  ASSERT_THAT(Apply(prosecuted_, "child-victims-first"), IsOk());
  // Two and three working days after Monday, 12 May 2014.
  EXPECT_EQ(DueDates(case_).at("screen"), absl::CivilDay(2014, 5, 16));
  EXPECT_EQ(DueDates(prosecuted_).at("statement"), absl::CivilDay(2014, 5, 19));
  // Taken back, the due dates follow with the next date that is entered.
  v1::RemoveHolidayRequest remove;
  remove.set_name("offices/cebu");
  *remove.mutable_date() = strike.holiday().date();
  Done(service_.offices(), &v1::OfficeService::Stub::RemoveHoliday, remove);
  ASSERT_THAT(SetDate(case_, v1::REFERENCE_KIND_RESCUE, absl::CivilDay(2014, 12, 1)), IsOk());
  EXPECT_EQ(DueDates(case_).at("screen"), absl::CivilDay(2014, 5, 14));
}

TEST_F(TaskTest, DeadlinesHangOnWhatIsDoneWithDocuments) {
  const auto documents = service_.StubOf<v1::DocumentService>();
  const auto copies = service_.StubOf<v1::DocumentCopyService>();
  using Documents = v1::DocumentService::Stub;
  using Copies = v1::DocumentCopyService::Stub;
  EXPECT_EQ(Apply(case_, "papers")->waiting(), 4);
  v1::CreateDocumentRequest enter;
  enter.set_parent(case_);
  enter.mutable_document()->set_kind("medical-certificate");
  enter.mutable_document()->set_title("Medical certificate");
  const std::string paper = Done(*documents, &Documents::CreateDocument, enter).name();
  EXPECT_TRUE(DueDates(case_).empty()) << "nothing was done with it";

  // Asked for on Thursday, 4 December 2014, in one transaction with its task.
  v1::RequestDocumentRequest ask;
  ask.set_name(paper);
  ask.set_request_id(NewId());
  *ask.mutable_date() = DateOf(absl::CivilDay(2014, 12, 4));
  const v1::Document asked = Done(*documents, &Documents::RequestDocument, ask);
  EXPECT_EQ(Done(*documents, &Documents::RequestDocument, ask).SerializeAsString(), asked.SerializeAsString());
  EXPECT_THAT(DueDates(case_), UnorderedElementsAre(Pair("ask-again", absl::CivilDay(2014, 12, 18))));
  v1::ListTasksRequest of_case;
  of_case.set_parent(case_);
  const v1::Task task = Done(*tasks_, &TaskStub::ListTasks, of_case).tasks(0);
  EXPECT_EQ(task.origin().document(), paper);
  EXPECT_EQ(task.title(), "Medical certificate: It came, or is asked for again");

  v1::ObtainDocumentRequest obtain;
  obtain.set_name(paper);
  obtain.set_form(v1::DOCUMENT_FORM_CERTIFIED_COPY);
  *obtain.mutable_date() = DateOf(absl::CivilDay(2014, 12, 8));
  Done(*documents, &Documents::ObtainDocument, obtain);
  EXPECT_EQ(DueDates(case_).at("certify-medical"), absl::CivilDay(2014, 12, 15));
  EXPECT_EQ(DueDates(case_).at("serve"), absl::CivilDay(2014, 12, 11));

  v1::CreateDocumentCopyRequest copy;
  copy.set_parent(case_);
  copy.mutable_copy()->set_document(paper);
  copy.mutable_copy()->set_kind(v1::COPY_KIND_CERTIFIED);
  copy.mutable_copy()->set_recipient(v1::COPY_RECIPIENT_PROSECUTOR);
  *copy.mutable_date() = DateOf(absl::CivilDay(2014, 12, 9));
  v1::DocumentCopyActRequest act;
  act.set_name(Done(*copies, &Copies::CreateDocumentCopy, copy).name());
  *act.mutable_date() = copy.date();
  Done(*copies, &Copies::MakeDocumentCopy, act);
  Done(*copies, &Copies::HandOverDocumentCopy, act);
  v1::RecordCopyDeliveryRequest delivery;
  delivery.set_name(act.name());
  delivery.set_received_by("A. Clerk");
  *delivery.mutable_date() = DateOf(absl::CivilDay(2014, 12, 10));
  Done(*copies, &Copies::RecordCopyDelivery, delivery);
  EXPECT_EQ(DueDates(case_).at("file-proof"), absl::CivilDay(2014, 12, 12));
}

TEST_F(TaskTest, NothingMoreIsToBeDoneInADeclinedCase) {
  const auto documents = service_.StubOf<v1::DocumentService>();
  const std::string declined = service_.EnterCase("A report").name();
  ASSERT_THAT(Apply(declined, "papers"), IsOk());
  v1::CreateDocumentRequest enter;
  enter.set_parent(declined);
  enter.mutable_document()->set_kind("complaint");
  enter.mutable_document()->set_title("Complaint");
  v1::RequestDocumentRequest ask;
  ask.set_name(Done(*documents, &v1::DocumentService::Stub::CreateDocument, enter).name());
  ASSERT_THAT(service_.Decline(declined, "not ours"), IsOk());
  Done(*documents, &v1::DocumentService::Stub::RequestDocument, ask);
  EXPECT_TRUE(DueDates(declined).empty());
}

TEST_F(TaskTest, ANewVersionTakesThePlaceOfTheOld) {
  ASSERT_THAT(Apply(case_, "first-weeks"), IsOk());
  service_.Sql(
      "INSERT INTO task_template VALUES ('first-weeks', 2, 'The first weeks', '', '', '2014-12-01', true); "
      "INSERT INTO task_template_item VALUES ('first-weeks', 2, 1, 'screen', 'Screened at once', 1, 1, 2, 1)");
  const auto newer = Apply(case_, "first-weeks");
  ASSERT_THAT(newer, IsOk());
  EXPECT_EQ(newer->tasks_size(), 1);
  EXPECT_EQ(newer->cancelled(), 3);
  EXPECT_EQ(newer->case_().task_templates_size(), 1);
  EXPECT_THAT(Apply(case_, "first-weeks", 1), FailsWith(kRefused, "NEWER_TEMPLATE_APPLIED"));
  EXPECT_THAT(Apply(case_, "first-weeks", 3), FailsWith(kNotFound, errors::kNotFound));
  EXPECT_THAT(Apply(case_, "no-such"), FailsWith(kNotFound, errors::kNotFound));
}

TEST_F(TaskTest, WhatFollowsFromRecordsIsNotEnteredByHand) {
  EXPECT_THAT(SetDate(case_, v1::REFERENCE_KIND_VERDICT, kFirstDay), IsInvalidIn("kind"));
  EXPECT_THAT(SetDate(case_, v1::REFERENCE_KIND_ARREST, kFirstDay + 1), IsInvalidIn("date"));
  EXPECT_THAT(SetDate(case_, v1::REFERENCE_KIND_ARREST, absl::CivilDay(2014, 5, 11)),
              FailsWith(kRefused, "BEFORE_REPORT"));
}

TEST_F(TaskTest, AnActWithTasksIsRepeatedWithItsFirstAnswer) {
  ASSERT_THAT(Apply(prosecuted_, "child-victims-first"), IsOk());
  v1::CreateChargeRequest request = Request();
  request.set_request_id(NewId());
  const v1::Charge first = Done(*charges_, &ChargeStub::CreateCharge, request);
  const v1::Charge second = Done(*charges_, &ChargeStub::CreateCharge, request);
  EXPECT_EQ(first.SerializeAsString(), second.SerializeAsString());
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM charge"), "1");
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM task"), "6");
}

TEST_F(TaskTest, ARefusedActLeavesNoTasks) {
  ASSERT_THAT(Apply(prosecuted_, "child-victims-first"), IsOk());
  v1::CreateChargeRequest request = Request();
  request.mutable_charge()->set_accused(prosecuted_ + "/parties/" + NewId());
  EXPECT_THAT(Call(*charges_, &ChargeStub::CreateCharge, request), FailsWith(kNotFound, errors::kNotFound));
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM task"), "2");
}

}  // namespace
}  // namespace amparo::cases
