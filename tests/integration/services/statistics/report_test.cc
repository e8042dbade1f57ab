// ReportService over the wire: checked against SQL, and what it refuses.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "common/base/strings.h"
#include "common/errors/errors.h"
#include "services/statistics/store/fact_tables.h"
#include "tests/integration/services/statistics/random_resources.h"
#include "tests/integration/services/statistics/statistics_service.h"

namespace amparo::statistics {
namespace {

using absl::CivilDay;
using Stub = v1::ReportService::Stub;
using ::testing::HasSubstr;

// One set of random facts for all tests of this file.
class ReportTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    cases_ = MakeCaseSource().release();
    scheduling_ = MakeSchedulingSource().release();
    const Resources resources = MakeResources(5, 200);
    cases_->Publish(resources.cases);
    scheduling_->Publish(resources.scheduling);
    service_ = new StatisticsService(*cases_, *scheduling_, /*max_rows=*/500);
    ASSERT_TRUE(service_->CatchUp());
  }
  static void TearDownTestSuite() {
    delete std::exchange(service_, nullptr);
    delete std::exchange(scheduling_, nullptr);
    delete std::exchange(cases_, nullptr);
  }

  // The error of a highlights request, "" when it is answered.
  static std::string HighlightsError(const v1::GetHighlightsRequest& request) {
    return std::string(service_->Call(&Stub::GetHighlights, request).status().message());
  }

  inline static FeedSource* cases_ = nullptr;
  inline static FeedSource* scheduling_ = nullptr;
  inline static StatisticsService* service_ = nullptr;
};

// The convictions by their definition, in SQL: one row a person and case, whatever cases and records were merged. Of
// each charge the last step up to a day
// (%s) stands; it has stood as a conviction since the first step behind the last that was none.
std::string ConvictionsSql(const std::string& as_of = "9999-12-31") {
  return StrCat(
      "WITH step AS (SELECT * FROM charge_standing_fact WHERE standing_date <= '", as_of, "'), ",
      "last AS (SELECT DISTINCT ON (office, id) office, id, verdict, lesser_crime_type FROM step ",
      "ORDER BY office, id, number DESC), ",
      "guilty AS (SELECT last.*, (SELECT min(standing_date) FROM step s WHERE s.office = last.office AND s.id = "
      "last.id ",
      "AND s.number > coalesce((SELECT max(number) FROM step n WHERE n.office = last.office AND n.id = last.id AND ",
      "n.verdict NOT IN (1, 2)), 0)) AS day FROM last WHERE verdict IN (1, 2)), ",
      "conviction AS (SELECT DISTINCT ON (c.office, f.id, who.person) c.office, o.country, f.id AS case_id, g.day, ",
      "CASE WHEN g.verdict = 2 AND g.lesser_crime_type <> '' THEN g.lesser_crime_type WHEN c.crime_type <> '' THEN "
      "c.crime_type ELSE f.crime_type ",
      "END AS crime_type ", "FROM charge_fact c JOIN guilty g ON g.office = c.office AND g.id = c.id ",
      "JOIN case_fact own ON own.office = c.office AND own.id = c.case_id ",
      "JOIN case_fact f ON f.office = c.office AND f.id = coalesce(own.merged_id, own.id) ",
      "JOIN office_fact o ON o.office = c.office JOIN party_fact p ON p.office = c.office AND p.id = c.accused_id ",
      "CROSS JOIN LATERAL (SELECT coalesce(p.person_id, p.id) AS person) AS who ",
      "WHERE c.superseded_date IS NULL OR c.superseded_date > '", as_of, "' ",
      "ORDER BY c.office, f.id, who.person, g.day, c.id) ");
}

TEST_F(ReportTest, ConvictionsEqualSqlForEveryCombinationOfDimensions) {
  const std::map<v1::Dimension, std::string> columns = {{v1::DIMENSION_OFFICE, "office"},
                                                        {v1::DIMENSION_COUNTRY, "country"},
                                                        {v1::DIMENSION_CRIME_TYPE, "crime_type"},
                                                        {v1::DIMENSION_MONTH, "to_char(day, 'YYYY-MM')"},
                                                        {v1::DIMENSION_YEAR, "to_char(day, 'YYYY')"}};
  for (unsigned chosen = 0; chosen < 32; ++chosen) {
    v1::QueryConvictionsRequest request;
    std::string key = "'-'";
    for (const auto& [dimension, column] : columns) {
      if ((chosen >> (dimension - 1) & 1) == 0) continue;
      request.add_group_by(dimension);
      StrAppend(&key, " || ' ' || ", column);
    }
    const auto response = service_->Call(&Stub::QueryConvictions, request);
    ASSERT_TRUE(response.ok()) << response.status();
    std::string counted;
    for (const v1::ConvictionRow& row : response->rows()) {
      StrAppend(&counted, counted.empty() ? "" : ",", row.convictions(), "/", row.cases());
    }
    const std::string expected = service_->Sql(
        StrCat(ConvictionsSql(), "SELECT string_agg(n || '/' || cases, ',' ORDER BY k COLLATE \"C\") FROM (SELECT ",
               key, " AS k, count(*) AS n, count(DISTINCT case_id) AS cases FROM conviction GROUP BY 1) AS groups"));
    EXPECT_EQ(counted, expected) << chosen;
    EXPECT_FALSE(response->definition().text().empty());
    EXPECT_EQ(response->definition().snapshot_time().seconds(), 1433160000);
  }
}

TEST_F(ReportTest, ConvictionsOfAFilterEqualSql) {
  v1::QueryConvictionsRequest request;
  request.mutable_filter()->add_offices("cebu");
  request.mutable_filter()->add_offices("la-paz");
  request.mutable_filter()->add_countries("BO");
  request.mutable_filter()->add_crime_types("03");
  *request.mutable_filter()->mutable_period()->mutable_from() = DateOf(CivilDay(2010, 1, 1));
  *request.mutable_filter()->mutable_period()->mutable_to() = DateOf(CivilDay(2014, 12, 31));
  const auto response = service_->Call(&Stub::QueryConvictions, request).value();
  const std::string expected = service_->Sql(
      StrCat(ConvictionsSql(),
             "SELECT count(*) FROM conviction WHERE office IN ('cebu', 'la-paz') AND country = 'BO' AND crime_type "
             "LIKE '03%' AND day BETWEEN '2010-01-01' AND '2014-12-31'"));
  ASSERT_EQ(response.rows_size(), 1);
  EXPECT_EQ(std::to_string(response.rows(0).convictions()), expected);
  EXPECT_GT(response.rows(0).convictions(), 0);
}

TEST_F(ReportTest, ConvictionsAsOfADayEqualSql) {
  int64_t withdrawn = 0;
  int64_t before = 0;
  for (const CivilDay as_of :
       {CivilDay(2009, 6, 1), CivilDay(2011, 1, 1), CivilDay(2012, 12, 31), CivilDay(2015, 6, 1)}) {
    v1::QueryConvictionsRequest request;
    *request.mutable_as_of() = DateOf(as_of);
    const auto response = service_->Call(&Stub::QueryConvictions, request).value();
    const int64_t counted = response.rows().empty() ? 0 : response.rows(0).convictions();
    EXPECT_EQ(std::to_string(counted),
              service_->Sql(StrCat(ConvictionsSql(FormatDate(as_of)), "SELECT count(*) FROM conviction")));
    withdrawn += response.definition().exclusions_size();
    EXPECT_NE(counted, before) << FormatDate(as_of);
    before = counted;
  }
  EXPECT_GT(withdrawn, 0);
}

TEST_F(ReportTest, AsOfMustBeADateThatHasCome) {
  v1::QueryConvictionsRequest request;
  const auto error = [&request] {
    return std::string(service_->Call(&Stub::QueryConvictions, request).status().message());
  };
  request.mutable_as_of()->set_year(2014);
  EXPECT_THAT(error(), HasSubstr("as_of"));
  *request.mutable_as_of() = DateOf(CivilDay(2015, 6, 2));
  EXPECT_THAT(error(), HasSubstr("as_of must not be in the future"));
}

TEST_F(ReportTest, AdjournmentsEqualSql) {
  v1::QueryAdjournmentsRequest request;
  request.add_group_by(v1::DIMENSION_OFFICE);
  request.add_group_by(v1::DIMENSION_YEAR);
  const auto response = service_->Call(&Stub::QueryAdjournments, request).value();
  std::string counted;
  for (const v1::AdjournmentRow& row : response.rows()) {
    StrAppend(&counted, counted.empty() ? "" : ",", row.held(), "/", row.adjourned(), "/", row.wage_half_days_lost());
    for (const google::type::Money& money : row.wages_lost()) {
      StrAppend(&counted, "/", money.currency_code(), money.units() * 100 + money.nanos() / 10000000);
    }
    EXPECT_DOUBLE_EQ(row.adjournment_rate(),
                     static_cast<double>(row.adjourned()) / static_cast<double>(row.held() + row.adjourned()));
  }
  EXPECT_EQ(counted, service_->Sql("WITH day AS (SELECT office, id, extract(year FROM hearing_date) AS year, state "
                                   "FROM hearing_fact WHERE state IN (2, 3)), "
                                   "loss AS (SELECT d.office, d.year, a.half_days_lost, a.wages_currency, "
                                   "a.wages_minor_units FROM day d JOIN attendance_fact a "
                                   "ON a.office = d.office AND a.id = d.id WHERE d.state = 3), "
                                   "wages AS (SELECT office, year, wages_currency || sum(wages_minor_units) AS sum "
                                   "FROM loss GROUP BY office, year, wages_currency) "
                                   "SELECT string_agg(held || '/' || adjourned || '/' || lost || coalesce('/' || "
                                   "money, ''), ',' ORDER BY office, year) FROM "
                                   "(SELECT office, year, count(*) FILTER (WHERE state = 2) AS held, count(*) FILTER "
                                   "(WHERE state = 3) AS adjourned, "
                                   "coalesce((SELECT sum(half_days_lost) FROM loss l WHERE l.office = d.office AND "
                                   "l.year = d.year), 0) AS lost, "
                                   "(SELECT string_agg(sum, '/' ORDER BY sum) FROM wages w WHERE w.office = d.office "
                                   "AND w.year = d.year) AS money "
                                   "FROM day d GROUP BY office, year) AS groups"));
  EXPECT_GT(response.rows_size(), 3);
}

TEST_F(ReportTest, WhatFamiliesLostEqualsSql) {
  const auto response = service_->Call(&Stub::QueryAdjournments, v1::QueryAdjournmentsRequest()).value();
  ASSERT_EQ(response.rows_size(), 1);
  const v1::AdjournmentRow& row = response.rows(0);
  std::string counted = StrCat(row.family_wage_half_days_lost());
  for (const google::type::Money& money : row.family_wages_lost()) {
    StrAppend(&counted, "/", money.currency_code(), money.units() * 100 + money.nanos() / 10000000);
  }
  EXPECT_EQ(counted,
            service_->Sql("WITH loss AS (SELECT a.* FROM attendance_fact a JOIN hearing_fact h ON a.office = h.office "
                          "AND a.id = h.id WHERE h.state = 3 AND a.attendee IN (1, 2)), "
                          "wages AS (SELECT wages_currency || sum(wages_minor_units) AS sum FROM loss "
                          "WHERE wages_currency IS NOT NULL GROUP BY wages_currency) "
                          "SELECT sum(half_days_lost) || '/' || (SELECT string_agg(sum, '/' ORDER BY sum) FROM wages) "
                          "FROM loss"));
  EXPECT_LT(row.family_wage_half_days_lost(), row.wage_half_days_lost());
}

TEST_F(ReportTest, TimeToVerdictEqualsSql) {
  v1::QueryTimeToVerdictRequest request;
  request.add_group_by(v1::DIMENSION_COUNTRY);
  const auto response = service_->Call(&Stub::QueryTimeToVerdict, request).value();
  std::string counted;
  for (const v1::TimeToVerdictRow& row : response.rows()) {
    StrAppend(&counted, counted.empty() ? "" : ",", row.cases(), "/", row.decided(), "/", row.pending(), "/",
              row.shortest_days(), "/", row.longest_days(), "/", row.three_to_seven_years());
  }
  EXPECT_EQ(
      counted,
      service_->Sql("WITH matter AS (SELECT office, coalesce(merged_id, id) AS id, min(report_date) AS report_date "
                    "FROM case_fact GROUP BY 1, 2), "
                    "course AS (SELECT o.country, f.report_date, (SELECT max(v.day) FROM charge_fact c LEFT JOIN "
                    "(SELECT office, id, min(standing_date) AS day FROM charge_standing_fact WHERE verdict > 0 "
                    "GROUP BY office, id) v ON v.office = c.office AND v.id = c.id "
                    "WHERE c.office = f.office AND "
                    "c.case_id IN (SELECT m.id FROM case_fact m WHERE m.office = f.office AND "
                    "coalesce(m.merged_id, m.id) = f.id) HAVING count(*) > 0 AND bool_and(coalesce(v.day <= "
                    "'2015-06-01', false))) AS verdict FROM matter f "
                    "JOIN office_fact o USING (office)) "
                    "SELECT string_agg(cases || '/' || decided || '/' || cases - decided || '/' || shortest || "
                    "'/' || longest || '/' || within, ',' "
                    "ORDER BY country) FROM (SELECT country, count(*) AS cases, count(verdict) AS decided, "
                    "min(verdict - report_date) AS shortest, "
                    "max(verdict - report_date) AS longest, count(*) FILTER (WHERE verdict >= report_date + "
                    "interval '3 years' AND verdict <= "
                    "report_date + interval '7 years') AS within FROM course GROUP BY country) AS groups"));
}

TEST_F(ReportTest, EveryWrongFieldIsNamed) {
  v1::QueryConvictionsRequest request;
  request.mutable_filter()->add_offices("NOT AN ID");
  request.mutable_filter()->add_countries("Bolivia");
  request.mutable_filter()->add_crime_types("rape");
  *request.mutable_filter()->mutable_period()->mutable_from() = DateOf(CivilDay(2014, 2, 2));
  *request.mutable_filter()->mutable_period()->mutable_to() = DateOf(CivilDay(2014, 2, 1));
  request.add_group_by(v1::DIMENSION_UNSPECIFIED);
  request.add_group_by(v1::DIMENSION_YEAR);
  request.add_group_by(v1::DIMENSION_YEAR);
  request.add_group_by(static_cast<v1::Dimension>(77));
  const absl::Status status = service_->Call(&Stub::QueryConvictions, request).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  for (const char* field : {"filter.offices[0]", "filter.countries[0]", "filter.crime_types[0]", "filter.period.to",
                            "group_by[0]", "group_by[2]", "group_by[3]"}) {
    EXPECT_THAT(std::string(status.message()), HasSubstr(field));
  }
}

TEST_F(ReportTest, DatesMustBeWhole) {
  v1::QueryAdjournmentsRequest request;
  request.mutable_filter()->mutable_period()->mutable_from()->set_year(2014);
  *request.mutable_filter()->mutable_period()->mutable_to() = DateOf(CivilDay(2015, 2, 28));
  request.mutable_filter()->mutable_period()->mutable_to()->set_day(29);
  const std::string message(service_->Call(&Stub::QueryAdjournments, request).status().message());
  EXPECT_THAT(message, HasSubstr("filter.period.from"));
  EXPECT_THAT(message, HasSubstr("filter.period.to"));
}

TEST_F(ReportTest, HighlightsNeedAMonth) {
  v1::GetHighlightsRequest request;
  EXPECT_THAT(HighlightsError(request), ::testing::AllOf(HasSubstr("year"), HasSubstr("month")));
  request.set_year(2014);
  request.set_month(13);
  EXPECT_THAT(HighlightsError(request), HasSubstr("month"));
  request.set_month(11);
  EXPECT_EQ(HighlightsError(request), "");
  *request.mutable_as_of() = DateOf(CivilDay(2014, 10, 31));
  EXPECT_THAT(HighlightsError(request), HasSubstr("as_of"));
  *request.mutable_as_of() = DateOf(CivilDay(2014, 11, 1));
  EXPECT_EQ(HighlightsError(request), "");
  *request.mutable_as_of() = DateOf(CivilDay(2999, 12, 31));
  EXPECT_THAT(HighlightsError(request), HasSubstr("as_of must not be in the future"));
}

TEST_F(ReportTest, AMonthBeforeOrAfterAllFactsHasNoHighlights) {
  for (const int year : {1900, 9999}) {
    v1::GetHighlightsRequest request;
    request.set_year(year);
    request.set_month(12);
    const auto response = service_->Call(&Stub::GetHighlights, request);
    ASSERT_TRUE(response.ok()) << response.status();
    EXPECT_EQ(response->highlights_size(), 0) << year;
  }
}

TEST_F(ReportTest, TooManyRowsAreRefused) {
  v1::QueryConvictionsRequest request;
  for (auto dimension : {v1::DIMENSION_OFFICE, v1::DIMENSION_CRIME_TYPE, v1::DIMENSION_MONTH})
    request.add_group_by(dimension);
  StatisticsService strict(*cases_, *scheduling_, /*max_rows=*/3);
  ASSERT_TRUE(strict.CatchUp());
  const absl::Status status = strict.Call(&Stub::QueryConvictions, request).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr("group_by"));
}

TEST_F(ReportTest, WhatACallerMayNotSeeDoesNotExistForIt) {
  v1::QueryConvictionsRequest request;
  request.add_group_by(v1::DIMENSION_OFFICE);
  const auto all = service_->Call(&Stub::QueryConvictions, request).value();
  EXPECT_EQ(all.rows_size(), 3);
  const auto own = service_->Call(&Stub::QueryConvictions, request, "cebu-analyst").value();
  ASSERT_EQ(own.rows_size(), 1);
  EXPECT_EQ(own.rows(0).SerializeAsString(), all.rows(0).SerializeAsString());
  request.mutable_filter()->add_offices("la-paz");
  const absl::Status other = service_->Call(&Stub::QueryConvictions, request, "cebu-analyst").status();
  request.mutable_filter()->set_offices(0, "nowhere");
  const absl::Status nowhere = service_->Call(&Stub::QueryConvictions, request).status();
  EXPECT_EQ(other.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(nowhere.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(errors::Reason(other), errors::Reason(nowhere));
  v1::GetHighlightsRequest highlights;
  highlights.set_year(2012);
  highlights.set_month(11);
  const auto lines = service_->Call(&Stub::GetHighlights, highlights, "cebu-analyst").value();
  EXPECT_GT(lines.highlights_size(), 0);
  for (const v1::Highlight& line : lines.highlights()) {
    EXPECT_TRUE(line.office().empty() || line.office() == "cebu") << line.text();
  }
  highlights.set_office("la-paz");
  EXPECT_EQ(service_->Call(&Stub::GetHighlights, highlights, "cebu-analyst").status().code(),
            absl::StatusCode::kNotFound);
}

TEST_F(ReportTest, OnlyTheRolesOfTheContractMayAsk) {
  const auto refused = service_->Call(&Stub::QueryConvictions, v1::QueryConvictionsRequest(), "intake");
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kPermissionDenied);
}

TEST_F(ReportTest, StatusTellsPositionsAndCounts) {
  const auto status = service_->Call(&Stub::GetStatus, v1::GetStatusRequest()).value();
  ASSERT_EQ(status.feeds_size(), 2);
  EXPECT_EQ(status.feeds(0).feed(), "case");
  EXPECT_EQ(status.feeds(0).applied_seq(), cases_->head());
  EXPECT_EQ(status.feeds(0).head_seq(), cases_->head());
  EXPECT_EQ(status.feeds(1).feed(), "scheduling");
  EXPECT_TRUE(status.feeds(1).connected());
  std::map<std::string, int64_t> counts;
  for (const v1::FactCount& fact : status.facts()) counts[fact.kind()] = fact.count();
  for (const FactTable& table : FactTables()) {
    if (table.parent.empty()) {
      EXPECT_EQ(std::to_string(counts[std::string(table.kind)]),
                service_->Sql(StrCat("SELECT count(*) FROM ", table.name)));
    }
  }
}

TEST_F(ReportTest, EveryStatementThatWritesNamesTheOffice) {
  for (size_t i = 0; i < kTableCount; ++i) {
    const FactStatements& statements = StatementsOf(static_cast<TableIndex>(i));
    EXPECT_THAT(statements.upsert, HasSubstr("ON CONFLICT (office"));
    const bool names_office = statements.remove_stale.find("part.office = whole.office") != std::string::npos;
    EXPECT_EQ(names_office, !FactTables()[i].parent.empty());
  }
}

}  // namespace
}  // namespace amparo::statistics
