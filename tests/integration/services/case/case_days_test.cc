// Cases are found by more days than that of the report, by who is to do something in them, by what was merged into
// them, and over all offices that a caller sees.
#include "services/case/store/fill_columns.h"
#include "tests/integration/services/case/merge_fixture.h"
#include "tests/integration/services/case/task_test.h"

namespace amparo::cases {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;
using CaseStub = v1::CaseService::Stub;

class CaseDaysTest : public Merging<TaskTest> {
 protected:
  // The names that a list gives, page by page of one.
  std::vector<std::string> Cases(v1::ListCasesRequest request, CaseStub& stub) {
    std::vector<std::string> names;
    if (request.parent().empty()) request.set_parent("offices/cebu");
    request.set_page_size(1);
    do {
      const auto page = Done(stub, &CaseStub::ListCases, request);
      for (const v1::Case& one : page.cases()) names.push_back(one.name());
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    return names;
  }
  std::vector<std::string> Cases(const v1::ListCasesRequest& request) { return Cases(request, service_.cases()); }

  v1::CountCasesResponse Count(const v1::ListCasesRequest& request, CaseStub& stub) {
    return Done(stub, &CaseStub::CountCases, request);
  }

  std::string Named(const std::string& number, const std::string& title, const std::string& office = "cebu") {
    service_.clock().Advance(absl::Milliseconds(1));
    v1::CreateCaseRequest request = service_.NewCaseRequest(title, office);
    request.mutable_case_()->set_case_number(number);
    return Done(service_.cases(), &CaseStub::CreateCase, request).name();
  }
};

TEST_F(CaseDaysTest, ByTheDayOfTheLastMove) {
  service_.clock().Advance(absl::Hours(48));
  Move(&CaseStub::DeactivateCase, case_, "the family moved away");
  v1::ListCasesRequest request;
  *request.mutable_moved_from() = DateOf(kFirstDay + 1);
  EXPECT_THAT(Cases(request), ElementsAre(case_));
  *request.mutable_moved_to() = DateOf(kFirstDay + 1);
  EXPECT_THAT(Cases(request), IsEmpty());
  request.clear_moved_from();
  EXPECT_THAT(Cases(request), ElementsAre(prosecuted_));
  // It was reported long before.
  *request.mutable_moved_to() = DateOf(kFirstDay - 1);
  EXPECT_THAT(Cases(request), IsEmpty());
  *request.mutable_moved_from() = DateOf(kFirstDay);
  request.set_parent("offices/cebu");
  EXPECT_THAT(Call(service_.cases(), &CaseStub::ListCases, request), IsInvalidIn("moved_to"));
}

TEST_F(CaseDaysTest, ByTheDaysOfVerdictsThatStand) {
  const std::string charge = Charged().name();
  v1::ListCasesRequest request;
  *request.mutable_verdict_from() = DateOf(absl::CivilDay(2014, 11, 10));
  *request.mutable_verdict_to() = DateOf(absl::CivilDay(2014, 11, 10));
  EXPECT_THAT(Cases(request), IsEmpty());
  Done(*charges_, &ChargeStub::RecordVerdict, Verdict(charge));
  EXPECT_THAT(Cases(request), ElementsAre(prosecuted_));
  request.set_parent("offices/cebu");
  EXPECT_EQ(Count(request, service_.cases()).count(), 1);
  *request.mutable_verdict_from() = DateOf(absl::CivilDay(2014, 11, 11));
  request.clear_verdict_to();
  EXPECT_THAT(Cases(request), IsEmpty());
  // What was judged under a merged case leads to the one that stands for it.
  ASSERT_THAT(MergeCases(prosecuted_, case_), IsOk());
  *request.mutable_verdict_from() = DateOf(absl::CivilDay(2014, 11, 1));
  EXPECT_THAT(Cases(request), ElementsAre(case_));
  request.set_show_merged(true);
  EXPECT_THAT(Cases(request), UnorderedElementsAre(case_, prosecuted_));
}

TEST_F(CaseDaysTest, ByWhoIsToDoSomething) {
  const std::string task = Enter(kFirstDay + 3, "spiffe://amparo/people/p").name();
  Enter(kFirstDay + 4, "spiffe://amparo/people/p");
  v1::ListCasesRequest request;
  request.set_assignee("spiffe://amparo/people/p");
  EXPECT_THAT(Cases(request), ElementsAre(prosecuted_)) << "once, however much there is to do";
  v1::ListTasksRequest tasks;
  tasks.set_assignee("spiffe://amparo/people/p");
  for (const std::string& name : Listed(tasks)) ASSERT_THAT(Act(&TaskStub::CompleteTask, name), IsOk());
  EXPECT_THAT(Cases(request), IsEmpty()) << "nothing is left to do";
  ASSERT_THAT(Act(&TaskStub::ReopenTask, task, "sent back"), IsOk());
  EXPECT_THAT(Cases(request), ElementsAre(prosecuted_));
  request.set_assignee("spiffe://amparo/people/q");
  EXPECT_THAT(Cases(request), IsEmpty());
}

TEST_F(CaseDaysTest, WhatATitleOrANumberFindsOfAMergedCaseIsTheOneThatStandsForIt) {
  const std::string again = Named("CEB-2014-011", "Girls held in a bar");
  const std::string survivor = Named("CEB-2014-007", "The raid of May");
  const std::string third = Named("CEB-2014-020", "Girls in a bar, held by their debts");
  ASSERT_THAT(MergeCases(again, survivor), IsOk());
  v1::ListCasesRequest by_text;
  by_text.set_text("girls held");
  EXPECT_THAT(Cases(by_text), ElementsAre(survivor, third));
  v1::ListCasesRequest by_number;
  by_number.set_case_number("CEB-2014-011");
  EXPECT_THAT(Cases(by_number), ElementsAre(survivor));
  by_number.set_parent("offices/cebu");
  EXPECT_EQ(Count(by_number, service_.cases()).count(), 1);
  // The other filters ask the case that stands for it.
  by_text.add_stages(v1::CASE_STAGE_CLOSED);
  EXPECT_THAT(Cases(by_text), IsEmpty());
  by_text.clear_stages();
  by_text.set_show_merged(true);
  by_number.set_show_merged(true);
  EXPECT_THAT(Cases(by_text), ElementsAre(again, third)) << "each by its own title";
  EXPECT_THAT(Cases(by_number), ElementsAre(again));
  ASSERT_THAT(PartCases(again), IsOk());
  by_number.set_show_merged(false);
  EXPECT_THAT(Cases(by_number), ElementsAre(again));
}

TEST_F(CaseDaysTest, OverAllOfficesThatTheCallerSeesInOneOrder) {
  service_.OpenOffice("la-paz");
  const std::string one = Named("LPZ-1", "A shelter", "la-paz");
  const std::string two = Named("CEB-1", "A shelter");
  const std::string three = Named("LPZ-2", "A shelter", "la-paz");
  v1::ListCasesRequest request;
  request.set_parent("offices/-");
  request.set_text("shelter");
  EXPECT_THAT(Cases(request), ElementsAre(one, two, three));
  EXPECT_EQ(Count(request, service_.cases()).count(), 3);
  const auto of_cebu = service_.StubOf<v1::CaseService>("cebu");
  EXPECT_THAT(Cases(request, *of_cebu), ElementsAre(two)) << "what others have does not exist for them";
  EXPECT_EQ(Count(request, *of_cebu).count(), 1);
  request.clear_text();
  EXPECT_THAT(Cases(request), UnorderedElementsAre(case_, prosecuted_, one, two, three)) << "also without any filter";
  request.set_page_token("x");
  EXPECT_THAT(Call(service_.cases(), &CaseStub::ListCases, request), IsInvalidIn("page_token"));
}

// Entered at one moment under one id, which callers may choose: each is told once.
TEST_F(CaseDaysTest, CasesOfOneMomentAndIdAreToldOnceEach) {
  service_.OpenOffice("la-paz");
  const std::string id = NewId();
  for (const char* office : {"la-paz", "cebu"}) {
    v1::CreateCaseRequest request = service_.NewCaseRequest("Twins", office);
    request.set_case_id(id);
    Done(service_.cases(), &CaseStub::CreateCase, request);
  }
  v1::ListCasesRequest request;
  request.set_parent("offices/-");
  request.set_text("twins");
  EXPECT_THAT(Cases(request), ElementsAre("offices/cebu/cases/" + id, "offices/la-paz/cases/" + id));
}

TEST_F(CaseDaysTest, ASearchOfNarrativesOverOfficesIsAuditedInEach) {
  service_.OpenOffice("la-paz");
  std::vector<std::string> told;
  for (const char* office : {"cebu", "la-paz"}) {
    service_.clock().Advance(absl::Milliseconds(1));
    v1::CreateCaseRequest request = service_.NewCaseRequest("A report", office);
    request.mutable_case_()->mutable_narrative()->set_narrative("She was kept near the bridge");
    told.push_back(Done(service_.cases(), &CaseStub::CreateCase, request).name());
  }
  v1::ListCasesRequest request;
  request.set_parent("offices/-");
  request.set_narrative_text("bridge");
  EXPECT_EQ(Done(service_.cases(), &CaseStub::ListCases, request).cases_size(), 2);
  EXPECT_EQ(service_.Sql("SELECT string_agg(office || ' ' || name, ' ' ORDER BY office) FROM audit WHERE action = "
                         "'READ' AND method LIKE '%ListCases'"),
            "cebu " + told[0] + " la-paz " + told[1]);
  EXPECT_THAT(Call(service_.cases(), &CaseStub::CountCases, request), IsInvalidIn("narrative_text"));
}

TEST_F(CaseDaysTest, WhatWasEnteredBeforeIsFilledFromItsBody) {
  Done(*charges_, &ChargeStub::RecordVerdict, Verdict(Charged().name()));
  service_.Sql("UPDATE \"case\" SET stage_date = NULL; UPDATE charge SET verdict_date = NULL");
  v1::ListCasesRequest judged;
  *judged.mutable_verdict_from() = DateOf(absl::CivilDay(2014, 11, 10));
  v1::ListCasesRequest moved;
  *moved.mutable_moved_from() = DateOf(kFirstDay);
  EXPECT_THAT(Cases(judged), IsEmpty());
  EXPECT_THAT(Cases(moved), IsEmpty());
  EXPECT_EQ(FillColumns(service_.workers()).value_or(-1), 3) << "two cases and a charge";
  EXPECT_EQ(FillColumns(service_.workers()).value_or(-1), 0) << "done is done";
  EXPECT_THAT(Cases(judged), ElementsAre(prosecuted_));
  EXPECT_THAT(Cases(moved), UnorderedElementsAre(case_, prosecuted_));
}

TEST_F(CaseDaysTest, EachOfTheseFiltersStartsFromAnIndexOfTheOffice) {
  // With enough rows for the planner to mind.
  service_.Sql(
      "INSERT INTO \"case\" (office, id, version, create_time, update_time, case_number, stage, crime_type, "
      "report_date, stage_date, body) SELECT 'cebu', md5(i::text)::uuid, 1, '2014-01-01'::timestamptz + i * interval "
      "'1 second', '2014-01-01', 'N' || i, 1 + i % 7, '02041', '2010-01-01', '2010-01-01'::date + i % 2000, "
      "'\\x'::bytea FROM generate_series(1, 20000) AS i; INSERT INTO task (office, id, case_id, version, create_time, "
      "update_time, state, assignee, role, due_date, body) SELECT 'cebu', md5('t' || i)::uuid, md5(i::text)::uuid, 1, "
      "'2014-01-01', '2014-01-01', 1, 'p' || i % 2000, 0, '2014-01-01', '\\x'::bytea FROM generate_series(1, 20000) AS "
      "i; ANALYZE \"case\"; ANALYZE task");
  const std::vector<std::pair<std::string, std::string>> expected = {
      {"stage_date >= '2012-01-01' AND stage_date <= '2012-01-03'", "case_moved"},
      {"id IN (SELECT coalesce(whole.merged_id, whole.id) FROM task AS part JOIN \"case\" AS whole ON whole.office = "
       "'cebu' AND whole.id = part.case_id WHERE part.office = 'cebu' AND part.state = 1 AND part.assignee <> '' AND "
       "part.assignee = 'p7')",
       "task_"}};
  for (const auto& [condition, index] : expected) {
    const std::string explained = service_.Sql(
        "CREATE TEMP TABLE IF NOT EXISTS plan_line (line text); TRUNCATE plan_line; DO $do$ DECLARE l text; BEGIN FOR "
        "l "
        "IN EXECUTE $q$EXPLAIN SELECT id FROM \"case\" WHERE office = 'cebu' AND " +
        condition +
        " ORDER BY create_time, id LIMIT 51$q$ LOOP INSERT INTO plan_line VALUES (l); END LOOP; END $do$; SELECT "
        "string_agg(line, ' ') FROM plan_line");
    EXPECT_THAT(explained, HasSubstr(index)) << condition;
    EXPECT_THAT(explained, ::testing::Not(HasSubstr("Seq Scan"))) << condition;
  }
}

}  // namespace
}  // namespace amparo::cases
