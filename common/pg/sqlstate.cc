#include "common/pg/sqlstate.h"

#include <algorithm>

#include "common/base/strings.h"
#include "common/errors/errors.h"

namespace amparo::pg {
namespace {

using absl::StatusCode;

// One line of the table. `sqlstate` is a whole code or a class (its first two characters); the longest match wins.
struct Meaning {
  std::string_view sqlstate;
  StatusCode code;
  std::string_view reason;   // empty: a fault of ours, INTERNAL to the caller
  std::string_view message;  // what the caller may read: PostgreSQL's own words can hold stored values
};

constexpr Meaning kMeanings[] = {
    {"23505", StatusCode::kAlreadyExists, kReasonUniqueViolation, "a record with the same key exists"},
    {"23P01", StatusCode::kFailedPrecondition, kReasonExclusionViolation, "it clashes with another record"},
    {"23503", StatusCode::kFailedPrecondition, kReasonForeignKeyViolation, "a record it refers to does not exist"},
    {"23514", StatusCode::kInvalidArgument, kReasonCheckViolation, "a value is not allowed"},
    {"40001", StatusCode::kAborted, kReasonTransactionConflict, "it lost against concurrent changes"},
    {"40P01", StatusCode::kAborted, kReasonTransactionConflict, "it lost against concurrent changes"},
    {"55P03", StatusCode::kAborted, "LOCK_TIMEOUT", "another change held the record too long"},
    {"57014", StatusCode::kDeadlineExceeded, "STATEMENT_TIMEOUT", "the database took too long"},
    {"25P03", StatusCode::kDeadlineExceeded, "STATEMENT_TIMEOUT", "the database took too long"},
    {"08", StatusCode::kUnavailable, kReasonDatabaseUnavailable, "the connection to the database broke"},
    {"57P01", StatusCode::kUnavailable, kReasonDatabaseUnavailable, "the database is shutting down"},
    {"57P02", StatusCode::kUnavailable, kReasonDatabaseUnavailable, "the database is restarting"},
    {"57P03", StatusCode::kUnavailable, kReasonDatabaseUnavailable, "the database is starting"},
    {"57P05", StatusCode::kUnavailable, kReasonDatabaseUnavailable, "the database closed an idle session"},
    {"25006", StatusCode::kUnavailable, kReasonDatabaseUnavailable, "the database takes no writes now"},
    {"53", StatusCode::kUnavailable, kReasonDatabaseUnavailable, "the database is out of a resource"},
    {"58", StatusCode::kUnavailable, kReasonDatabaseUnavailable, "the database's machine has a problem"},
};

const Meaning* Find(std::string_view sqlstate) {
  const Meaning* best = nullptr;
  for (const Meaning& meaning : kMeanings) {
    const bool longer = best == nullptr || meaning.sqlstate.size() > best->sqlstate.size();
    if (sqlstate.starts_with(meaning.sqlstate) && longer) best = &meaning;
  }
  return best;
}

}  // namespace

absl::Status StatusFromSqlState(std::string_view sqlstate, std::string_view message, std::string_view constraint_name) {
  const Meaning* meaning = Find(sqlstate);
  if (meaning == nullptr) return absl::InternalError(StrCat("PostgreSQL ", sqlstate, ": ", message));
  if (constraint_name.empty()) {
    return errors::Make(meaning->code, meaning->reason, std::string(meaning->message),
                        {{"sqlstate", std::string(sqlstate)}});
  }
  return errors::Make(meaning->code, meaning->reason, std::string(meaning->message),
                      {{"sqlstate", std::string(sqlstate)}, {"constraint", std::string(constraint_name)}});
}

bool IsRetryable(std::string_view sqlstate) {
  return sqlstate == "40001" || sqlstate == "40P01";
}

bool EndsSession(std::string_view sqlstate) {
  // 0A000: a prepared plan no longer fits its table. 26000: a prepared statement is gone. 25006: the primary has moved.
  return sqlstate.starts_with("08") || sqlstate.starts_with("57P") || sqlstate == "0A000" || sqlstate == "26000" ||
         sqlstate == "25006" || sqlstate == "25P03";
}

std::string ConstraintOf(const absl::Status& status) {
  return errors::MetadataValue(status, "constraint");
}

absl::Status CommitInDoubt() {
  return errors::Make(StatusCode::kUnavailable, kReasonCommitInDoubt,
                      "the connection broke while committing: ask again with the same request id");
}

absl::Status DatabaseUnavailable() {
  return errors::Make(StatusCode::kUnavailable, kReasonDatabaseUnavailable, "the database cannot be reached");
}

absl::Status QueueFull() {
  return errors::ResourceExhausted(kReasonQueueFull, "too much work waits for the database", absl::Milliseconds(200));
}

absl::Status ShuttingDown() {
  return errors::Make(StatusCode::kUnavailable, kReasonShuttingDown, "the service is shutting down");
}

absl::Status TransactionConflict() {
  return errors::Make(StatusCode::kAborted, kReasonTransactionConflict, "it lost against concurrent changes too often");
}

}  // namespace amparo::pg
