// The templates of tasks: what they make, when it is due, which cases they are for.
#include "services/case/domain/task_template.h"

#include <algorithm>

#include "common/base/strings.h"
#include "services/case/convert/task_convert.h"
#include "services/case/domain/task_clock.h"
#include "tests/unit/services/case/rules_matchers.h"
#include "tests/unit/services/case/values.h"

namespace amparo::cases {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kTemplateRecorder[] = "spiffe://amparo/people/somebody";
constexpr int32_t kTemplateRole = 3;

TEST(DueDateTest, CountsCalendarAndWorkingDays) {
  const absl::CivilDay friday(2014, 12, 12);
  EXPECT_EQ(DueDate(friday, 3, DayCount::kCalendar, WorkingDays()), absl::CivilDay(2014, 12, 15));
  EXPECT_EQ(DueDate(friday, 1, DayCount::kWorking, WorkingDays()), absl::CivilDay(2014, 12, 15));
  EXPECT_EQ(DueDate(friday, 5, DayCount::kWorking, WorkingDays()), absl::CivilDay(2014, 12, 19));
  EXPECT_EQ(DueDate(friday, 6, DayCount::kWorking, WorkingDays()), absl::CivilDay(2014, 12, 22));
  EXPECT_EQ(DueDate(friday, -1, DayCount::kWorking, WorkingDays()), absl::CivilDay(2014, 12, 11));
  EXPECT_EQ(DueDate(friday + 1, 0, DayCount::kWorking, WorkingDays()), absl::CivilDay(2014, 12, 15));
  EXPECT_EQ(DueDate(friday + 1, 1, DayCount::kWorking, WorkingDays()), absl::CivilDay(2014, 12, 15));
  EXPECT_EQ(DueDate(friday, 0, DayCount::kWorking, WorkingDays()), friday);
}

TaskTemplate Directive(int32_t version, absl::CivilDay from) {
  return {.id = "child-victims-first",
          .version = version,
          .title = "Child victims first",
          .country_code = "",
          .office = "",
          .effective_date = from,
          .reviewed = false,
          .items = {{.code = "arraignment",
                     .title = "The accused is arraigned",
                     .reference = ReferenceKind::kFirstCharge,
                     .offset_days = 30,
                     .count = DayCount::kCalendar,
                     .role = kTemplateRole},
                    {.code = "statement",
                     .title = "The statement is recorded",
                     .reference = ReferenceKind::kReport,
                     .offset_days = 1,
                     .count = DayCount::kWorking,
                     .role = kTemplateRole}}};
}

const CaseName kTaskCase{"cebu", Id(1)};

KnownDates Known(ReferenceDates dates) {
  return {.of_case = std::move(dates), .of_documents = {}};
}

TEST(TaskTemplateTest, MakesTheTasksWhoseDatesAreKnown) {
  const TaskActInput begun{.act = TaskAct::kCreate, .date = kToday, .now = kNow, .recorder = kTemplateRecorder};
  const TaskTemplate directive = Directive(1, absl::CivilDay(2008, 1, 1));
  const absl::CivilDay report(2014, 12, 5);
  const auto early = TasksOf(directive, kTaskCase, Known({{ReferenceKind::kReport, report}}), WorkingDays(), begun);
  ASSERT_THAT(early, SizeIs(1));
  EXPECT_EQ(early[0].task.title, "The statement is recorded");
  EXPECT_EQ(early[0].task.due_date, absl::CivilDay(2014, 12, 8));
  EXPECT_EQ(early[0].task.events[0].date, report);
  EXPECT_FALSE(early[0].task.due_by_hand);
  const auto later =
      TasksOf(directive, kTaskCase, Known({{ReferenceKind::kReport, report}, {ReferenceKind::kFirstCharge, kToday}}),
              WorkingDays(), begun);
  ASSERT_THAT(later, SizeIs(2));
  EXPECT_EQ(later[0].task.due_date, kToday + 30);
  EXPECT_EQ(later[1].task.name, early[0].task.name) << "an item of a version is one task of a case";
  const auto other =
      TasksOf(Directive(2, kToday), kTaskCase, Known({{ReferenceKind::kReport, report}}), WorkingDays(), begun);
  EXPECT_NE(other[0].task.name, early[0].task.name);
}

TEST(TaskTemplateTest, WhatIsDueBeforeADayToComeBeginsToday) {
  TaskTemplate directive = Directive(1, absl::CivilDay(2008, 1, 1));
  directive.items = {{.code = "witnesses",
                      .title = "The witnesses are summoned",
                      .reference = ReferenceKind::kTrialStart,
                      .offset_days = -14,
                      .role = kTemplateRole}};
  const TaskActInput begun{.act = TaskAct::kCreate, .date = kToday, .now = kNow, .recorder = kTemplateRecorder};
  const auto tasks =
      TasksOf(directive, kTaskCase, Known({{ReferenceKind::kTrialStart, kToday + 30}}), WorkingDays(), begun);
  ASSERT_THAT(tasks, SizeIs(1));
  EXPECT_EQ(tasks[0].start, kToday + 30);
  EXPECT_EQ(tasks[0].task.due_date, kToday + 16);
  EXPECT_EQ(tasks[0].task.events[0].date, kToday);
}

TEST(TaskTemplateTest, AnItemMakesATaskForEachDocumentOfItsKind) {
  TaskTemplate papers = Directive(1, absl::CivilDay(2008, 1, 1));
  papers.items = {{.code = "ask-again",
                   .title = "It is asked for again",
                   .reference = ReferenceKind::kDocumentRequested,
                   .offset_days = 10,
                   .role = kTemplateRole},
                  {.code = "certify",
                   .title = "It is certified",
                   .reference = ReferenceKind::kDocumentObtained,
                   .offset_days = 5,
                   .role = kTemplateRole,
                   .document_kind = "medical-certificate"}};
  EXPECT_TRUE(HangsOnDocuments(papers));
  KnownDates dates;
  const absl::CivilDay asked(2014, 12, 1);
  dates.of_documents = {
      {.document = {kTaskCase.office, kTaskCase.id, Id(5)},
       .kind = "medical-certificate",
       .title = "Medical certificate",
       .party = Id(9),
       .dates = {{ReferenceKind::kDocumentRequested, asked}}},
      {.document = {kTaskCase.office, kTaskCase.id, Id(6)},
       .kind = "birth-certificate",
       .title = std::string(200, 'x'),
       .dates = {{ReferenceKind::kDocumentRequested, asked + 1}, {ReferenceKind::kDocumentObtained, asked + 2}}}};
  const TaskActInput begun{.act = TaskAct::kCreate, .date = kToday, .now = kNow, .recorder = kTemplateRecorder};
  const auto tasks = TasksOf(papers, kTaskCase, dates, WorkingDays(), begun);
  ASSERT_THAT(tasks, SizeIs(2)) << "a birth certificate is not to be certified";
  EXPECT_EQ(tasks[0].task.title, "Medical certificate: It is asked for again");
  EXPECT_EQ(tasks[0].task.due_date, asked + 10);
  EXPECT_EQ(tasks[0].task.origin->document, dates.of_documents[0].document);
  EXPECT_EQ(tasks[0].task.party, Id(9));
  EXPECT_EQ(tasks[1].task.title, "It is asked for again") << "together they would be too long";
  EXPECT_NE(tasks[0].task.name, tasks[1].task.name);
  dates.of_documents[0].dates[ReferenceKind::kDocumentObtained] = asked + 3;
  EXPECT_THAT(TasksOf(papers, kTaskCase, dates, WorkingDays(), begun), SizeIs(3));
}

TEST(TaskTemplateTest, WhatIsDoneWithADocumentAnewMakesATaskOfItsOwn) {
  TaskTemplate papers = Directive(1, absl::CivilDay(2008, 1, 1));
  papers.items = {{.code = "ask-again",
                   .title = "It is asked for again",
                   .reference = ReferenceKind::kDocumentRequested,
                   .role = kTemplateRole}};
  KnownDates dates;
  dates.of_documents = {{.document = {kTaskCase.office, kTaskCase.id, Id(5)},
                         .title = "Medical certificate",
                         .dates = {{ReferenceKind::kDocumentRequested, kToday}}}};
  const TaskActInput begun{.act = TaskAct::kCreate, .date = kToday, .now = kNow, .recorder = kTemplateRecorder};
  const TaskName first = TasksOf(papers, kTaskCase, dates, WorkingDays(), begun)[0].task.name;
  dates.of_documents[0].rounds[ReferenceKind::kDocumentRequested] = 1;
  EXPECT_EQ(TasksOf(papers, kTaskCase, dates, WorkingDays(), begun)[0].task.name, first);
  dates.of_documents[0].rounds[ReferenceKind::kDocumentRequested] = 2;
  EXPECT_NE(TasksOf(papers, kTaskCase, dates, WorkingDays(), begun)[0].task.name, first);
}

// What was entered under a case that was merged keeps its names: a task of the surviving case calls it by them.
TEST(TaskTemplateTest, ATaskCallsTheDocumentOfAMergedCaseByItsOwnName) {
  TaskTemplate papers = Directive(1, absl::CivilDay(2008, 1, 1));
  papers.items = {{.code = "ask-again",
                   .title = "It is asked for again",
                   .reference = ReferenceKind::kDocumentRequested,
                   .role = kTemplateRole}};
  const DocumentName elsewhere{kTaskCase.office, Id(77), Id(5)};
  KnownDates dates;
  dates.of_documents = {{.document = elsewhere,
                         .title = "Medical certificate",
                         .party = Id(9),
                         .dates = {{ReferenceKind::kDocumentRequested, kToday}}}};
  const TaskActInput begun{.act = TaskAct::kCreate, .date = kToday, .now = kNow, .recorder = kTemplateRecorder};
  const auto tasks = TasksOf(papers, kTaskCase, dates, WorkingDays(), begun);
  ASSERT_THAT(tasks, SizeIs(1));
  EXPECT_EQ(tasks[0].task.name.parent(), kTaskCase);
  EXPECT_FALSE(tasks[0].task.party.has_value()) << "it is a party of the other case";
  v1::Task stored;
  ToProto(tasks[0].task, stored);
  EXPECT_EQ(stored.origin().document(), ToString(elsewhere));
  EXPECT_EQ(TaskFromStored(stored).origin->document, elsewhere);
}

TEST(TaskTemplateTest, AppliesFromItsDayUntilTheNextVersions) {
  TaskTemplate of_cebu = Directive(1, absl::CivilDay(2008, 1, 1));
  of_cebu.id = "of-cebu";
  of_cebu.office = "cebu";
  TaskTemplate of_bolivia = of_cebu;
  of_bolivia.id = "of-bolivia";
  of_bolivia.office = "";
  of_bolivia.country_code = "BO";
  const std::vector<TaskTemplate> all = {Directive(1, absl::CivilDay(2008, 1, 1)), Directive(2, kToday), of_bolivia,
                                         of_cebu};
  const auto versions = [&all](std::optional<absl::CivilDay> date, const std::string& office) {
    std::vector<std::string> found;
    for (const TaskTemplate& one : TaskTemplatesFor(all, {office, office == "cebu" ? "PH" : "BO", date})) {
      found.push_back(StrCat(one.id, "-", one.version));
    }
    return found;
  };
  EXPECT_THAT(versions(kToday - 1, "cebu"), ElementsAre("child-victims-first-1", "of-cebu-1"));
  EXPECT_THAT(versions(kToday, "la-paz"), ElementsAre("child-victims-first-2", "of-bolivia-1"));
  EXPECT_THAT(versions(std::nullopt, "cebu"),
              ElementsAre("child-victims-first-1", "child-victims-first-2", "of-cebu-1"));
  EXPECT_THAT(versions(absl::CivilDay(2007, 1, 1), "cebu"), IsEmpty());
}

Case TaskCase() {
  Case value;
  value.name = kTaskCase;
  value.report_date = absl::CivilDay(2014, 5, 12);
  BeginCase(kNow, value);
  return value;
}

AppliedTemplate Applied(int32_t version, absl::CivilDay date = kToday) {
  return {.id = "child-victims-first",
          .version = version,
          .date = date,
          .recorder = kTemplateRecorder,
          .record_time = kNow};
}

TEST(TaskTemplateTest, OneVersionOfATemplateAppliesToACase) {
  const Case first = ApplyTemplate(TaskCase(), Directive(1, absl::CivilDay(2008, 1, 1)), Applied(1)).value();
  EXPECT_THAT(first.task_templates, SizeIs(1));
  const Case again = ApplyTemplate(first, Directive(1, absl::CivilDay(2008, 1, 1)), Applied(1, kToday + 0)).value();
  EXPECT_EQ(again.task_templates, first.task_templates);
  const Case second = ApplyTemplate(first, Directive(2, kToday), Applied(2)).value();
  ASSERT_THAT(second.task_templates, SizeIs(1));
  EXPECT_EQ(second.task_templates[0].version, 2);
  EXPECT_THAT(ApplyTemplate(second, Directive(1, absl::CivilDay(2008, 1, 1)), Applied(1)),
              IsRefusedBy("NEWER_TEMPLATE_APPLIED"));
  EXPECT_THAT(ApplyTemplate(TaskCase(), Directive(2, kToday), Applied(2, kToday - 1)),
              IsRefusedBy("TEMPLATE_NOT_IN_FORCE"));
}

TEST(TaskTemplateTest, IsForTheCrimesThatItNames) {
  TaskTemplate of_trafficking = Directive(1, absl::CivilDay(2008, 1, 1));
  of_trafficking.crime_types = {"03022", "0204"};
  Case value = TaskCase();
  value.crime_type = "02041";
  EXPECT_TRUE(ApplyTemplate(value, of_trafficking, Applied(1)).ok());
  value.crime_type = "03011";
  EXPECT_THAT(ApplyTemplate(value, of_trafficking, Applied(1)), IsRefusedBy("TEMPLATE_FOR_OTHER_CRIMES"));
}

TEST(TaskTemplateTest, CountsFromItsOwnDayWhatHappenedBefore) {
  const absl::CivilDay in_force(2014, 12, 1);
  std::vector<TaskTemplate> directives = {Directive(1, in_force)};
  SetSinceWhen(directives);
  const TaskActInput begun{.act = TaskAct::kCreate, .date = kToday, .now = kNow, .recorder = kTemplateRecorder};
  for (const int before : {2000, 1, 0, -3}) {
    const absl::CivilDay charged = in_force - before;
    const auto tasks =
        TasksOf(directives[0], kTaskCase, Known({{ReferenceKind::kFirstCharge, charged}}), WorkingDays(), begun);
    ASSERT_THAT(tasks, SizeIs(1));
    EXPECT_EQ(tasks[0].task.due_date, std::max(charged, in_force) + 30);
    EXPECT_EQ(tasks[0].task.events[0].date, charged);
  }
}

// A version that changes other things, or a title, postpones no limit that runs.
TEST(TaskTemplateTest, WhatANewVersionAsksAsBeforeCountsOn) {
  const absl::CivilDay first(2008, 1, 1);
  const absl::CivilDay second(2010, 1, 1);
  const absl::CivilDay third(2012, 1, 1);
  std::vector<TaskTemplate> versions = {Directive(1, first), Directive(2, second), Directive(3, third),
                                        Directive(1, third)};
  versions[1].items[0].title = "The accused is brought before the judge";
  versions[1].items[1].offset_days = 2;
  versions[2].items[1].offset_days = 2;
  versions[3].id = "another";
  SetSinceWhen(versions);
  const auto since = [&versions](std::size_t version, std::size_t item) { return versions[version].items[item].since; };
  for (const std::size_t version : {0u, 1u, 2u}) EXPECT_EQ(since(version, 0), first) << version;
  EXPECT_EQ(since(0, 1), first);
  EXPECT_EQ(since(1, 1), second);
  EXPECT_EQ(since(2, 1), second);
  EXPECT_EQ(since(3, 0), third) << "of another template";
  // What was asked otherwise in between counts anew, and so does what hangs on another day or is counted otherwise.
  versions[1].items[0].offset_days = 60;
  versions[1].items[1] = versions[2].items[1];
  versions[1].items[1].reference = ReferenceKind::kScreening;
  SetSinceWhen(versions);
  EXPECT_EQ(since(2, 0), third);
  EXPECT_EQ(since(2, 1), third);
  versions[1].items[1] = versions[2].items[1];
  versions[1].items[1].count = DayCount::kCalendar;
  SetSinceWhen(versions);
  EXPECT_EQ(since(2, 1), third);
}

TEST(ReferenceDateTest, IsEnteredOnceAndMovedWithAReason) {
  ReferenceDate arrest{.kind = ReferenceKind::kArrest,
                       .date = absl::CivilDay(2014, 6, 1),
                       .recorder = kTemplateRecorder,
                       .record_time = kNow,
                       .reason = ""};
  const Case known = EnterReferenceDate(TaskCase(), arrest, kToday).value();
  EXPECT_EQ(DatesIn(known).at(ReferenceKind::kArrest), arrest.date);
  EXPECT_EQ(DatesIn(known).at(ReferenceKind::kReport), known.report_date);
  *arrest.date += 1;
  EXPECT_THAT(EnterReferenceDate(known, arrest, kToday), IsRefusedBy("REFERENCE_DATE_KNOWN"));
  arrest.reason = "the papers say the second";
  EXPECT_EQ(DatesIn(EnterReferenceDate(known, arrest, kToday).value()).at(ReferenceKind::kArrest), arrest.date);
}

TEST(ReferenceDateTest, IsTakenBackWithAReasonWhenItNeverWas) {
  const ReferenceDate arrest{.kind = ReferenceKind::kArrest, .date = absl::CivilDay(2014, 6, 1)};
  ReferenceDate never{.kind = ReferenceKind::kArrest};
  EXPECT_THAT(EnterReferenceDate(TaskCase(), never, kToday), IsRefusedBy("REFERENCE_DATE_UNKNOWN"));
  const Case known = EnterReferenceDate(TaskCase(), arrest, kToday).value();
  EXPECT_THAT(EnterReferenceDate(known, never, kToday), IsRefusedBy("REFERENCE_DATE_KNOWN"));
  never.reason = "it was somebody else";
  const Case without = EnterReferenceDate(known, never, kToday).value();
  EXPECT_FALSE(DatesIn(without).contains(ReferenceKind::kArrest));
  ASSERT_THAT(without.reference_dates, SizeIs(1));
  EXPECT_EQ(without.reference_dates[0].reason, "it was somebody else");
  EXPECT_THAT(EnterReferenceDate(without, never, kToday), IsRefusedBy("REFERENCE_DATE_UNKNOWN"));
  const Case again = EnterReferenceDate(without, arrest, kToday).value();
  EXPECT_EQ(DatesIn(again).at(ReferenceKind::kArrest), arrest.date);
}

TEST(ReferenceDateTest, IsADayThatNobodyElseTellsOf) {
  const ReferenceDate verdict{.kind = ReferenceKind::kVerdict, .date = kToday};
  EXPECT_THAT(EnterReferenceDate(TaskCase(), verdict, kToday), Violates("kind"));
  const ReferenceDate future{.kind = ReferenceKind::kArrest, .date = kToday + 1};
  EXPECT_THAT(EnterReferenceDate(TaskCase(), future, kToday), Violates("date"));
  const ReferenceDate early{.kind = ReferenceKind::kRescue, .date = absl::CivilDay(2014, 5, 11)};
  EXPECT_THAT(EnterReferenceDate(TaskCase(), early, kToday), IsRefusedBy("BEFORE_REPORT"));
}

TEST(ReferenceDateTest, WhatIsAppointedMayBeToCome) {
  using enum ReferenceKind;
  for (const ReferenceKind kind : {kOperation, kArraignment, kTrialStart}) {
    ReferenceDate appointed{.kind = kind, .date = kToday + 3650};
    EXPECT_TRUE(EnterReferenceDate(TaskCase(), appointed, kToday).ok());
    *appointed.date += 1;
    EXPECT_THAT(EnterReferenceDate(TaskCase(), appointed, kToday), Violates("date"));
  }
}

TEST(ReferenceDateTest, TheFirstScreeningCounts) {
  Case value = TaskCase();
  ASSERT_FALSE(ApplyCaseAct({CaseAct::kScreen, absl::CivilDay(2014, 5, 13), ""}, {}, kNow, value).has_value());
  ASSERT_FALSE(ApplyCaseAct({CaseAct::kDeactivate, absl::CivilDay(2014, 5, 14), "x"}, {}, kNow, value).has_value());
  ASSERT_FALSE(ApplyCaseAct({CaseAct::kReactivate, absl::CivilDay(2014, 6, 14), ""}, {}, kNow, value).has_value());
  EXPECT_EQ(DatesIn(value).at(ReferenceKind::kScreening), absl::CivilDay(2014, 5, 13));
}

}  // namespace
}  // namespace amparo::cases
