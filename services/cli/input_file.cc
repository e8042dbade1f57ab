#include "services/cli/input_file.h"

#include <algorithm>
#include <string_view>

#include "common/base/file.h"
#include "common/base/strings.h"
#include "services/cli/failure.h"

namespace amparo::cli {
namespace {

// As deep as protobuf goes into JSON.
constexpr std::size_t kMostNesting = 100;

// How deep the brackets outside of texts are nested.
std::size_t NestingOf(std::string_view json) {
  std::size_t depth = 0;
  std::size_t deepest = 0;
  bool in_text = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (in_text && c == '\\') {
      ++i;
    } else if (c == '"') {
      in_text = !in_text;
    } else if (in_text) {
      continue;
    } else if (c == '[' || c == '{') {
      deepest = std::max(deepest, ++depth);
    } else if ((c == ']' || c == '}') && depth > 0) {
      --depth;
    }
  }
  return deepest;
}

}  // namespace

std::string ReadText(const std::string& path) {
  const auto text = ReadFile(path);
  if (!text.ok()) throw Failure(kUsage, std::string(text.status().message()));
  return *text;
}

Json ReadJson(const std::string& path) {
  return ParseJson(ReadText(path), path);
}

Json ParseJson(const std::string& text, const std::string& path) {
  if (NestingOf(text) > kMostNesting) throw Failure(kUsage, StrCat(path, ": is nested more than 100 deep"));
  try {
    return Json::parse(text);
  } catch (const Json::exception& error) {
    throw Failure(kUsage, StrCat(path, ": is not JSON: ", error.what()));
  }
}

}  // namespace amparo::cli
