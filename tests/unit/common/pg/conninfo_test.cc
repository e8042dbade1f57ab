#include <gtest/gtest.h>

#include "common/pg/conninfo.h"

namespace amparo::pg {
namespace {

TEST(Conninfo, AddsWhatEveryConnectionNeeds) {
  const auto conninfo = ConninfoFor({.conninfo = "host=/tmp user=cases options='-c search_path=cases'",
                                     .application_name = "amparo-reader",
                                     .settings = {{"statement_timeout", "5000"}}});
  ASSERT_TRUE(conninfo.ok()) << conninfo.status();
  for (const char* part : {"tcp_user_timeout=15000", "keepalives_idle=10", "application_name='amparo-reader'",
                           "user='cases'", "options='-c search_path=cases -c statement_timeout=5000'"}) {
    EXPECT_NE(conninfo->find(part), std::string::npos) << part << " in " << *conninfo;
  }
}

TEST(Conninfo, TheStringItselfWinsAndQuotesSurvive) {
  const auto conninfo =
      ConninfoFor({.conninfo = "application_name=mine password='it''s\\\\'", .application_name = "other"});
  EXPECT_FALSE(conninfo.ok()) << "'' is not how libpq quotes";
  const auto quoted = ConninfoFor({.conninfo = "application_name=mine password='it\\'s'", .application_name = "other"});
  ASSERT_TRUE(quoted.ok()) << quoted.status();
  EXPECT_LT(quoted->find("'other'"), quoted->find("'mine'"));
  EXPECT_NE(quoted->find("password='it\\'s'"), std::string::npos);
}

TEST(Conninfo, TakesUris) {
  const auto conninfo =
      ConninfoFor({.conninfo = "postgresql://cases@db:5433/amparo?sslmode=require", .application_name = "x"});
  ASSERT_TRUE(conninfo.ok()) << conninfo.status();
  EXPECT_NE(conninfo->find("host='db'"), std::string::npos);
  EXPECT_NE(conninfo->find("port='5433'"), std::string::npos);
}

TEST(Conninfo, RefusesNonsense) {
  EXPECT_TRUE(absl::IsInvalidArgument(ConninfoFor({.conninfo = "no such key", .application_name = "x"}).status()));
}

}  // namespace
}  // namespace amparo::pg
