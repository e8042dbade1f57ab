#include "services/cli/table.h"

#include <algorithm>

#include "absl/strings/str_replace.h"
#include "common/base/strings.h"

namespace amparo::cli {
namespace {

// How many terminal columns UTF-8 text takes, close enough: one a code point.
size_t Width(const std::string& text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

std::string Cell(const Json& row, const std::string& column) {
  const auto found = row.find(column);
  return found == row.end() ? std::string() : CellText(*found);
}

std::string CsvField(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) {
    return text;
  }
  return StrCat("\"", absl::StrReplaceAll(text, {{"\"", "\"\""}}), "\"");
}

// A fraction to four places, without the noughts at its end; never in powers of ten, which would cut large figures.
std::string FractionText(double value) {
  std::string text = absl::StrFormat("%.4f", value);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text == "-0" ? "0" : text;
}

}  // namespace

std::string Printable(std::string text) {
  for (size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x20 || byte == 0x7F) text[i] = ' ';
    // U+0080 to U+009F, the second set of control characters.
    if (byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0) text.replace(i, 2, " ");
  }
  return text;
}

std::string CsvLine(const std::vector<std::string>& cells) {
  std::string line;
  for (size_t i = 0; i < cells.size(); ++i) StrAppend(&line, i == 0 ? "" : ",", CsvField(cells[i]));
  return StrCat(line, "\r\n");
}

std::string CellText(const Json& value) {
  if (value.is_null()) {
    return "";
  }
  if (value.is_string()) {
    return value.get<std::string>();
  }
  std::string text;
  if (value.is_array()) {
    for (const Json& item : value) {
      StrAppend(&text, text.empty() ? "" : ", ", CellText(item));
    }
    return text;
  }
  if (value.is_object() && value.size() == 2 && value.contains("currency") && value.contains("amount")) {
    return StrCat(CellText(value["currency"]), " ", CellText(value["amount"]));
  }
  if (value.is_object()) {
    for (const auto& [key, item] : value.items()) {
      StrAppend(&text, text.empty() ? "" : ", ", key, " ", CellText(item));
    }
    return text;
  }
  if (value.is_number_float()) {
    return FractionText(value.get<double>());
  }
  return value.dump();
}

void Table::Print(std::ostream& out, Format format) const {
  switch (format) {
    case Format::kJson:
      out << Json(rows_).dump(2) << "\n";
      return;
    case Format::kCsv:
      PrintCsv(out);
      return;
    case Format::kTable:
      PrintAligned(out);
      return;
  }
}

void Table::PrintAligned(std::ostream& out) const {
  if (rows_.empty()) {
    out << "(nothing)\n";
    return;
  }
  std::vector<std::vector<std::string>> lines{columns_};
  for (const Json& row : rows_) {
    std::vector<std::string>& line = lines.emplace_back();
    for (const std::string& column : columns_) line.push_back(Printable(Cell(row, column)));
  }
  std::vector<std::string> texts(lines.size());
  for (size_t i = 0; i < columns_.size(); ++i) {
    size_t width = 0;
    for (const auto& line : lines) width = std::max(width, Width(line[i]));
    const bool right = IsNumeric(columns_[i]);
    for (size_t k = 0; k < lines.size(); ++k) {
      const std::string pad(width - Width(lines[k][i]), ' ');
      StrAppend(&texts[k], i == 0 ? "" : "  ", right ? pad : "", lines[k][i], right ? "" : pad);
    }
  }
  for (std::string& text : texts) {
    text.erase(text.find_last_not_of(' ') + 1);
    out << text << "\n";
  }
}

bool Table::IsNumeric(const std::string& column) const {
  bool number = false;
  for (const Json& row : rows_) {
    const auto found = row.find(column);
    if (found == row.end() || found->is_null()) continue;
    if (!found->is_number()) return false;
    number = true;
  }
  return number;
}

void Table::PrintCsv(std::ostream& out) const {
  out << CsvLine(columns_);
  for (const Json& row : rows_) {
    std::vector<std::string> cells;
    for (const std::string& column : columns_) cells.push_back(Cell(row, column));
    out << CsvLine(cells);
  }
}

}  // namespace amparo::cli
