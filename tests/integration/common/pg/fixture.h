// What the tests of common/pg share: a database each, and awaiting from a test's thread.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "absl/time/clock.h"
#include "common/base/strings.h"
#include "common/base/task.h"
#include "common/errors/errors.h"
#include "common/pg/reader.h"
#include "common/pg/sqlstate.h"
#include "common/pg/writer.h"
#include "common/testing/postgres.h"

namespace amparo::pg {

// Awaits one run from the test's thread.
template <typename Awaitable>
auto Await(Awaitable awaitable) {
  return SyncWait(AsTask(std::move(awaitable)));
}

// True as soon as `condition` holds; false when it still does not after a long while.
inline bool Eventually(const std::function<bool()>& condition) {
  const absl::Time give_up = absl::Now() + absl::Seconds(20);
  while (!condition()) {
    if (absl::Now() > give_up) return false;
    absl::SleepFor(absl::Milliseconds(2));
  }
  return true;
}

class PgTest : public ::testing::Test {
 protected:
  ReaderOptions reader_options() const { return {.conninfo = database_->conninfo()}; }
  WriterOptions writer_options() const { return {.conninfo = database_->conninfo()}; }
  static Limits Soon() { return Limits::For(absl::Seconds(20)); }

  const std::unique_ptr<testing::TestDatabase> database_ = testing::PrivatePostgres::Shared().CreateDatabase();
};

}  // namespace amparo::pg
