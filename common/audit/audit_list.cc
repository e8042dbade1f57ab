#include "common/audit/audit_list.h"

#include <array>
#include <utility>

#include "common/base/strings.h"
#include "common/pg/params.h"

namespace amparo::audit {

const absl::Time kFirstTime = absl::FromUnixSeconds(-62135596800);
const absl::Time kLastTime = absl::FromUnixSeconds(253402300800) - absl::Microseconds(1);

namespace {

// Which filters a statement has, a bit each.
enum ListBit : unsigned { kCompartment = 1, kResource = 2, kCaller = 4, kReads = 8, kWrites = 16, kBits = 32 };

unsigned BitsOf(const ListFilter& filter) {
  unsigned bits = 0;
  if (!filter.compartment.empty()) bits |= kCompartment;
  if (!filter.resource.empty()) bits |= kResource;
  if (!filter.caller.empty()) bits |= kCaller;
  if (filter.action == v1::AUDIT_ACTION_READ) bits |= kReads;
  if (filter.action == v1::AUDIT_ACTION_WRITE) bits |= kWrites;
  return bits;
}

// $1 office, $2 compartment, $3 $4 the place before which, $5 the first time, $6 how many, then resource and caller.
std::string ComposeList(unsigned bits) {
  std::string rows = "audit";
  int next = 7;
  if (bits & kResource) {
    // Found first and sorted then: a page of few rows must not be looked for through all rows in the order of time.
    const std::string name = StrCat("$", next++);
    const std::string of_office = "(SELECT * FROM audit WHERE office = $1 AND name COLLATE \"C\" ";
    rows = StrCat("(WITH found AS MATERIALIZED (", of_office, "= ", name, ") UNION ALL ", of_office, ">= ", name,
                  " || '/' AND name COLLATE \"C\" < ", name, " || '0')) SELECT * FROM found)");
  }
  std::string sql = StrCat(
      "SELECT a.id, a.audit_time, a.caller, a.method, a.action, a.name, a.version, a.plan_version, a.fields, a.reason, "
      "a.trace_id, a.compartment, a.seq, c.number, c.hash FROM (SELECT * FROM ",
      rows, " AS row WHERE office = $1 AND compartment = $2 AND (audit_time, id) < ($3, $4) AND audit_time >= $5");
  // The words that the partial indexes have.
  if (bits & kCompartment) sql += " AND compartment <> ''";
  if (bits & kCaller) StrAppend(&sql, " AND caller = $", next++);
  if (bits & kReads) sql += " AND action = 'READ'";
  if (bits & kWrites) sql += " AND action = 'WRITE'";
  sql +=
      " ORDER BY audit_time DESC, id DESC LIMIT $6) AS a "
      "LEFT JOIN audit_chain AS c ON c.office = $1 AND c.seq = a.seq ORDER BY a.audit_time DESC, a.id DESC";
  return sql;
}

struct ListSql {
  std::string name;
  std::string sql;
};

const std::array<ListSql, kBits>& ListTexts() {
  static const std::array<ListSql, kBits> texts = [] {
    std::array<ListSql, kBits> made;
    for (unsigned bits = 0; bits < kBits; ++bits) made[bits] = {StrCat("audit_list_", bits), ComposeList(bits)};
    return made;
  }();
  return texts;
}

pg::Statement ListStatement(unsigned bits) {
  return {ListTexts()[bits].name, ListTexts()[bits].sql};
}

void SetTime(absl::Time time, google::protobuf::Timestamp* out) {
  const int64_t micros = absl::ToUnixMicros(time);
  const int64_t seconds = absl::ToUnixSeconds(time);
  out->set_seconds(seconds);
  out->set_nanos(static_cast<int32_t>((micros - seconds * 1'000'000) * 1000));
}

v1::AuditEntry EntryOf(const std::string& office, const pg::Row& row) {
  v1::AuditEntry entry;
  entry.set_name(StrCat("offices/", office, "/auditEntries/", row.Uuid(0).ToString()));
  SetTime(row.Time(1), entry.mutable_audit_time());
  entry.set_caller(std::string(row.Text(2)));
  entry.set_method(std::string(row.Text(3)));
  entry.set_action(row.Text(4) == "READ" ? v1::AUDIT_ACTION_READ : v1::AUDIT_ACTION_WRITE);
  entry.set_resource_name(std::string(row.Text(5)));
  entry.set_version(row.Int64(6));
  entry.set_plan_version(row.Int64(7));
  for (std::string& field : row.TextArray(8)) entry.add_fields(std::move(field));
  entry.set_reason(std::string(row.Text(9)));
  entry.set_trace_id(std::string(row.Text(10)));
  entry.set_compartment(std::string(row.Text(11)));
  entry.set_commit_number(row.Int64(12));
  entry.set_chain_number(row.OptionalInt64(13).value_or(0));
  entry.set_chain_hash(std::string(row.OptionalBytes(14).value_or("")));
  return entry;
}

}  // namespace

Task<absl::StatusOr<std::vector<v1::AuditEntry>>> ListEntries(pg::Reader* reader, ListFilter filter, Limits limits) {
  pg::Params params;
  params.Text(filter.office).Text(filter.compartment).Time(filter.before.time).UuidValue(filter.before.id);
  params.Time(filter.start).Int64(filter.limit);
  if (!filter.resource.empty()) params.Text(filter.resource);
  if (!filter.caller.empty()) params.Text(filter.caller);
  const pg::Statement statement = ListStatement(BitsOf(filter));
  const absl::StatusOr<pg::Rows> rows = co_await reader->Run(statement, std::move(params), std::move(limits));
  if (!rows.ok()) co_return rows.status();
  std::vector<v1::AuditEntry> entries;
  for (const pg::Row row : *rows) entries.push_back(EntryOf(filter.office, row));
  co_return entries;
}

std::vector<pg::Statement> ListStatements() {
  std::vector<pg::Statement> statements;
  for (unsigned bits = 0; bits < kBits; ++bits) {
    if ((bits & kReads) == 0 || (bits & kWrites) == 0) statements.push_back(ListStatement(bits));
  }
  return statements;
}

}  // namespace amparo::audit
