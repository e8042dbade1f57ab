#include "common/idempotency/run_act.h"

#include <pqxx/pqxx>

#include "common/base/status_macros.h"
#include "common/base/strings.h"
#include "common/errors/errors.h"
#include "common/pg/sqlstate.h"

namespace amparo::idempotency {
namespace {

// Failures after which the request may well have been answered before: a rule or a constraint refused the act. A
// database that is away or a caller that is gone says nothing of the kind.
bool MayBeRepeated(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kResourceExhausted:
    case absl::StatusCode::kCancelled:
    case absl::StatusCode::kDeadlineExceeded:
      return false;
    default:
      return true;
  }
}

// The answer given before, or `failure` when there was none.
Task<absl::StatusOr<std::string>> AnswerBeforeOr(pg::Reader& reader, Request request, Limits limits,
                                                 absl::Status failure) {
  if (!MayBeRepeated(failure)) co_return failure;
  AMPARO_CO_ASSIGN_OR_RETURN(std::optional<std::string> before,
                             co_await Lookup(reader, std::move(request), std::move(limits)));
  if (before) co_return *std::move(before);
  co_return failure;
}

// The answer given before, read inside the transaction.
absl::StatusOr<std::optional<std::string>> LookupIn(pg::Transaction& transaction, const Request& request) {
  if (!request.id) return std::nullopt;
  const pqxx::result rows =
      transaction.exec_params(std::string(kFindRequest.sql), request.office, request.caller, request.id->ToString());
  if (rows.empty()) return std::nullopt;
  const auto bytes = [&](int column) { return pqxx::binarystring(rows[0][column]).str(); };
  AMPARO_ASSIGN_OR_RETURN(std::string response, Replay(request, bytes(0), bytes(1)));
  return response;
}

// Makes an attempt that changes nothing one that keeps its answer.
void KeepAnswer(const Request& request, Attempt& attempt) {
  attempt.statement = kKeepAnswer;
  attempt.params = pg::Params();
  attempt.params.Text(request.office).Text(request.caller).UuidValue(*request.id).Text(request.method);
  attempt.params.Bytes(request.fingerprint).Bytes(attempt.response);
}

absl::Status Conflict() {
  return errors::Aborted("ACT_CONFLICT", "others kept changing the resource; read it and try again");
}

}  // namespace

Task<absl::StatusOr<std::string>> RunActBytes(Database database, Request request, Limits limits, Prepare prepare) {
  for (int tried = 0; tried < kMostAttempts; ++tried) {
    absl::StatusOr<Attempt> attempt = co_await prepare();
    if (!attempt.ok()) {
      absl::StatusOr<std::string> answer = co_await AnswerBeforeOr(database.reader, request, limits, attempt.status());
      co_return answer;
    }
    if (!attempt->statement) {
      if (!request.id) co_return std::move(attempt->response);
      KeepAnswer(request, *attempt);
    }
    absl::StatusOr<pg::Rows> rows =
        co_await database.writer.Run(*attempt->statement, std::move(attempt->params), limits);
    if (rows.ok() && !rows->empty()) co_return std::move(attempt->response);
    if (pg::ConstraintOf(rows.status()) == kDataKeyConstraint) continue;
    if (!rows.ok()) {
      absl::StatusOr<std::string> answer = co_await AnswerBeforeOr(database.reader, request, limits, rows.status());
      co_return answer;
    }
    AMPARO_CO_ASSIGN_OR_RETURN(std::optional<std::string> before, co_await Lookup(database.reader, request, limits));
    if (before) co_return *std::move(before);
    if (attempt->refused) co_return *std::move(attempt->refused);
  }
  co_return Conflict();
}

Task<absl::StatusOr<std::string>> RunJobBytes(pg::Workers& workers, std::string_view name, Request request,
                                              Limits limits, Job job) {
  const auto body = [request, job = std::move(job)](pg::Transaction& transaction) -> absl::StatusOr<std::string> {
    AMPARO_ASSIGN_OR_RETURN(std::optional<std::string> before, LookupIn(transaction, request));
    if (before) return *std::move(before);
    return job(transaction);
  };
  absl::StatusOr<std::string> response = co_await workers.Run<std::string>(name, body, limits);
  if (pg::ConstraintOf(response.status()) == kDataKeyConstraint) {
    response = co_await workers.Run<std::string>(name, body, limits);
  }
  if (response.ok() || !request.id || !MayBeRepeated(response.status())) co_return response;
  // It failed perhaps because its first attempt, or its repetition, was faster: whatever key or guard it ran into, the
  // other's answer is there by now.
  const std::function<absl::StatusOr<std::optional<std::string>>(pg::Transaction&)> look =
      [request](pg::Transaction& transaction) { return LookupIn(transaction, request); };
  AMPARO_CO_ASSIGN_OR_RETURN(std::optional<std::string> before,
                             co_await workers.Run<std::optional<std::string>>(name, look, limits));
  if (before) co_return *std::move(before);
  co_return response;
}

}  // namespace amparo::idempotency
