// What PostgreSQL's error codes mean to a caller: the one table from SQLSTATE to status.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace amparo::pg {

// Reasons that this library gives (ErrorInfo.reason).
inline constexpr std::string_view kReasonCommitInDoubt = "COMMIT_IN_DOUBT";
inline constexpr std::string_view kReasonDatabaseUnavailable = "DATABASE_UNAVAILABLE";
inline constexpr std::string_view kReasonQueueFull = "QUEUE_FULL";
inline constexpr std::string_view kReasonShuttingDown = "SHUTTING_DOWN";
inline constexpr std::string_view kReasonTransactionConflict = "TRANSACTION_CONFLICT";
inline constexpr std::string_view kReasonUniqueViolation = "UNIQUE_VIOLATION";
inline constexpr std::string_view kReasonExclusionViolation = "EXCLUSION_VIOLATION";
inline constexpr std::string_view kReasonForeignKeyViolation = "FOREIGN_KEY_VIOLATION";
inline constexpr std::string_view kReasonCheckViolation = "CHECK_VIOLATION";

// The status for an error of PostgreSQL. Violations carry the constraint's name (see ConstraintOf), so that a store can
// name the field. An error that only a fault of ours can cause (syntax, missing table, wrong type) carries no reason:
// the API turns such a status into INTERNAL with an id, and the message goes to the log only.
absl::Status StatusFromSqlState(std::string_view sqlstate, std::string_view message, std::string_view constraint_name);

// True for serialization failures and deadlocks (40001, 40P01): the same work may succeed when run again.
bool IsRetryable(std::string_view sqlstate);

// True when the session is of no use after this error (connection, shutdown and session-state errors).
bool EndsSession(std::string_view sqlstate);

// The violated constraint of a status made here; empty when there is none.
std::string ConstraintOf(const absl::Status& status);

// Statuses that the parts of this library share.
absl::Status CommitInDoubt();
absl::Status DatabaseUnavailable();
absl::Status QueueFull();
absl::Status ShuttingDown();
absl::Status TransactionConflict();

}  // namespace amparo::pg
