// Cases are found by what they are: staff, days, flags, words; and counted.
#include <random>
#include <string>
#include <vector>

#include "amparo/cases/v1/flag.grpc.pb.h"
#include "services/case/api/case_index.h"
#include "services/case/convert/values.h"
#include "tests/integration/services/case/canary.h"
#include "tests/integration/services/case/case_test.h"

namespace amparo::cases {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class CaseSearchTest : public CaseApiTest {
 protected:
  // Enters a case; each a second after the one before.
  v1::Case Enter(const std::string& title, const std::string& lead = "",
                 absl::CivilDay reported = absl::CivilDay(2014, 5, 12), const std::string& narrative = "") {
    service_.clock().Advance(absl::Seconds(1));
    v1::CreateCaseRequest request = service_.NewCaseRequest(title);
    request.mutable_case_()->set_lead(lead);
    *request.mutable_case_()->mutable_report_date() = DateOf(reported);
    request.mutable_case_()->mutable_narrative()->set_narrative(narrative);
    const auto entered = Create(request);
    EXPECT_THAT(entered, IsOk());
    return entered.value_or(v1::Case());
  }

  std::string Flag(const v1::Case& on, v1::FlagKind kind) {
    v1::RaiseFlagRequest request;
    request.set_parent(on.name());
    request.mutable_flag()->set_kind(kind);
    request.mutable_flag()->set_reason("as told");
    const auto raised = Call(*service_.StubOf<v1::FlagService>(), &v1::FlagService::Stub::RaiseFlag, request);
    EXPECT_THAT(raised, IsOk());
    return raised.ok() ? raised->name() : "";
  }

  absl::StatusOr<v1::CountCasesResponse> Count(v1::ListCasesRequest request) {
    request.set_parent("offices/cebu");
    return Call(service_.cases(), &CaseStub::CountCases, request);
  }

  // How many cases are told to be under `parent`; with a plus when there are more.
  std::string Told(const std::string& parent) {
    v1::ListCasesRequest request;
    request.set_parent(parent);
    const auto counted = Call(service_.cases(), &CaseStub::CountCases, request);
    EXPECT_THAT(counted, IsOk());
    return counted.ok() ? StrCat(counted->count(), counted->more() ? "+" : "") : "";
  }

  // Enters cases `from` to `to` of an office, at one go.
  void EnterMany(const std::string& office, int from, int to) {
    service_.Sql(
        StrCat("INSERT INTO \"case\" (office, id, version, create_time, update_time, case_number, stage, crime_type, "
               "report_date, lead, flags, words, tokens, index_key, body) "
               "SELECT '",
               office,
               "', md5(i::text)::uuid, 1, '2014-01-01'::timestamptz + i * interval '1 second', '2014-01-01', "
               "'N' || i, 1 + i % 10, '02041', '2010-01-01'::date + i % 2000, 'spiffe://amparo/people/' || i % 200, "
               "CASE WHEN i % 50 = 0 THEN '{1}'::integer[] ELSE '{}' END, ARRAY['cebu case', 'cebu n' || i % 3000], "
               "ARRAY[i % 5000]::bigint[], 'k', '\\x'::bytea FROM generate_series(",
               from, ", ", to, ") AS i"));
  }

  // Enough cases for the planner to mind.
  void EnterThousands() {
    EnterMany("cebu", 1, 20000);
    service_.database().Exec("VACUUM (ANALYZE) cases.\"case\"");
  }

  // How PostgreSQL would run a query.
  std::string PlanOf(const std::string& query) {
    return service_.Sql(
        "CREATE FUNCTION pg_temp.plan(sql text) RETURNS text LANGUAGE plpgsql AS $f$ DECLARE line text; whole text := "
        "''; BEGIN FOR line IN EXECUTE 'EXPLAIN ' || sql LOOP whole := whole || line || ' '; END LOOP; RETURN whole; "
        "END $f$; SELECT pg_temp.plan($q$" +
        query + "$q$)");
  }
};

TEST_F(CaseSearchTest, ByWhoLeads) {
  Enter("A", "spiffe://amparo/people/a");
  const v1::Case second = Enter("B", "spiffe://amparo/people/b");
  Enter("C", "spiffe://amparo/people/a");
  v1::ListCasesRequest request;
  request.set_lead("spiffe://amparo/people/a");
  request.set_page_size(1);
  EXPECT_THAT(Titles(request), ElementsAre("A", "C"));
  v1::Case taken = second;
  taken.set_lead("spiffe://amparo/people/a");
  ASSERT_THAT(Update(taken, {"lead"}), IsOk());
  EXPECT_THAT(Titles(request), ElementsAre("A", "B", "C"));
}

TEST_F(CaseSearchTest, ByTheDayOfTheReport) {
  Enter("Early", "", absl::CivilDay(2013, 12, 31));
  Enter("First", "", absl::CivilDay(2014, 1, 1));
  Enter("Last", "", absl::CivilDay(2014, 1, 31));
  Enter("Late", "", absl::CivilDay(2014, 2, 1));
  v1::ListCasesRequest request;
  *request.mutable_report_from() = DateOf(absl::CivilDay(2014, 1, 1));
  EXPECT_THAT(Titles(request), ElementsAre("First", "Last", "Late"));
  *request.mutable_report_to() = DateOf(absl::CivilDay(2014, 1, 31));
  EXPECT_THAT(Titles(request), ElementsAre("First", "Last"));
  *request.mutable_report_to() = DateOf(absl::CivilDay(2013, 1, 31));
  request.set_parent("offices/cebu");
  EXPECT_THAT(Call(service_.cases(), &CaseStub::ListCases, request), IsInvalid("report_to"));
}

TEST_F(CaseSearchTest, ByOpenFlags) {
  const v1::Case risk = Enter("At risk");
  const v1::Case press = Enter("In the press");
  Enter("Quiet");
  const std::string raised = Flag(risk, v1::FLAG_KIND_SAFETY_RISK);
  Flag(press, v1::FLAG_KIND_MEDIA);
  v1::ListCasesRequest request;
  request.add_flags(v1::FLAG_KIND_SAFETY_RISK);
  EXPECT_THAT(Titles(request), ElementsAre("At risk"));
  request.add_flags(v1::FLAG_KIND_MEDIA);
  EXPECT_THAT(Titles(request), ElementsAre("At risk", "In the press"));
  v1::LowerFlagRequest lower;
  lower.set_name(raised);
  lower.set_reason("over");
  ASSERT_THAT(Call(*service_.StubOf<v1::FlagService>(), &v1::FlagService::Stub::LowerFlag, lower), IsOk());
  EXPECT_THAT(Titles(request), ElementsAre("In the press"));
}

TEST_F(CaseSearchTest, ByTheWordsOfTitleAndNumber) {
  const v1::Case shelter = Enter("Report from a shélter in Mandaue");
  Enter("Report from a school");
  v1::ListCasesRequest request;
  request.set_text("REPORT shelter");
  EXPECT_THAT(Titles(request), ElementsAre(shelter.title()));
  request.set_text("report");
  EXPECT_THAT(Titles(request), ElementsAre(shelter.title(), "Report from a school"));
  request.set_text(shelter.case_number());
  EXPECT_THAT(Titles(request), ElementsAre(shelter.title()));
  request.set_text("shelt");
  EXPECT_THAT(Titles(request), IsEmpty()) << "whole words only";
  v1::Case retitled = shelter;
  retitled.set_title("Report from a home");
  ASSERT_THAT(Update(retitled, {"title"}), IsOk());
  request.set_text("shelter");
  EXPECT_THAT(Titles(request), IsEmpty());
  service_.OpenOffice("la-paz");
  ASSERT_THAT(Create(service_.NewCaseRequest("Home report", "la-paz")), IsOk());
  request.set_text("home");
  EXPECT_THAT(Titles(request), ElementsAre("Report from a home")) << "of one office";
}

TEST_F(CaseSearchTest, ByTheWordsOfANarrativeWhichIsAuditedAndStandsNowhereInClear) {
  const v1::Case told = Enter("A", "", absl::CivilDay(2014, 5, 12), "She was kept near the Canarybridge");
  Enter("B", "", absl::CivilDay(2014, 5, 12), "Nothing of the kind");
  v1::ListCasesRequest request;
  request.set_narrative_text("canarybridge kept");
  EXPECT_THAT(Titles(request), ElementsAre("A"));
  EXPECT_EQ(service_.Sql("SELECT string_agg(name || fields::text, ',') FROM audit WHERE action = 'READ'"),
            told.name() + "{narrative}");
  ExpectNowhereInClear(service_, "Canarybridge");
  ExpectNowhereInClear(service_, "canarybridge");
  // A title that changes takes nothing away; a narrative that changes does.
  v1::Case changed = told;
  changed.set_title("A2");
  ASSERT_THAT(Update(changed, {"title"}), IsOk());
  EXPECT_THAT(Titles(request), ElementsAre("A2"));
  changed.mutable_narrative()->set_narrative("It was somewhere else");
  changed.clear_etag();
  ASSERT_THAT(Update(changed, {"narrative"}), IsOk());
  EXPECT_THAT(Titles(request), IsEmpty());
  EXPECT_THAT(Count(request), IsInvalid("narrative_text"));
}

TEST_F(CaseSearchTest, WhyNarrativesWereSearchedStandsInTheTrail) {
  Enter("A", "", absl::CivilDay(2014, 5, 12), "She was kept near the bridge");
  v1::ListCasesRequest request;
  request.set_parent("offices/cebu");
  request.set_narrative_text("bridge");
  grpc::ClientContext context;
  context.AddMetadata("amparo-reason", "a second report");
  v1::ListCasesResponse found;
  ASSERT_TRUE(service_.cases().ListCases(&context, request, &found).ok());
  ASSERT_EQ(found.cases_size(), 1);
  EXPECT_EQ(service_.Sql("SELECT reason FROM audit WHERE action = 'READ'"), "a second report");
}

TEST_F(CaseSearchTest, CombinationsAreWhatALookAtEveryCaseWouldFind) {
  struct Facts {
    std::string title, lead;
    absl::CivilDay reported;
    v1::CaseStage stage;
    bool at_risk;
  };
  std::mt19937 random(12);
  std::vector<Facts> all;
  for (int i = 0; i < 40; ++i) {
    Facts facts;
    facts.title = "Case " + std::to_string(i) + (random() % 2 == 0 ? " shelter" : " street");
    facts.lead = random() % 2 == 0 ? "spiffe://amparo/people/a" : "spiffe://amparo/people/b";
    facts.reported = absl::CivilDay(2014, 1 + static_cast<int>(random() % 3), 1);
    facts.at_risk = random() % 3 == 0;
    const v1::Case entered = Enter(facts.title, facts.lead, facts.reported);
    facts.stage = v1::CASE_STAGE_REPORTED;
    if (random() % 2 == 0) {
      ASSERT_THAT(service_.Act(&CaseStub::ScreenCase, entered.name()), IsOk());
      facts.stage = v1::CASE_STAGE_SCREENED;
    } else if (random() % 2 == 0) {
      ASSERT_THAT(service_.Decline(entered.name(), "no crime"), IsOk());
      facts.stage = v1::CASE_STAGE_DECLINED;
    }
    if (facts.at_risk && facts.stage != v1::CASE_STAGE_DECLINED) {
      Flag(entered, v1::FLAG_KIND_SAFETY_RISK);
    } else {
      facts.at_risk = false;
    }
    all.push_back(facts);
  }
  for (unsigned set = 0; set < 32; ++set) {
    v1::ListCasesRequest request;
    request.set_page_size(1 + static_cast<int>(set % 7));
    if ((set & 1) != 0) request.set_lead("spiffe://amparo/people/a");
    if ((set & 2) != 0) *request.mutable_report_from() = DateOf(absl::CivilDay(2014, 2, 1));
    if ((set & 4) != 0) request.set_text("shelter");
    if ((set & 8) != 0) request.add_flags(v1::FLAG_KIND_SAFETY_RISK);
    if ((set & 16) != 0) {
      request.add_stages(v1::CASE_STAGE_DECLINED);
      request.add_stages(v1::CASE_STAGE_REPORTED);
      // Named twice, and yet no case is found twice.
      request.add_stages(v1::CASE_STAGE_DECLINED);
    }
    std::vector<std::string> expected;
    for (const Facts& facts : all) {
      const bool passes = ((set & 1) == 0 || facts.lead.ends_with("/a")) &&
                          ((set & 2) == 0 || facts.reported >= absl::CivilDay(2014, 2, 1)) &&
                          ((set & 4) == 0 || facts.title.ends_with("shelter")) && ((set & 8) == 0 || facts.at_risk) &&
                          ((set & 16) == 0 || facts.stage != v1::CASE_STAGE_SCREENED);
      if (passes) expected.push_back(facts.title);
    }
    EXPECT_EQ(Titles(request), expected) << set;
    const auto counted = Count(request);
    ASSERT_THAT(counted, IsOk());
    EXPECT_EQ(counted->count(), static_cast<int>(expected.size())) << set;
    EXPECT_FALSE(counted->more());
  }
}

TEST_F(CaseSearchTest, ATokenBelongsToItsFilters) {
  for (const char* title : {"A", "B", "C"}) Enter(title, "spiffe://amparo/people/a");
  v1::ListCasesRequest request;
  request.set_parent("offices/cebu");
  request.set_lead("spiffe://amparo/people/a");
  request.set_page_size(1);
  const auto page = Call(service_.cases(), &CaseStub::ListCases, request);
  ASSERT_THAT(page, IsOk());
  request.set_page_token(page->next_page_token());
  request.set_lead("spiffe://amparo/people/b");
  EXPECT_THAT(Call(service_.cases(), &CaseStub::ListCases, request), IsInvalid("page_token"));
}

TEST_F(CaseSearchTest, SearchesUnderWhatIsNotThereAreNotFound) {
  v1::ListCasesRequest request;
  request.set_parent("offices/cebuu");
  request.set_lead("spiffe://amparo/people/a");
  EXPECT_THAT(Call(service_.cases(), &CaseStub::ListCases, request),
              FailsWith(absl::StatusCode::kNotFound, errors::kNotFound));
  EXPECT_THAT(Call(service_.cases(), &CaseStub::CountCases, request),
              FailsWith(absl::StatusCode::kNotFound, errors::kNotFound));
}

TEST_F(CaseSearchTest, CasesFromBeforeTheIndexAreFoundOnceTheyAreIndexed) {
  const v1::Case old = Enter("Old shelter", "spiffe://amparo/people/a", absl::CivilDay(2014, 5, 12), "near the bridge");
  service_.Sql("UPDATE \"case\" SET lead = '', words = '{}', tokens = NULL, index_key = NULL");
  v1::ListCasesRequest by_text;
  by_text.set_text("shelter");
  v1::ListCasesRequest by_narrative;
  by_narrative.set_narrative_text("bridge");
  EXPECT_THAT(Titles(by_text), IsEmpty());
  EXPECT_THAT(Titles(by_narrative), IsEmpty());
  const auto indexed = IndexCases(service_.store(), service_.finder());
  ASSERT_THAT(indexed, IsOk());
  EXPECT_EQ(*indexed, 1);
  EXPECT_THAT(Titles(by_text), ElementsAre(old.title()));
  EXPECT_THAT(Titles(by_narrative), ElementsAre(old.title()));
  EXPECT_EQ(Get(old.name())->etag(), old.etag()) << "no change of the record";
  EXPECT_EQ(*IndexCases(service_.store(), service_.finder()), 0);
}

TEST_F(CaseSearchTest, EveryFilterStartsFromAnIndexOfTheOffice) {
  EnterThousands();
  const std::vector<std::pair<std::string, std::string>> expected = {
      {"lead = 'spiffe://amparo/people/7' AND lead <> ''", "case_lead"},
      {"report_date >= '2012-01-01' AND report_date <= '2012-01-03'", "case_report"},
      {"flags <> '{}' AND flags && '{1}'::integer[]", "case_flagged"},
      {"words @> '{\"cebu n7\"}'::text[]", "case_words"},
      {"tokens @> '{7}'::bigint[]", "case_tokens"}};
  for (const auto& [condition, index] : expected) {
    const std::string plan =
        PlanOf("SELECT id FROM \"case\" WHERE office = 'cebu' AND " + condition + " ORDER BY create_time, id LIMIT 51");
    EXPECT_THAT(plan, HasSubstr(index)) << condition;
    EXPECT_THAT(plan, Not(HasSubstr("Seq Scan"))) << condition;
  }
}

TEST_F(CaseSearchTest, WhatIsNarrowedByDaysOrALeadIsFoundInAnIndexAlone) {
  EnterThousands();
  const std::string further = " AND merged_id IS NULL AND crime_type >= '0204' AND crime_type < '0204:' AND stage = 3";
  const std::vector<std::pair<std::string, std::string>> expected = {
      {"report_date >= '2015-01-01'", "Index Only Scan using case_report"},
      {"lead = 'spiffe://amparo/people/7' AND lead <> ''", "Index Only Scan using case_lead"}};
  for (const auto& [condition, scan] : expected) {
    const std::string cases = "FROM \"case\" WHERE office = 'cebu' AND " + condition + further;
    EXPECT_THAT(PlanOf("SELECT page.id FROM (SELECT id, create_time " + cases +
                       " OFFSET 0) AS page ORDER BY create_time, id LIMIT 51"),
                HasSubstr(scan));
    EXPECT_THAT(PlanOf("SELECT count(*) FROM (SELECT " + cases + " LIMIT 10001) AS counted"), HasSubstr(scan));
  }
}

TEST_F(CaseSearchTest, TenThousandAreCountedAndThenItIsSaidThatThereAreMore) {
  service_.OpenOffice("la-paz");
  EnterMany("cebu", 1, 9999);
  EnterMany("la-paz", 1, 1);
  EXPECT_EQ(Told("offices/cebu"), "9999");
  EXPECT_EQ(Told("offices/-"), "10000");
  EnterMany("la-paz", 2, 2);
  EXPECT_EQ(Told("offices/-"), "10000+");
  EnterMany("cebu", 10000, 10000);
  EXPECT_EQ(Told("offices/cebu"), "10000");
  EnterMany("cebu", 10001, 10001);
  EXPECT_EQ(Told("offices/cebu"), "10000+");
  EXPECT_EQ(Told("offices/la-paz"), "2");
  EXPECT_EQ(Told("offices/-"), "10000+") << "though its first office alone has more";
}

}  // namespace
}  // namespace amparo::cases
