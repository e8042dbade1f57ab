#include "common/feed/cursor.h"

#include <array>
#include <pqxx/pqxx>

#include "common/errors/errors.h"
#include "common/pg/array_text.h"

namespace amparo::feed {
namespace {

// One row a feed: which offices a follower sees is decided by the service it follows.
constexpr std::string_view kWhole = "a feed is followed as a whole";

// $1 feed -> token, seq, head_seq, load, update_time in microseconds.
constexpr pg::Statement kRead{
    "feed_cursor_read",
    "SELECT token, seq, head_seq, load, (extract(epoch FROM update_time) * 1000000)::bigint FROM feed_cursor WHERE "
    "feed = $1",
    kWhole};

// $1 feed, $2 token, $3 seq, $4 head_seq, $5 time. The first move makes the row; a row that stands elsewhere refuses
// it.
constexpr pg::Statement kMake{
    "feed_cursor_make",
    "INSERT INTO feed_cursor (feed, token, seq, head_seq, update_time) VALUES ($1, $2, $3, $4, $5::timestamptz) "
    "ON CONFLICT (feed) DO UPDATE SET token = excluded.token, seq = excluded.seq, head_seq = excluded.head_seq, "
    "update_time = excluded.update_time WHERE feed_cursor.token = '' AND feed_cursor.load IS NULL",
    kWhole};

// $1 to $5 as kMake, $6 the token it stands at, $7 the load that is under way or ''.
constexpr pg::Statement kMove{
    "feed_cursor_move",
    "UPDATE feed_cursor SET token = $2, seq = $3, head_seq = $4, update_time = $5::timestamptz, load = NULL "
    "WHERE feed = $1 AND token = $6 AND load IS NOT DISTINCT FROM nullif($7, '')::uuid",
    kWhole};

// $1 feed, $2 load, $3 time, $4 the token it stands at, $5 the load that is under way or '', $6 when that one was heard
// of last, or ''.
constexpr pg::Statement kBeginLoad{
    "feed_cursor_begin_load",
    "INSERT INTO feed_cursor (feed, token, seq, head_seq, load, update_time) VALUES ($1, '', 0, 0, $2, "
    "$3::timestamptz) "
    "ON CONFLICT (feed) DO UPDATE SET token = '', seq = 0, head_seq = 0, load = excluded.load, "
    "update_time = excluded.update_time WHERE feed_cursor.token = $4 "
    "AND feed_cursor.load IS NOT DISTINCT FROM nullif($5, '')::uuid "
    "AND (feed_cursor.load IS NULL OR feed_cursor.update_time = nullif($6, '')::timestamptz)",
    kWhole};
// $1 feed, $2 load, $3 time.
constexpr pg::Statement kContinueLoad{
    "feed_cursor_continue_load",
    "UPDATE feed_cursor SET update_time = $3::timestamptz WHERE feed = $1 AND load = $2::uuid", kWhole};

constexpr std::array kStatements = {kRead, kMake, kMove, kBeginLoad, kContinueLoad};

// Runs one of them.
template <typename... Arguments>
pqxx::result Run(pg::Transaction& transaction, const pg::Statement& statement, const Arguments&... arguments) {
  return transaction.exec_params(std::string(statement.sql), arguments...);
}

// The load that is under way, or ''.
std::string LoadText(const Cursor& cursor) {
  return cursor.load ? cursor.load->ToString() : "";
}

absl::Status OneRow(const pqxx::result& changed) {
  if (changed.affected_rows() == 1) return absl::OkStatus();
  return errors::Aborted(kCursorMoved, "the cursor of the feed is not where it was");
}

}  // namespace

std::span<const pg::Statement> CursorStatements() {
  return kStatements;
}

absl::StatusOr<Cursor> ReadCursor(pg::Transaction& transaction, std::string_view feed) {
  const pqxx::result rows = Run(transaction, kRead, std::string(feed));
  Cursor cursor;
  if (rows.empty()) return cursor;
  cursor.token = rows[0][0].as<std::string>();
  cursor.seq = rows[0][1].as<int64_t>();
  cursor.head_seq = rows[0][2].as<int64_t>();
  if (!rows[0][3].is_null()) cursor.load = Uuid::Parse(rows[0][3].as<std::string>());
  cursor.update_time = absl::FromUnixMicros(rows[0][4].as<int64_t>());
  return cursor;
}

absl::Status MoveCursor(pg::Transaction& transaction, std::string_view feed, const Cursor& from, const Cursor& to) {
  const std::string name(feed), now = pg::TimeText(to.update_time);
  if (from == Cursor()) return OneRow(Run(transaction, kMake, name, to.token, to.seq, to.head_seq, now));
  return OneRow(Run(transaction, kMove, name, to.token, to.seq, to.head_seq, now, from.token, LoadText(from)));
}

absl::Status BeginLoad(pg::Transaction& transaction, std::string_view feed, const Cursor& from, const Uuid& load,
                       absl::Time now) {
  return OneRow(Run(transaction, kBeginLoad, std::string(feed), load.ToString(), pg::TimeText(now), from.token,
                    LoadText(from), from.load ? pg::TimeText(from.update_time) : ""));
}

absl::Status ContinueLoad(pg::Transaction& transaction, std::string_view feed, const Uuid& load, absl::Time now) {
  return OneRow(Run(transaction, kContinueLoad, std::string(feed), load.ToString(), pg::TimeText(now)));
}

}  // namespace amparo::feed
