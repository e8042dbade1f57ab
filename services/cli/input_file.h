// Files that a command is given whole: requests, mappings, data sets.
#pragma once

#include <string>

#include "services/cli/table.h"

namespace amparo::cli {

// The bytes of the file at `path`; a Failure (kUsage) that names it when it cannot be read.
std::string ReadText(const std::string& path);

// The JSON of the file at `path`; a Failure (kUsage) that names it when it cannot be read, and as ParseJson.
Json ReadJson(const std::string& path);

// The JSON in `text`, which stands at `path`; a Failure (kUsage) that names the path when it is none, or when it is
// nested deeper than anything that commands take: whoever walks through it does so by recursion.
Json ParseJson(const std::string& text, const std::string& path);

}  // namespace amparo::cli
