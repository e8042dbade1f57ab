// Files that a command is given whole: requests, mappings, data sets.
#pragma once

#include <string>

#include "services/cli/table.h"

namespace amparo::cli {

// The bytes of the file at `path`; a Failure (kUsage) that names it when it cannot be read.
std::string ReadText(const std::string& path);

// The JSON of the file at `path`; a Failure (kUsage) that names it when it cannot be read or is none.
Json ReadJson(const std::string& path);

}  // namespace amparo::cli
