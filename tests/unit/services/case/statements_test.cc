// Every statement names the office it is about, so that rows can never leave it and can be spread over machines by it.
#include "services/case/store/statements.h"

#include <set>
#include <string>

#include "gmock/gmock.h"

namespace amparo::cases {
namespace {

using testing::HasSubstr;
using testing::Not;

// Statements that are about all offices by intent.
const std::set<std::string> kExempt = {"case_count_stages", "office_list"};

TEST(StatementsTest, EveryStatementNamesItsOffice) {
  for (const pg::Statement& statement : AllStatements()) {
    if (kExempt.contains(std::string(statement.name))) continue;
    EXPECT_THAT(std::string(statement.sql), HasSubstr("office = $1")) << statement.name;
  }
}

TEST(StatementsTest, NamesAreUniqueAndShort) {
  std::set<std::string_view> names;
  for (const pg::Statement& statement : AllStatements()) {
    EXPECT_TRUE(names.insert(statement.name).second) << statement.name;
    EXPECT_LE(statement.name.size(), 60u);
  }
  EXPECT_GT(names.size(), 40u);
}

TEST(StatementsTest, ActsUseNoTimesOrRandomValuesOfTheDatabase) {
  for (const pg::Statement& statement : AllStatements()) {
    for (const char* function : {"now()", "current_", "random", "clock_timestamp"}) {
      EXPECT_THAT(std::string(statement.sql), Not(HasSubstr(function))) << statement.name;
    }
  }
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

}  // namespace
}  // namespace amparo::cases
