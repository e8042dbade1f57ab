// Files that are read whole.
#pragma once

#include <string>

#include "absl/status/statusor.h"

namespace amparo {

// All bytes of the file at `path`. NOT_FOUND, naming the path, when it cannot be opened or read to its end: no right, a
// folder, a process of /proc that went meanwhile.
absl::StatusOr<std::string> ReadFile(const std::string& path);

}  // namespace amparo
