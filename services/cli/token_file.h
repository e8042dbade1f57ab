// The token of a person, kept in a file.
#pragma once

#include <string>

namespace amparo::cli {

// The token in the file at `path`, with or without the end of a line behind it. Throws a Failure that names the file
// and tells nothing of what is in it, when it cannot be read or holds no token: none at all, more than 8 KiB, or
// anything but printable ASCII without blanks.
std::string ReadToken(const std::string& path);

}  // namespace amparo::cli
