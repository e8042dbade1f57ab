#include "services/cli/token_file.h"

#include <algorithm>
#include <cstddef>
#include <fstream>
#include <string_view>

#include "common/base/strings.h"
#include "services/cli/failure.h"

namespace amparo::cli {
namespace {

constexpr std::size_t kMostBytes = 8 << 10;

Failure NoToken(const std::string& path, std::string_view why) {
  return Failure(kUsage, StrCat("the token file ", path, " ", why));
}

bool IsOfAToken(char c) {
  return c > ' ' && c < '\x7f';
}

}  // namespace

std::string ReadToken(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  // As far as a token and the end of its line go, and a byte more that tells what is too long.
  std::string token(kMostBytes + 3, '\0');
  file.read(token.data(), static_cast<std::streamsize>(token.size()));
  if (!file.is_open() || file.bad()) throw NoToken(path, "cannot be read");
  token.resize(static_cast<std::size_t>(file.gcount()));
  if (token.ends_with('\n')) token.pop_back();
  if (token.ends_with('\r')) token.pop_back();
  if (token.empty()) throw NoToken(path, "is empty");
  if (token.size() > kMostBytes) throw NoToken(path, "is larger than 8 KiB");
  if (!std::all_of(token.begin(), token.end(), IsOfAToken)) throw NoToken(path, "holds something else than one token");
  return token;
}

}  // namespace amparo::cli
