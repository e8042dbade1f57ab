// What a statement answered: rows of fields in PostgreSQL's binary format, read by column index.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/base/uuid.h"

struct pg_result;

namespace amparo::pg {

// Decoders of one field's bytes, for rows and for binary COPY alike. A field of another width than the type has is a
// fault of the program: std::logic_error, which the call's barrier turns into INTERNAL.
int64_t DecodeInt64(std::string_view field);
int32_t DecodeInt32(std::string_view field);
bool DecodeBool(std::string_view field);
double DecodeDouble(std::string_view field);
Uuid DecodeUuid(std::string_view field);
// Infinite times and dates are refused: no record of Amparo holds one.
absl::Time DecodeTime(std::string_view field);
absl::CivilDay DecodeDate(std::string_view field);
std::vector<std::string> DecodeTextArray(std::string_view field);
std::vector<int64_t> DecodeInt64Array(std::string_view field);
std::vector<Uuid> DecodeUuidArray(std::string_view field);

// Accessors by column, from 0, over `Derived::Field(column)` (nullopt = NULL). A NULL where a value was asked for, a
// column that is not there and a wrong width throw std::logic_error. Views are valid as long as the rows they come
// from.
template <typename Derived>
class FieldAccess {
 public:
  bool IsNull(int column) const { return !Field(column).has_value(); }
  std::string_view Text(int column) const { return Required(column); }
  std::string_view Bytes(int column) const { return Required(column); }
  int64_t Int64(int column) const { return DecodeInt64(Required(column)); }
  int32_t Int32(int column) const { return DecodeInt32(Required(column)); }
  bool Bool(int column) const { return DecodeBool(Required(column)); }
  double Double(int column) const { return DecodeDouble(Required(column)); }
  // `amparo::Uuid` spelled in full: the accessor hides the type's name here.
  amparo::Uuid Uuid(int column) const { return DecodeUuid(Required(column)); }
  absl::Time Time(int column) const { return DecodeTime(Required(column)); }
  absl::CivilDay Date(int column) const { return DecodeDate(Required(column)); }
  std::vector<std::string> TextArray(int column) const { return DecodeTextArray(Required(column)); }
  std::vector<int64_t> Int64Array(int column) const { return DecodeInt64Array(Required(column)); }
  std::vector<amparo::Uuid> UuidArray(int column) const { return DecodeUuidArray(Required(column)); }

  std::optional<std::string_view> OptionalText(int column) const { return Field(column); }
  std::optional<std::string_view> OptionalBytes(int column) const { return Field(column); }
  std::optional<int64_t> OptionalInt64(int column) const { return Decoded(column, DecodeInt64); }
  std::optional<amparo::Uuid> OptionalUuid(int column) const { return Decoded(column, DecodeUuid); }
  std::optional<absl::Time> OptionalTime(int column) const { return Decoded(column, DecodeTime); }
  std::optional<absl::CivilDay> OptionalDate(int column) const { return Decoded(column, DecodeDate); }

 private:
  std::optional<std::string_view> Field(int column) const { return static_cast<const Derived*>(this)->Field(column); }
  std::string_view Required(int column) const;
  template <typename T>
  std::optional<T> Decoded(int column, T (*decode)(std::string_view)) const {
    const auto field = Field(column);
    if (!field) return std::nullopt;
    return decode(*field);
  }
};

// Throws std::logic_error saying that `column` is NULL though a value is required there.
[[noreturn]] void ThrowNull(int column);

template <typename Derived>
std::string_view FieldAccess<Derived>::Required(int column) const {
  const auto field = Field(column);
  if (!field) ThrowNull(column);
  return *field;
}

// One row of Rows; valid as long as they are.
class Row : public FieldAccess<Row> {
 public:
  // The bytes of a field, nullopt for NULL.
  std::optional<std::string_view> Field(int column) const;

 private:
  friend class Rows;
  Row(const pg_result* result, int row) : result_(result), row_(row) {}

  const pg_result* result_;
  int row_;
};

// All rows a statement answered. Movable, owns their memory.
class Rows {
 public:
  // No rows, nothing affected.
  Rows() = default;

  // Takes over a libpq result in binary format.
  explicit Rows(pg_result* result);

  int size() const { return size_; }
  bool empty() const { return size_ == 0; }
  Row operator[](int row) const;
  Row front() const { return (*this)[0]; }

  // Rows that INSERT, UPDATE or DELETE touched, or that SELECT gave (a data-modifying CTE counts as its final SELECT).
  int64_t affected() const;

  class Iterator {
   public:
    using difference_type = int;
    using value_type = Row;
    Iterator(const Rows* rows, int row) : rows_(rows), row_(row) {}
    Row operator*() const { return (*rows_)[row_]; }
    Iterator& operator++() {
      ++row_;
      return *this;
    }
    friend bool operator==(const Iterator& a, const Iterator& b) { return a.row_ == b.row_; }

   private:
    const Rows* rows_;
    int row_;
  };
  Iterator begin() const { return {this, 0}; }
  Iterator end() const { return {this, size_}; }

 private:
  struct Clear {
    void operator()(pg_result* result) const;
  };
  std::unique_ptr<pg_result, Clear> result_;
  int size_ = 0;
};

}  // namespace amparo::pg
