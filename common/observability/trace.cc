#include "common/observability/trace.h"

#include <algorithm>
#include <cstring>
#include <random>
#include <span>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "common/base/strings.h"

namespace amparo::obs {
namespace {

// "00-<32 hex>-<16 hex>-<2 hex>"; later versions may go on behind a further dash.
constexpr std::size_t kHeaderSize = 55;

void FillRandom(std::span<uint8_t> bytes) {
  thread_local std::mt19937_64 random{std::random_device{}()};
  for (std::size_t i = 0; i < bytes.size(); i += sizeof(uint64_t)) {
    // All-zero ids are invalid.
    const uint64_t value = random() | 1;
    std::memcpy(bytes.data() + i, &value, std::min(sizeof(value), bytes.size() - i));
  }
}

bool IsLowerHex(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isdigit(static_cast<unsigned char>(c)) || (c >= 'a' && c <= 'f');
  });
}

bool IsZero(std::string_view hex) {
  return hex.find_first_not_of('0') == std::string_view::npos;
}

bool IsWellFormed(std::string_view header) {
  if (header.size() < kHeaderSize || (header.size() > kHeaderSize && header[kHeaderSize] != '-')) return false;
  const std::string_view version = header.substr(0, 2);
  if (version == "ff" || (version == "00" && header.size() != kHeaderSize)) return false;
  return header[2] == '-' && header[35] == '-' && header[52] == '-' && IsLowerHex(version) &&
         IsLowerHex(header.substr(3, 32)) && IsLowerHex(header.substr(36, 16)) && IsLowerHex(header.substr(53, 2)) &&
         !IsZero(header.substr(3, 32)) && !IsZero(header.substr(36, 16));
}

template <std::size_t kSize>
std::string Hex(const std::array<uint8_t, kSize>& bytes) {
  return absl::BytesToHexString(absl::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
}

}  // namespace

TraceContext TraceContext::New() {
  TraceContext context;
  FillRandom(context.trace_id);
  FillRandom(context.span_id);
  return context;
}

TraceContext TraceContext::FromHeader(std::string_view traceparent) {
  if (!IsWellFormed(traceparent)) return New();
  TraceContext context;
  const std::string trace = absl::HexStringToBytes(absl::string_view(traceparent.data() + 3, 32));
  std::copy(trace.begin(), trace.end(), context.trace_id.begin());
  FillRandom(context.span_id);
  const std::string flags = absl::HexStringToBytes(absl::string_view(traceparent.data() + 53, 2));
  context.sampled = (flags[0] & 1) != 0;
  return context;
}

std::string TraceContext::ToHeader() const {
  return StrCat("00-", TraceIdHex(), "-", SpanIdHex(), sampled ? "-01" : "-00");
}

std::string TraceContext::TraceIdHex() const {
  return Hex(trace_id);
}

std::string TraceContext::SpanIdHex() const {
  return Hex(span_id);
}

}  // namespace amparo::obs
