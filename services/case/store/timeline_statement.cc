#include "services/case/store/timeline_statement.h"

#include <string>

#include "common/base/strings.h"
#include "services/case/store/feed_kinds.h"
#include "services/case/store/tables.h"

namespace amparo::cases {
namespace {

// The case $2 and those that had been merged into it, $8. An array, so that each table is read by its index.
constexpr std::string_view kMatter = "ANY (ARRAY(SELECT id FROM matter))";
// Their parties and their people, $9: a link may name either.
constexpr std::string_view kPeopleOfMatter =
    "ANY (ARRAY(SELECT id FROM party WHERE office = $1 AND case_id = ANY (ARRAY(SELECT id FROM matter))) || "
    "$9::uuid[])";

// The names of records of one kind, of those that `which` holds for; nothing unless the kind is asked for.
std::string NamesOf(const Table& table, std::string_view which) {
  return StrCat("SELECT ", NameSql(table), " FROM ", table.name, " WHERE office = $1 AND ", which, " AND '",
                KindWord(table.kind), "' = ANY ($3::text[])");
}

// What compartments hide is not told from the journal.
bool IsHidden(Kind kind) {
  return kind == Kind::kOperation || kind == Kind::kBreakGlass;
}

std::string ResourceNames() {
  std::string names = NamesOf(TableOf(Kind::kCase), StrCat("id = ", kMatter));
  for (const Table& table : Tables()) {
    if (table.in_case() && !IsHidden(table.kind)) {
      StrAppend(&names, " UNION ", NamesOf(table, StrCat("case_id = ", kMatter)));
    }
  }
  StrAppend(&names, " UNION ", NamesOf(TableOf(Kind::kPerson), "id = ANY ($9::uuid[])"));
  // People are distinguished by kind 1, cases by kind 2 (DistinguishedKind).
  for (const std::string_view side : {"first", "second"}) {
    StrAppend(&names, " UNION ",
              NamesOf(TableOf(Kind::kDistinction), StrCat(side, "_id = ANY ($9::uuid[]) AND kind = 1")));
    StrAppend(&names, " UNION ",
              NamesOf(TableOf(Kind::kDistinction), StrCat(side, "_id = ", kMatter, " AND kind = 2")));
  }
  // Cases are ends of kind 5 (NodeKind).
  for (const std::string_view end : {"from", "to"}) {
    StrAppend(&names, " UNION ", NamesOf(TableOf(Kind::kLink), StrCat(end, "_id = ", kPeopleOfMatter)));
    StrAppend(&names, " UNION ",
              NamesOf(TableOf(Kind::kLink), StrCat(end, "_id = ", kMatter, " AND ", end, "_kind = 5")));
  }
  StrAppend(&names, " UNION ",
            NamesOf(TableOf(Kind::kCaseLink), StrCat("other_id = ", kMatter, " AND other_office = $1")));
  return names + " UNION SELECT unnest($7::text[])";
}

std::string JournalSql() {
  return StrCat(
      "WITH matter (id) AS MATERIALIZED (SELECT $2::uuid UNION ALL SELECT unnest($8::uuid[])), "
      "resource (name) AS MATERIALIZED (",
      ResourceNames(),
      ") SELECT told.seq, told.kind, told.name, told.version, told.change_time, told.payload, "
      "coalesce(who.caller, ''), coalesce(who.method, '') FROM resource CROSS JOIN LATERAL ("
      // The office's column orders by bytes, the journal's index as the database does.
      "SELECT seq, kind, name, version, change_time, payload FROM outbox WHERE office = $1 "
      "AND name = resource.name COLLATE \"default\" AND ($4::timestamptz IS NULL OR change_time <= $4::timestamptz) "
      "AND ($5::bigint IS NULL OR seq <= $5::bigint)) AS told LEFT JOIN LATERAL ("
      "SELECT caller, method FROM audit WHERE office = $1 AND name COLLATE \"C\" = told.name "
      "AND audit_time = told.change_time AND version = told.version AND action = 'WRITE' LIMIT 1"
      ") AS who ON true ORDER BY told.seq LIMIT $6::integer");
}

}  // namespace

const pg::Statement& JournalStatement() {
  static const std::string sql = JournalSql();
  static const pg::Statement statement{"case_journal", sql};
  return statement;
}

}  // namespace amparo::cases
