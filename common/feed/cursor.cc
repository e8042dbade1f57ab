#include "common/feed/cursor.h"

#include <pqxx/pqxx>

#include "common/errors/errors.h"

namespace amparo::feed {
namespace {

std::string TimeText(absl::Time time) {
  return absl::FormatTime("%E4Y-%m-%dT%H:%M:%E6S+00", time, absl::UTCTimeZone());
}

absl::Status OneRow(const pqxx::result& changed) {
  if (changed.affected_rows() == 1) return absl::OkStatus();
  return errors::Aborted(kCursorMoved, "the cursor of the feed is not where it was");
}

}  // namespace

absl::StatusOr<Cursor> ReadCursor(pg::Transaction& transaction, std::string_view feed) {
  const pqxx::result rows = transaction.exec_params(
      "SELECT token, seq, head_seq, load, (extract(epoch FROM update_time) * 1000000)::bigint FROM feed_cursor WHERE "
      "feed = $1",
      std::string(feed));
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
  const std::string name(feed), now = TimeText(to.update_time);
  if (from == Cursor()) {
    // The first move makes the row; a row that stands elsewhere refuses it.
    return OneRow(transaction.exec_params(
        "INSERT INTO feed_cursor (feed, token, seq, head_seq, update_time) VALUES ($1, $2, $3, $4, $5::timestamptz) "
        "ON CONFLICT (feed) DO UPDATE SET token = excluded.token, seq = excluded.seq, head_seq = excluded.head_seq, "
        "update_time = excluded.update_time WHERE feed_cursor.token = '' AND feed_cursor.load IS NULL",
        name, to.token, to.seq, to.head_seq, now));
  }
  const std::string load = from.load ? from.load->ToString() : "";
  return OneRow(transaction.exec_params(
      "UPDATE feed_cursor SET token = $2, seq = $3, head_seq = $4, update_time = $5::timestamptz, load = NULL "
      "WHERE feed = $1 AND token = $6 AND load IS NOT DISTINCT FROM nullif($7, '')::uuid",
      name, to.token, to.seq, to.head_seq, now, from.token, load));
}

absl::Status BeginLoad(pg::Transaction& transaction, std::string_view feed, const Uuid& load, absl::Time now) {
  return OneRow(transaction.exec_params(
      "INSERT INTO feed_cursor (feed, token, seq, head_seq, load, update_time) VALUES ($1, '', 0, 0, $2, "
      "$3::timestamptz) "
      "ON CONFLICT (feed) DO UPDATE SET token = '', seq = 0, head_seq = 0, load = excluded.load, "
      "update_time = excluded.update_time",
      std::string(feed), load.ToString(), TimeText(now)));
}

absl::Status ContinueLoad(pg::Transaction& transaction, std::string_view feed, const Uuid& load, absl::Time now) {
  return OneRow(transaction.exec_params(
      "UPDATE feed_cursor SET update_time = $3::timestamptz WHERE feed = $1 AND load = $2::uuid", std::string(feed),
      load.ToString(), TimeText(now)));
}

absl::Status ForgetCursor(pg::Transaction& transaction, std::string_view feed) {
  transaction.exec_params0("DELETE FROM feed_cursor WHERE feed = $1", std::string(feed));
  return absl::OkStatus();
}

}  // namespace amparo::feed
