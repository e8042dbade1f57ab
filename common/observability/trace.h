// The trace context of a call (W3C Trace Context, https://www.w3.org/TR/trace-context/): read from `traceparent`, made
// when absent, written to every log line and passed on to the calls a call makes.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace amparo::obs {

// Which trace a call belongs to and which span of it this process is.
struct TraceContext {
  std::array<uint8_t, 16> trace_id{};
  std::array<uint8_t, 8> span_id{};
  // The caller's sampling flag, passed on as it came.
  bool sampled = false;

  // A span of a new trace.
  static TraceContext New();

  // A new span of the trace named by the header's value; of a new trace when the value is empty or malformed.
  static TraceContext FromHeader(std::string_view traceparent);

  // The value of `traceparent` for a call made on behalf of this span.
  std::string ToHeader() const;

  // Lower-case hex, as log lines show them.
  std::string TraceIdHex() const;
  std::string SpanIdHex() const;
};

// The header's name in gRPC metadata.
inline constexpr char kTraceHeader[] = "traceparent";

}  // namespace amparo::obs
