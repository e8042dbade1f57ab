// Reads CSV (RFC 4180) record by record, in bounded memory: quoted fields with line breaks and doubled quotes, CRLF or
// LF at line ends, a byte order mark before the first record. What is wrong with a record is told with it, and reading
// goes on after it.
#pragma once

#include <cstdint>
#include <istream>
#include <string>
#include <vector>

namespace amparo::cli {

// One record.
struct CsvRecord {
  // The line of the file that it begins on; the first is 1.
  int64_t line = 0;
  std::vector<std::string> fields;
  // As it stands in the file, without its line end.
  std::string text;
  // What is wrong with it: "has a quote that is not closed"; empty = nothing.
  std::string fault;
};

class CsvReader {
 public:
  // No record is longer; a quote that is not closed within so many bytes is a fault of its line alone, as is anything
  // else that is wrong with a record of several lines.
  static constexpr std::size_t kMostBytes = std::size_t{1} << 20;

  // `in` must outlive it and be open in binary mode.
  CsvReader(std::istream& in, char delimiter) : in_(in), delimiter_(delimiter) {}

  // Reads the next record, blank lines passed over; false at the end. A Failure when the file cannot be read, or has a
  // line longer than a record may be: it is no CSV then.
  bool Next(CsvRecord& record);

 private:
  // Places are counted from the beginning of what was not taken yet. True when there is a byte at `at`.
  bool Has(std::size_t at);
  char At(std::size_t at) const { return buffer_[begin_ + at]; }
  // True when a line break stands somewhere before `at`.
  bool BreaksBefore(std::size_t at) const;
  // True when a line ends at `at`; sets its length.
  bool EndsLine(std::size_t at, std::size_t& length);
  bool ReadRecord(CsvRecord& record);
  // Takes what stands up to `end`, with `length` bytes of line end, as the record's text.
  void Take(CsvRecord& record, std::size_t end, std::size_t length);
  // Takes the first line alone of a record that has a fault: where its quotes end nobody knows.
  void TakeFirstLine(CsvRecord& record);

  std::istream& in_;
  const char delimiter_;
  // What was read and not taken yet begins at `begin_`.
  std::string buffer_;
  std::size_t begin_ = 0;
  int64_t line_ = 1;
  bool started_ = false;
};

}  // namespace amparo::cli
