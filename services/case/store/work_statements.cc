#include "services/case/store/work_statements.h"

#include <map>
#include <mutex>
#include <pqxx/pqxx>

#include "absl/strings/escaping.h"
#include "common/base/check.h"
#include "common/base/civil.h"
#include "common/base/status_macros.h"
#include "common/base/strings.h"
#include "common/pg/array_text.h"
#include "services/case/store/statements.h"

namespace amparo::cases {
namespace {

std::vector<std::string_view> WrittenColumns(const Table& table) {
  std::vector<std::string_view> columns;
  if (table.has_id()) columns.push_back("id");
  if (table.in_case()) columns.push_back("case_id");
  for (const Column& column : table.columns) columns.push_back(column.name);
  return columns;
}

constexpr int kFirstOwn = 5;

std::string WorkInsertSql(const Table& table) {
  std::string names = "office, version, create_time, update_time, body";
  std::string values = "$1, $2, $3, $3, $4";
  int next = kFirstOwn;
  for (const std::string_view column : WrittenColumns(table)) {
    StrAppend(&names, ", ", column);
    StrAppend(&values, ", $", next++);
  }
  return StrCat("INSERT INTO ", table.name, " (", names, ") VALUES (", values, ") RETURNING version");
}

std::string WorkUpdateSql(const Table& table) {
  std::string sql = StrCat("UPDATE ", table.name, " SET version = $2, update_time = $3, body = $4");
  int next = kFirstOwn + (table.has_id() ? 1 : 0) + (table.in_case() ? 1 : 0);
  for (const Column& column : table.columns) {
    StrAppend(&sql, ", ", column.name, " = ", NewValueSql(column, StrCat("$", next++)));
  }
  StrAppend(&sql, " WHERE office = $1 AND version = $2::bigint - 1");
  if (table.has_id()) StrAppend(&sql, " AND id = $", kFirstOwn);
  if (table.in_case()) StrAppend(&sql, " AND case_id = $", kFirstOwn + 1);
  return StrCat(sql, " RETURNING version");
}

pg::Statement Locked(const pg::Statement& statement) {
  return Kept(StrCat("work_", statement.name), StrCat(statement.sql, " FOR NO KEY UPDATE"));
}

const std::map<Kind, WorkStatements>& AllKindsOfWork() {
  static const std::map<Kind, WorkStatements> all = [] {
    std::map<Kind, WorkStatements> made;
    for (const Table& table : Tables()) {
      const std::string_view word = KindWord(table.kind);
      made[table.kind] = {Locked(StatementsOf(table.kind).get),
                          Kept(StrCat("work_", word, "_insert"), WorkInsertSql(table)),
                          Kept(StrCat("work_", word, "_update"), WorkUpdateSql(table))};
    }
    return made;
  }();
  return all;
}

struct ToText {
  std::optional<std::string> operator()(std::monostate) const { return std::nullopt; }
  std::optional<std::string> operator()(const std::string& value) const { return value; }
  std::optional<std::string> operator()(int64_t value) const { return std::to_string(value); }
  std::optional<std::string> operator()(bool value) const { return value ? "t" : "f"; }
  std::optional<std::string> operator()(const Uuid& value) const { return value.ToString(); }
  std::optional<std::string> operator()(absl::Time value) const { return pg::TimeText(value); }
  std::optional<std::string> operator()(absl::CivilDay value) const { return FormatDate(value); }
  template <typename T>
  std::optional<std::string> operator()(const std::vector<T>& values) const {
    return pg::ArrayOf(values);
  }
};

}  // namespace

absl::StatusOr<absl::Time> TimeInField(const pqxx::field& field) {
  absl::Time time;
  std::string error;
  // As PostgreSQL writes it: "2014-12-11 02:00:00.25+00", in whatever zone the session has.
  if (!absl::ParseTime("%Y-%m-%d %H:%M:%E*S%Ez", field.c_str(), &time, &error)) return absl::InternalError(error);
  return time;
}

std::optional<std::string> TextOf(const Value& value) {
  return std::visit(ToText(), value);
}

std::string BytesIn(const pqxx::field& field) {
  return pqxx::binarystring(field).str();
}

Uuid IdIn(const pqxx::field& field) {
  return Uuid::Parse(field.c_str()).value_or(Uuid());
}

absl::StatusOr<Record> RecordInRow(const pqxx::row& row, Kind kind) {
  Record record;
  record.id = IdIn(row[0]);
  record.version = row[1].as<int64_t>();
  AMPARO_ASSIGN_OR_RETURN(record.create_time, TimeInField(row[2]));
  AMPARO_ASSIGN_OR_RETURN(record.update_time, TimeInField(row[3]));
  record.body = BytesIn(row[4]);
  record.subject = row[6].is_null() ? record.id : IdIn(row[6]);
  if (kind != Kind::kCase && kind != Kind::kPerson) return record;
  if (!row[7].is_null()) record.merged_into = IdIn(row[7]);
  if (kind == Kind::kPerson) return record;
  record.charges = {row[8].as<int64_t>(), row[9].as<int64_t>(), std::nullopt};
  if (!row[10].is_null()) record.charges.first_date = ParseDate(row[10].c_str());
  if (!row[11].is_null()) record.survivor_stage = static_cast<Stage>(row[11].as<int>());
  return record;
}

std::string BytesText(std::string_view bytes) {
  return StrCat("\\x", absl::BytesToHexString(ToAbsl(bytes)));
}

const WorkStatements& WorkStatementsOf(Kind kind) {
  return AllKindsOfWork().at(kind);
}

pg::Statement WorkListOf(const ListQuery& query) {
  static std::mutex mutex;
  static std::map<std::string_view, pg::Statement> locked;
  const pg::Statement& plain = StatementsOf(query.kind).ListOf(query);
  const std::lock_guard lock(mutex);
  const auto at = locked.find(plain.name);
  return at != locked.end() ? at->second : locked.emplace(plain.name, Locked(plain)).first->second;
}

pqxx::result Execute(pg::Transaction& transaction, const pg::Statement& statement, const Texts& arguments) {
  const std::string name(statement.name);
  // Known already on this connection, it costs nothing.
  transaction.conn().prepare(name, std::string(statement.sql));
  std::vector<const char*> pointers;
  for (const std::optional<std::string>& argument : arguments) {
    pointers.push_back(argument ? argument->c_str() : nullptr);
  }
  return transaction.exec_prepared(name, pqxx::prepare::make_dynamic_params(pointers));
}

std::vector<pg::Statement> AllWorkStatements() {
  std::vector<pg::Statement> all = {kWorkFindDataKey, kWorkEraseDataKey,    kWorkGuard,          kWorkCount,
                                    kWorkIndexPerson, kWorkIndexAsset,      kWorkHoldMembers,    kWorkNameMembers,
                                    kWorkKeepMember,  kWorkSurvivorsNaming, kWorkForgetImported, kWorkLockSurvivor};
  for (const auto& [kind, statements] : AllKindsOfWork()) {
    all.insert(all.end(), {statements.find, statements.insert, statements.update});
  }
  return all;
}

}  // namespace amparo::cases
