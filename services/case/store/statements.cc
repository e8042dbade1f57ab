#include "services/case/store/statements.h"

#include <deque>
#include <map>
#include <mutex>
#include <utility>

#include "absl/strings/str_replace.h"
#include "common/base/check.h"
#include "common/base/strings.h"
#include "common/feed/act.h"
#include "services/case/store/pg_catalogue_store.h"
#include "services/case/store/pg_task_template_store.h"

namespace amparo::cases {
namespace {

pg::Statement Named(const Table& table, std::string_view what, std::string sql) {
  return Kept(StrCat(KindWord(table.kind), "_", what), std::move(sql));
}

std::string Argument(int number) {
  return StrCat("$", number);
}

// What else is selected of some kinds; the stage is that of the case that stands for a merged one.
std::string_view MoreColumns(Kind kind) {
  if (kind == Kind::kPerson) return ", merged_id";
  if (kind != Kind::kCase) return "";
  return ", merged_id, charges, without_verdict, first_charge_date, CASE WHEN merged_id IS NOT NULL THEN (SELECT "
         "survivor.stage FROM \"case\" AS survivor WHERE survivor.office = $1 AND survivor.id = \"case\".merged_id) "
         "END";
}

std::string Select(const Table& table, std::string_view office_column = "office") {
  return StrCat("SELECT ", table.has_id() ? "id" : "NULL::uuid", ", version, create_time, update_time, body, ",
                table.order_column, ", ", table.subject_column.empty() ? "NULL::uuid" : table.subject_column,
                MoreColumns(table.kind), " FROM ", table.name, " WHERE ", office_column, " = $1");
}

// Picks one record among those of the office $1.
std::string OneOf(const Table& table) {
  return StrCat(table.has_id() ? " AND id = $2" : "", table.in_case() ? " AND case_id = $3" : "");
}

std::string GetSql(const Table& table) {
  return Select(table) + OneOf(table);
}

std::string ReadSql(const Table& table) {
  return StrCat("SELECT version, body FROM ", table.name, " WHERE office = $1", OneOf(table));
}

// Whose records a list is of: those of a case, of a case with those that were merged into it, of an office, or those
// that an office received.
enum class ListOfWhat { kCase, kMatter, kOffice, kReceived };

// The case $2 and all that were merged into it. An array, so that a list is read by its index whatever it holds.
constexpr std::string_view kAnyOfMatter =
    " AND case_id = ANY (ARRAY(SELECT id FROM \"case\" WHERE office = $1 AND merged_id = $2) || $2::uuid)";

std::string ListSql(const Table& table, unsigned filters, ListOfWhat what, bool after) {
  int next = 2;
  std::string sql = what == ListOfWhat::kReceived ? Select(table, table.receiver_column) : Select(table);
  if (what == ListOfWhat::kCase || what == ListOfWhat::kMatter) {
    sql += what == ListOfWhat::kCase ? " AND case_id = $2" : kAnyOfMatter;
    ++next;
  }
  for (std::size_t i = 0; i < table.filters.size(); ++i) {
    if ((filters >> i & 1) == 0) continue;
    StrAppend(&sql, " AND ", absl::StrReplaceAll(ToAbsl(table.filters[i].condition), {{"{}", Argument(next++)}}));
  }
  if (after) {
    StrAppend(&sql, " AND (", table.order_column, ", id) > (", Argument(next), ", ", Argument(next + 1), ")");
    next += 2;
  }
  return StrCat(sql, " ORDER BY ", table.order_column, ", id LIMIT ", Argument(next));
}

// Composes the acts of one table; numbers the parameters after feed::ActParams.
class ActComposer {
 public:
  explicit ActComposer(const Table& table) : table_(table) {}

  // INSERT ... SELECT, so that it can have conditions. A subject has at most one data key: a record that would need
  // another under the same id is not made.
  std::string Insert(bool guarded) {
    std::string names = "office, version, create_time, update_time, body";
    std::string values = "$1, $4, $6, $6, $5";
    for (const std::string_view key : Keys()) Append(names, values, key);
    for (const Column& column : table_.columns) Append(names, values, column.name);
    std::string effect =
        StrCat("INSERT INTO ", table_.name, " (", names, ") SELECT ", values, " WHERE ", feed::kNewRequest,
               " AND NOT EXISTS (SELECT FROM data_key WHERE office = $1 AND subject = $14)");
    return Finish(std::move(effect), guarded);
  }

  std::string Update(bool guarded) {
    std::string conditions = "office = $1";
    std::string changes = "version = $4, update_time = $6, body = $5";
    for (const std::string_view key : Keys()) StrAppend(&conditions, " AND ", key, " = ", Argument(next_++));
    for (const Column& column : table_.columns) {
      // A charge brought meanwhile bounds the day of the report.
      if (column.name == "report_date") {
        StrAppend(&conditions, " AND (first_charge_date < ", Argument(next_), ") IS NOT TRUE");
      }
      StrAppend(&changes, ", ", column.name, " = ", NewValueSql(column, Argument(next_++)));
    }
    std::string effect = StrCat("UPDATE ", table_.name, " SET ", changes, " WHERE ", conditions,
                                " AND version = $4 - 1 AND ", feed::kNewRequest);
    if (table_.kind == Kind::kCase) {
      StrAppend(&effect, " AND (NOT ", Argument(next_++), " OR without_verdict = 0)");
    }
    return Finish(std::move(effect), guarded);
  }

 private:
  std::vector<std::string_view> Keys() const {
    std::vector<std::string_view> keys;
    if (table_.has_id()) keys.push_back("id");
    if (table_.in_case()) keys.push_back("case_id");
    return keys;
  }

  void Append(std::string& names, std::string& values, std::string_view name) {
    StrAppend(&names, ", ", name);
    StrAppend(&values, ", ", Argument(next_++));
  }

  // The guard locks the case until the commit, so that its stage and its report stay what they were found to be; the
  // lock is the one that the counting then needs, since two acts that raise a weaker lock wait for each other for ever.
  // Of a case that was merged both are locked: the survivor, whose stage it goes by, and itself, so that it stays
  // merged.
  std::string Finish(std::string effect, bool guarded) {
    if (!guarded) return feed::ActSql(effect + " RETURNING version");
    const std::string survivor = Argument(next_);
    const std::string charges = Argument(next_ + 2);
    const std::string without_verdict = Argument(next_ + 3);
    const std::string charge_date = Argument(next_ + 4);
    const std::string own = Argument(next_ + 5);
    const std::string itself = StrCat(own, "::uuid = ", survivor, "::uuid");
    const std::string reported = StrCat("(report_date > ", charge_date, ") IS NOT TRUE");
    StrAppend(&effect, " AND EXISTS (SELECT FROM \"case\" WHERE office = $1 AND id = ", survivor,
              " AND merged_id IS NULL AND stage = ANY (", Argument(next_ + 1), ") AND (NOT ", itself, " OR ", reported,
              ") FOR NO KEY UPDATE) AND (", itself, " OR EXISTS (SELECT FROM \"case\" WHERE office = $1 AND id = ", own,
              " AND merged_id = ", survivor, " AND ", reported, " FOR NO KEY UPDATE)) RETURNING version");
    const std::string counted = StrCat(
        "counted AS (UPDATE \"case\" SET charges = charges + ", charges, ", without_verdict = without_verdict + ",
        without_verdict, ", first_charge_date = CASE WHEN id = ", own, " THEN least(first_charge_date, ", charge_date,
        ") ELSE first_charge_date END WHERE office = $1 AND id IN (", survivor, ", ", own, ") AND (", charges,
        " <> 0 OR ", without_verdict, " <> 0 OR ", charge_date,
        " < first_charge_date) AND EXISTS (SELECT FROM changed))");
    return feed::ActSql(effect, counted);
  }

  const Table& table_;
  int next_ = feed::kFirstStoreParam;
};

// A list for every set of filters, without and with a place to go on from.
std::vector<pg::Statement> ComposeLists(const Table& table, std::string_view word, ListOfWhat what) {
  std::vector<pg::Statement> lists;
  for (unsigned filters = 0; filters < 1u << table.filters.size(); ++filters) {
    const std::string name = StrCat(word, "_", filters);
    lists.push_back(Named(table, name, ListSql(table, filters, what, false)));
    lists.push_back(Named(table, name + "_after", ListSql(table, filters, what, true)));
  }
  return lists;
}

KindStatements Compose(const Table& table) {
  KindStatements statements;
  statements.get = Named(table, "get", GetSql(table));
  statements.read = Named(table, "read", ReadSql(table));
  statements.insert = Named(table, "insert", ActComposer(table).Insert(false));
  statements.update = Named(table, "update", ActComposer(table).Update(false));
  if (!table.has_id()) return statements;
  statements.batch_get = Named(table, "batch_get", Select(table) + " AND id = ANY ($2)");
  if (table.in_case()) {
    statements.insert_guarded = Named(table, "insert_guarded", ActComposer(table).Insert(true));
    statements.update_guarded = Named(table, "update_guarded", ActComposer(table).Update(true));
    statements.matter_lists = ComposeLists(table, "list_matter", ListOfWhat::kMatter);
    statements.all_cases_lists = ComposeLists(table, "list_all", ListOfWhat::kOffice);
  }
  if (!table.receiver_column.empty()) {
    statements.received_lists = ComposeLists(table, "list_received", ListOfWhat::kReceived);
  }
  statements.lists = ComposeLists(table, "list", table.in_case() ? ListOfWhat::kCase : ListOfWhat::kOffice);
  return statements;
}

const std::map<Kind, KindStatements>& AllKinds() {
  static const std::map<Kind, KindStatements> all = [] {
    std::map<Kind, KindStatements> made;
    for (const Table& table : Tables()) made[table.kind] = Compose(table);
    return made;
  }();
  return all;
}

// The alternative of a Value that a column must hold.
template <typename T>
const T& As(const Value& value) {
  const T* typed = std::get_if<T>(&value);
  AMPARO_CHECK(typed != nullptr, "a column's value has the column's type");
  return *typed;
}

}  // namespace

const pg::Statement& KindStatements::ListOf(const ListQuery& query) const {
  std::size_t set = 0;
  for (std::size_t i = 0; i < query.filters.size(); ++i) {
    if (query.filters[i].index() != 0) set |= std::size_t{1} << i;
  }
  const std::size_t index = 2 * set + (query.after ? 1 : 0);
  const std::vector<pg::Statement>& of_office = query.received ? received_lists : all_cases_lists;
  const std::vector<pg::Statement>& of_case = query.with_merged ? matter_lists : lists;
  const std::vector<pg::Statement>& chosen = query.all_cases ? of_office : of_case;
  AMPARO_CHECK(index < chosen.size(), "a list is asked for with the filters its kind has");
  return chosen[index];
}

const KindStatements& StatementsOf(Kind kind) {
  return AllKinds().at(kind);
}

pg::Statement Kept(std::string name, std::string sql) {
  static std::mutex mutex;
  // A deque never moves what it holds.
  static std::deque<std::string> texts;
  const std::lock_guard lock(mutex);
  const std::string& kept_name = texts.emplace_back(std::move(name));
  return {kept_name, texts.emplace_back(std::move(sql))};
}

std::vector<pg::Statement> AllStatements() {
  std::vector<pg::Statement> all = {kListOffices,  kCountStages,       kCountOverdueTasks,   kRecordAt,
                                    kFindDataKey,  kListInstruments,   kListInstrumentItems, kListServiceKinds,
                                    kListCriteria, kTaskTemplatesList, kCountryHolidaysList};
  for (const auto& [kind, statements] : AllKinds()) {
    for (const pg::Statement& statement : {statements.get, statements.read, statements.batch_get, statements.insert,
                                           statements.insert_guarded, statements.update, statements.update_guarded}) {
      if (!statement.name.empty()) all.push_back(statement);
    }
    all.insert(all.end(), statements.lists.begin(), statements.lists.end());
    all.insert(all.end(), statements.matter_lists.begin(), statements.matter_lists.end());
    all.insert(all.end(), statements.all_cases_lists.begin(), statements.all_cases_lists.end());
    all.insert(all.end(), statements.received_lists.begin(), statements.received_lists.end());
  }
  return all;
}

void AddValue(ColumnType type, const Value& value, pg::Params& params) {
  const bool null = value.index() == 0;
  switch (type) {
    case ColumnType::kText:
      null ? params.Text(std::nullopt) : params.Text(As<std::string>(value));
      return;
    case ColumnType::kInt:
      null ? params.Int32(std::nullopt) : params.Int32(static_cast<int32_t>(As<int64_t>(value)));
      return;
    case ColumnType::kBool:
      null ? params.Bool(std::nullopt) : params.Bool(As<bool>(value));
      return;
    case ColumnType::kUuid:
      null ? params.UuidValue(std::nullopt) : params.UuidValue(As<Uuid>(value));
      return;
    case ColumnType::kTime:
      null ? params.Time(std::nullopt) : params.Time(As<absl::Time>(value));
      return;
    case ColumnType::kDate:
      null ? params.Date(std::nullopt) : params.Date(As<absl::CivilDay>(value));
      return;
    case ColumnType::kIntArray: {
      const std::vector<int64_t>& wide = As<std::vector<int64_t>>(value);
      params.Int32Array(std::vector<int32_t>(wide.begin(), wide.end()));
      return;
    }
    case ColumnType::kTextArray:
      params.TextArray(As<std::vector<std::string>>(value));
      return;
    case ColumnType::kTokens:
      null ? params.NullInt64Array() : params.Int64Array(As<std::vector<int64_t>>(value));
      return;
    case ColumnType::kTokenKey:
      null ? params.Text(std::nullopt) : params.Text(As<std::string>(value));
      return;
  }
}

}  // namespace amparo::cases
