#include "services/case/store/import_statements.h"

#include <algorithm>
#include <map>
#include <pqxx/pqxx>

#include "common/base/check.h"
#include "common/base/civil.h"
#include "common/base/strings.h"
#include "common/pg/array_text.h"
#include "services/case/store/statements.h"

namespace amparo::cases {
namespace {

// The order in which kinds are written: each after those it refers to.
constexpr Kind kKinds[] = {Kind::kCase, Kind::kPerson,    Kind::kParty, Kind::kVenue,
                           Kind::kLink, Kind::kOperation, Kind::kCharge};

std::string_view SqlType(ColumnType type) {
  switch (type) {
    case ColumnType::kText:
    case ColumnType::kTokenKey:
      return "text";
    case ColumnType::kInt:
      return "integer";
    case ColumnType::kBool:
      return "boolean";
    case ColumnType::kUuid:
      return "uuid";
    case ColumnType::kTime:
      return "timestamptz";
    case ColumnType::kDate:
      return "date";
    // An array of arrays of different lengths is none in SQL: each comes as its text.
    case ColumnType::kIntArray:
    case ColumnType::kTextArray:
    case ColumnType::kTokens:
      return "text";
  }
  AMPARO_CHECK(false, "every type of column has a name in SQL");
}

// What makes a value of its type of what SqlType came as.
std::string_view CastOf(ColumnType type) {
  if (type == ColumnType::kIntArray) return "::integer[]";
  if (type == ColumnType::kTextArray) return "::text[]";
  return type == ColumnType::kTokens ? "::bigint[]" : "";
}

std::string InsertSql(const Table& table) {
  std::string names = "office, version, create_time, update_time, id";
  std::string values = "$1::text, 1, entered, entered, id";
  std::string arrays = "$2::timestamptz[], $3::uuid[]";
  std::string row = "entered, id";
  int next = 4;
  const auto add = [&](std::string_view name, std::string_view type, std::string_view cast) {
    StrAppend(&names, ", ", name);
    StrAppend(&values, ", ", name, cast);
    StrAppend(&arrays, ", $", next++, "::", type, "[]");
    StrAppend(&row, ", ", name);
  };
  for (const Column& column : table.columns) add(column.name, SqlType(column.type), CastOf(column.type));
  add("body", "bytea", "");
  if (table.in_case()) add("case_id", "uuid", "");
  if (table.kind == Kind::kCase) {
    add("charges", "integer", "");
    add("without_verdict", "integer", "");
    add("first_charge_date", "date", "");
  }
  // Several imports at once meet the same keys in the same order, so that none waits for another in a ring: cases by
  // the number that two of them may claim, all else by its id.
  const std::string_view order = table.kind == Kind::kCase ? "case_number" : "id";
  const bool may_exist = table.kind == Kind::kVenue || table.kind == Kind::kPerson;
  const std::string_view existing = may_exist ? " ON CONFLICT (office, id) DO NOTHING" : "";
  return StrCat("INSERT INTO ", table.name, " (", names, ") SELECT ", values, " FROM unnest(", arrays, ") AS row (",
                row, ") ORDER BY ", order, existing, " RETURNING id");
}

const std::map<Kind, pg::Statement>& Inserts() {
  static const std::map<Kind, pg::Statement> all = [] {
    std::map<Kind, pg::Statement> made;
    for (const Kind kind : kKinds) {
      made[kind] = Kept(StrCat("import_", KindWord(kind), "_insert"), InsertSql(TableOf(kind)));
    }
    return made;
  }();
  return all;
}

// Adds a column's value as the text of its type.
void AddElement(const Value& value, pg::ArrayText& array) {
  if (const int64_t* const number = std::get_if<int64_t>(&value)) {
    array.Int64(*number);
  } else if (const std::optional<std::string> text = TextOf(value)) {
    array.Text(*text);
  } else {
    array.Null();
  }
}

// How far the charges of cases are.
struct FactArrays {
  pg::ArrayText charges, without_verdict, first_dates;

  void Add(const ChargeFacts& facts) {
    charges.Int64(facts.charges);
    without_verdict.Int64(facts.without_verdict);
    if (facts.first_date) {
      first_dates.Text(FormatDate(*facts.first_date));
    } else {
      first_dates.Null();
    }
  }
};

}  // namespace

const pg::Statement& ImportInsert(Kind kind) {
  return Inserts().at(kind);
}

std::span<const Kind> ImportKinds() {
  return kKinds;
}

Texts ImportInsertArguments(Kind kind, const std::string& office, const std::vector<ImportedChange>& changes) {
  const Table& table = TableOf(kind);
  pg::ArrayText times, ids, bodies, case_ids;
  FactArrays facts;
  std::vector<pg::ArrayText> columns(table.columns.size());
  for (const auto& [change, charges] : changes) {
    AMPARO_CHECK(change->columns.size() == columns.size(), "a change brings every column of its table");
    times.Time(change->time);
    ids.Text(change->key.id.ToString());
    bodies.Bytes(change->body);
    for (std::size_t i = 0; i < columns.size(); ++i) AddElement(change->columns[i], columns[i]);
    case_ids.Text(change->key.case_id.ToString());
    facts.Add(*charges);
  }
  Texts arguments = {office, times.Finish(), ids.Finish()};
  for (const pg::ArrayText& column : columns) arguments.push_back(column.Finish());
  arguments.push_back(bodies.Finish());
  if (table.in_case()) arguments.push_back(case_ids.Finish());
  if (kind == Kind::kCase) {
    for (const pg::ArrayText* array : {&facts.charges, &facts.without_verdict, &facts.first_dates}) {
      arguments.push_back(array->Finish());
    }
  }
  return arguments;
}

bool IsSameImport(const crypto::BlindIndex& index, std::string_view known, std::string_view digest) {
  const std::vector<std::string> fingerprints = index.Fingerprints(digest);
  return known.empty() || std::find(fingerprints.begin(), fingerprints.end(), known) != fingerprints.end();
}

std::vector<pg::Statement> ImportStatements() {
  std::vector<pg::Statement> all = {kImportRowsInsert, kImportRowsFind,   kImportRecordsInsert, kImportRecordsFind,
                                    kImportVenuesFind, kImportPeopleFind, kImportKeysFind,      kImportMembersFind};
  for (const auto& [kind, insert] : Inserts()) all.push_back(insert);
  return all;
}

}  // namespace amparo::cases
