// One connection to PostgreSQL over libpq, and its pipeline: what Reader, Writer, CopyOut and Listener are made of.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/limits.h"
#include "common/pg/connect.h"
#include "common/pg/conninfo.h"
#include "common/pg/params.h"
#include "common/pg/rows.h"
#include "common/pg/statement.h"
#include "common/pg/wakeup.h"

struct pg_conn;
struct pg_result;

namespace amparo::pg {

// The next thing a pipeline answered.
struct Reply {
  enum class Kind {
    kRows,     // a statement was carried out
    kFailed,   // a statement failed: `status`, `sqlstate`
    kSkipped,  // not run, because an earlier one before the same sync failed
    kSynced,   // the implicit transaction has ended: committed when `status` is OK
    kWaiting,  // nothing yet
    kLost,     // the connection is gone: `status`
  };
  Kind kind;
  Rows rows;
  absl::Status status;
  std::string sqlstate;
  bool warned_at_commit = false;  // PostgreSQL warned while it committed: the commit may not be replicated
};

// Not safe for several threads at once.
class Session {
 public:
  // Connects; errors are those of MakeConnection (connect.h): callers of the API get DatabaseUnavailable() instead.
  static absl::StatusOr<std::unique_ptr<Session>> Connect(const SessionOptions& options, const Wakeup* interrupt);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  // Runs one statement and waits for it, within the limits; not in pipeline mode. After a deadline or cancellation the
  // session is of no more use.
  absl::StatusOr<Rows> Run(std::string_view sql, const Params& params, const Limits& limits);

  // Sleeps until something can be read or the limits are over.
  absl::Status WaitReadable(const Limits& limits);

  // Enters pipeline mode for good.
  absl::Status EnterPipeline();

  // Adds a statement (and, the first time, its preparation) to the pipeline, or the end of an implicit transaction.
  // With `may_prepare` false a statement not yet prepared is sent unprepared. False when it cannot be sent: the session
  // is lost.
  bool Send(const Statement& statement, const Params& params, bool may_prepare = true);
  bool SendSync();

  // The answer to the oldest Send or SendSync not yet answered; kWaiting after `patience` or when `interrupt` is set.
  Reply Receive(const Wakeup& interrupt, absl::Duration patience);

  // False when the server has closed an idle connection.
  bool IsAlive();

  int socket() const;
  pg_conn* raw() const { return connection_.get(); }

  // The status a failed result stands for.
  absl::Status StatusOf(const pg_result* result) const;

  // The connection's last error in PostgreSQL's words, for the log.
  std::string last_error() const;

 private:
  struct Sent {
    enum class Kind { kPrepare, kStatement, kSync } kind;
    std::string_view name;
  };

  explicit Session(RawConnection connection);
  bool SendPrepare(const Statement& statement, const Params& params);
  // Turns one result into a reply; nullopt when it only concerns a preparation.
  std::optional<Reply> Interpret(pg_result* result);
  Reply ReplyToStatement(pg_result* result);
  Reply Lost() const;

  RawConnection connection_;
  absl::flat_hash_map<std::string_view, std::string_view> prepared_;  // name -> text, sent or confirmed
  std::deque<Sent> sent_;
  std::optional<Reply> held_error_;  // of a preparation or a commit: reported with the statement or sync it belongs to
  bool warned_ = false;
};

}  // namespace amparo::pg
