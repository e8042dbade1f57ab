// The stored position of a follower (table feed_cursor): read, moved and reset inside the transactions that apply what
// it stands for.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/uuid.h"
#include "common/pg/statement.h"
#include "common/pg/workers.h"

namespace amparo::feed {

// Where a follower stands in a feed. A follower that never started stands at the default.
struct Cursor {
  // What to watch from; empty = from the first change.
  std::string token;
  // The position the token stands for.
  int64_t seq = 0;
  // The feed's head when last heard from.
  int64_t head_seq = 0;
  // The load that is under way, if one is: what has been applied is then not whole.
  std::optional<Uuid> load;
  // When the row was last written; of a load that has ended, when it began.
  absl::Time update_time = absl::InfinitePast();

  friend bool operator==(const Cursor& a, const Cursor& b) { return a.token == b.token && a.load == b.load; }
};

// A load whose owner has not been heard of for so long may be taken over.
inline constexpr absl::Duration kLoadAbandoned = absl::Seconds(30);

// The reason of ABORTED when the cursor is not where the caller thought: another instance moved it, or an earlier
// commit that was in doubt took place.
inline constexpr std::string_view kCursorMoved = "FEED_CURSOR_MOVED";

// The cursor of `feed`; a default one when there is none.
absl::StatusOr<Cursor> ReadCursor(pg::Transaction& transaction, std::string_view feed);

// Moves the cursor from `from` to `to`. ABORTED kCursorMoved unless it stood at `from`.
absl::Status MoveCursor(pg::Transaction& transaction, std::string_view feed, const Cursor& from, const Cursor& to);

// Begins a load: `load` now owns the cursor, and it stands nowhere. ABORTED kCursorMoved unless it stood at `from`;
// when that is another's load, unless nothing was heard of it since `from` was read.
absl::Status BeginLoad(pg::Transaction& transaction, std::string_view feed, const Cursor& from, const Uuid& load,
                       absl::Time now);

// Says that the load goes on. Others see it when the transaction commits: one that may take long says it at its end
// once more, lest it be taken for abandoned. ABORTED kCursorMoved when another took it over.
absl::Status ContinueLoad(pg::Transaction& transaction, std::string_view feed, const Uuid& load, absl::Time now);

// The named statements of the cursor.
std::span<const pg::Statement> CursorStatements();

}  // namespace amparo::feed
