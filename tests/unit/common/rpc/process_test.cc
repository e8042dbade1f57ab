#include "common/rpc/process.h"

#include <gtest/gtest.h>
#include <malloc.h>

#include <string>
#include <vector>

namespace amparo::rpc {
namespace {

// What malloc has from the kernel.
std::size_t Held() {
  const auto info = mallinfo2();
  return info.arena + info.hblkhd;
}

TEST(PrepareProcess, MemoryOfCallsThatEndedIsKeptForOthers) {
  PrepareProcess();
  std::vector<std::string> calls;
  calls.reserve(1'001);
  // Some 16 MB, as of a thousand calls at once, and one large message.
  for (int i = 0; i < 1'000; ++i) calls.emplace_back(16'000, 'c');
  calls.emplace_back(2'000'000, 'm');
  const std::size_t before = Held();
  calls.clear();
  EXPECT_GE(Held(), before);
}

}  // namespace
}  // namespace amparo::rpc
