// How long calls took in the server: read from its log, where each call's line has it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace amparo::bench {

class CallLog {
 public:
  // The log of a service of this machine; empty = there is none, and nothing is ever found in it.
  explicit CallLog(std::string file) : file_(std::move(file)) {}

  // From here on is looked at.
  void Mark();

  // The times in microseconds, in no order, of the calls of `method` since the mark that were answered well. Waits up
  // to two seconds until there are `expected`: lines are written a moment after their calls.
  std::vector<float> TimesOf(const std::string& method, int64_t expected) const;

 private:
  std::vector<float> Read(const std::string& method) const;

  std::string file_;
  int64_t mark_ = 0;
};

}  // namespace amparo::bench
