#include "services/case/domain/case_search.h"

#include "gmock/gmock.h"
#include "services/case/convert/case_convert.h"
#include "services/case/convert/case_search_convert.h"
#include "services/case/store/case_search_sql.h"
#include "services/case/store/tables.h"

namespace amparo::cases {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

crypto::BlindIndex TestIndex() {
  return crypto::BlindIndex(*crypto::KeyRing::Parse("2014:" + std::string(64, 'a') + "\n", "keys"));
}

CaseSearch SearchForAll() {
  CaseSearch search;
  search.office = "cebu";
  search.stages = {Stage::kProsecution, Stage::kAppeal};
  search.crime_type = "0204";
  search.case_number = "N-1";
  search.lead = "spiffe://amparo/a";
  search.reported_from = absl::CivilDay(2014, 1, 1);
  search.reported_to = absl::CivilDay(2014, 12, 31);
  search.flags = {FlagKind::kSafetyRisk};
  search.words = {"shelter"};
  search.narrative_words = {"bridge"};
  return search;
}

TEST(CaseSearchTest, ACaseIsFoundByTheWordsOfTitleAndNumberHoweverTheyAreSpelt) {
  EXPECT_THAT(CaseWords("Señal from a SHELTER, a shelter", "CEB-2014/101"),
              ElementsAre("101", "2014", "a", "ceb", "from", "senal", "shelter"));
  EXPECT_THAT(InOffice("cebu", {"shelter"}), ElementsAre("cebu shelter"));
}

TEST(CaseSearchTest, ANarrativeIsFoundByItsWordsOfThreeLettersAndMore) {
  EXPECT_THAT(NarrativeWords({"She was at the bridge. The BRIDGE!", "a Teacher"}),
              ElementsAre("bridge", "she", "teacher", "the", "was"));
  std::string endless;
  for (int i = 0; i < 5000; ++i) endless += "w" + std::to_string(10000 + i) + " ";
  EXPECT_THAT(NarrativeWords({endless, ""}), SizeIs(kMostNarrativeWords));
  EXPECT_THAT(NarrativeTerms({"bridge"}), ElementsAre("n:bridge"));
}

TEST(CaseSearchTest, WhatThePlainListAnswersIsPlain) {
  CaseSearch search;
  EXPECT_TRUE(IsPlain(search));
  search.stages = {Stage::kReported};
  search.crime_type = "02";
  EXPECT_TRUE(IsPlain(search));
  search.case_number = "N";
  EXPECT_FALSE(IsPlain(search)) << "it may be the number of a merged case: the one that stands for it is told";
  search.with_merged = true;
  EXPECT_TRUE(IsPlain(search));
  EXPECT_THAT(PlainFilters(search), SizeIs(TableOf(Kind::kCase).filters.size()));
  search.stages.push_back(Stage::kClosed);
  EXPECT_FALSE(IsPlain(search)) << "two stages have no order of entry in the index of stages";
  EXPECT_FALSE(IsPlain(SearchForAll()));
}

TEST(CaseSearchTest, AStageThatIsNamedTwiceIsAskedForOnce) {
  v1::ListCasesRequest request;
  request.add_stages(v1::CASE_STAGE_PROSECUTION);
  request.add_stages(v1::CASE_STAGE_APPEAL);
  request.add_stages(v1::CASE_STAGE_PROSECUTION);
  Violations violations;
  EXPECT_THAT(CaseSearchFrom(request, "cebu", violations).stages, ElementsAre(Stage::kProsecution, Stage::kAppeal));
  EXPECT_TRUE(violations.empty());
}

TEST(CaseSearchTest, WrongSearchesAreTold) {
  v1::ListCasesRequest request;
  request.add_stages(v1::CASE_STAGE_UNSPECIFIED);
  request.set_crime_type("x");
  request.add_flags(static_cast<v1::FlagKind>(99));
  request.set_text("...");
  request.set_narrative_text("a b c d e f g h i j k");
  request.mutable_report_from()->set_year(2014);
  for (google::type::Date* const day : {request.mutable_moved_from(), request.mutable_verdict_from()}) {
    day->set_year(2015);
    day->set_month(1);
    day->set_day(1);
  }
  *request.mutable_moved_to() = request.moved_from();
  request.mutable_moved_to()->set_year(2014);
  *request.mutable_verdict_to() = request.moved_to();
  request.set_assignee(std::string(201, 'a'));
  Violations violations;
  CaseSearchFrom(request, "cebu", violations);
  std::vector<std::string> fields;
  for (const Violation& one : violations.found()) fields.push_back(one.field);
  EXPECT_THAT(fields, ElementsAre("stages", "report_from", "flags", "text", "narrative_text", "crime_type", "assignee",
                                  "moved_to", "verdict_to"));
}

TEST(CaseSearchTest, ASearchBeginsWithTheOfficeAndSaysNothingInClearOfNarratives) {
  const crypto::BlindIndex index = TestIndex();
  const ListQuery::After after{absl::UnixEpoch(), Uuid()};
  const ComposedSql all = CaseFindSql(SearchForAll(), index, after, 51);
  EXPECT_THAT(all.sql,
              AllOf(HasSubstr("FROM \"case\" WHERE office = $1 AND stage = ANY ($13::integer[]) AND merged_id IS NULL "
                              "AND crime_type >= $2"),
                    HasSubstr("(case_number = $3 OR id = ANY (ARRAY(SELECT given_up.merged_id FROM \"case\" AS "
                              "given_up WHERE given_up.office = $1 AND given_up.merged_id IS NOT NULL AND "
                              "given_up.case_number = $3)))"),
                    HasSubstr("(words @> $8::text[] OR id = ANY ("), HasSubstr("(tokens @> $9::bigint[])"),
                    HasSubstr("(create_time, id) > ($10::timestamptz, $11::uuid)"),
                    HasSubstr("ORDER BY create_time, id LIMIT $12::integer")));
  ASSERT_THAT(all.arguments, SizeIs(13));
  EXPECT_EQ(all.arguments[0], "cebu");
  EXPECT_EQ(all.arguments[7], "{\"cebu shelter\"}");
  for (const auto& argument : all.arguments) EXPECT_THAT(*argument, Not(HasSubstr("bridge")));
  CaseSearch one = SearchForAll();
  one.with_merged = true;
  EXPECT_THAT(CaseFindSql(one, index, std::nullopt, 51).sql, Not(HasSubstr("merged_id IS NULL")));
  EXPECT_THAT(CaseCountSql(SearchForAll(), index, 10001).sql,
              AllOf(HasSubstr("office = $1"), HasSubstr("stage = ANY ($10::integer[]) LIMIT $11::bigint")));
}

TEST(CaseSearchTest, APageIsFoundByItsKeysAndOnlyItsCasesAreLookedAt) {
  const crypto::BlindIndex index = TestIndex();
  CaseSearch search;
  search.office = "cebu";
  search.lead = "spiffe://amparo/a";
  EXPECT_THAT(CaseFindSql(search, index, std::nullopt, 51).sql,
              HasSubstr("FROM \"case\" WHERE office = $1 AND id = ANY (ARRAY(SELECT page.id FROM (SELECT id, "
                        "create_time FROM \"case\" WHERE office = $1 AND merged_id IS NULL AND lead = $2 AND lead <> "
                        "'' ORDER BY create_time, id LIMIT $3::integer) AS page ORDER BY create_time, id LIMIT "
                        "$3::integer)) ORDER BY create_time, id"));
  search.stages = {Stage::kProsecution, Stage::kAppeal};
  EXPECT_THAT(CaseFindSql(search, index, std::nullopt, 51).sql,
              HasSubstr("FROM unnest($4::integer[]) AS wanted (stage) CROSS JOIN LATERAL (SELECT id, create_time FROM "
                        "\"case\" WHERE office = $1 AND stage = wanted.stage AND merged_id IS NULL AND lead = $2"));
}

TEST(CaseSearchTest, CasesFromSomeDayOnAreNotLookedForInTheOrderOfEntry) {
  const crypto::BlindIndex index = TestIndex();
  CaseSearch search;
  search.office = "cebu";
  search.stages = {Stage::kProsecution};
  search.reported_to = absl::CivilDay(2014, 12, 31);
  EXPECT_THAT(CaseFindSql(search, index, std::nullopt, 51).sql,
              AllOf(HasSubstr("stage = wanted.stage"), Not(HasSubstr("OFFSET 0"))));
  for (std::optional<absl::CivilDay> CaseSearch::*from : {&CaseSearch::reported_from, &CaseSearch::moved_from}) {
    CaseSearch late = search;
    late.*from = absl::CivilDay(2014, 1, 1);
    EXPECT_THAT(
        CaseFindSql(late, index, std::nullopt, 51).sql,
        AllOf(HasSubstr("(SELECT id, create_time FROM \"case\" WHERE office = $1 AND stage = ANY ($5::integer[]) AND "
                        "merged_id IS NULL AND "),
              HasSubstr("::date OFFSET 0) AS page ORDER BY create_time, id LIMIT $4::integer"),
              Not(HasSubstr("LATERAL"))));
  }
}

TEST(CaseSearchTest, WhatWasEnteredUnderACaseLeadsToTheOneThatStandsForIt) {
  const crypto::BlindIndex index = TestIndex();
  CaseSearch search;
  search.office = "cebu";
  search.judged_from = absl::CivilDay(2014, 1, 1);
  search.judged_to = absl::CivilDay(2014, 12, 31);
  search.assignee = "spiffe://amparo/a";
  EXPECT_FALSE(IsPlain(search));
  const std::string sql = CaseFindSql(search, index, std::nullopt, 51).sql;
  EXPECT_THAT(sql,
              AllOf(HasSubstr("id IN (SELECT coalesce(whole.merged_id, whole.id) FROM charge AS part JOIN \"case\" AS "
                              "whole ON whole.office = $1 AND whole.id = part.case_id WHERE part.office = $1 AND "
                              "part.verdict_date IS NOT NULL AND part.verdict_date >= $2::date AND "
                              "part.verdict_date <= $3::date)"),
                    HasSubstr("FROM task AS part"), HasSubstr("part.assignee = $4)")));
  search.with_merged = true;
  EXPECT_THAT(CaseFindSql(search, index, std::nullopt, 51).sql,
              HasSubstr("SELECT unnest(ARRAY[whole.id, whole.merged_id])"));
}

TEST(CaseSearchTest, TheColumnsOfACaseAreThoseOfItsTable) {
  Case value;
  value.name.office = "cebu";
  value.title = "A shelter";
  value.lead = "spiffe://amparo/a";
  value.open_flags = {FlagKind::kMedia};
  const std::vector<Value> columns = ColumnsOf(value);
  ASSERT_THAT(columns, SizeIs(TableOf(Kind::kCase).columns.size()));
  EXPECT_EQ(columns[4].index(), 0u) << "it stands for itself";
  EXPECT_EQ(columns[5], Value(value.lead));
  EXPECT_EQ(std::get<std::vector<int64_t>>(columns[6]), std::vector<int64_t>{static_cast<int64_t>(FlagKind::kMedia)});
  EXPECT_THAT(std::get<std::vector<std::string>>(columns[7]), ElementsAre("cebu a", "cebu shelter"));
  EXPECT_EQ(columns[8].index(), 0u) << "tokens are kept unless the narrative changes";
  EXPECT_EQ(columns[10], Value(value.report_date)) << "it has made no move yet";
}

}  // namespace
}  // namespace amparo::cases
