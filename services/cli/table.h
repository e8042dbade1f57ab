// What a command answers: rows of named values, printed for people (table), programs (json) or spreadsheets (csv).
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace amparo::cli {

// JSON whose keys keep the order they were entered in.
using Json = nlohmann::ordered_json;

// How to print.
enum class Format { kTable, kJson, kCsv };

// Rows of values under named columns. A row is a JSON object; a key it lacks is an empty cell, and absent from its
// JSON.
class Table {
 public:
  explicit Table(std::vector<std::string> columns) : columns_(std::move(columns)) {}

  // Adds a row. Keys beyond the columns appear in JSON only.
  void Add(Json row) { rows_.push_back(std::move(row)); }

  const std::vector<Json>& rows() const { return rows_; }

  // Prints all rows: aligned columns, an array of objects, or RFC 4180 lines with a header.
  void Print(std::ostream& out, Format format) const;

 private:
  void PrintAligned(std::ostream& out) const;
  // True for a column of numbers: it is aligned at its right.
  bool IsNumeric(const std::string& column) const;
  void PrintCsv(std::ostream& out) const;

  std::vector<std::string> columns_;
  std::vector<Json> rows_;
};

// Text as a terminal may get it: what would break a line or steer the terminal becomes a blank.
std::string Printable(std::string text);

// One line of CSV (RFC 4180) with its line end; what needs quotes gets them.
std::string CsvLine(const std::vector<std::string>& cells);

// A JSON value as one cell of text: strings bare, fractions to four places, arrays joined by ", ", money as "BOB
// 40.50", other objects as "key value" pairs, null empty.
std::string CellText(const Json& value);

}  // namespace amparo::cli
