#include "services/cli/csv_reader.h"

#include <algorithm>

#include "common/base/strings.h"
#include "services/cli/failure.h"

namespace amparo::cli {
namespace {

constexpr std::size_t kBlockBytes = std::size_t{64} << 10;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr char kQuote = '"';

// One record, a byte at a time.
class FieldParser {
 public:
  FieldParser(CsvRecord& record, char delimiter) : record_(record), delimiter_(delimiter) {}

  bool in_quotes() const { return state_ == State::kQuoted; }

  void Byte(char c) {
    if (state_ == State::kQuoted) {
      Quoted(c);
    } else if (c == delimiter_) {
      EndField();
    } else if (c == kQuote && state_ != State::kBare) {
      // The first quote of a field, or the second of a doubled one.
      if (state_ == State::kClosed) field_ += c;
      state_ = State::kQuoted;
    } else {
      if (c == kQuote) record_.fault = "has a quote inside a field that does not begin with one";
      if (state_ == State::kClosed) record_.fault = "has text after a closing quote";
      if (state_ == State::kStart) state_ = State::kBare;
      field_ += c;
    }
  }

  void EndField() {
    record_.fields.push_back(std::move(field_));
    field_.clear();
    state_ = State::kStart;
  }

 private:
  enum class State { kStart, kBare, kQuoted, kClosed };

  void Quoted(char c) {
    if (c == kQuote) {
      state_ = State::kClosed;
    } else {
      field_ += c;
    }
  }

  CsvRecord& record_;
  const char delimiter_;
  State state_ = State::kStart;
  std::string field_;
};

}  // namespace

bool CsvReader::Next(CsvRecord& record) {
  if (!started_) {
    started_ = true;
    if (Has(kByteOrderMark.size() - 1) && buffer_.starts_with(kByteOrderMark)) begin_ = kByteOrderMark.size();
  }
  while (ReadRecord(record)) {
    if (!record.text.empty()) return true;
  }
  return false;
}

bool CsvReader::Has(std::size_t at) {
  while (begin_ + at >= buffer_.size()) {
    if (!in_.good()) return false;
    buffer_.erase(0, begin_);
    begin_ = 0;
    const std::size_t before = buffer_.size();
    buffer_.resize(before + kBlockBytes);
    in_.read(buffer_.data() + before, static_cast<std::streamsize>(kBlockBytes));
    buffer_.resize(before + static_cast<std::size_t>(in_.gcount()));
    if (in_.bad()) throw Failure(kFailed, StrCat("line ", line_, ": the file cannot be read"));
  }
  return true;
}

bool CsvReader::BreaksBefore(std::size_t at) const {
  return buffer_.find('\n', begin_) < begin_ + at;
}

bool CsvReader::EndsLine(std::size_t at, std::size_t& length) {
  if (At(at) == '\n') {
    length = 1;
    return true;
  }
  length = 2;
  return At(at) == '\r' && Has(at + 1) && At(at + 1) == '\n';
}

bool CsvReader::ReadRecord(CsvRecord& record) {
  record = CsvRecord();
  record.line = line_;
  if (!Has(0)) return false;
  FieldParser parser(record, delimiter_);
  for (std::size_t at = 0;; ++at) {
    const bool more = Has(at);
    std::size_t length = 0;
    if (!parser.in_quotes() && (!more || EndsLine(at, length))) {
      parser.EndField();
      // A quote that is not closed in its row is closed by one of a later row: what is between them are rows.
      if (!record.fault.empty() && BreaksBefore(at)) {
        TakeFirstLine(record);
      } else {
        Take(record, at, more ? length : 0);
      }
      return true;
    }
    if (at >= kMostBytes && !BreaksBefore(at)) {
      throw Failure(kRefused, StrCat("line ", line_, ": is longer than 1 MiB; is this a CSV file?"));
    }
    // Whether the place is inside quotes says nothing here: one quote too many turns all that follow inside out.
    if (!more || at >= kMostBytes) {
      record.fault = "has a quote that is not closed";
      TakeFirstLine(record);
      return true;
    }
    parser.Byte(At(at));
  }
}

void CsvReader::Take(CsvRecord& record, std::size_t end, std::size_t length) {
  record.text = buffer_.substr(begin_, end);
  const auto from = buffer_.begin() + static_cast<std::ptrdiff_t>(begin_);
  line_ += std::count(from, from + static_cast<std::ptrdiff_t>(end + length), '\n');
  begin_ += end + length;
}

void CsvReader::TakeFirstLine(CsvRecord& record) {
  record.fields.clear();
  std::size_t end = 0;
  std::size_t length = 0;
  while (Has(end) && !EndsLine(end, length)) ++end;
  Take(record, end, Has(end) ? length : 0);
}

}  // namespace amparo::cli
