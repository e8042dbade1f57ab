// The tables of facts, and the SQL that is the same for all of them, composed once from their columns.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace amparo::statistics {

// One table. Its first columns are its key and `version`.
struct FactTable {
  std::string_view kind;  // The kind in the feed; "operation" for the sites too.
  std::string_view name;
  std::string_view parent;  // Whose rows these are parts of, or empty: they have its office, id and version.
  std::vector<std::string_view> key;
  std::vector<std::string_view> columns;  // Behind the key and `version`.
};

// The tables by their place in FactTables().
enum TableIndex : size_t {
  kOfficeTable,
  kCaseTable,
  kFormerEndTable,
  kPartyTable,
  kChargeTable,
  kStandingTable,
  kOperationTable,
  kSiteTable,
  kVenueTable,
  kLinkTable,
  kCourtTable,
  kHearingTable,
  kAttendanceTable,
  kTableCount
};

// All tables, by TableIndex.
const std::vector<FactTable>& FactTables();

// What is run on a table. $1 is a JSON array of rows, at most one a key; every statement that writes takes the office
// from them.
struct FactStatements {
  std::string upsert;        // Puts the rows in, each unless the table has it in the same or a higher version.
  std::string remove_stale;  // Parts only: removes what parents among the rows no longer have. Empty for others.
  std::string select;        // All rows, for loading memory: key, version, columns. All offices: memory holds them all.
  std::string clear;         // Removes all rows, for a load from an Export. All offices: a feed is loaded whole.
};

// The statements of a table, by TableIndex.
const FactStatements& StatementsOf(TableIndex table);

}  // namespace amparo::statistics
