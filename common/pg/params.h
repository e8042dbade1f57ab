// The arguments of a statement, kept in PostgreSQL's binary format in one buffer.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/base/uuid.h"

namespace amparo::pg {

// PostgreSQL counts days and microseconds from here: 2000-01-01 00:00 UTC, in seconds since 1970 and as a day.
inline constexpr int64_t kEpochSeconds = 946'684'800;
inline constexpr absl::CivilDay kEpochDay(2000, 1, 1);

// The types of PostgreSQL that statements take and give (pg_type.oid; fixed by the protocol).
enum class Oid : uint32_t {
  kBool = 16,
  kBytea = 17,
  kInt8 = 20,
  kInt2 = 21,
  kInt4 = 23,
  kText = 25,
  kFloat8 = 701,
  kDate = 1082,
  kTimestamptz = 1184,
  kUuid = 2950,
  kInt4Array = 1007,
  kTextArray = 1009,
  kByteaArray = 1001,
  kInt8Array = 1016,
  kTimestamptzArray = 1185,
  kUuidArray = 2951,
};

// Arguments in the order of $1, $2 ..., each added by a call that names its type:
//   Params().Text(office).UuidValue(id).Int64(version).Time(now)
// An empty optional is NULL of that type. A statement must get the same types at each run: it is prepared with those of
// the first. Movable, not copyable. Text must be free of U+0000, which PostgreSQL refuses.
class Params {
 public:
  Params() = default;
  Params(Params&&) = default;
  Params& operator=(Params&&) = default;

  Params& Text(std::optional<std::string_view> value) &;
  Params& Int64(std::optional<int64_t> value) &;
  Params& Int32(std::optional<int32_t> value) &;
  Params& Bool(std::optional<bool> value) &;
  Params& Double(std::optional<double> value) &;
  Params& Bytes(std::optional<std::string_view> value) &;
  Params& UuidValue(std::optional<Uuid> value) &;
  // timestamptz, cut to microseconds. Must be finite and within PostgreSQL's range (a broken promise ends the process).
  Params& Time(std::optional<absl::Time> value) &;
  Params& Date(std::optional<absl::CivilDay> value) &;
  Params& TextArray(std::span<const std::string> values) &;
  Params& BytesArray(std::span<const std::string> values) &;
  Params& Int64Array(std::span<const int64_t> values) &;
  // bigint[] NULL.
  Params& NullInt64Array() & { return Null(Oid::kInt8Array); }
  Params& Int32Array(std::span<const int32_t> values) &;
  Params& UuidArray(std::span<const Uuid> values) &;
  Params& TimeArray(std::span<const absl::Time> values) &;

  Params&& Text(std::optional<std::string_view> value) && { return std::move(Text(value)); }
  Params&& Int64(std::optional<int64_t> value) && { return std::move(Int64(value)); }
  Params&& Int32(std::optional<int32_t> value) && { return std::move(Int32(value)); }
  Params&& Bool(std::optional<bool> value) && { return std::move(Bool(value)); }
  Params&& Double(std::optional<double> value) && { return std::move(Double(value)); }
  Params&& Bytes(std::optional<std::string_view> value) && { return std::move(Bytes(value)); }
  Params&& UuidValue(std::optional<Uuid> value) && { return std::move(UuidValue(value)); }
  Params&& Time(std::optional<absl::Time> value) && { return std::move(Time(value)); }
  Params&& Date(std::optional<absl::CivilDay> value) && { return std::move(Date(value)); }
  Params&& TextArray(std::span<const std::string> values) && { return std::move(TextArray(values)); }
  Params&& BytesArray(std::span<const std::string> values) && { return std::move(BytesArray(values)); }
  Params&& Int64Array(std::span<const int64_t> values) && { return std::move(Int64Array(values)); }
  Params&& Int32Array(std::span<const int32_t> values) && { return std::move(Int32Array(values)); }
  Params&& UuidArray(std::span<const Uuid> values) && { return std::move(UuidArray(values)); }
  Params&& TimeArray(std::span<const absl::Time> values) && { return std::move(TimeArray(values)); }

  // How many there are.
  size_t size() const { return values_.size(); }

  // The type of the i-th argument (from 0), and its bytes, nullopt for NULL.
  Oid type(size_t i) const { return values_[i].type; }
  std::optional<std::string_view> value(size_t i) const;

 private:
  static constexpr int32_t kNull = -1;
  struct Value {
    Oid type;
    uint32_t offset;
    int32_t length;
  };

  // Adds an argument whose bytes the caller appends to buffer_ and Close()s.
  void Open(Oid type);
  void Close();
  Params& Null(Oid type);
  Params& Raw(Oid type, std::string_view bytes);
  template <typename T>
  Params& Integer(Oid type, std::optional<T> value);
  template <typename T, typename Append>
  Params& Array(Oid type, Oid element, std::span<const T> values, Append append);

  std::string buffer_;
  absl::InlinedVector<Value, 12> values_;
};

}  // namespace amparo::pg
