#include "common/feed/act.h"

#include "common/base/strings.h"

namespace amparo::feed {
namespace {

// The head is updated only if the effect took place, and stays locked until the commit: numbers have no gaps.
constexpr std::string_view kTail =
    ", head AS (UPDATE feed_head SET last = last + 1, audited = audited + 1 WHERE EXISTS (SELECT FROM changed) "
    "RETURNING last, audited), "
    "event AS (INSERT INTO outbox (seq, office, name, kind, version, change_time, payload) "
    "SELECT last, $1, $2, $3, $4, $6, $5 FROM head), "
    "answer AS (INSERT INTO request (office, caller, request_id, method, fingerprint, response, request_time) "
    "SELECT $1, $8, $7, $9, $10, coalesce($11, $5), $6 FROM changed WHERE $7 IS NOT NULL), "
    "trail AS (INSERT INTO audit (office, id, seq, compartment, audit_time, caller, method, name, version, action, "
    "trace_id) SELECT $1, $13, audited, $17, $6, $8, $9, $2, $4, 'WRITE', $12 FROM head), "
    "key AS (INSERT INTO data_key (office, subject, wrapped, wrapping_key_id, create_time) "
    "SELECT $1, $14, $15, $16, $6 FROM changed WHERE $14 IS NOT NULL) "
    "SELECT * FROM changed";

std::optional<std::string_view> View(const std::optional<std::string>& text) {
  if (!text) return std::nullopt;
  return *text;
}

}  // namespace

std::string ActSql(std::string_view changed, std::string_view also) {
  return StrCat("WITH changed AS (", changed, ")", also.empty() ? "" : ", ", also, kTail);
}

pg::Params ActParams(const Act& act) {
  pg::Params params;
  params.Text(act.request.office).Text(act.name).Text(act.kind).Int64(act.version).Bytes(act.body).Time(act.time);
  params.UuidValue(act.request.id).Text(act.request.caller).Text(act.request.method).Bytes(act.request.fingerprint);
  params.Bytes(View(act.response)).Text(act.trace_id).UuidValue(act.audit_id);
  if (act.data_key) {
    params.UuidValue(act.data_key->subject).Bytes(act.data_key->wrapped).Text(act.data_key->wrapping_key_id);
  } else {
    params.UuidValue(std::nullopt).Bytes(std::nullopt).Text(std::nullopt);
  }
  params.Text(act.compartment);
  return params;
}

}  // namespace amparo::feed
