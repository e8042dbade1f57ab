#include "common/feed/encoder.h"

#include <cstring>
#include <utility>

#include "common/base/check.h"
#include "common/base/strings.h"

namespace amparo::feed {
namespace {

// Field numbers of feed.proto; the messages compiled from it read what is written here (encoder_test proves it).
constexpr uint32_t kResponseEvents = 1, kResponseToken = 2, kResponseHead = 3, kResponseCaughtUp = 4,
                   kResponseElapsed = 5;
constexpr uint32_t kEventSeq = 1, kEventOffice = 2, kEventName = 3, kEventKind = 4, kEventVersion = 5, kEventTime = 6,
                   kEventResource = 7;
constexpr uint32_t kTimestampSeconds = 1, kTimestampNanos = 2;
constexpr uint32_t kDurationSeconds = 1, kDurationNanos = 2;
constexpr uint32_t kAnyTypeUrl = 1, kAnyValue = 2;

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

// Writes fields into bytes whose size was counted before. A snapshot is millions of short fields, and appending each
// would ask each time whether there is room.
class FieldWriter {
 public:
  explicit FieldWriter(char* at) : at_(at) {}

  void Varint(uint32_t field, int64_t value) {
    if (value == 0) return;
    Tag(field, 0);
    Raw(static_cast<uint64_t>(value));
  }

  // The beginning of a message of `size` bytes, which are written next.
  void Length(uint32_t field, size_t size) {
    Tag(field, 2);
    Raw(size);
  }

  void Bytes(uint32_t field, std::string_view bytes) {
    if (bytes.empty()) return;
    Length(field, bytes.size());
    std::memcpy(at_, bytes.data(), bytes.size());
    at_ += bytes.size();
  }

  const char* at() const { return at_; }

 private:
  void Tag(uint32_t field, uint32_t wire_type) { *at_++ = static_cast<char>(field << 3 | wire_type); }

  void Raw(uint64_t value) {
    for (; value >= 0x80; value >>= 7) *at_++ = static_cast<char>(value | 0x80);
    *at_++ = static_cast<char>(value);
  }

  char* at_;
};

// Makes room for `size` bytes more at the end of `buffer`; the place of the first.
char* Extend(std::string& buffer, size_t size) {
  const size_t old = buffer.size();
  buffer.resize(old + size);
  return buffer.data() + old;
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
  FieldWriter out(Extend(buffer_, 1 + VarintSize(event_size) + event_size));
  out.Length(kResponseEvents, event_size);
  out.Varint(kEventSeq, event.seq);
  out.Bytes(kEventOffice, event.office);
  out.Bytes(kEventName, event.name);
  out.Bytes(kEventKind, event.kind);
  out.Varint(kEventVersion, event.version);
  out.Length(kEventTime, time_size);
  out.Varint(kTimestampSeconds, seconds);
  out.Varint(kTimestampNanos, nanos);
  out.Length(kEventResource, resource_size);
  out.Bytes(kAnyTypeUrl, type_url);
  out.Bytes(kAnyValue, event.payload);
  AMPARO_CHECK(out.at() == buffer_.data() + buffer_.size(), "an event is as long as it was counted");
  ++events_;
}

std::string ResponseEncoder::Finish(std::string_view token, int64_t head_seq, bool caught_up,
                                    std::optional<absl::Duration> elapsed) {
  const int64_t told = caught_up ? 1 : 0;
  const int64_t seconds = elapsed ? absl::ToInt64Seconds(*elapsed) : 0;
  const int64_t nanos = elapsed ? absl::ToInt64Nanoseconds(*elapsed - absl::Seconds(seconds)) : 0;
  const size_t elapsed_size = VarintFieldSize(seconds) + VarintFieldSize(nanos);
  FieldWriter out(Extend(buffer_, BytesFieldSize(token.size()) + VarintFieldSize(head_seq) + VarintFieldSize(told) +
                                      (elapsed ? 1 + VarintSize(elapsed_size) + elapsed_size : 0)));
  out.Bytes(kResponseToken, token);
  out.Varint(kResponseHead, head_seq);
  out.Varint(kResponseCaughtUp, told);
  if (elapsed) {
    // Also when it is 0: that it is there says that it was measured.
    out.Length(kResponseElapsed, elapsed_size);
    out.Varint(kDurationSeconds, seconds);
    out.Varint(kDurationNanos, nanos);
  }
  AMPARO_CHECK(out.at() == buffer_.data() + buffer_.size(), "a message is as long as it was counted");
  events_ = 0;
  // The next message will be about as long; without a little more, every other one would be moved in the making.
  std::string next;
  next.reserve(buffer_.size() + buffer_.size() / 4);
  return std::exchange(buffer_, std::move(next));
}

}  // namespace amparo::feed
