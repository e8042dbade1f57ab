// Arrays as the text that PostgreSQL reads, for statements that run through libpqxx, which sends parameters as text.
// Statements of Reader and Writer send arrays in binary (params.h).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

#include "absl/strings/escaping.h"
#include "absl/time/time.h"
#include "common/base/strings.h"
#include "common/base/uuid.h"

namespace amparo::pg {

// A time as PostgreSQL reads it: UTC, whole microseconds.
inline std::string TimeText(absl::Time time) {
  return absl::FormatTime("%E4Y-%m-%dT%H:%M:%E6S+00", time, absl::UTCTimeZone());
}

// One array, its elements added in order; the statement casts it to its type ($1::bytea[]).
class ArrayText {
 public:
  // Text, or a type whose text needs no array quoting of its own (dates, times, UUIDs): all are quoted. Free of U+0000.
  void Text(std::string_view value) {
    Separate();
    text_ += '"';
    // Most values have nothing to be quoted and are taken as a whole.
    for (std::size_t next; (next = value.find_first_of("\"\\")) != std::string_view::npos;) {
      text_.append(value.substr(0, next));
      text_ += '\\';
      text_ += value[next];
      value.remove_prefix(next + 1);
    }
    text_.append(value);
    text_ += '"';
  }

  // bytea.
  void Bytes(std::string_view value) {
    Separate();
    text_ += "\"\\\\x";
    text_ += absl::BytesToHexString(ToAbsl(value));
    text_ += '"';
  }

  void Int64(int64_t value) {
    Separate();
    text_ += std::to_string(value);
  }

  void Time(absl::Time value) { Text(TimeText(value)); }

  void Null() {
    Separate();
    text_ += "NULL";
  }

  // The array's text; "{}" when nothing was added.
  std::string Finish() const { return text_.empty() ? "{}" : text_ + '}'; }

 private:
  void Separate() { text_ += text_.empty() ? '{' : ','; }

  std::string text_;
};

// The text of an array of these values, in their order: texts, ids, numbers, or enums as their numbers.
template <typename Values>
std::string ArrayOf(const Values& values) {
  ArrayText array;
  for (const auto& value : values) {
    using Value = std::decay_t<decltype(value)>;
    if constexpr (std::is_same_v<Value, Uuid>) {
      array.Text(value.ToString());
    } else if constexpr (std::is_integral_v<Value> || std::is_enum_v<Value>) {
      array.Int64(static_cast<int64_t>(value));
    } else {
      array.Text(value);
    }
  }
  return array.Finish();
}

}  // namespace amparo::pg
