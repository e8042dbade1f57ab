#include "common/observability/log_format.h"

#include <array>
#include <cmath>
#include <cstdint>
#include <span>

#include "absl/strings/str_format.h"
#include "common/base/strings.h"

namespace amparo::obs {
namespace {

std::string_view LevelName(Level level) {
  switch (level) {
    case Level::kDebug:
      return "DEBUG";
    case Level::kInfo:
      return "INFO";
    case Level::kWarning:
      return "WARNING";
    case Level::kError:
      return "ERROR";
  }
  return "INFO";
}

// RFC 3339 in UTC to the microsecond. Lines come in bursts of one second, whose text is kept: the calendar is the
// costly part.
void AppendTime(std::string& out, absl::Time time) {
  thread_local int64_t known_second = -1;
  thread_local std::string known_text;
  const int64_t micros = absl::ToUnixMicros(time);
  const int64_t second = micros / 1'000'000;
  if (second != known_second) {
    known_second = second;
    known_text = absl::FormatTime("%Y-%m-%dT%H:%M:%S", absl::FromUnixSeconds(second), absl::UTCTimeZone());
  }
  StrAppend(&out, known_text, ".", absl::Dec(micros % 1'000'000, absl::kZeroPad6), "Z");
}

void AppendStart(std::string& out, absl::Time time, Level level, std::string_view event) {
  out += R"({"time":")";
  AppendTime(out, time);
  StrAppend(&out, R"(","level":")", LevelName(level), R"(","event":)");
  AppendJsonString(out, event);
}

void AppendText(std::string& out, std::string_view key, std::string_view value) {
  if (value.empty()) return;
  StrAppend(&out, ",\"", key, "\":");
  AppendJsonString(out, value);
}

// An id in lower-case hex, written where it belongs.
void AppendHex(std::string& out, std::string_view key, std::span<const uint8_t> bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  StrAppend(&out, ",\"", key, "\":\"");
  for (const uint8_t byte : bytes) {
    out += kDigits[byte >> 4];
    out += kDigits[byte & 0xf];
  }
  out += '"';
}

struct ValueAppender {
  std::string& out;
  void operator()(const std::string& value) const { AppendJsonString(out, value); }
  void operator()(int64_t value) const { StrAppend(&out, value); }
  void operator()(bool value) const { out += value ? "true" : "false"; }
  // JSON has no infinities.
  void operator()(double value) const { out += std::isfinite(value) ? StrCat(value) : std::string("null"); }
};

// The length of the UTF-8 sequence at the front of `text`, or 0 when it is none.
std::size_t SequenceLength(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  const std::size_t length = lead < 0x80                   ? 1
                             : lead >= 0xC2 && lead < 0xE0 ? 2
                             : lead >= 0xE0 && lead < 0xF0 ? 3
                             : lead >= 0xF0 && lead < 0xF5 ? 4
                                                           : 0;
  if (length > text.size()) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) return 0;
  }
  if (length < 3) return length;
  const auto second = static_cast<unsigned char>(text[1]);
  const bool overlong_or_surrogate = (lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F) ||
                                     (lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F);
  return overlong_or_surrogate ? 0 : length;
}

// Which characters stand for themselves.
constexpr std::array<bool, 256> kPlain = [] {
  std::array<bool, 256> plain{};
  for (std::size_t c = 0x20; c < 0x7F; ++c) plain[c] = c != '"' && c != '\\';
  return plain;
}();

// How many characters at the front of `text` do.
std::size_t PlainLength(std::string_view text) {
  std::size_t length = 0;
  while (length < text.size() && kPlain[static_cast<unsigned char>(text[length])]) ++length;
  return length;
}

void AppendEscaped(std::string& out, char c) {
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      if (static_cast<unsigned char>(c) < 0x20) {
        absl::StrAppendFormat(&out, "\\u%04x", static_cast<unsigned>(c));
      } else {
        out += c;
      }
  }
}

}  // namespace

void AppendJsonString(std::string& out, std::string_view text) {
  out += '"';
  while (!text.empty()) {
    // Nearly every text is plain and goes in one piece.
    const std::size_t plain = PlainLength(text);
    out.append(text.substr(0, plain));
    text.remove_prefix(plain);
    if (text.empty()) break;
    const std::size_t length = SequenceLength(text);
    if (length == 1) {
      AppendEscaped(out, text[0]);
    } else if (length > 1) {
      out.append(text.substr(0, length));
    } else {
      out += "\xEF\xBF\xBD";
    }
    text.remove_prefix(length == 0 ? 1 : length);
  }
  out += '"';
}

void AppendCallLine(std::string& out, const CallRecord& record) {
  AppendStart(out, record.start, record.error_id.empty() ? Level::kInfo : Level::kError, "call");
  AppendHex(out, "trace_id", record.trace.trace_id);
  AppendHex(out, "span_id", record.trace.span_id);
  AppendText(out, "service", record.service);
  AppendText(out, "method", record.method);
  AppendText(out, "caller", record.caller);
  AppendText(out, "person", record.person);
  AppendText(out, "code", record.code);
  AppendText(out, "reason", record.reason);
  AppendText(out, "office", record.office);
  AppendText(out, "error_id", record.error_id);
  AppendText(out, "cause", record.hidden);
  const int64_t micros = absl::ToInt64Microseconds(record.duration);
  StrAppend(&out, ",\"duration_ms\":", micros / 1000, ".", absl::Dec(micros % 1000, absl::kZeroPad3), "}\n");
}

void AppendEventLine(std::string& out, absl::Time time, Level level, std::string_view event,
                     const std::vector<Field>& fields) {
  AppendStart(out, time, level, event);
  for (const auto& field : fields) {
    out += ',';
    AppendJsonString(out, field.key);
    out += ':';
    std::visit(ValueAppender{out}, field.value);
  }
  out += "}\n";
}

}  // namespace amparo::obs
