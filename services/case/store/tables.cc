#include "services/case/store/tables.h"

#include <array>

#include "common/base/check.h"

namespace amparo::cases {
namespace {

using enum ColumnType;

const std::array<Table, 7>& AllTables() {
  static const std::array<Table, 7> tables = {{
      {.kind = Kind::kOffice, .name = "office", .has_id = false},
      {.kind = Kind::kCase,
       .name = "\"case\"",
       .columns = {{"case_number", kText}, {"stage", kInt}, {"crime_type", kText}, {"report_date", kDate}},
       // A code's own codes follow it and stand before the code followed by the character after '9'.
       .filters = {{"stage = ANY ({})", kIntArray},
                   {"crime_type >= {} AND crime_type < {} || ':'", kText},
                   {"case_number = {}", kText}},
       .sealed_field = 10,
       .sealed_name = "narrative",
       .unique_keys = {{"case_number_key", "case.case_number"}}},
      {.kind = Kind::kParty,
       .name = "party",
       .in_case = true,
       .columns = {{"role", kInt}},
       .filters = {{"role = {}", kInt}},
       .sealed_field = 7,
       .sealed_name = "identity"},
      {.kind = Kind::kOperation,
       .name = "operation",
       .in_case = true,
       .columns = {{"state", kInt}, {"start_time", kTime}},
       .order_column = "start_time",
       .sealed_field = 11,
       .sealed_name = "plan"},
      {.kind = Kind::kCharge, .name = "charge", .in_case = true, .columns = {{"accused_id", kUuid}, {"verdict", kInt}}},
      {.kind = Kind::kVenue, .name = "venue", .columns = {{"kind", kInt}}, .sealed_field = 6, .sealed_name = "address"},
      {.kind = Kind::kLink,
       .name = "link",
       .columns = {{"kind", kInt}, {"from_id", kUuid}, {"to_id", kUuid}},
       .filters = {{"(from_id = {} OR to_id = {})", kUuid}},
       .unique_keys = {{"link_ends_key", "link"}}},
  }};
  return tables;
}

}  // namespace

const Table& TableOf(Kind kind) {
  for (const Table& table : AllTables()) {
    if (table.kind == kind) return table;
  }
  AMPARO_CHECK(false, "every kind has a table");
}

std::span<const Table> Tables() {
  return AllTables();
}

}  // namespace amparo::cases
