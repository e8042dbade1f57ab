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

  const std::unique_ptr<testing::TestDatabase> database_ = testing::PrivatePostgres::Shared().CreateDatabase();
};

}  // namespace amparo::pg
