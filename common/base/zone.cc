#include "common/base/zone.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "common/base/strings.h"

namespace amparo {

std::optional<absl::TimeZone> FindZone(std::string_view name) {
  // The loader would also open a file by its path and knows "localtime", which means something else on each machine.
  const bool shaped = !name.empty() && name.size() <= 64 && absl::ascii_isupper(name.front()) &&
                      std::all_of(name.begin(), name.end(), [](char c) {
                        return absl::ascii_isalnum(c) || c == '/' || c == '_' || c == '-' || c == '+';
                      });
  if (!shaped || name.substr(0, 5) == "Fixed") return std::nullopt;
  absl::TimeZone zone;
  if (!absl::LoadTimeZone(ToAbsl(name), &zone)) return std::nullopt;
  return zone;
}

}  // namespace amparo
