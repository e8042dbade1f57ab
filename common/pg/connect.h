// How connections to PostgreSQL are made, whatever library they are used with: within a bound, and not longer than
// anybody waits.
#pragma once

#include <memory>

#include "absl/status/statusor.h"
#include "common/pg/conninfo.h"
#include "common/pg/wakeup.h"

struct pg_conn;

namespace amparo::pg {

struct FinishConnection {
  void operator()(pg_conn* connection) const;
};
using RawConnection = std::unique_ptr<pg_conn, FinishConnection>;

// Connects; UNAVAILABLE when that fails, takes longer than the timeout, or `interrupt` (may be null) is set meanwhile.
// The message is PostgreSQL's own, for the log and for operators.
absl::StatusOr<RawConnection> MakeConnection(const SessionOptions& options, const Wakeup* interrupt);

// Has `*warned` set whenever PostgreSQL warns that a commit did not wait for its standby; `warned` must outlive the
// connection.
void NoteWarnings(pg_conn* connection, bool* warned);

}  // namespace amparo::pg
