// The named statements of common: each names the office it is about, or says why it is about all.
#include <set>
#include <string>
#include <vector>

#include "common/audit/audit.h"
#include "common/audit/audit_list.h"
#include "common/audit/chain_sql.h"
#include "common/feed/append.h"
#include "common/feed/cursor.h"
#include "common/feed/maintenance.h"
#include "common/feed/reader.h"
#include "common/idempotency/request.h"
#include "common/pg/notify.h"
#include "gmock/gmock.h"

namespace amparo::feed {
namespace {

using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;

std::vector<pg::Statement> All() {
  std::vector<pg::Statement> all = {kAppend, pg::kNotify};
  const auto add = [&all](const auto& statements) { all.insert(all.end(), statements.begin(), statements.end()); };
  add(kReaderStatements);
  add(kMaintenanceStatements);
  add(CursorStatements());
  add(idempotency::kStatements);
  add(audit::kStatements);
  add(audit::ChainStatements());
  add(audit::ListStatements());
  return all;
}

TEST(StatementsTest, EachNamesItsOfficeUnlessItSaysWhyNot) {
  for (const pg::Statement& statement : All()) {
    if (statement.all_offices.empty()) {
      EXPECT_THAT(std::string(statement.sql), HasSubstr("office")) << statement.name;
    }
  }
}

// Whoever lifts the rule for one more statement says so here.
TEST(StatementsTest, TheseAreAboutAllOffices) {
  std::vector<std::string> exempt;
  for (const pg::Statement& statement : All()) {
    if (!statement.all_offices.empty()) exempt.emplace_back(statement.name);
  }
  EXPECT_THAT(exempt, UnorderedElementsAre("amparo_notify", "feed_read_events", "feed_read_head", "request_expire",
                                           "outbox_extend", "outbox_is_older", "feed_move_floor", "feed_cursor_read",
                                           "feed_cursor_make", "feed_cursor_move", "feed_cursor_begin_load",
                                           "feed_cursor_continue_load", "audit_seal_state", "audit_seal_lock",
                                           "audit_seal_move", "audit_read_entries", "audit_chains_between",
                                           "audit_missing_between"));
}

TEST(StatementsTest, NamesAreUniqueAndShort) {
  std::set<std::string_view> names;
  for (const pg::Statement& statement : All()) {
    EXPECT_TRUE(names.insert(statement.name).second) << statement.name;
    EXPECT_LE(statement.name.size(), 60u);
  }
}

}  // namespace
}  // namespace amparo::feed
