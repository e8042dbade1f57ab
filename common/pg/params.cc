#include "common/pg/params.h"

#include <bit>
#include <concepts>

#include "common/base/check.h"

namespace amparo::pg {
namespace {

constexpr int64_t kEpochMicros = kEpochSeconds * 1'000'000;

void AppendBigEndian(std::string& out, std::integral auto value) {
  for (int shift = static_cast<int>(sizeof(value) - 1) * 8; shift >= 0; shift -= 8) {
    out.push_back(static_cast<char>(static_cast<uint64_t>(value) >> shift));
  }
}

int64_t PgMicros(absl::Time time) {
  AMPARO_CHECK(time > absl::FromUnixSeconds(-210'000'000'000) && time < absl::FromUnixSeconds(9'000'000'000'000),
               "a stored time is finite and within PostgreSQL's range");
  return absl::ToUnixMicros(time) - kEpochMicros;
}

}  // namespace

std::optional<std::string_view> Params::value(size_t i) const {
  const Value& value = values_[i];
  if (value.length == kNull) return std::nullopt;
  return std::string_view(buffer_).substr(value.offset, static_cast<size_t>(value.length));
}

void Params::Open(Oid type) {
  values_.push_back({type, static_cast<uint32_t>(buffer_.size()), 0});
}

void Params::Close() {
  values_.back().length = static_cast<int32_t>(buffer_.size() - values_.back().offset);
}

Params& Params::Null(Oid type) {
  values_.push_back({type, static_cast<uint32_t>(buffer_.size()), kNull});
  return *this;
}

Params& Params::Raw(Oid type, std::string_view bytes) {
  Open(type);
  buffer_.append(bytes);
  Close();
  return *this;
}

template <typename T>
Params& Params::Integer(Oid type, std::optional<T> value) {
  if (!value) return Null(type);
  Open(type);
  AppendBigEndian(buffer_, *value);
  Close();
  return *this;
}

Params& Params::Text(std::optional<std::string_view> value) & {
  return value ? Raw(Oid::kText, *value) : Null(Oid::kText);
}

Params& Params::Bytes(std::optional<std::string_view> value) & {
  return value ? Raw(Oid::kBytea, *value) : Null(Oid::kBytea);
}

Params& Params::Int64(std::optional<int64_t> value) & {
  return Integer(Oid::kInt8, value);
}

Params& Params::Int32(std::optional<int32_t> value) & {
  return Integer(Oid::kInt4, value);
}

Params& Params::Bool(std::optional<bool> value) & {
  if (!value) return Null(Oid::kBool);
  return Raw(Oid::kBool, *value ? std::string_view("\1", 1) : std::string_view("\0", 1));
}

Params& Params::Double(std::optional<double> value) & {
  if (!value) return Null(Oid::kFloat8);
  return Integer(Oid::kFloat8, std::optional(std::bit_cast<int64_t>(*value)));
}

Params& Params::UuidValue(std::optional<Uuid> value) & {
  return value ? Raw(Oid::kUuid, value->bytes()) : Null(Oid::kUuid);
}

Params& Params::Time(std::optional<absl::Time> value) & {
  if (!value) return Null(Oid::kTimestamptz);
  return Integer(Oid::kTimestamptz, std::optional(PgMicros(*value)));
}

Params& Params::Date(std::optional<absl::CivilDay> value) & {
  if (!value) return Null(Oid::kDate);
  return Integer(Oid::kDate, std::optional(static_cast<int32_t>(*value - kEpochDay)));
}

// One dimension, lower bound 1, no nulls: {dimensions, has nulls, element type, length, lower bound, elements...}.
template <typename T, typename Append>
Params& Params::Array(Oid type, Oid element, std::span<const T> values, Append append) {
  Open(type);
  AppendBigEndian(buffer_, int32_t{values.empty() ? 0 : 1});
  AppendBigEndian(buffer_, int32_t{0});
  AppendBigEndian(buffer_, static_cast<int32_t>(element));
  if (!values.empty()) {
    AppendBigEndian(buffer_, static_cast<int32_t>(values.size()));
    AppendBigEndian(buffer_, int32_t{1});
  }
  for (const T& value : values) append(value);
  Close();
  return *this;
}

Params& Params::TextArray(std::span<const std::string> values) & {
  return Array(Oid::kTextArray, Oid::kText, values, [this](const std::string& value) {
    AppendBigEndian(buffer_, static_cast<int32_t>(value.size()));
    buffer_.append(value);
  });
}

Params& Params::BytesArray(std::span<const std::string> values) & {
  return Array(Oid::kByteaArray, Oid::kBytea, values, [this](const std::string& value) {
    AppendBigEndian(buffer_, static_cast<int32_t>(value.size()));
    buffer_.append(value);
  });
}

Params& Params::Int64Array(std::span<const int64_t> values) & {
  return Array(Oid::kInt8Array, Oid::kInt8, values, [this](int64_t value) {
    AppendBigEndian(buffer_, int32_t{sizeof(value)});
    AppendBigEndian(buffer_, value);
  });
}

Params& Params::Int32Array(std::span<const int32_t> values) & {
  return Array(Oid::kInt4Array, Oid::kInt4, values, [this](int32_t value) {
    AppendBigEndian(buffer_, int32_t{sizeof(value)});
    AppendBigEndian(buffer_, value);
  });
}

Params& Params::UuidArray(std::span<const Uuid> values) & {
  return Array(Oid::kUuidArray, Oid::kUuid, values, [this](const Uuid& value) {
    AppendBigEndian(buffer_, static_cast<int32_t>(Uuid::kSize));
    buffer_.append(value.bytes());
  });
}

Params& Params::TimeArray(std::span<const absl::Time> values) & {
  return Array(Oid::kTimestamptzArray, Oid::kTimestamptz, values, [this](absl::Time value) {
    AppendBigEndian(buffer_, static_cast<int32_t>(sizeof(int64_t)));
    AppendBigEndian(buffer_, PgMicros(value));
  });
}

}  // namespace amparo::pg
