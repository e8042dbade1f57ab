#include "tests/bench/copy_buffer.h"

#include <concepts>
#include <cstdint>
#include <utility>

namespace amparo::bench {
namespace {

void AppendInteger(std::string& out, std::signed_integral auto value) {
  for (int shift = static_cast<int>(sizeof(value) - 1) * 8; shift >= 0; shift -= 8) {
    out.push_back(static_cast<char>(value >> shift));
  }
}

}  // namespace

void CopyBuffer::Add(const pg::Params& fields) {
  AppendInteger(bytes_, static_cast<int16_t>(fields.size()));
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const std::optional<std::string_view> field = fields.value(i);
    AppendInteger(bytes_, field ? static_cast<int32_t>(field->size()) : int32_t{-1});
    if (field) bytes_.append(*field);
  }
}

std::string CopyBuffer::Finish() && {
  AppendInteger(bytes_, int16_t{-1});
  return std::move(bytes_);
}

}  // namespace amparo::bench
