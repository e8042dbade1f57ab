// Where a value comes from by a mapping: a constant, a column (through a table of values, or read as a date), several
// joined, or the name of a record of the row's case.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "services/cli/date_format.h"
#include "services/cli/table.h"

namespace amparo::cli {

// A column and the rule that a row breaks in it. Never says what the row holds there.
struct ColumnFault {
  std::string column;
  std::string rule;

  friend bool operator==(const ColumnFault&, const ColumnFault&) = default;
};

// What one row holds.
struct RowValues {
  // By column; nullopt = missing.
  std::vector<std::optional<std::string>> values;
  // The names that the row's records get: "offices/delhi", and the case's.
  std::string office;
  std::string case_name;
};

// Translates the texts of a column.
struct ValueTable {
  // Whole texts.
  std::map<std::string, std::string> values;
  // Texts that begin so; the longest counts. Asked when no whole text fits.
  std::map<std::string, std::string> prefixes;
  std::optional<std::string> otherwise;

  // What `text` becomes; nullopt when the table has nothing for it.
  std::optional<std::string> Find(const std::string& text) const;
};

// What the values of a mapping may refer to.
struct MappingParts {
  std::vector<std::string> columns;
  std::map<std::string, ValueTable> tables;

  // The number of a column; a Failure naming `place` when there is none.
  std::size_t Column(const std::string& name, const std::string& place) const;
};

class ValueSource {
 public:
  // Reads a value: a text, number or truth value is a constant; an object has "$column" (with "$table", "$date",
  // "$otherwise", "$required"), "$join" or "$name" (with "$by"). `parts` must outlive it. A Failure for anything else.
  static ValueSource Parse(const Json& json, const std::string& place, const MappingParts& parts);

  // True for what Parse takes.
  static bool IsValue(const Json& json);

  // The value for a row; nullopt when it is missing. Notes what is wrong. Dates come as YYYY-MM-DD.
  std::optional<std::string> Of(const RowValues& row, std::vector<ColumnFault>& faults) const;

 private:
  std::optional<std::string> OfColumn(const RowValues& row, std::vector<ColumnFault>& faults) const;
  std::string NameFor(const RowValues& row, std::vector<ColumnFault>& faults) const;

  enum class Kind { kConstant, kColumn, kJoin, kName };
  Kind kind_ = Kind::kConstant;
  // The constant; the column's name; what $name says.
  std::string text_;
  std::size_t column_ = 0;
  const ValueTable* table_ = nullptr;
  std::optional<DateFormat> date_;
  std::optional<std::string> otherwise_;
  bool required_ = false;
  // The columns that tell apart what one $name names in rows of one case.
  std::vector<std::pair<std::size_t, std::string>> by_;
  std::vector<ValueSource> joined_;
};

}  // namespace amparo::cli
