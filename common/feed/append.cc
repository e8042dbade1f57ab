#include "common/feed/append.h"

#include <pqxx/pqxx>
#include <string>

#include "common/base/strings.h"
#include "common/pg/array_text.h"

namespace amparo::feed {

const pg::Statement kAppend{
    "feed_append",
    "WITH act AS (SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::bytea[], "
    "$6::timestamptz[], "
    "$7::uuid[], $8::text[], $9::text[], $10::bytea[], $11::bytea[], $12::text[], $13::uuid[], $14::uuid[], "
    "$15::bytea[], "
    "$16::text[], $17::text[]) WITH ORDINALITY AS act (office, name, kind, version, body, time, request_id, caller, "
    "method, fingerprint, response, trace_id, audit_id, subject, wrapped, wrapping_key_id, compartment, number)), "
    "head AS (UPDATE feed_head SET last = last + $18::bigint, audited = audited + $18::bigint "
    "RETURNING last - $18::bigint AS base, audited - $18::bigint AS audit_base), "
    "event AS (INSERT INTO outbox (seq, office, name, kind, version, change_time, payload) "
    "SELECT base + number, office, name, kind, version, time, body FROM act, head), "
    "answer AS (INSERT INTO request (office, caller, request_id, method, fingerprint, response, request_time) "
    "SELECT office, caller, request_id, method, fingerprint, coalesce(response, body), time FROM act "
    "WHERE request_id IS NOT NULL), "
    "key AS (INSERT INTO data_key (office, subject, wrapped, wrapping_key_id, create_time) "
    "SELECT office, subject, wrapped, wrapping_key_id, time FROM act WHERE subject IS NOT NULL) "
    "INSERT INTO audit (office, id, seq, compartment, audit_time, caller, method, name, version, action, trace_id) "
    "SELECT office, audit_id, audit_base + number, compartment, time, caller, method, name, version, 'WRITE', trace_id "
    "FROM act, head"};

namespace {

struct Arrays {
  pg::ArrayText office, name, kind, version, body, time, request_id, caller, method, fingerprint, response, trace_id,
      audit_id, subject, wrapped, wrapping_key_id, compartment;
};

void AddDataKey(const std::optional<NewDataKey>& key, Arrays& arrays) {
  if (!key) {
    arrays.subject.Null();
    arrays.wrapped.Null();
    arrays.wrapping_key_id.Null();
    return;
  }
  arrays.subject.Text(key->subject.ToString());
  arrays.wrapped.Bytes(key->wrapped);
  arrays.wrapping_key_id.Text(key->wrapping_key_id);
}

void Add(const Act& act, Arrays& arrays) {
  arrays.office.Text(act.request.office);
  arrays.name.Text(act.name);
  arrays.kind.Text(act.kind);
  arrays.version.Int64(act.version);
  arrays.body.Bytes(act.body);
  arrays.time.Time(act.time);
  if (act.request.id) {
    arrays.request_id.Text(act.request.id->ToString());
  } else {
    arrays.request_id.Null();
  }
  arrays.caller.Text(act.request.caller);
  arrays.method.Text(act.request.method);
  arrays.fingerprint.Bytes(act.request.fingerprint);
  if (act.response) {
    arrays.response.Bytes(*act.response);
  } else {
    arrays.response.Null();
  }
  arrays.trace_id.Text(act.trace_id);
  arrays.audit_id.Text(act.audit_id.ToString());
  AddDataKey(act.data_key, arrays);
  arrays.compartment.Text(act.compartment);
}

}  // namespace

void Append(pg::Transaction& transaction, std::span<const Act> acts) {
  if (acts.empty()) return;
  Arrays a;
  for (const Act& act : acts) Add(act, a);
  transaction.exec0(StrCat("SET LOCAL lock_timeout = ", absl::ToInt64Milliseconds(kHeadPatience)));
  const std::string append(kAppend.name);
  // Planned once a connection: known already, it costs nothing.
  transaction.conn().prepare(append, std::string(kAppend.sql));
  transaction.exec_prepared0(append, a.office.Finish(), a.name.Finish(), a.kind.Finish(), a.version.Finish(),
                             a.body.Finish(), a.time.Finish(), a.request_id.Finish(), a.caller.Finish(),
                             a.method.Finish(), a.fingerprint.Finish(), a.response.Finish(), a.trace_id.Finish(),
                             a.audit_id.Finish(), a.subject.Finish(), a.wrapped.Finish(), a.wrapping_key_id.Finish(),
                             a.compartment.Finish(), static_cast<int64_t>(acts.size()));
  transaction.NotifyWhenCommitted();
}

}  // namespace amparo::feed
