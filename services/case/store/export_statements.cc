#include "services/case/store/export_statements.h"

#include <map>

#include "absl/strings/str_replace.h"
#include "common/base/strings.h"
#include "common/pg/array_text.h"
#include "common/pg/copy.h"
#include "services/case/store/feed_kinds.h"
#include "services/case/store/statements.h"
#include "services/case/store/tables.h"

namespace amparo::cases {
namespace {

// Which notes are read, given the argument that says it; of other kinds all.
std::string ReadableSql(const Table& table, std::string_view argument) {
  if (table.kind != Kind::kNote) return "";
  return StrCat(" AND ", absl::StrReplaceAll(ToAbsl(table.filters.front().condition), {{"{}", ToAbsl(argument)}}));
}

std::string PageSql(const Table& table) {
  const std::string_view id = table.has_id() ? "id" : "NULL::uuid";
  const std::string_view subject = table.subject_column.empty() ? "NULL::uuid" : table.subject_column;
  std::string sql =
      StrCat("SELECT ", id, ", version, create_time, update_time, body, ", table.in_case() ? "case_id" : "NULL::uuid",
             ", ", subject, " FROM ", table.name, " WHERE office = $1");
  // An office comes before every id, once.
  if (!table.has_id()) return StrCat(sql, " AND $2::uuid IS NOT NULL LIMIT $3::bigint");
  return StrCat(sql, " AND id > $2", ReadableSql(table, "$4"), " ORDER BY id LIMIT $3::bigint");
}

const std::map<Kind, pg::Statement>& Pages() {
  static const std::map<Kind, pg::Statement> all = [] {
    std::map<Kind, pg::Statement> made;
    for (const Kind kind : ExportedKinds()) {
      made[kind] = Kept(StrCat("export_", KindWord(kind), "_page"), PageSql(TableOf(kind)));
    }
    return made;
  }();
  return all;
}

}  // namespace

const pg::Statement& ExportPage(Kind kind) {
  return Pages().at(kind);
}

std::string ExportCopySql(Kind kind, const std::string& office, const Uuid& after,
                          const std::vector<std::string>& readable_notes) {
  const Table& table = TableOf(kind);
  std::string sql = StrCat("SELECT office, ", NameSql(table), ", version, update_time, body FROM ", table.name,
                           " WHERE office = ", pg::CopyOut::Literal(office));
  if (!table.has_id()) return sql;
  const std::string argument = StrCat(pg::CopyOut::Literal(pg::ArrayOf(readable_notes)), "::text[]");
  return StrCat(sql, " AND id > '", after.ToString(), "'::uuid", ReadableSql(table, argument), " ORDER BY id");
}

std::vector<pg::Statement> ExportStatements() {
  std::vector<pg::Statement> all;
  for (const auto& [kind, page] : Pages()) all.push_back(page);
  return all;
}

}  // namespace amparo::cases
