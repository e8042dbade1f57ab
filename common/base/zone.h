// Time zones by the names that IANA gives them.
#pragma once

#include <optional>
#include <string_view>

#include "absl/time/time.h"

namespace amparo {

// The zone with this IANA name ("Asia/Manila", "Japan", "UTC"); nullopt when there is none. The path of a file, a fixed
// offset and "localtime" are none: what they mean may be something else on another machine.
std::optional<absl::TimeZone> FindZone(std::string_view name);

}  // namespace amparo
