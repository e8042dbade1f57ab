#include "common/base/uuid.h"

#include <sys/random.h>

#include <algorithm>
#include <cstring>

#include "common/base/check.h"
#include "common/base/sha256.h"

namespace amparo {
namespace {

// Bytes of the kernel's CSPRNG, fetched in blocks: a system call an id would cost more than the id.
class RandomBlock {
 public:
  uint64_t Next() {
    if (used_ + sizeof(uint64_t) > sizeof(block_)) Refill();
    uint64_t value;
    std::memcpy(&value, block_ + used_, sizeof(value));
    used_ += sizeof(value);
    return value;
  }

 private:
  void Refill() {
    // Requests of up to 256 bytes are never cut short.
    const ssize_t got = getrandom(block_, sizeof(block_), 0);
    AMPARO_CHECK(got == static_cast<ssize_t>(sizeof(block_)), "the kernel gives random bytes");
    used_ = 0;
  }

  unsigned char block_[256];
  size_t used_ = sizeof(block_);
};

// What one thread needs to keep its ids in order: the last millisecond and the 12-bit counter within it.
struct V7State {
  RandomBlock random;
  uint64_t millis = 0;
  uint64_t counter = 0;
};

// From the Gregorian calendar's first day to 1970, in steps of 100 ns (RFC 9562, version 6).
constexpr uint64_t kGregorianToUnix = 0x01B21DD213814000;

constexpr uint64_t kCounterLimit = 1 << 12;

void Advance(V7State& state, uint64_t now_millis) {
  if (now_millis > state.millis) {
    state.millis = now_millis;
    state.counter = state.random.Next() % (kCounterLimit / 2);
    return;
  }
  // Same millisecond, or the clock went back: stay in order, borrowing from the next millisecond when full.
  if (++state.counter == kCounterLimit) {
    ++state.millis;
    state.counter = 0;
  }
}

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool IsDashPosition(size_t i) {
  return i == 8 || i == 13 || i == 18 || i == 23;
}

void StoreBigEndian(uint64_t value, uint8_t* out) {
  for (int i = 7; i >= 0; --i, value >>= 8) out[i] = static_cast<uint8_t>(value);
}

constexpr size_t kTextSize = 36;

}  // namespace

Uuid Uuid::V7(absl::Time now) {
  thread_local V7State state;
  Advance(state, static_cast<uint64_t>(std::max<int64_t>(0, absl::ToUnixMillis(now))));
  std::array<uint8_t, kSize> bytes;
  StoreBigEndian((state.millis << 16) | 0x7000 | state.counter, bytes.data());
  StoreBigEndian((state.random.Next() >> 2) | (uint64_t{1} << 63), bytes.data() + 8);
  return Uuid(bytes);
}

Uuid Uuid::V6(absl::Time now) {
  thread_local RandomBlock random;
  // In steps of 100 ns since 15 October 1582; the highest 48 bits stand before the version, the lowest 12 after it.
  const uint64_t ticks = kGregorianToUnix + static_cast<uint64_t>(std::max<int64_t>(0, absl::ToUnixNanos(now))) / 100;
  std::array<uint8_t, kSize> bytes;
  StoreBigEndian((ticks >> 12 << 16) | 0x6000 | (ticks & 0xFFF), bytes.data());
  StoreBigEndian((random.Next() >> 2) | (uint64_t{1} << 63), bytes.data() + 8);
  return Uuid(bytes);
}

std::optional<Uuid> Uuid::Parse(std::string_view text) {
  if (text.size() != kTextSize) return std::nullopt;
  std::array<uint8_t, kSize> bytes{};
  size_t digits = 0;
  for (size_t i = 0; i < kTextSize; ++i) {
    if (IsDashPosition(i)) {
      if (text[i] != '-') return std::nullopt;
      continue;
    }
    const int digit = HexDigit(text[i]);
    if (digit < 0) return std::nullopt;
    bytes[digits / 2] = static_cast<uint8_t>((bytes[digits / 2] << 4) | digit);
    ++digits;
  }
  return Uuid(bytes);
}

std::optional<Uuid> Uuid::ParseId(std::string_view text) {
  const std::optional<Uuid> id = Parse(text);
  return id && !id->IsNil() ? id : std::nullopt;
}

Uuid Uuid::FromKey(std::string_view key) {
  std::array<uint8_t, kSize> bytes;
  std::memcpy(bytes.data(), Sha256Of(key).data(), kSize);
  bytes[6] = static_cast<uint8_t>((bytes[6] & 0x0F) | 0x80);  // version 8: bytes of our own making (RFC 9562)
  bytes[8] = static_cast<uint8_t>((bytes[8] & 0x3F) | 0x80);
  return Uuid(bytes);
}

std::optional<Uuid> Uuid::FromBytes(std::string_view bytes) {
  if (bytes.size() != kSize) return std::nullopt;
  std::array<uint8_t, kSize> copy;
  std::memcpy(copy.data(), bytes.data(), kSize);
  return Uuid(copy);
}

std::string Uuid::ToString() const {
  static constexpr char kHex[] = "0123456789abcdef";
  std::string text(kTextSize, '-');
  size_t digits = 0;
  for (size_t i = 0; i < kTextSize; ++i) {
    if (IsDashPosition(i)) continue;
    const uint8_t byte = bytes_[digits / 2];
    text[i] = kHex[digits % 2 == 0 ? byte >> 4 : byte & 0xf];
    ++digits;
  }
  return text;
}

std::optional<absl::Time> Uuid::Time() const {
  if (bytes_[6] >> 4 != 7) return std::nullopt;
  int64_t millis = 0;
  for (int i = 0; i < 6; ++i) millis = (millis << 8) | bytes_[i];
  return absl::FromUnixMillis(millis);
}

}  // namespace amparo
