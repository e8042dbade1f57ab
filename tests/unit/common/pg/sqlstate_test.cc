#include "common/pg/sqlstate.h"

#include <gtest/gtest.h>

#include "common/errors/errors.h"

namespace amparo::pg {
namespace {

TEST(SqlState, SaysWhatACallerCanDo) {
  const struct {
    const char* sqlstate;
    absl::StatusCode code;
    std::string_view reason;
  } kCases[] = {
      {"23505", absl::StatusCode::kAlreadyExists, kReasonUniqueViolation},
      {"23P01", absl::StatusCode::kFailedPrecondition, kReasonExclusionViolation},
      {"23503", absl::StatusCode::kFailedPrecondition, kReasonForeignKeyViolation},
      {"23514", absl::StatusCode::kInvalidArgument, kReasonCheckViolation},
      {"40001", absl::StatusCode::kAborted, kReasonTransactionConflict},
      {"40P01", absl::StatusCode::kAborted, kReasonTransactionConflict},
      {"57014", absl::StatusCode::kDeadlineExceeded, "STATEMENT_TIMEOUT"},
      {"08006", absl::StatusCode::kUnavailable, kReasonDatabaseUnavailable},
      {"57P01", absl::StatusCode::kUnavailable, kReasonDatabaseUnavailable},
      {"53300", absl::StatusCode::kUnavailable, kReasonDatabaseUnavailable},
  };
  for (const auto& expected : kCases) {
    const absl::Status status = StatusFromSqlState(expected.sqlstate, "secret value", "");
    EXPECT_EQ(status.code(), expected.code) << expected.sqlstate;
    EXPECT_EQ(errors::Reason(status), expected.reason) << expected.sqlstate;
    EXPECT_EQ(std::string(status.message()).find("secret"), std::string::npos) << "what is stored does not leak";
  }
}

TEST(SqlState, AFaultOfOursHasNoReason) {
  for (const char* sqlstate : {"42601", "42P01", "22P02", "XX000"}) {
    const absl::Status status = StatusFromSqlState(sqlstate, "syntax error", "");
    EXPECT_TRUE(absl::IsInternal(status)) << sqlstate;
    EXPECT_EQ(errors::Reason(status), "");
  }
}

TEST(SqlState, KeepsTheConstraintsName) {
  EXPECT_EQ(ConstraintOf(StatusFromSqlState("23505", "", "cases_number_key")), "cases_number_key");
  EXPECT_EQ(ConstraintOf(StatusFromSqlState("23505", "", "")), "");
  EXPECT_EQ(ConstraintOf(absl::OkStatus()), "");
}

TEST(SqlState, OnlyConflictsAreRetried) {
  EXPECT_TRUE(IsRetryable("40001"));
  EXPECT_TRUE(IsRetryable("40P01"));
  EXPECT_FALSE(IsRetryable("23505"));
  EXPECT_TRUE(EndsSession("57P01"));
  EXPECT_FALSE(EndsSession("57014"));
}

}  // namespace
}  // namespace amparo::pg
