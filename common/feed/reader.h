// Reads a service's change feed in order.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/limits.h"
#include "common/base/task.h"
#include "common/feed/token.h"
#include "common/pg/reader.h"
#include "common/pg/rows.h"
#include "common/pg/statement.h"

namespace amparo::feed {

// Which changes are wanted.
struct Filter {
  // Only these kinds; empty = all.
  std::vector<std::string> kinds;
  // Only these offices; empty = all.
  std::vector<std::string> offices;

  bool empty() const { return kinds.empty() && offices.empty(); }
};

// What one read found: some changes, and how far it looked.
struct Batch {
  // Columns of each row: see kReadEvents, from kSeq on. At most Reader::kMostEvents rows.
  pg::Rows rows;
  // How many of `rows` hold a change (a read that finds none answers one row with the head alone).
  int events = 0;
  // Up to where every change that passes the filter is in `rows`; in the epoch of the feed.
  Token covered;
  // The feed's last number in the same snapshot.
  int64_t head = 0;

  // True when there was nothing more to read.
  bool caught_up() const { return covered.seq >= head; }
};

// Columns of kReadEvents.
enum EventColumn : int {
  kEpoch,
  kHead,
  kFloor,
  kSeq,
  kOffice,
  kName,
  kKind,
  kVersion,
  kChangeTime,
  kPayload,
};

// $1 after which number, $2 how many numbers to look at, $3 kinds (empty = all), $4 offices (empty = all), $5 the most
// rows. Head and changes come from one snapshot: a number at or below the head is there or does not pass the filter.
inline constexpr pg::Statement kReadEvents{
    "feed_read_events",
    "SELECT head.epoch, head.last, head.floor, o.seq, o.office, o.name, o.kind, o.version, o.change_time, o.payload "
    "FROM feed_head AS head LEFT JOIN ("
    "SELECT seq, office, name, kind, version, change_time, payload FROM outbox "
    "WHERE seq > $1 AND seq <= $1 + $2 AND (cardinality($3::text[]) = 0 OR kind = ANY ($3)) "
    "AND (cardinality($4::text[]) = 0 OR office = ANY ($4)) ORDER BY seq LIMIT $5) AS o ON true ORDER BY o.seq",
    "one feed a service: offices are a filter, the caller's rights among them"};

// The feed's head: epoch, last, floor.
inline constexpr pg::Statement kReadHead{"feed_read_head", "SELECT epoch, last, floor FROM feed_head",
                                         "one feed a service, one head"};

// Reads in order through the pipelined reader. Several may share one pg::Reader.
class Reader {
 public:
  // The most changes one read answers.
  static constexpr int kMostEvents = 500;
  // How many numbers one read of a filtered feed looks at.
  static constexpr int64_t kWindow = 5000;

  // `reader` must outlive this. It reads from where acts are written: a replica that lags would take a position it has
  // not reached yet for one of another feed.
  explicit Reader(pg::Reader& reader) : reader_(reader) {}

  // What follows `from`. Errors: OUT_OF_RANGE TOKEN_EXPIRED for a position older than retention; OUT_OF_RANGE
  // TOKEN_OF_OTHER_EPOCH for one of another epoch or past the head; those of pg::Reader.
  Task<absl::StatusOr<Batch>> Read(Token from, Filter filter, Limits limits);

  // The position of the feed's last change. Errors: those of pg::Reader.
  Task<absl::StatusOr<Token>> Head(Limits limits);

 private:
  static absl::StatusOr<Batch> Interpret(absl::StatusOr<pg::Rows> rows, const Token& from, int64_t window);

  pg::Reader& reader_;
};

// The named statements of reading.
inline constexpr std::array kReaderStatements = {kReadEvents, kReadHead};

}  // namespace amparo::feed
