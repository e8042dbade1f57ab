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

}  // namespace

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
  if (value.is_object()) {
    for (const auto& [key, item] : value.items()) {
      StrAppend(&text, text.empty() ? "" : ", ", key, " ", CellText(item));
    }
    return text;
  }
  if (value.is_number_float()) {
    return absl::StrFormat("%.4g", value.get<double>());
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
  std::vector<size_t> widths;
  for (const std::string& column : columns_) {
    size_t width = Width(column);
    for (const Json& row : rows_) {
      width = std::max(width, Width(Cell(row, column)));
    }
    widths.push_back(width);
  }
  const auto line = [&](const auto& text_of, const auto& is_number) {
    std::string text;
    for (size_t i = 0; i < columns_.size(); ++i) {
      const std::string cell = text_of(columns_[i]);
      const std::string pad(widths[i] - Width(cell), ' ');
      StrAppend(&text, i == 0 ? "" : "  ", is_number(columns_[i]) ? pad : "", cell, is_number(columns_[i]) ? "" : pad);
    }
    text.erase(text.find_last_not_of(' ') + 1);
    out << text << "\n";
  };
  const auto numeric = [&](const std::string& column) {
    const auto found = rows_.front().find(column);
    return found != rows_.front().end() && found->is_number();
  };
  line([](const std::string& column) { return column; }, numeric);
  for (const Json& row : rows_) {
    line([&](const std::string& column) { return Cell(row, column); }, numeric);
  }
}

void Table::PrintCsv(std::ostream& out) const {
  const auto line = [&](const auto& text_of) {
    std::string text;
    for (size_t i = 0; i < columns_.size(); ++i) {
      StrAppend(&text, i == 0 ? "" : ",", CsvField(text_of(columns_[i])));
    }
    out << text << "\r\n";
  };
  line([](const std::string& column) { return column; });
  for (const Json& row : rows_) {
    line([&](const std::string& column) { return Cell(row, column); });
  }
}

}  // namespace amparo::cli
