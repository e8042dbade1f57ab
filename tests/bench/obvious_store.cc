#include "tests/bench/obvious_store.h"

#include <absl/time/clock.h>

#include "common/base/uuid.h"

namespace amparo::bench {
namespace {

std::string Now() {
  return absl::FormatTime("%Y-%m-%d %H:%M:%E6S+00", absl::Now(), absl::UTCTimeZone());
}

void Prepare(pqxx::connection& connection) {
  connection.prepare("get", "SELECT body FROM \"case\" WHERE office = $1 AND id = $2");
  connection.prepare(
      "case",
      "INSERT INTO \"case\" (office, id, version, create_time, update_time, case_number, stage, crime_type, "
      "report_date, lead, words, body) VALUES ($1, $2, 1, $3, $3, $4, 1, $5, $6, $7, "
      "ARRAY(SELECT DISTINCT $1 || ' ' || word FROM regexp_split_to_table(lower($8), '[^[:alnum:]]+') AS word "
      "WHERE word <> ''), $9)");
  connection.prepare("head", "UPDATE feed_head SET last = last + 1, audited = audited + 1 RETURNING last, audited");
  connection.prepare(
      "event",
      "INSERT INTO outbox (seq, office, name, kind, version, change_time, payload) VALUES ($1, $2, $3, 'case', 1, "
      "$4, $5)");
  connection.prepare("audit",
                     "INSERT INTO audit (office, id, audit_time, caller, method, name, version, action, trace_id, seq) "
                     "VALUES ($1, $2, "
                     "$3, 'bench', 'CreateCase', $4, 1, 'WRITE', '', $5)");
  connection.prepare(
      "request",
      "INSERT INTO request (office, caller, request_id, method, fingerprint, response, request_time) VALUES ($1, "
      "'bench', $2, 'CreateCase', $3, $4, $5) ON CONFLICT DO NOTHING");
}

}  // namespace

ObviousStore::ObviousStore(const std::string& conninfo, int size) {
  for (int i = 0; i < size; ++i) {
    idle_.push_back(std::make_unique<pqxx::connection>(conninfo));
    Prepare(*idle_.back());
  }
}

ObviousStore::Borrowed ObviousStore::Take() {
  std::unique_lock lock(mutex_);
  free_.wait(lock, [this] { return !idle_.empty(); });
  Borrowed connection(idle_.back().release(), GiveBack{this});
  idle_.pop_back();
  return connection;
}

void ObviousStore::GiveBack::operator()(pqxx::connection* connection) const {
  {
    const std::lock_guard lock(store->mutex_);
    store->idle_.emplace_back(connection);
  }
  store->free_.notify_one();
}

std::optional<cases::v1::Case> ObviousStore::Get(const std::string& office, const std::string& id) {
  const Borrowed connection = Take();
  std::optional<cases::v1::Case> found;
  pqxx::work work(*connection);
  const pqxx::result rows = work.exec_prepared("get", office, id);
  if (!rows.empty()) {
    const pqxx::binarystring body(rows[0][0]);
    found.emplace();
    found->ParseFromArray(body.data(), static_cast<int>(body.size()));
  }
  work.commit();
  return found;
}

bool ObviousStore::Create(const std::string& office, const std::string& id, const cases::v1::Case& record,
                          const std::string& request_id, const std::string& fingerprint) {
  const Borrowed connection = Take();
  const std::string now = Now();
  const std::string body = record.SerializeAsString();
  const pqxx::binarystring bytes(body);
  pqxx::work work(*connection);
  if (work.exec_prepared("request", office, request_id, pqxx::binarystring(fingerprint), bytes, now).affected_rows() !=
      1) {
    return false;
  }
  const auto& date = record.report_date();
  work.exec_prepared("case", office, id, now, record.case_number(), record.crime_type(),
                     absl::StrFormat("%04d-%02d-%02d", date.year(), date.month(), date.day()), record.lead(),
                     record.title() + " " + record.case_number(), bytes);
  const pqxx::row head = work.exec_prepared1("head");
  work.exec_prepared("audit", office, Uuid::V7(absl::Now()).ToString(), now, record.name(), head[1].as<int64_t>());
  work.exec_prepared("event", head[0].as<int64_t>(), office, record.name(), now, bytes);
  work.commit();
  return true;
}

}  // namespace amparo::bench
