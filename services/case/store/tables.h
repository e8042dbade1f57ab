// How each kind of resource is kept: one table a kind, all of one shape (office, id, [case_id,] version, create_time,
// update_time, body) and the few columns beside the body that filters and constraints need. The statements are composed
// from this, once, so that each is written in one place (store/statements.h).
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "services/case/domain/names.h"

namespace amparo::cases {

// What a column or a filter's argument holds.
enum class ColumnType {
  kText,
  kInt,
  kBool,
  kUuid,
  kTime,
  kDate,
  kIntArray,
  kTextArray,
  // The keyed tokens that a record is found by, and the id of the key they were made under. NULL in a change = as they
  // were.
  kTokens,
  kTokenKey,
};

// True for what a change without terms leaves as it was.
constexpr bool IsKept(ColumnType type) {
  return type == ColumnType::kTokens || type == ColumnType::kTokenKey;
}

// A column beside the body.
struct Column {
  std::string_view name;
  ColumnType type;
};

// A filter of lists: a condition in which {} stands for its argument.
struct Filter {
  std::string_view condition;
  ColumnType type;
};

// A unique constraint other than the primary key, and the field that callers know it by.
struct UniqueKey {
  std::string_view constraint;
  std::string_view field;
};

// One kind's table. The keys follow from what the kind's names stand under.
struct Table {
  Kind kind;
  // As SQL names it.
  std::string_view name;
  // Change::columns, in this order.
  std::vector<Column> columns = {};
  // ListQuery::filters, in this order.
  std::vector<Filter> filters = {};
  // What lists are ordered by, then by id: a time that never changes, so that no page shows a record twice.
  std::string_view order_column = "create_time";
  // The number of the body's sealed field, and its name without "sealed_"; 0 when nothing is sealed.
  int sealed_field = 0;
  std::string_view sealed_name = {};
  // The column that says whose data key seals it: what is said of a person goes when that person is erased. Empty, or
  // NULL in a row = the record has a key of its own. Never changes.
  std::string_view subject_column = {};
  // The column with the office that a record was sent to, NULL as long as it was not: that office lists it too
  // (ListQuery::received). Empty = records of this kind are not sent.
  std::string_view receiver_column = {};
  std::vector<UniqueKey> unique_keys = {};
  // Rules rest on what is sealed: acts that read a record get it opened (Record::secret).
  bool rules_read_secret = false;

  // False for offices, which are keyed by their id alone.
  bool has_id() const { return ParentOf(kind) != Parent::kNone; }
  // True for what belongs to a case.
  bool in_case() const { return ParentOf(kind) == Parent::kCase; }
};

// The table of a kind.
const Table& TableOf(Kind kind);

// Every table.
std::span<const Table> Tables();

// What an UPDATE sets a column to, given its argument ("$7").
std::string NewValueSql(const Column& column, std::string_view argument);

}  // namespace amparo::cases
