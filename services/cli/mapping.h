// How the rows of a CSV file become cases: a mapping, which is a JSON file (services/cli/README.md has its form).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "amparo/cases/v1/import.pb.h"
#include "services/cli/csv_reader.h"
#include "services/cli/mapping_template.h"
#include "services/cli/mapping_value.h"

namespace amparo::cli {

// A row as it is sent: as a case, or as a row of which none could be made.
struct MappedRow {
  int64_t line = 0;
  // How many rows of the file it is made of.
  int64_t rows = 1;
  // What the columns of the key hold, the same for rows of one case; empty when that is not known.
  std::string key;
  cases::v1::ImportCasesRequest request;
  // The mapping makes operations of rows: who is not on their lists must not read this one either.
  bool tells_of_operation = false;
  // What is wrong with it; empty = it has a bundle.
  std::vector<ColumnFault> faults;
  // The row as it stands in the file, when its office is another than the one that keeps what has none.
  std::string text;
};

// One column's dates against others or against days.
struct DateCheck {
  // A day, or the column that has one.
  struct Bound {
    std::optional<absl::CivilDay> day;
    std::string column;
    std::size_t index = 0;
  };
  std::string column;
  std::size_t index = 0;
  DateFormat format;
  std::optional<Bound> not_before;
  std::optional<Bound> not_after;
};

class Mapping {
 public:
  // A Failure that names the place of what is wrong in `json`.
  explicit Mapping(Json json);
  Mapping(const Mapping&) = delete;
  Mapping& operator=(const Mapping&) = delete;

  char delimiter() const { return delimiter_; }

  // Adjacent rows of one key make one case.
  bool together() const { return together_; }

  // Who keeps rows whose office is not known, or not there: "offices/delhi".
  const std::string& fault_office() const { return fault_office_; }

  // Takes the columns of the file to be mapped. A Failure when they are not those that the mapping is for.
  void Bind(const std::vector<std::string>& header);

  // Maps a record of the file called `source`. Always the same for the same record: the ids of all that becomes of a
  // row follow from the mapping's name, its office and its key.
  MappedRow Map(const CsvRecord& record, const std::string& source) const;

  // Turns a row into one that cannot be read, for one reason more.
  static void Spoil(const CsvRecord& record, ColumnFault fault, MappedRow& row);

 private:
  void ReadTables();
  void ReadChecks();
  std::optional<DateCheck::Bound> ReadBound(const Json& check, const std::string& place, const std::string& key) const;
  RowValues ValuesOf(const CsvRecord& record, std::vector<ColumnFault>& faults) const;
  void Check(const RowValues& row, std::vector<ColumnFault>& faults) const;
  // Names the row's case. What the columns of its key hold; empty, and no name, when one is missing.
  std::string NameCase(RowValues& row, std::vector<ColumnFault>& faults) const;

  Json json_;
  char delimiter_ = ',';
  bool together_ = false;
  std::string name_;
  std::string fault_office_;
  std::vector<std::string> missing_;
  std::vector<std::pair<std::string, std::string>> replace_;
  MappingParts parts_;
  std::optional<ValueSource> office_;
  std::vector<std::size_t> key_;
  std::vector<DateCheck> checks_;
  std::optional<MessageTemplate> bundle_;
};

}  // namespace amparo::cli
