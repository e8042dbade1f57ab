// Draws that come out the same each time.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace amparo::bench {

// A row of numbers that follows from a seed and from what is drawn for: SplitMix64 (G. Steele, D. Lea, C. Flood, Fast
// splittable pseudorandom number generators, 2014). Two draws for different things have nothing to do with each other,
// so that any of them can be made without those before it.
class Draw {
 public:
  Draw(uint64_t seed, uint64_t thing) : state_(Mixed(Mixed(seed + kStep) + thing)) {}

  uint64_t Next() { return Mixed(state_ += kStep); }

  // 0 to `count` - 1, all alike.
  int64_t Below(int64_t count) { return static_cast<int64_t>(Part() * static_cast<double>(count)); }

  // 0 to `count` - 1, the first more often than the last, as names are: the first comes once in sqrt(count).
  int64_t Skewed(int64_t count) {
    const double part = Part();
    return static_cast<int64_t>(part * part * static_cast<double>(count));
  }

  // True `percent` times in a hundred.
  bool Chance(int percent) { return Below(100) < percent; }

  // One of a table.
  template <typename T, std::size_t N>
  const T& OneOf(const std::array<T, N>& table) {
    return table[static_cast<std::size_t>(Below(N))];
  }
  template <typename T, std::size_t N>
  const T& SkewedOf(const std::array<T, N>& table) {
    return table[static_cast<std::size_t>(Skewed(N))];
  }

 private:
  static constexpr uint64_t kStep = 0x9e3779b97f4a7c15ULL;

  static uint64_t Mixed(uint64_t value) {
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9ULL;
    value = (value ^ (value >> 27)) * 0x94d049bb133111ebULL;
    return value ^ (value >> 31);
  }

  // 0 up to 1.
  double Part() { return static_cast<double>(Next() >> 11) * 0x1.0p-53; }

  uint64_t state_;
};

}  // namespace amparo::bench
