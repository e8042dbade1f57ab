#include "common/feed/pair_act.h"

#include "common/base/strings.h"

namespace amparo::feed {
namespace {

// The tail of one act (act.cc) with two numbers, two events and two audit rows.
constexpr std::string_view kPairTail =
    "), head AS (UPDATE feed_head SET last = last + 2, audited = audited + 2 WHERE EXISTS (SELECT FROM changed) "
    "RETURNING last, audited), "
    "event AS (INSERT INTO outbox (seq, office, name, kind, version, change_time, payload) "
    "SELECT last - 1, $1, $2, $3, $4, $6, $5 FROM head UNION ALL SELECT last, $1, $18, $3, $19, $6, $20 FROM head), "
    "answer AS (INSERT INTO request (office, caller, request_id, method, fingerprint, response, request_time) "
    "SELECT $1, $8, $7, $9, $10, coalesce($11, $5), $6 FROM changed WHERE $7 IS NOT NULL), "
    "trail AS (INSERT INTO audit (office, id, seq, compartment, audit_time, caller, method, name, version, action, "
    "trace_id) SELECT $1, $13, audited - 1, $17, $6, $8, $9, $2, $4, 'WRITE', $12 FROM head UNION ALL "
    "SELECT $1, $21, audited, $17, $6, $8, $9, $18, $19, 'WRITE', $12 FROM head), "
    "key AS (INSERT INTO data_key (office, subject, wrapped, wrapping_key_id, create_time) "
    "SELECT $1, $14, $15, $16, $6 FROM changed WHERE $14 IS NOT NULL) "
    "SELECT * FROM changed";

}  // namespace

std::string PairActSql(std::string_view changed, std::string_view also) {
  return StrCat("WITH changed AS (", changed, "), also AS (", also, kPairTail);
}

pg::Params PairActParams(const Act& act, const SecondChange& second) {
  pg::Params params = ActParams(act);
  params.Text(second.name).Int64(second.version).Bytes(second.body).UuidValue(second.audit_id);
  return params;
}

}  // namespace amparo::feed
