#include "services/cli/input_file.h"

#include "common/base/file.h"
#include "common/base/strings.h"
#include "services/cli/failure.h"

namespace amparo::cli {

std::string ReadText(const std::string& path) {
  const auto text = ReadFile(path);
  if (!text.ok()) throw Failure(kUsage, std::string(text.status().message()));
  return *text;
}

Json ReadJson(const std::string& path) {
  try {
    return Json::parse(ReadText(path));
  } catch (const Json::exception& error) {
    throw Failure(kUsage, StrCat(path, ": is not JSON: ", error.what()));
  }
}

}  // namespace amparo::cli
