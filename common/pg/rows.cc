#include "common/pg/rows.h"

#include <libpq-fe.h>

#include <bit>
#include <charconv>
#include <cstring>
#include <limits>
#include <stdexcept>

#include "common/base/strings.h"
#include "common/pg/params.h"

namespace amparo::pg {
namespace {

[[noreturn]] void Mismatch(std::string_view what) {
  throw std::logic_error(StrCat("pg::Rows: ", what));
}

template <typename T>
T BigEndian(std::string_view field) {
  if (field.size() != sizeof(T)) {
    Mismatch(StrCat("a field of ", field.size(), " bytes was read as one of ", sizeof(T)));
  }
  std::make_unsigned_t<T> value = 0;
  for (const char byte : field)
    value = static_cast<std::make_unsigned_t<T>>((value << 7 << 1) | static_cast<uint8_t>(byte));
  return static_cast<T>(value);
}

// Walks over the elements of a one-dimensional binary array and hands each one's bytes to `visit`.
template <typename Visit>
void ForEachElement(std::string_view array, Visit visit) {
  const auto take = [&array](size_t size) {
    if (array.size() < size) Mismatch("an array is cut short");
    const std::string_view head = array.substr(0, size);
    array.remove_prefix(size);
    return head;
  };
  const auto dimensions = BigEndian<int32_t>(take(4));
  take(8);  // has nulls, element type
  if (dimensions == 0) return;
  if (dimensions != 1) Mismatch("an array of several dimensions");
  const auto count = BigEndian<int32_t>(take(4));
  take(4);  // lower bound
  for (int32_t i = 0; i < count; ++i) {
    const auto length = BigEndian<int32_t>(take(4));
    if (length < 0) Mismatch("an array with a NULL element");
    visit(take(static_cast<size_t>(length)));
  }
}

}  // namespace

void ThrowNull(int column) {
  Mismatch(StrCat("column ", column, " is NULL"));
}

int64_t DecodeInt64(std::string_view field) {
  return BigEndian<int64_t>(field);
}
int32_t DecodeInt32(std::string_view field) {
  return BigEndian<int32_t>(field);
}
bool DecodeBool(std::string_view field) {
  return BigEndian<int8_t>(field) != 0;
}
double DecodeDouble(std::string_view field) {
  return std::bit_cast<double>(BigEndian<int64_t>(field));
}

Uuid DecodeUuid(std::string_view field) {
  const std::optional<Uuid> id = Uuid::FromBytes(field);
  if (!id) Mismatch(StrCat("a field of ", field.size(), " bytes was read as a uuid"));
  return *id;
}

absl::Time DecodeTime(std::string_view field) {
  const auto micros = BigEndian<int64_t>(field);
  if (micros == std::numeric_limits<int64_t>::max() || micros == std::numeric_limits<int64_t>::min()) {
    Mismatch("an infinite time");
  }
  return absl::FromUnixSeconds(kEpochSeconds) + absl::Microseconds(micros);
}

absl::CivilDay DecodeDate(std::string_view field) {
  const auto days = BigEndian<int32_t>(field);
  if (days == std::numeric_limits<int32_t>::max() || days == std::numeric_limits<int32_t>::min()) {
    Mismatch("an infinite date");
  }
  return kEpochDay + days;
}

std::vector<std::string> DecodeTextArray(std::string_view field) {
  std::vector<std::string> values;
  ForEachElement(field, [&](std::string_view element) { values.emplace_back(element); });
  return values;
}

std::vector<int64_t> DecodeInt64Array(std::string_view field) {
  std::vector<int64_t> values;
  ForEachElement(field, [&](std::string_view element) { values.push_back(DecodeInt64(element)); });
  return values;
}

std::vector<Uuid> DecodeUuidArray(std::string_view field) {
  std::vector<Uuid> values;
  ForEachElement(field, [&](std::string_view element) { values.push_back(DecodeUuid(element)); });
  return values;
}

std::optional<std::string_view> Row::Field(int column) const {
  if (column < 0 || column >= PQnfields(result_)) Mismatch(StrCat("there is no column ", column));
  if (PQgetisnull(result_, row_, column)) return std::nullopt;
  return std::string_view(PQgetvalue(result_, row_, column), static_cast<size_t>(PQgetlength(result_, row_, column)));
}

Rows::Rows(pg_result* result) : result_(result), size_(PQntuples(result)) {}

Row Rows::operator[](int row) const {
  if (row < 0 || row >= size_) Mismatch(StrCat("there is no row ", row, " among ", size_));
  return Row(result_.get(), row);
}

int64_t Rows::affected() const {
  if (!result_) return 0;
  const std::string_view text = PQcmdTuples(result_.get());
  int64_t count = 0;
  std::from_chars(text.data(), text.data() + text.size(), count);
  return count;
}

void Rows::Clear::operator()(pg_result* result) const {
  PQclear(result);
}

}  // namespace amparo::pg
