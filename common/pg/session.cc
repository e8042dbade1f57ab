#include "common/pg/session.h"

#include <libpq-fe.h>

#include <optional>

#include "absl/container/inlined_vector.h"
#include "absl/time/clock.h"
#include "common/base/check.h"
#include "common/base/status_macros.h"
#include "common/base/strings.h"
#include "common/pg/sqlstate.h"

namespace amparo::pg {
namespace {

constexpr int kBinary = 1;
constexpr size_t kLongestName = 60;

// The arguments as libpq wants them: one array for each of their properties, on the stack for all but the widest acts.
struct Arguments {
  static constexpr size_t kUsual = 32;
  absl::InlinedVector<::Oid, kUsual> types;
  absl::InlinedVector<const char*, kUsual> values;
  absl::InlinedVector<int, kUsual> lengths;
  absl::InlinedVector<int, kUsual> formats;

  explicit Arguments(const Params& params) : formats(params.size(), kBinary) {
    for (size_t i = 0; i < params.size(); ++i) {
      const auto value = params.value(i);
      types.push_back(static_cast<::Oid>(params.type(i)));
      values.push_back(value ? value->data() : nullptr);
      lengths.push_back(value ? static_cast<int>(value->size()) : 0);
    }
  }
  int count() const { return static_cast<int>(types.size()); }
};

std::string_view ErrorField(const PGresult* result, int field) {
  const char* text = PQresultErrorField(result, field);
  return text == nullptr ? std::string_view() : std::string_view(text);
}

std::string TrimmedMessage(const char* message) {
  std::string_view text(message == nullptr ? "" : message);
  while (!text.empty() && text.back() == '\n') text.remove_suffix(1);
  return std::string(text);
}

}  // namespace

Session::Session(RawConnection connection) : connection_(std::move(connection)) {
  NoteWarnings(raw(), &warned_);
}

Session::~Session() = default;

absl::StatusOr<std::unique_ptr<Session>> Session::Connect(const SessionOptions& options, const Wakeup* interrupt) {
  AMPARO_ASSIGN_OR_RETURN(RawConnection connection, MakeConnection(options, interrupt));
  PQsetnonblocking(connection.get(), 1);
  return std::unique_ptr<Session>(new Session(std::move(connection)));
}

int Session::socket() const {
  return PQsocket(raw());
}

absl::Status Session::StatusOf(const pg_result* result) const {
  const std::string_view sqlstate = ErrorField(result, PG_DIAG_SQLSTATE);
  // Without a SQLSTATE the error is libpq's own: the connection broke.
  if (sqlstate.empty()) return DatabaseUnavailable();
  return StatusFromSqlState(sqlstate, ErrorField(result, PG_DIAG_MESSAGE_PRIMARY),
                            ErrorField(result, PG_DIAG_CONSTRAINT_NAME));
}

std::string Session::last_error() const {
  return TrimmedMessage(PQerrorMessage(raw()));
}

absl::Status Session::WaitReadable(const Limits& limits) {
  // Short waits, because nobody wakes this thread when the limits' token fires.
  static const Wakeup never;
  constexpr absl::Duration kLook = absl::Milliseconds(50);
  for (;;) {
    const absl::Time now = absl::Now();
    if (limits.Over(now)) return limits.WhyOver(now);
    const bool unsent = PQflush(raw()) == 1;
    const WaitResult wait = never.WaitForSocket(socket(), unsent, std::min(kLook, limits.Remaining(now)));
    if (wait != WaitResult::kReady) continue;
    return PQconsumeInput(raw()) == 1 ? absl::OkStatus() : DatabaseUnavailable();
  }
}

absl::StatusOr<Rows> Session::Run(std::string_view sql, const Params& params, const Limits& limits) {
  const Arguments arguments(params);
  if (PQsendQueryParams(raw(), std::string(sql).c_str(), arguments.count(), arguments.types.data(),
                        arguments.values.data(), arguments.lengths.data(), arguments.formats.data(), kBinary) != 1) {
    return DatabaseUnavailable();
  }
  Rows rows;
  absl::Status failure;
  for (;;) {
    while (PQisBusy(raw())) AMPARO_RETURN_IF_ERROR(WaitReadable(limits));
    PGresult* result = PQgetResult(raw());
    if (result == nullptr) break;
    const ExecStatusType kind = PQresultStatus(result);
    Rows owner(result);
    if (kind == PGRES_FATAL_ERROR) {
      failure = StatusOf(result);
    } else {
      rows = std::move(owner);
      // COPY goes on with its own calls.
      if (kind == PGRES_COPY_OUT) break;
    }
  }
  if (!failure.ok()) return failure;
  return rows;
}

absl::Status Session::EnterPipeline() {
  return PQenterPipelineMode(raw()) == 1 ? absl::OkStatus() : DatabaseUnavailable();
}

bool Session::SendPrepare(const Statement& statement, const Params& params) {
  AMPARO_CHECK(statement.name.size() <= kLongestName, "a statement's name has at most 60 characters");
  const Arguments arguments(params);
  if (PQsendPrepare(raw(), std::string(statement.name).c_str(), std::string(statement.sql).c_str(), arguments.count(),
                    arguments.types.data()) != 1) {
    return false;
  }
  prepared_[statement.name] = statement.sql;
  sent_.push_back({Sent::Kind::kPrepare, statement.name});
  return true;
}

bool Session::Send(const Statement& statement, const Params& params, bool may_prepare) {
  const auto known = prepared_.find(statement.name);
  AMPARO_CHECK(known == prepared_.end() || known->second == statement.sql, "a statement's name stands for one text");
  const bool prepared = known != prepared_.end();
  if (!prepared && may_prepare && !SendPrepare(statement, params)) return false;
  const Arguments arguments(params);
  int sent;
  if (prepared || may_prepare) {
    sent = PQsendQueryPrepared(raw(), std::string(statement.name).c_str(), arguments.count(), arguments.values.data(),
                               arguments.lengths.data(), arguments.formats.data(), kBinary);
  } else {
    sent = PQsendQueryParams(raw(), std::string(statement.sql).c_str(), arguments.count(), arguments.types.data(),
                             arguments.values.data(), arguments.lengths.data(), arguments.formats.data(), kBinary);
  }
  if (sent == 1) sent_.push_back({Sent::Kind::kStatement, statement.name});
  return sent == 1;
}

bool Session::SendSync() {
  if (PQpipelineSync(raw()) != 1) return false;
  sent_.push_back({Sent::Kind::kSync, {}});
  return true;
}

Reply Session::Receive(const Wakeup& interrupt, absl::Duration patience) {
  if (PQstatus(raw()) == CONNECTION_BAD && sent_.empty()) return Lost();
  AMPARO_CHECK(!sent_.empty(), "an answer is awaited only after something was sent");
  int separators = 0;
  for (;;) {
    const bool unsent = PQflush(raw()) == 1;
    if (!PQisBusy(raw())) {
      PGresult* result = PQgetResult(raw());
      if (result == nullptr) {
        // One null stands between the answers of two statements; more of them mean that nothing will come.
        if (++separators > 2 || PQstatus(raw()) == CONNECTION_BAD) return Lost();
        continue;
      }
      separators = 0;
      std::optional<Reply> reply = Interpret(result);
      if (reply) return *std::move(reply);
      continue;
    }
    if (PQstatus(raw()) == CONNECTION_BAD) return Lost();
    if (interrupt.WaitForSocket(socket(), unsent, patience) != WaitResult::kReady)
      return Reply{Reply::Kind::kWaiting, {}, {}, {}};
    if (PQconsumeInput(raw()) != 1 && PQisBusy(raw())) return Lost();
  }
}

Reply Session::Lost() const {
  return Reply{Reply::Kind::kLost, {}, DatabaseUnavailable(), {}};
}

std::optional<Reply> Session::Interpret(PGresult* result) {
  const ExecStatusType kind = PQresultStatus(result);
  if (kind == PGRES_FATAL_ERROR && ErrorField(result, PG_DIAG_SQLSTATE).empty()) {
    // libpq's own: the connection broke.
    PQclear(result);
    return Lost();
  }
  const Sent sent = sent_.front();
  if (sent.kind != Sent::Kind::kSync || kind == PGRES_PIPELINE_SYNC) sent_.pop_front();
  switch (sent.kind) {
    case Sent::Kind::kPrepare: {
      Reply reply = ReplyToStatement(result);
      if (reply.kind == Reply::Kind::kRows) return std::nullopt;
      prepared_.erase(sent.name);
      if (reply.kind == Reply::Kind::kFailed) held_error_ = std::move(reply);
      return std::nullopt;
    }
    case Sent::Kind::kStatement: {
      Reply reply = ReplyToStatement(result);
      if (!held_error_) return reply;
      reply = *std::move(held_error_);
      held_error_.reset();
      return reply;
    }
    case Sent::Kind::kSync: {
      if (kind != PGRES_PIPELINE_SYNC) {
        // The commit itself failed; the sync's own answer follows and carries this error.
        held_error_ = ReplyToStatement(result);
        return std::nullopt;
      }
      PQclear(result);
      Reply reply{Reply::Kind::kSynced, {}, {}, {}, std::exchange(warned_, false)};
      if (held_error_) {
        reply.status = held_error_->status;
        reply.sqlstate = held_error_->sqlstate;
        held_error_.reset();
      }
      return reply;
    }
  }
  return std::nullopt;
}

Reply Session::ReplyToStatement(PGresult* result) {
  Rows rows(result);
  switch (PQresultStatus(result)) {
    case PGRES_TUPLES_OK:
    case PGRES_COMMAND_OK:
    case PGRES_EMPTY_QUERY:
      return Reply{Reply::Kind::kRows, std::move(rows), {}, {}};
    case PGRES_PIPELINE_ABORTED:
      return Reply{Reply::Kind::kSkipped, {}, {}, {}};
    case PGRES_FATAL_ERROR:
      return Reply{Reply::Kind::kFailed, {}, StatusOf(result), std::string(ErrorField(result, PG_DIAG_SQLSTATE))};
    default:
      return Reply{Reply::Kind::kFailed,
                   {},
                   absl::InternalError("a statement answered with something other than rows"),
                   "0A000"};
  }
}

bool Session::IsAlive() {
  static const Wakeup never;
  if (PQstatus(raw()) == CONNECTION_BAD) return false;
  if (never.WaitForSocket(socket(), false, absl::ZeroDuration()) != WaitResult::kReady) return true;
  return PQconsumeInput(raw()) == 1 && PQstatus(raw()) == CONNECTION_OK;
}

}  // namespace amparo::pg
