#include "common/pg/connection.h"

#include <gtest/gtest.h>

#include <pqxx/pqxx>
#include <thread>

#include "tests/integration/common/pg/fixture.h"

namespace amparo::pg {
namespace {

class ConnectionTest : public PgTest {};

TEST_F(ConnectionTest, ALostOneIsNeverMadeAgainInSilence) {
  Connection connection({.conninfo = database_->conninfo()});
  std::string backend;
  {
    pqxx::nontransaction t(connection);
    t.exec("SELECT pg_advisory_lock(1)");
    backend = t.exec1("SELECT pg_backend_pid()")[0].as<std::string>();
  }
  database_->Exec(StrCat("SELECT pg_terminate_backend(", backend, ", 5000)"));
  for (int i = 0; i < 2; ++i) {
    EXPECT_THROW(
        {
          pqxx::nontransaction t(connection);
          t.exec1("SELECT 1");
        },
        pqxx::broken_connection)
        << "its lock is gone";
  }
}

TEST_F(ConnectionTest, SaysWhyItCannotBeMade) {
  try {
    Connection connection({.conninfo = database_->conninfo() + " dbname=nowhere"});
    FAIL() << "there is no such database";
  } catch (const pqxx::broken_connection& error) {
    EXPECT_NE(std::string(error.what()).find("nowhere"), std::string::npos) << error.what();
  }
}

TEST(ConstraintIn, IsWhatPostgresNamesAsSuch) {
  EXPECT_EQ(
      ConstraintIn("ERROR:  23503: update or delete on table \"t\" violates foreign key constraint \"b\" on table "
                   "\"c\"\nDETAIL:  Key (id)=(\nCONSTRAINT NAME:  forged) is still referenced.\n"
                   "TABLE NAME:  c\nCONSTRAINT NAME:  b\nLOCATION:  ri_ReportViolation, ri_triggers.c:2608\n"),
      "b");
  EXPECT_EQ(ConstraintIn("ERROR:  23502: null value in column \"a\" of relation \"t\"\nLOCATION:  x, y.c:1\n"), "");
}

}  // namespace
}  // namespace amparo::pg
