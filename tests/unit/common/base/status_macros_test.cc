#include "common/base/status_macros.h"

#include <gtest/gtest.h>

#include "common/base/task.h"

namespace amparo {
namespace {

absl::StatusOr<int> Half(int value) {
  if (value % 2 != 0) return absl::InvalidArgumentError("odd");
  return value / 2;
}

absl::StatusOr<int> Quarter(int value) {
  AMPARO_ASSIGN_OR_RETURN(const int half, Half(value));
  AMPARO_ASSIGN_OR_RETURN(const int quarter, Half(half));
  AMPARO_RETURN_IF_ERROR(absl::OkStatus());
  return quarter;
}

Task<absl::StatusOr<int>> HalfLater(int value) {
  co_return Half(value);
}

Task<absl::StatusOr<int>> QuarterLater(int value) {
  AMPARO_CO_ASSIGN_OR_RETURN(const int half, co_await HalfLater(value));
  AMPARO_CO_ASSIGN_OR_RETURN(const int quarter, co_await HalfLater(half));
  AMPARO_CO_RETURN_IF_ERROR(quarter == 0 ? absl::OutOfRangeError("nothing left") : absl::OkStatus());
  co_return quarter;
}

TEST(StatusMacros, PassValuesAndFailuresOn) {
  EXPECT_EQ(*Quarter(8), 2);
  EXPECT_TRUE(absl::IsInvalidArgument(Quarter(6).status()));
}

TEST(StatusMacros, DoSoInCoroutines) {
  EXPECT_EQ(*SyncWait(QuarterLater(8)), 2);
  EXPECT_TRUE(absl::IsInvalidArgument(SyncWait(QuarterLater(6)).status()));
  EXPECT_TRUE(absl::IsOutOfRange(SyncWait(QuarterLater(0)).status()));
}

}  // namespace
}  // namespace amparo
