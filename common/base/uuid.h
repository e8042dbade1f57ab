// Identifiers of resources: UUIDs, version 7 when made here (RFC 9562), so that they sort by the time they were made.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/time/time.h"

namespace amparo {

// Sixteen bytes that name one thing. A default-made one is nil (all zero).
class Uuid {
 public:
  static constexpr size_t kSize = 16;

  constexpr Uuid() = default;
  explicit constexpr Uuid(const std::array<uint8_t, kSize>& bytes) : bytes_(bytes) {}

  // A new UUIDv7 for `now`. Ids made by one thread sort in the order they were made; the rest is 62 bits from the
  // system's CSPRNG. Fast: under a microsecond.
  static Uuid V7(absl::Time now);

  // A new UUIDv6 for `now`: 62 random bits after the time. For what not everybody may know is there: callers give no
  // ids of this version (rpc::GivenOrNewId), so that nobody finds one taken.
  static Uuid V6(absl::Time now);

  // Reads the canonical form, "0190f3c2-7d1e-7abc-8def-0123456789ab", in either case. Anything else is nullopt.
  static std::optional<Uuid> Parse(std::string_view text);

  // Reads the id of a resource: as Parse, but the nil UUID is nobody's.
  static std::optional<Uuid> ParseId(std::string_view text);

  // Always the same id for the same key (version 8, from its SHA-256): so what is made twice from the same facts is
  // found to be one thing.
  static Uuid FromKey(std::string_view key);

  // Takes sixteen raw bytes; nullopt when there are more or fewer.
  static std::optional<Uuid> FromBytes(std::string_view bytes);

  // The canonical form in lower case.
  std::string ToString() const;

  // The sixteen bytes in network order, valid as long as this object.
  std::string_view bytes() const { return {reinterpret_cast<const char*>(bytes_.data()), kSize}; }

  bool IsNil() const { return *this == Uuid(); }

  // The version that the id says it is of, 0 to 15.
  int version() const { return bytes_[6] >> 4; }

  // The moment a version 7 id was made, to the millisecond; nullopt for other versions.
  std::optional<absl::Time> Time() const;

  friend auto operator<=>(const Uuid&, const Uuid&) = default;

  template <typename H>
  friend H AbslHashValue(H h, const Uuid& id) {
    return H::combine(std::move(h), id.bytes_);
  }

 private:
  std::array<uint8_t, kSize> bytes_{};
};

}  // namespace amparo
