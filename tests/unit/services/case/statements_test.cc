// Every statement names the office it is about, so that rows can never leave it and can be spread over machines by it.
#include "services/case/store/statements.h"

#include <set>
#include <string>

#include "gmock/gmock.h"
#include "services/case/store/alike_cases.h"
#include "services/case/store/case_search_sql.h"
#include "services/case/store/compartment_statements.h"
#include "services/case/store/content_statements.h"
#include "services/case/store/export_statements.h"
#include "services/case/store/fill_columns.h"
#include "services/case/store/network_statements.h"
#include "services/case/store/people_statements.h"
#include "services/case/store/pg_template_store.h"
#include "services/case/store/timeline_statement.h"
#include "services/case/store/work_statements.h"

namespace amparo::cases {
namespace {

using ::testing::AllOf;
using ::testing::AnyOf;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;

std::vector<pg::Statement> Everything() {
  std::vector<pg::Statement> all = AllStatements();
  const std::vector<pg::Statement> works = AllWorkStatements();
  all.insert(all.end(), works.begin(), works.end());
  all.insert(all.end(), kContentStatements.begin(), kContentStatements.end());
  all.insert(all.end(), kPeopleStatements.begin(), kPeopleStatements.end());
  all.insert(all.end(), kAlikeCaseStatements.begin(), kAlikeCaseStatements.end());
  all.insert(all.end(), kCompartmentStatements.begin(), kCompartmentStatements.end());
  all.insert(all.end(), kFillStatements.begin(), kFillStatements.end());
  const std::vector<pg::Statement> network = NetworkStatements();
  all.insert(all.end(), network.begin(), network.end());
  const std::vector<pg::Statement> exports = ExportStatements();
  all.insert(all.end(), exports.begin(), exports.end());
  all.push_back(kTemplatesList);
  all.push_back(JournalStatement());
  all.push_back(kCasesNotIndexed);
  all.push_back(kCaseIndex);
  return all;
}

TEST(StatementsTest, EveryStatementNamesItsOfficeUnlessItSaysWhyNot) {
  std::set<std::string> about_all;
  for (const pg::Statement& statement : Everything()) {
    if (statement.all_offices.empty()) {
      EXPECT_THAT(std::string(statement.sql),
                  AnyOf(ContainsRegex("[ .(]office = [$]1"), HasSubstr(" to_office = $1"), HasSubstr("VALUES ($1,")))
          << statement.name;
    } else {
      about_all.emplace(statement.name);
    }
  }
  // Whoever lifts the rule for one more statement says so here.
  EXPECT_EQ(about_all, (std::set<std::string>{"case_count_stages",     "cases_to_fill",
                                              "charges_to_fill",       "country_holiday_list",
                                              "content_chunks_remove", "content_give_up",
                                              "content_remove",        "document_template_list",
                                              "documents_to_fill",     "office_list",
                                              "instrument_list",       "instrument_item_list",
                                              "service_kind_list",     "restoration_criteria_list",
                                              "people_not_indexed",    "cases_not_indexed",
                                              "data_keys_to_rewrap",   "task_count_overdue",
                                              "task_template_list",    "assets_not_indexed",
                                              "links_to_fill"}));
}

TEST(StatementsTest, NamesAreUniqueAndShort) {
  std::set<std::string_view> names;
  for (const pg::Statement& statement : Everything()) {
    EXPECT_TRUE(names.insert(statement.name).second) << statement.name;
    EXPECT_LE(statement.name.size(), 60u);
  }
  EXPECT_GT(names.size(), 40u);
}

TEST(StatementsTest, ActsUseNoTimesOrRandomValuesOfTheDatabase) {
  for (const pg::Statement& statement : Everything()) {
    for (const char* function : {"now()", "current_", "random", "clock_timestamp"}) {
      EXPECT_THAT(std::string(statement.sql), Not(HasSubstr(function))) << statement.name;
    }
  }
}

TEST(StatementsTest, LinksAreLockedOnlyWhenTheirEndsAreFilledAndStandAsTheyWereRead) {
  EXPECT_THAT(std::string(kLinksToFill.sql), Not(HasSubstr("FOR ")));
  EXPECT_THAT(std::string(kLinkFill.sql), HasSubstr("AND version = $4::bigint"));
}

TEST(StatementsTest, WhoNamesWhatWasMergedWaitsForWhoHoldsThatNobodyDoes) {
  const std::string key = "(hashtext('merged_member'), hashtext(office)) FROM office WHERE office = $1";
  EXPECT_EQ(kWorkHoldMembers.sql, "SELECT pg_advisory_xact_lock_shared" + key);
  EXPECT_EQ(kWorkNameMembers.sql, "SELECT pg_advisory_xact_lock" + key);
}

TEST(StatementsTest, WhatIsOnlyShownIsReadWithoutWhatActsRestOn) {
  EXPECT_EQ(StatementsOf(Kind::kOffice).read.sql, "SELECT version, body FROM office WHERE office = $1");
  EXPECT_EQ(StatementsOf(Kind::kCase).read.sql, "SELECT version, body FROM \"case\" WHERE office = $1 AND id = $2");
  EXPECT_EQ(StatementsOf(Kind::kCharge).read.sql,
            "SELECT version, body FROM charge WHERE office = $1 AND id = $2 AND case_id = $3");
}

TEST(StatementsTest, TheReportAndTheFirstChargeBoundEachOther) {
  EXPECT_THAT(std::string(StatementsOf(Kind::kCharge).insert_guarded.sql),
              AllOf(HasSubstr("(report_date > $28) IS NOT TRUE) FOR NO KEY UPDATE"),
                    HasSubstr("THEN least(first_charge_date, $28) ELSE first_charge_date END")));
  EXPECT_THAT(std::string(StatementsOf(Kind::kCase).update.sql),
              AllOf(HasSubstr("report_date = $22"), HasSubstr("AND (first_charge_date < $22) IS NOT TRUE")));
}

TEST(StatementsTest, ThePartOfAMergedCaseGoesByTheCaseThatStandsForIt) {
  // $24 that case, $29 its own: both are locked, and must still be what they were found to be.
  EXPECT_THAT(std::string(StatementsOf(Kind::kCharge).insert_guarded.sql),
              AllOf(HasSubstr("id = $24 AND merged_id IS NULL AND stage = ANY ($25)"),
                    HasSubstr("id = $29 AND merged_id = $24"), HasSubstr("id IN ($24, $29)")));
  ListQuery query;
  query.kind = Kind::kCharge;
  query.with_merged = true;
  const pg::Statement& statement = StatementsOf(query.kind).ListOf(query);
  EXPECT_EQ(statement.name, "charge_list_matter_0");
  EXPECT_THAT(
      std::string(statement.sql),
      HasSubstr("case_id = ANY (ARRAY(SELECT id FROM \"case\" WHERE office = $1 AND merged_id = $2) || $2::uuid) "
                "ORDER BY create_time, id LIMIT $3"));
}

TEST(StatementsTest, OperationsAreListedToWhoIsOnTheListAndNotByTheirStart) {
  ListQuery query;
  query.kind = Kind::kOperation;
  query.filters = {std::string("\nspiffe://amparo/a\n"), std::monostate(), std::monostate()};
  const std::string sql(StatementsOf(query.kind).ListOf(query).sql);
  EXPECT_THAT(sql, HasSubstr("office = $1 AND case_id = $2 AND strpos(readers, $3) > 0 ORDER BY create_time, id"));
  for (const pg::Statement& statement : Everything()) {
    const std::string text(statement.sql);
    if (text.find("operation") == std::string::npos) continue;
    EXPECT_THAT(text, Not(HasSubstr("start_time"))) << statement.name;
  }
}

TEST(StatementsTest, WhatIsOutstandingIsListedByItsIndex) {
  ListQuery query;
  query.kind = Kind::kDocumentCopy;
  query.all_cases = true;
  query.filters = {std::monostate(), int64_t{1}, true};
  EXPECT_THAT(std::string(StatementsOf(query.kind).ListOf(query).sql),
              HasSubstr("WHERE office = $1 AND recipient = $2 AND (outstanding AND $3) ORDER BY create_time, id"));
}

TEST(StatementsTest, WhatWasAskedForIsListedByItsIndex) {
  ListQuery query;
  query.kind = Kind::kDocument;
  query.all_cases = true;
  query.filters = {std::monostate(), std::monostate(), std::monostate(), int64_t{1}, std::monostate()};
  EXPECT_THAT(std::string(StatementsOf(query.kind).ListOf(query).sql),
              HasSubstr("WHERE office = $1 AND (asked_source = $2 AND asked_source <> 0) ORDER BY create_time, id"));
}

TEST(StatementsTest, WhatAPersonIsFoundByStaysUnlessAChangeSaysIt) {
  EXPECT_THAT(std::string(StatementsOf(Kind::kPerson).update.sql),
              AllOf(HasSubstr("tokens = coalesce($25, tokens)"), HasSubstr("index_key = coalesce($26, index_key)")));
  EXPECT_THAT(std::string(WorkStatementsOf(Kind::kPerson).update.sql),
              AllOf(HasSubstr("tokens = coalesce($12, tokens)"), HasSubstr("index_key = coalesce($13, index_key)")));
}

TEST(StatementsTest, TheRolesOfAPersonAreListedAcrossCases) {
  ListQuery query;
  query.kind = Kind::kParty;
  query.all_cases = true;
  query.filters = {std::monostate(), Uuid()};
  EXPECT_THAT(std::string(StatementsOf(query.kind).ListOf(query).sql),
              HasSubstr("WHERE office = $1 AND person_id = $2 ORDER BY create_time, id LIMIT $3"));
  query.filters = {std::monostate(), std::monostate(), Uuid()};
  EXPECT_THAT(std::string(StatementsOf(query.kind).ListOf(query).sql),
              HasSubstr("coalesce(surviving_id, person_id) = $2 ORDER BY create_time, id LIMIT $3"));
}

TEST(StatementsTest, AListIsChosenByItsFilters) {
  ListQuery query;
  query.kind = Kind::kCase;
  query.filters = {std::monostate(), std::string("0204"), std::monostate()};
  const KindStatements& statements = StatementsOf(Kind::kCase);
  EXPECT_EQ(statements.ListOf(query).name, "case_list_2");
  query.after = ListQuery::After{absl::UnixEpoch(), Uuid()};
  EXPECT_EQ(statements.ListOf(query).name, "case_list_2_after");
  EXPECT_THAT(std::string(statements.ListOf(query).sql),
              HasSubstr("crime_type >= $2 AND crime_type < $2 || ':' AND (create_time, id) > ($3, $4) "
                        "ORDER BY create_time, id LIMIT $5"));
}

TEST(StatementsTest, WhatAnOfficeReceivedIsListedByItsIndex) {
  ListQuery query;
  query.kind = Kind::kReferral;
  query.all_cases = true;
  query.received = true;
  query.filters = {std::monostate(), std::vector<int64_t>{2}, std::monostate(), std::monostate(), std::monostate()};
  const pg::Statement& statement = StatementsOf(query.kind).ListOf(query);
  EXPECT_EQ(statement.name, "referral_list_received_2");
  EXPECT_THAT(std::string(statement.sql),
              HasSubstr("WHERE to_office = $1 AND state = ANY ($2) ORDER BY day_time, id LIMIT $3"));
}

TEST(StatementsTest, ALinkOfTheNetworkIsFoundFromBothOfItsEndsByTheirKinds) {
  ListQuery query;
  query.kind = Kind::kLink;
  query.filters = {std::string("2:0190f3c2-7d1e-7abc-8def-0123456789ab"), true};
  EXPECT_THAT(
      std::string(StatementsOf(query.kind).ListOf(query).sql),
      HasSubstr("WHERE office = $1 AND ((from_id = substr($2, 3)::uuid AND from_kind = left($2, 1)::integer) OR "
                "(to_id = substr($2, 3)::uuid AND to_kind = left($2, 1)::integer)) AND (withdraw_time IS NULL "
                "AND $3) ORDER BY create_time, id LIMIT $4"));
}

TEST(StatementsTest, AWalkAsksForALevelAtOnceAndForSoManyLinksOfEachEnd) {
  const std::string sql(NetworkLevel().sql);
  EXPECT_THAT(sql, AllOf(HasSubstr("CROSS JOIN LATERAL"), HasSubstr("LIMIT $7"), HasSubstr("LIMIT $8"),
                         Not(HasSubstr("RECURSIVE"))));
}

TEST(StatementsTest, ALinkIsFoundFromBothOfItsCasesAndFromWhatStandsForThem) {
  ListQuery query;
  query.kind = Kind::kCaseLink;
  query.all_cases = true;
  query.filters = {Uuid(), std::monostate(), int64_t{1}};
  const std::string matter = "ANY (ARRAY(SELECT id FROM \"case\" WHERE office = $1 AND merged_id = $2) || $2::uuid)";
  EXPECT_THAT(std::string(StatementsOf(query.kind).ListOf(query).sql),
              HasSubstr("WHERE office = $1 AND (case_id = " + matter + " OR (other_id = " + matter +
                        " AND other_office = office)) AND state = $3 ORDER BY create_time, id LIMIT $4"));
}

TEST(StatementsTest, AListOfNotesLetsThroughWhatItsReaderMayReadOnly) {
  ListQuery query;
  query.kind = Kind::kNote;
  query.filters = {std::vector<std::string>{"1", "spiffe://amparo/a"}, std::monostate(), std::monostate()};
  EXPECT_THAT(
      std::string(StatementsOf(query.kind).ListOf(query).sql),
      HasSubstr("case_id = $2 AND (confidentiality::text = ANY ($3) OR author = ANY ($3)) ORDER BY create_time"));
}

TEST(StatementsTest, AListOfAllCasesOfAnOfficeNamesNoCase) {
  ListQuery query;
  query.kind = Kind::kServiceDelivery;
  query.filters = {std::monostate(), std::monostate(), std::string("staff"),
                   std::monostate(), std::monostate(), std::monostate()};
  const KindStatements& statements = StatementsOf(Kind::kServiceDelivery);
  EXPECT_THAT(std::string(statements.ListOf(query).sql),
              HasSubstr("office = $1 AND case_id = $2 AND staff = $3 ORDER BY day_time, id LIMIT $4"));
  query.all_cases = true;
  EXPECT_EQ(statements.ListOf(query).name, "service_delivery_list_all_4");
  EXPECT_THAT(std::string(statements.ListOf(query).sql),
              HasSubstr("office = $1 AND staff = $2 ORDER BY day_time, id LIMIT $3"));
}

}  // namespace
}  // namespace amparo::cases
