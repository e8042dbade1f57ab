// How this library connects: what every connection to PostgreSQL gets beside what its connection string says.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace amparo::pg {

struct SessionOptions {
  std::string conninfo = {};
  std::string application_name = {};
  std::vector<std::pair<std::string, std::string>> settings = {};  // GUCs set at connect: {"statement_timeout", "5000"}
  absl::Duration connect_timeout = absl::Seconds(5);
};

// A libpq connection string with keepalives, timeouts and `settings` added; what the string itself says wins, except
// for the settings. Works for both the key=value and the URI form. INVALID_ARGUMENT when the string cannot be parsed.
absl::StatusOr<std::string> ConninfoFor(const SessionOptions& options);

}  // namespace amparo::pg
