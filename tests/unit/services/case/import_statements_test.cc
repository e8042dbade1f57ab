#include "services/case/store/import_statements.h"

#include <set>
#include <string>

#include "gmock/gmock.h"

namespace amparo::cases {
namespace {

using ::testing::HasSubstr;

TEST(ImportStatementsTest, EachNamesItsOfficeAndHasANameOfItsOwn) {
  std::set<std::string_view> names;
  for (const pg::Statement& statement : ImportStatements()) {
    EXPECT_THAT(std::string(statement.sql), HasSubstr("office")) << statement.name;
    EXPECT_THAT(std::string(statement.sql), HasSubstr("$1::text")) << statement.name;
    EXPECT_TRUE(names.insert(statement.name).second) << statement.name;
  }
  EXPECT_EQ(names.size(), 15u);
}

TEST(ImportStatementsTest, InsertsAKindByOneStatement) {
  EXPECT_EQ(
      ImportInsert(Kind::kVenue).sql,
      "INSERT INTO venue (office, version, create_time, update_time, id, kind, withdraw_time, body) "
      "SELECT $1::text, 1, entered, entered, id, kind, withdraw_time, body "
      "FROM unnest($2::timestamptz[], $3::uuid[], $4::integer[], $5::timestamptz[], $6::bytea[]) AS row (entered, "
      "id, kind, withdraw_time, body) "
      "ORDER BY id ON CONFLICT (office, id) DO NOTHING RETURNING id");
}

TEST(ImportStatementsTest, ACaseComesWithWhatItIsFoundByAndItsCounts) {
  EXPECT_THAT(
      std::string(ImportInsert(Kind::kCase).sql),
      ::testing::AllOf(HasSubstr("merged_id, lead, flags::integer[], words::text[], tokens::bigint[], index_key, "
                                 "stage_date, body, charges, without_verdict, first_charge_date FROM unnest("),
                       HasSubstr("$8::uuid[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], "
                                 "$14::date[], $15::bytea[], $16::integer[], $17::integer[], $18::date[])"),
                       ::testing::EndsWith(") ORDER BY case_number RETURNING id")));
}

TEST(ImportStatementsTest, ListsComeAsTextsOfTheirOwn) {
  EXPECT_THAT(std::string(ImportInsert(Kind::kPerson).sql),
              ::testing::AllOf(HasSubstr("needs::integer[]"), HasSubstr("tokens::bigint[]"), HasSubstr("$6::text[]")));
  const ChargeFacts none;
  Change change;
  change.key = KeyOf(PersonName{"cebu", *Uuid::Parse("0190f3c2-7d1e-7abc-8def-0123456789ab")});
  change.time = absl::FromUnixSeconds(0);
  change.columns = {std::string("Maya"),      int64_t{1},         std::vector<int64_t>{4, 7}, false, false, Value(),
                    std::vector<int64_t>{-5}, std::string("2014")};
  const Texts arguments = ImportInsertArguments(Kind::kPerson, "cebu", {{&change, &none}});
  EXPECT_EQ(arguments[5], "{\"{4,7}\"}");
  EXPECT_EQ(arguments[9], "{\"{-5}\"}");
}

TEST(ImportStatementsTest, ArgumentsFollowTheColumns) {
  const CaseName name{"cebu", *Uuid::Parse("0190f3c2-7d1e-7abc-8def-0123456789ab")};
  const CaseName other{"cebu", *Uuid::Parse("0190f3c2-7d1e-7abc-8def-0123456789ac")};
  const ChargeFacts facts{.charges = 3, .without_verdict = 1, .first_date = absl::CivilDay(2012, 3, 1)};
  const ChargeFacts none;
  Change change;
  change.key = KeyOf(name);
  change.time = absl::FromUnixSeconds(0) + absl::Microseconds(5);
  change.body = std::string("\0\x01", 2);
  change.columns = {std::string("a\"b"),
                    int64_t{5},
                    std::string("02041"),
                    absl::CivilDay(2012, 2, 29),
                    Value(),
                    std::string("spiffe://amparo/a"),
                    std::vector<int64_t>{1, 7},
                    std::vector<std::string>{"cebu a", "cebu b"},
                    std::vector<int64_t>{-5, 9},
                    std::string("2014"),
                    absl::CivilDay(2012, 3, 1)};
  Change second = change;
  second.key = KeyOf(other);
  second.columns[0] = std::string("c");
  second.columns[6] = std::vector<int64_t>();
  second.columns[7] = std::vector<std::string>();
  second.columns[8] = second.columns[9] = Value();
  EXPECT_THAT(
      ImportInsertArguments(Kind::kCase, "cebu", {{&change, &facts}, {&second, &none}}),
      ::testing::ElementsAre("cebu", "{\"1970-01-01T00:00:00.000005+00\",\"1970-01-01T00:00:00.000005+00\"}",
                             "{\"0190f3c2-7d1e-7abc-8def-0123456789ab\",\"0190f3c2-7d1e-7abc-8def-0123456789ac\"}",
                             "{\"a\\\"b\",\"c\"}", "{5,5}", "{\"02041\",\"02041\"}", "{\"2012-02-29\",\"2012-02-29\"}",
                             "{NULL,NULL}", "{\"spiffe://amparo/a\",\"spiffe://amparo/a\"}", "{\"{1,7}\",\"{}\"}",
                             R"({"{\"cebu a\",\"cebu b\"}","{}"})", "{\"{-5,9}\",NULL}", "{\"2014\",NULL}",
                             "{\"2012-03-01\",\"2012-03-01\"}", "{\"\\\\x0001\",\"\\\\x0001\"}", "{3,0}", "{1,0}",
                             "{\"2012-03-01\",NULL}"));
}

TEST(ImportStatementsTest, PartsOfSeveralCasesNameEachItsOwn) {
  EXPECT_THAT(std::string(ImportInsert(Kind::kParty).sql), HasSubstr("case_id) SELECT"));
  const ChargeFacts none;
  Change change;
  change.key = KeyOf(PartyName{"cebu", *Uuid::Parse("0190f3c2-7d1e-7abc-8def-0123456789ab"),
                               *Uuid::Parse("0190f3c2-7d1e-7abc-8def-0123456789ac")});
  change.time = absl::FromUnixSeconds(0);
  change.columns = {int64_t{1}, Value(), Value()};
  EXPECT_EQ(ImportInsertArguments(Kind::kParty, "cebu", {{&change, &none}}).back(),
            "{\"0190f3c2-7d1e-7abc-8def-0123456789ab\"}");
}

}  // namespace
}  // namespace amparo::cases
