// Bytes that must not stay in memory longer than they are used.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace amparo::crypto {

// A 256-bit key. Moves and copies; each copy is wiped when it goes.
class Key {
 public:
  static constexpr size_t kSize = 32;

  // All zero, to be filled.
  Key() = default;
  explicit Key(const std::array<uint8_t, kSize>& bytes) : bytes_(bytes) {}
  Key(const Key&) = default;
  Key& operator=(const Key&) = default;
  ~Key();

  const uint8_t* data() const { return bytes_.data(); }
  uint8_t* data() { return bytes_.data(); }
  std::string_view view() const { return {reinterpret_cast<const char*>(bytes_.data()), kSize}; }

  // Equality in constant time.
  friend bool operator==(const Key& a, const Key& b);

 private:
  std::array<uint8_t, kSize> bytes_{};
};

}  // namespace amparo::crypto
