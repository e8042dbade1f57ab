// Files that hold secret keys.
#pragma once

#include <string>

#include "absl/status/statusor.h"

namespace amparo::crypto {

// The text of such a file; wipe it after use. NOT_FOUND when it cannot be read, PERMISSION_DENIED when others than its
// owner may read or change it.
absl::StatusOr<std::string> ReadKeyFile(const std::string& path);

}  // namespace amparo::crypto
