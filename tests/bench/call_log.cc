#include "tests/bench/call_log.h"

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string_view>
#include <thread>

#include "common/base/strings.h"

namespace amparo::bench {
namespace {

constexpr std::string_view kDuration = "\"duration_ms\":";
constexpr std::chrono::milliseconds kBeat(20);
constexpr int kBeats = 100;

}  // namespace

void CallLog::Mark() {
  if (!file_.empty()) mark_ = static_cast<int64_t>(std::filesystem::file_size(file_));
}

std::vector<float> CallLog::TimesOf(const std::string& method, int64_t expected) const {
  std::vector<float> times;
  if (file_.empty()) return times;
  for (int beat = 0; beat < kBeats; ++beat) {
    times = Read(method);
    if (static_cast<int64_t>(times.size()) >= expected) break;
    std::this_thread::sleep_for(kBeat);
  }
  if (static_cast<int64_t>(times.size()) < expected) {
    throw std::runtime_error(StrCat(file_, " tells of ", times.size(), " calls of ", method, ", not of ", expected));
  }
  return times;
}

std::vector<float> CallLog::Read(const std::string& method) const {
  const std::string wanted = StrCat("\"method\":\"", method, "\"");
  std::ifstream in(file_);
  in.seekg(mark_);
  std::vector<float> times;
  std::string line;
  while (std::getline(in, line)) {
    const std::size_t at = line.find(kDuration);
    if (at == std::string::npos || line.find(wanted) == std::string::npos) continue;
    if (line.find("\"code\":\"OK\"") == std::string::npos) continue;
    times.push_back(std::strtof(line.c_str() + at + kDuration.size(), nullptr) * 1000);
  }
  return times;
}

}  // namespace amparo::bench
