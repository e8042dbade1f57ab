#include "common/base/zone.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "absl/time/civil_time.h"

namespace amparo {
namespace {

TEST(Zone, IanaNamesAreZones) {
  for (std::string_view name : {"UTC", "Asia/Manila", "Asia/Phnom_Penh", "America/La_Paz",
                                "America/Argentina/Buenos_Aires", "Japan", "Singapore"}) {
    EXPECT_TRUE(FindZone(name).has_value()) << name;
  }
}

TEST(Zone, WhatMeansSomethingElseOnAnotherMachineIsNone) {
  for (std::string_view name : {"localtime", "/etc/localtime", "../../etc/localtime", "/usr/share/zoneinfo/Asia/Manila",
                                "Fixed/UTC+08:00:00", "right/Asia/Manila", "posix/Asia/Manila"}) {
    EXPECT_FALSE(FindZone(name).has_value()) << name;
  }
}

TEST(Zone, WhatIsNoNameIsNone) {
  for (const std::string& name :
       {std::string(), std::string("Asia/Atlantis"), std::string("asia/manila"), std::string("Asia/La Paz"),
        std::string("Asia/Manila\0", 12), std::string("\0", 1), std::string(1 << 20, 'A')}) {
    EXPECT_FALSE(FindZone(name).has_value()) << name.substr(0, 20);
  }
}

TEST(Zone, ItsClockIsThatOfThePlace) {
  const absl::Time noon = absl::FromCivil(absl::CivilSecond(2014, 11, 3, 12, 0, 0), absl::UTCTimeZone());
  EXPECT_EQ(absl::ToCivilHour(noon, *FindZone("Asia/Manila")), absl::CivilHour(2014, 11, 3, 20));
  EXPECT_EQ(absl::ToCivilHour(noon, *FindZone("Japan")), absl::CivilHour(2014, 11, 3, 21));
}

}  // namespace
}  // namespace amparo
