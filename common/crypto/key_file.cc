#include "common/crypto/key_file.h"

#include <sys/stat.h>

#include "common/base/file.h"
#include "common/base/strings.h"

namespace amparo::crypto {

absl::StatusOr<std::string> ReadKeyFile(const std::string& path) {
  struct stat about;
  if (stat(path.c_str(), &about) != 0) return absl::NotFoundError(StrCat(path, ": cannot be read"));
  if ((about.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return absl::PermissionDeniedError(StrCat(path, ": holds keys, and others than its owner may use it; chmod 600"));
  }
  return ReadFile(path);
}

}  // namespace amparo::crypto
