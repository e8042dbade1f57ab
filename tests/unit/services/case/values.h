// Values that the tests of the case service's rules share.
#pragma once

#include <array>
#include <cstdint>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/base/uuid.h"

namespace amparo::cases {

// Today, and now: the day the newsroom's highlights were published.
inline const absl::CivilDay kToday(2014, 12, 11);
inline const absl::Time kNow = absl::FromUnixSeconds(1418256000);

// The id that ends in `number`.
inline Uuid Id(int number) {
  std::array<uint8_t, Uuid::kSize> bytes{};
  bytes[15] = static_cast<uint8_t>(number);
  return Uuid(bytes);
}

}  // namespace amparo::cases
