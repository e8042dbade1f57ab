#include "common/pg/connect.h"

#include <libpq-fe.h>

#include <string>
#include <string_view>

#include "absl/time/clock.h"
#include "common/base/check.h"
#include "common/base/status_macros.h"
#include "common/base/strings.h"
#include "common/pg/sqlstate.h"

namespace amparo::pg {
namespace {

absl::Status Failure(const PGconn* connection) {
  std::string_view text(PQerrorMessage(connection));
  while (text.ends_with('\n')) text.remove_suffix(1);
  return absl::UnavailableError(ToAbsl(text));
}

absl::Status AwaitConnected(PGconn* connection, const Wakeup* interrupt, absl::Duration timeout) {
  static const Wakeup never;
  const absl::Time give_up = absl::Now() + timeout;
  PostgresPollingStatusType polling = PGRES_POLLING_WRITING;
  while (polling != PGRES_POLLING_OK) {
    if (polling == PGRES_POLLING_FAILED || PQstatus(connection) == CONNECTION_BAD) return Failure(connection);
    const WaitResult wait =
        (interrupt ? *interrupt : never)
            .WaitForSocket(PQsocket(connection), polling == PGRES_POLLING_WRITING, give_up - absl::Now());
    if (wait == WaitResult::kWoken) return ShuttingDown();
    if (wait == WaitResult::kTimeout) return absl::UnavailableError("connecting took too long");
    polling = PQconnectPoll(connection);
  }
  return absl::OkStatus();
}

std::string_view Field(const PGresult* notice, int field) {
  const char* text = PQresultErrorField(notice, field);
  return text == nullptr ? std::string_view() : std::string_view(text);
}

// PostgreSQL says with a warning (01000, or 57P01 when it is shutting down) that a commit did not wait for its standby.
// Its code is looked at, not its text, which comes in the server's language. It comes with the answers of the
// statements before it, so any such warning since the last commit is taken for that one.
void NoteWarning(void* warned, const PGresult* notice) {
  const std::string_view sqlstate = Field(notice, PG_DIAG_SQLSTATE);
  const bool of_a_commit = sqlstate == "01000" || sqlstate == "57P01";
  if (Field(notice, PG_DIAG_SEVERITY_NONLOCALIZED) == "WARNING" && of_a_commit) *static_cast<bool*>(warned) = true;
}

}  // namespace

void FinishConnection::operator()(pg_conn* connection) const {
  PQfinish(connection);
}

absl::StatusOr<RawConnection> MakeConnection(const SessionOptions& options, const Wakeup* interrupt) {
  AMPARO_ASSIGN_OR_RETURN(const std::string conninfo, ConninfoFor(options));
  RawConnection connection(PQconnectStart(conninfo.c_str()));
  AMPARO_CHECK(connection != nullptr, "libpq has memory");
  AMPARO_RETURN_IF_ERROR(AwaitConnected(connection.get(), interrupt, options.connect_timeout));
  return connection;
}

void NoteWarnings(pg_conn* connection, bool* warned) {
  PQsetNoticeReceiver(connection, &NoteWarning, warned);
}

}  // namespace amparo::pg
