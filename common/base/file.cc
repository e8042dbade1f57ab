#include "common/base/file.h"

#include <cstddef>
#include <fstream>

#include "common/base/strings.h"

namespace amparo {

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text;
  // In blocks: unlike an iterator over the buffer, which throws, read() turns a failure into a state of the stream.
  char block[1 << 14];
  while (file) {
    file.read(block, sizeof(block));
    text.append(block, static_cast<std::size_t>(file.gcount()));
  }
  // A file that was not opened has not come to its end.
  if (file.bad() || !file.eof()) return absl::NotFoundError(StrCat(path, ": cannot be read"));
  return text;
}

}  // namespace amparo
