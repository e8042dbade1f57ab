// How each kind of resource is kept: one table a kind, all of one shape (office, id, [case_id,] version, create_time,
// update_time, body) and the few columns beside the body that filters and constraints need. The statements are composed
// from this, once, so that each is written in one place (store/statements.h).
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "services/case/domain/names.h"

namespace amparo::cases {

// What a column or a filter's argument holds.
enum class ColumnType { kText, kInt, kBool, kUuid, kTime, kDate, kIntArray };

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

// One kind's table.
struct Table {
  Kind kind;
  // As SQL names it.
  std::string_view name;
  // False for offices, which are keyed by their id alone.
  bool has_id = true;
  // True for what belongs to a case.
  bool in_case = false;
  // Change::columns, in this order.
  std::vector<Column> columns = {};
  // ListQuery::filters, in this order.
  std::vector<Filter> filters = {};
  // What lists are ordered by, then by id.
  std::string_view order_column = "create_time";
  // The number of the body's sealed field, and its name without "sealed_"; 0 when nothing is sealed.
  int sealed_field = 0;
  std::string_view sealed_name = {};
  std::vector<UniqueKey> unique_keys = {};
};

// The table of a kind.
const Table& TableOf(Kind kind);

// Every table.
std::span<const Table> Tables();

}  // namespace amparo::cases
