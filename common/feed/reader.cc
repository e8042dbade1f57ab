#include "common/feed/reader.h"

#include <algorithm>
#include <utility>

#include "common/base/status_macros.h"
#include "common/errors/errors.h"

namespace amparo::feed {
namespace {

// A position must be one of this feed, at or after its floor and not past its head.
absl::Status CheckPosition(const Token& from, const Uuid& epoch, int64_t floor, int64_t head) {
  const bool from_the_start = from == Token();
  if (!from_the_start && (from.epoch != epoch || from.seq > head)) return errors::TokenOfOtherEpoch();
  if (from.seq < floor) return errors::TokenExpired();
  return absl::OkStatus();
}

}  // namespace

Task<absl::StatusOr<Batch>> Reader::Read(Token from, Filter filter, Limits limits) {
  const int64_t window = filter.empty() ? kMostEvents : kWindow;
  pg::Params params;
  params.Int64(from.seq).Int64(window).TextArray(filter.kinds).TextArray(filter.offices).Int64(kMostEvents);
  AMPARO_CO_ASSIGN_OR_RETURN(
      Batch batch, Interpret(co_await reader_.Run(kReadEvents, std::move(params), std::move(limits)), from, window));
  co_return batch;
}

Task<absl::StatusOr<Token>> Reader::Head(Limits limits) {
  AMPARO_CO_ASSIGN_OR_RETURN(const pg::Rows rows, co_await reader_.Run(kReadHead, pg::Params(), std::move(limits)));
  co_return Token{rows.front().Uuid(kEpoch), rows.front().Int64(kHead)};
}

absl::StatusOr<Batch> Reader::Interpret(absl::StatusOr<pg::Rows> rows, const Token& from, int64_t window) {
  AMPARO_RETURN_IF_ERROR(rows.status());
  Batch batch;
  batch.rows = *std::move(rows);
  const pg::Row first = batch.rows.front();
  const Uuid epoch = first.Uuid(kEpoch);
  batch.head = first.Int64(kHead);
  AMPARO_RETURN_IF_ERROR(CheckPosition(from, epoch, first.Int64(kFloor), batch.head));
  batch.events = first.IsNull(kSeq) ? 0 : batch.rows.size();
  // A full answer covers what it holds; any other covers all that was looked at.
  const int64_t looked_at = std::min(from.seq + window, batch.head);
  const bool full = batch.events == kMostEvents;
  batch.covered = {epoch, full ? batch.rows[batch.events - 1].Int64(kSeq) : looked_at};
  return batch;
}

}  // namespace amparo::feed
