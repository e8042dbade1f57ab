// What the tests of common/pg share: a database each, and awaiting from a test's thread.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

#include "common/base/strings.h"
#include "common/base/task.h"
#include "common/errors/errors.h"
#include "common/pg/reader.h"
#include "common/pg/sqlstate.h"
#include "common/pg/writer.h"
#include "common/testing/eventually.h"
#include "common/testing/postgres.h"

namespace amparo::pg {

using testing::Eventually;

// Awaits one run from the test's thread.
template <typename Awaitable>
auto Await(Awaitable awaitable) {
  return SyncWait(AsTask(std::move(awaitable)));
}

class PgTest : public ::testing::Test {
 protected:
  ReaderOptions reader_options() const { return {.conninfo = database_->conninfo()}; }
  WriterOptions writer_options() const { return {.conninfo = database_->conninfo()}; }
  static Limits Soon() { return Limits::For(absl::Seconds(20)); }

  // Has each commit of what was inserted into the table t lose its connection instead.
  void BreakCommits() {
    database_->Exec(
        "CREATE SEQUENCE broken; CREATE FUNCTION break_off() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "PERFORM nextval('broken'), pg_terminate_backend(pg_backend_pid()), pg_sleep(20); RETURN NULL; END $$; "
        "CREATE CONSTRAINT TRIGGER break_off AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED FOR EACH ROW "
        "EXECUTE FUNCTION break_off()");
  }
  // How often that has happened: no rollback takes back what a sequence gave.
  std::string BrokenCommits() {
    return database_->Exec("SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM broken");
  }

  const std::unique_ptr<testing::TestDatabase> database_ = testing::PrivatePostgres::Shared().CreateDatabase();
};

}  // namespace amparo::pg
