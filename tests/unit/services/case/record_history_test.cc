// Histories that records bring along: what acts could have made passes, what none could have made is told.
#include "services/case/domain/record_history.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "tests/unit/services/case/values.h"

namespace amparo::cases {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

absl::CivilDay December(int day) {
  return absl::CivilDay(2014, 12, day);
}

std::vector<std::string> PathsOf(const Violations& found) {
  std::vector<std::string> paths;
  for (const Violation& one : found.found()) paths.push_back(one.field);
  return paths;
}

// What a check of `value` finds wrong.
template <typename T>
std::vector<std::string> FoundWrong(const T& value, void (*check)(const T&, absl::CivilDay, Violations&)) {
  Violations found;
  check(value, kToday, found);
  return PathsOf(found);
}

Document ObtainedDocument() {
  Document document;
  document.state = DocumentState::kObtained;
  document.form = DocumentForm::kOriginal;
  document.events.resize(2);
  document.events[0].act = DocumentAct::kRequest;
  document.events[0].date = December(1);
  document.events[1].act = DocumentAct::kObtain;
  document.events[1].date = December(3);
  return document;
}

TEST(RecordHistoryTest, ADocumentIsWhereItsActsBringIt) {
  EXPECT_THAT(FoundWrong(ObtainedDocument(), &CheckDocumentHistory), IsEmpty());
  Document lost = ObtainedDocument();
  lost.state = DocumentState::kLost;
  EXPECT_THAT(FoundWrong(lost, &CheckDocumentHistory), ElementsAre("state"));
  Document waived = ObtainedDocument();
  waived.events[1].act = DocumentAct::kCertify;
  EXPECT_THAT(FoundWrong(waived, &CheckDocumentHistory), Contains("events"))
      << "what was not obtained is not certified";
}

TEST(RecordHistoryTest, DaysNeitherGoBackNorLieInTheFuture) {
  Document back = ObtainedDocument();
  back.events[1].date = December(1) - 1;
  EXPECT_THAT(FoundWrong(back, &CheckDocumentHistory), ElementsAre("events"));
  Document ahead = ObtainedDocument();
  ahead.events[1].date = kToday + 1;
  EXPECT_THAT(FoundWrong(ahead, &CheckDocumentHistory), ElementsAre("events"));
}

TEST(RecordHistoryTest, ACopyBeginsWithItsRequest) {
  DocumentCopy copy;
  copy.number = 1;
  copy.state = CopyState::kMade;
  copy.events.resize(2);
  copy.events[0].act = CopyAct::kRequest;
  copy.events[0].date = December(1);
  copy.events[1].act = CopyAct::kMake;
  copy.events[1].date = December(2);
  EXPECT_THAT(FoundWrong(copy, &CheckCopyHistory), IsEmpty());
  copy.state = CopyState::kDelivered;
  EXPECT_THAT(FoundWrong(copy, &CheckCopyHistory), ElementsAre("state"));
  copy.events.erase(copy.events.begin());
  EXPECT_THAT(FoundWrong(copy, &CheckCopyHistory), Contains("events"));
}

TEST(RecordHistoryTest, ATrackEndsWhereItsStateIs) {
  Aftercare track;
  track.open_date = December(1);
  track.state = AftercareState::kActive;
  track.changes = {{.state = AftercareState::kActive, .effective_date = December(1)}};
  EXPECT_THAT(FoundWrong(track, &CheckAftercareHistory), IsEmpty());
  track.state = AftercareState::kRestored;
  EXPECT_THAT(FoundWrong(track, &CheckAftercareHistory), ElementsAre("changes"));
}

TEST(RecordHistoryTest, WhatWasSentWasAgreedTo) {
  Referral referral;
  referral.date = December(1);
  referral.state = ReferralState::kSent;
  referral.changes = {{.state = ReferralState::kPrepared, .effective_date = December(1)},
                      {.state = ReferralState::kSent, .effective_date = December(2)}};
  EXPECT_THAT(FoundWrong(referral, &CheckReferralHistory), ElementsAre("consents"));
  referral.consents = {{.decision = ConsentDecision::kGiven, .giver = ConsentGiver::kSurvivor, .date = December(1)}};
  EXPECT_THAT(FoundWrong(referral, &CheckReferralHistory), IsEmpty());
}

TEST(RecordHistoryTest, AClosureIsApprovedBySomebodyElse) {
  Case value;
  value.report_date = December(1);
  ClosureRequest request{.state = ClosureState::kApproved,
                         .request = {.actor = "spiffe://amparo/ana", .date = December(2)},
                         .decision = ClosureWord{.actor = "spiffe://amparo/ben", .date = December(3)}};
  value.closure_requests = {request};
  EXPECT_THAT(FoundWrong(value, &CheckCaseParts), IsEmpty());
  value.closure_requests[0].decision->actor = "spiffe://amparo/ana";
  EXPECT_THAT(FoundWrong(value, &CheckCaseParts), ElementsAre("closure_requests"));
  value.closure_requests[0].decision.reset();
  EXPECT_THAT(FoundWrong(value, &CheckCaseParts), ElementsAre("closure_requests"));
}

TEST(RecordHistoryTest, NothingHangsOnADayThatIsToComeUnlessItIsAppointed) {
  Case value;
  ReferenceDate arrest;
  arrest.kind = ReferenceKind::kArrest;
  arrest.date = kToday;
  value.reference_dates = {arrest};
  EXPECT_THAT(FoundWrong(value, &CheckCaseParts), IsEmpty());
  value.reference_dates[0].date = kToday + 1;
  EXPECT_THAT(FoundWrong(value, &CheckCaseParts), ElementsAre("reference_dates"));
  value.reference_dates[0].kind = ReferenceKind::kTrialStart;
  EXPECT_THAT(FoundWrong(value, &CheckCaseParts), IsEmpty()) << "a trial is appointed";
}

TEST(RecordHistoryTest, ACaseKnowsEachReferenceDateOnce) {
  Case value;
  value.reference_dates = {{.kind = ReferenceKind::kRescue, .date = December(2)},
                           {.kind = ReferenceKind::kArrest, .date = December(1)}};
  EXPECT_THAT(FoundWrong(value, &CheckCaseParts), ElementsAre("reference_dates"));
  SortReferenceDates(value);
  EXPECT_EQ(value.reference_dates.front().kind, ReferenceKind::kArrest);
  EXPECT_THAT(FoundWrong(value, &CheckCaseParts), IsEmpty());
  value.reference_dates.push_back({.kind = ReferenceKind::kArrest, .date = December(3)});
  SortReferenceDates(value);
  EXPECT_THAT(FoundWrong(value, &CheckCaseParts), ElementsAre("reference_dates"));
}

TEST(RecordHistoryTest, NobodyIsMergedIntoThemselves) {
  const Uuid one = Uuid::FromKey("one");
  const Uuid other = Uuid::FromKey("other");
  Violations none;
  CheckMergeState(one, {.path = {other}, .members = {}, .reason = "the same card"}, none);
  EXPECT_THAT(PathsOf(none), IsEmpty());
  Violations circle;
  CheckMergeState(one, {.path = {other}, .members = {other}, .reason = ""}, circle);
  EXPECT_THAT(PathsOf(circle), ElementsAre("merged_into"));
  Violations itself;
  CheckMergeState(one, {.path = {one}, .members = {}, .reason = ""}, itself);
  EXPECT_THAT(PathsOf(itself), ElementsAre("merged_into"));
}

// What is wrong with where `id` went among the records of a family.
std::vector<std::string> WrongWithPath(const Uuid& id, MergeFamily family) {
  std::vector<MergeState> above;
  for (const Uuid& one : family[id].path) above.push_back(family[one]);
  Violations found;
  CheckMergePath(id, family[id], above, found);
  return PathsOf(found);
}

TEST(RecordHistoryTest, BothSidesOfAMergeSayTheSame) {
  MergeFamily family;
  for (int number = 1; number <= 4; ++number) family[Id(number)];
  Join(Id(1), Id(2), "the same card", family);
  Join(Id(2), Id(3), "the same mother", family);
  Join(Id(3), Id(4), "the same house", family);
  for (const auto& [id, state] : family) EXPECT_THAT(WrongWithPath(id, family), IsEmpty()) << id.ToString();

  MergeFamily unnamed = family;
  unnamed[Id(4)].members = {Id(2), Id(3)};
  EXPECT_THAT(WrongWithPath(Id(1), unnamed), ElementsAre("merged_into"));
  EXPECT_THAT(WrongWithPath(Id(2), unnamed), ElementsAre("merged_into")) << "what was merged into it went with it";
  MergeFamily unnamed_between = family;
  unnamed_between[Id(3)].members = {Id(2)};
  EXPECT_THAT(WrongWithPath(Id(1), unnamed_between), ElementsAre("merged_through"));
  MergeFamily gone_on = family;
  gone_on[Id(4)].path = {Id(5)};
  EXPECT_THAT(WrongWithPath(Id(3), gone_on), ElementsAre("merged_into"));
  MergeFamily around = family;
  around[Id(4)].path = {Id(1), Id(2), Id(3), Id(4)};
  EXPECT_THAT(WrongWithPath(Id(1), around), ElementsAre("merged_into")) << "in a ring nobody stands for anybody";
  MergeFamily out_of_order = family;
  out_of_order[Id(1)].path = {Id(3), Id(2), Id(4)};
  EXPECT_THAT(WrongWithPath(Id(1), out_of_order), ElementsAre("merged_through"));
}

TEST(RecordHistoryTest, ATaskIsDoneOnlyByAnAct) {
  CaseTask task;
  task.state = TaskState::kDone;
  task.events.resize(1);
  task.events[0].act = TaskAct::kCreate;
  EXPECT_THAT(FoundWrong(task, &CheckTaskHistory), ElementsAre("state"));
}

// A task that a template made, with these acts behind it.
CaseTask TaskAfter(const std::vector<TaskAct>& acts) {
  CaseTask task;
  task.state = TaskState::kOpen;
  task.origin = TaskOrigin{.template_id = "first-weeks", .version = 1, .item = "assess"};
  task.events.resize(1);
  task.events[0].act = TaskAct::kCreate;
  for (const TaskAct act : acts) {
    TaskEvent event;
    event.act = act;
    if (act == TaskAct::kExtend) event.extension = {.days = 5, .count = DayCount::kWorking};
    task.events.push_back(event);
  }
  return task;
}

std::vector<std::string> WrongWithTask(const CaseTask& task) {
  return FoundWrong(task, &CheckTaskHistory);
}

TEST(RecordHistoryTest, ATaskGoesOnlyWhereItsActsBringIt) {
  using enum TaskAct;
  CaseTask done = TaskAfter({kReassign, kComplete, kReopen, kComplete});
  done.state = TaskState::kDone;
  EXPECT_THAT(WrongWithTask(done), IsEmpty());
  EXPECT_THAT(WrongWithTask(TaskAfter({kReopen})), ElementsAre("events")) << "what is open is not reopened";
  CaseTask twice = TaskAfter({kComplete, kComplete});
  twice.state = TaskState::kDone;
  EXPECT_THAT(WrongWithTask(twice), Contains("events"));
  EXPECT_THAT(WrongWithTask(TaskAfter({kCancel, kReschedule, kReopen})), Contains("events"))
      << "what is ended has no other day";
  EXPECT_THAT(WrongWithTask(TaskAfter({kReassign, kCreate})), ElementsAre("events")) << "what is there is not made";
}

TEST(RecordHistoryTest, TheDaysOfATaskNeitherGoBackNorLieInTheFuture) {
  CaseTask task = TaskAfter({TaskAct::kReassign});
  task.events[0].date = December(1);
  task.events[1].date = kToday;
  task.events[1].record_time = kNow;
  EXPECT_THAT(WrongWithTask(task), IsEmpty());
  CaseTask back = task;
  back.events[1].date = December(1) - 1;
  EXPECT_THAT(WrongWithTask(back), ElementsAre("events"));
  CaseTask ahead = task;
  ahead.events[1].date = kToday + 1;
  EXPECT_THAT(WrongWithTask(ahead), ElementsAre("events"));
  CaseTask by_another_clock = task;
  by_another_clock.events[1].record_time = kNow + absl::Minutes(1);
  EXPECT_THAT(WrongWithTask(by_another_clock), IsEmpty());
  CaseTask entered_ahead = task;
  entered_ahead.events[1].record_time = kNow + absl::Hours(24 * 4);
  EXPECT_THAT(WrongWithTask(entered_ahead), ElementsAre("events"));
}

TEST(RecordHistoryTest, AClockStandsOnlyWhereActsLeftItSo) {
  using enum TaskAct;
  CaseTask stopped = TaskAfter({kStop, kExtend});
  EXPECT_THAT(WrongWithTask(stopped), ElementsAre("clock_stopped"));
  stopped.clock_stopped = true;
  EXPECT_THAT(WrongWithTask(stopped), IsEmpty());
  stopped.due_by_hand = true;
  EXPECT_THAT(WrongWithTask(stopped), ElementsAre("clock_stopped")) << "what somebody set does not stop";
  CaseTask resumed = TaskAfter({kStop, kResume});
  EXPECT_THAT(WrongWithTask(resumed), IsEmpty());
  resumed.clock_stopped = true;
  EXPECT_THAT(WrongWithTask(resumed), ElementsAre("clock_stopped"));
  CaseTask extended_since = TaskAfter({kStop, kResume, kExtend});
  EXPECT_THAT(WrongWithTask(extended_since), IsEmpty());
  extended_since.clock_stopped = true;
  EXPECT_THAT(WrongWithTask(extended_since), IsEmpty()) << "into another rest";
  CaseTask withdrawn = TaskAfter({kStop, kWithdraw});
  withdrawn.state = TaskState::kCancelled;
  EXPECT_THAT(WrongWithTask(withdrawn), IsEmpty());
  CaseTask made_at_rest = TaskAfter({kReschedule});
  made_at_rest.clock_stopped = true;
  EXPECT_THAT(WrongWithTask(made_at_rest), IsEmpty());
  EXPECT_THAT(WrongWithTask(TaskAfter({kStop, kReschedule})), IsEmpty()) << "set by hand since";
}

TEST(RecordHistoryTest, OnlyAnExtensionHasDays) {
  EXPECT_THAT(WrongWithTask(TaskAfter({TaskAct::kExtend})), IsEmpty());
  CaseTask endless = TaskAfter({TaskAct::kExtend});
  endless.events[1].extension.days = kMostExtensionDays + 1;
  EXPECT_THAT(WrongWithTask(endless), ElementsAre("events"));
  CaseTask uncounted = TaskAfter({TaskAct::kExtend});
  uncounted.events[1].extension.count = DayCount::kUnspecified;
  EXPECT_THAT(WrongWithTask(uncounted), ElementsAre("events"));
  CaseTask reassigned = TaskAfter({TaskAct::kReassign});
  reassigned.events[1].extension.days = 5;
  EXPECT_THAT(WrongWithTask(reassigned), ElementsAre("events"));
}

}  // namespace
}  // namespace amparo::cases
