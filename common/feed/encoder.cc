#include "common/feed/encoder.h"

#include <utility>

#include "common/base/strings.h"

namespace amparo::feed {
namespace {

// Field numbers of feed.proto; the messages compiled from it read what is written here (encoder_test proves it).
constexpr uint32_t kResponseEvents = 1, kResponseToken = 2, kResponseHead = 3, kResponseCaughtUp = 4;
constexpr uint32_t kEventSeq = 1, kEventOffice = 2, kEventName = 3, kEventKind = 4, kEventVersion = 5, kEventTime = 6,
                   kEventResource = 7;
constexpr uint32_t kTimestampSeconds = 1, kTimestampNanos = 2;
constexpr uint32_t kAnyTypeUrl = 1, kAnyValue = 2;
// A tag, a varint of 64 bits at most.
constexpr size_t kMostVarint = 11;

size_t VarintSize(uint64_t value) {
  size_t size = 1;
  for (; value >= 0x80; value >>= 7) ++size;
  return size;
}

// Every field number here is below 16: a tag is one byte.
size_t VarintFieldSize(int64_t value) {
  return value == 0 ? 0 : 1 + VarintSize(static_cast<uint64_t>(value));
}
size_t BytesFieldSize(size_t size) {
  return size == 0 ? 0 : 1 + VarintSize(size) + size;
}

void AppendVarint(std::string& out, uint64_t value) {
  char bytes[kMostVarint];
  size_t size = 0;
  for (; value >= 0x80; value >>= 7) bytes[size++] = static_cast<char>(value | 0x80);
  bytes[size++] = static_cast<char>(value);
  out.append(bytes, size);
}

void AppendTag(std::string& out, uint32_t field, uint32_t wire_type) {
  out += static_cast<char>(field << 3 | wire_type);
}

void AppendVarintField(std::string& out, uint32_t field, int64_t value) {
  if (value == 0) return;
  AppendTag(out, field, 0);
  AppendVarint(out, static_cast<uint64_t>(value));
}

void AppendLength(std::string& out, uint32_t field, size_t size) {
  AppendTag(out, field, 2);
  AppendVarint(out, size);
}

void AppendBytesField(std::string& out, uint32_t field, std::string_view bytes) {
  if (bytes.empty()) return;
  AppendLength(out, field, bytes.size());
  out.append(bytes);
}

}  // namespace

TypeUrls::TypeUrls(const std::vector<Kind>& kinds) {
  for (const Kind& kind : kinds) urls_[kind.name] = StrCat("type.googleapis.com/", kind.message);
}

std::string_view TypeUrls::Find(std::string_view kind) const {
  const auto found = urls_.find(ToAbsl(kind));
  return found == urls_.end() ? std::string_view() : std::string_view(found->second);
}

void ResponseEncoder::AddEvent(const EventView& event, std::string_view type_url) {
  const int64_t micros = absl::ToUnixMicros(event.change_time);
  // Nanoseconds count forward also before 1970.
  const int64_t seconds = micros / 1'000'000 - (micros % 1'000'000 < 0 ? 1 : 0);
  const int64_t nanos = (micros - seconds * 1'000'000) * 1000;
  const size_t time_size = VarintFieldSize(seconds) + VarintFieldSize(nanos);
  const size_t resource_size = BytesFieldSize(type_url.size()) + BytesFieldSize(event.payload.size());
  const size_t event_size = VarintFieldSize(event.seq) + BytesFieldSize(event.office.size()) +
                            BytesFieldSize(event.name.size()) + BytesFieldSize(event.kind.size()) +
                            VarintFieldSize(event.version) + 1 + VarintSize(time_size) + time_size + 1 +
                            VarintSize(resource_size) + resource_size;
  AppendLength(buffer_, kResponseEvents, event_size);
  AppendVarintField(buffer_, kEventSeq, event.seq);
  AppendBytesField(buffer_, kEventOffice, event.office);
  AppendBytesField(buffer_, kEventName, event.name);
  AppendBytesField(buffer_, kEventKind, event.kind);
  AppendVarintField(buffer_, kEventVersion, event.version);
  AppendLength(buffer_, kEventTime, time_size);
  AppendVarintField(buffer_, kTimestampSeconds, seconds);
  AppendVarintField(buffer_, kTimestampNanos, nanos);
  AppendLength(buffer_, kEventResource, resource_size);
  AppendBytesField(buffer_, kAnyTypeUrl, type_url);
  AppendBytesField(buffer_, kAnyValue, event.payload);
  ++events_;
}

std::string ResponseEncoder::Finish(std::string_view token, int64_t head_seq, bool caught_up) {
  AppendBytesField(buffer_, kResponseToken, token);
  AppendVarintField(buffer_, kResponseHead, head_seq);
  AppendVarintField(buffer_, kResponseCaughtUp, caught_up ? 1 : 0);
  events_ = 0;
  // The next message will be about as long.
  std::string next;
  next.reserve(buffer_.size());
  return std::exchange(buffer_, std::move(next));
}

}  // namespace amparo::feed
