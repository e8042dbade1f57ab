#include "common/base/file.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace amparo {
namespace {

class ReadFileTest : public ::testing::Test {
 protected:
  ~ReadFileTest() override { std::filesystem::remove(path_); }

  std::string Kept(const std::string& bytes) {
    std::ofstream(path_, std::ios::binary) << bytes;
    return ReadFile(path_).value_or("not read");
  }

  const std::string path_ = ::testing::TempDir() + "read_file_" + std::to_string(getpid());
};

TEST_F(ReadFileTest, EveryByteIsRead) {
  EXPECT_EQ(Kept(""), "");
  EXPECT_EQ(Kept(std::string("a\0\r\n\xff", 5)), std::string("a\0\r\n\xff", 5));
  // A block, and one byte more and less.
  for (const size_t size : {(1u << 14) - 1, 1u << 14, (1u << 14) + 1}) {
    EXPECT_EQ(Kept(std::string(size, 'x')), std::string(size, 'x')) << size;
  }
}

TEST_F(ReadFileTest, WhatCannotBeReadIsNotFoundByName) {
  for (const char* path : {"/nowhere/at-all", "/tmp", ""}) {
    const auto text = ReadFile(path);
    EXPECT_EQ(text.status().code(), absl::StatusCode::kNotFound) << path;
    EXPECT_EQ(text.status().message(), std::string(path) + ": cannot be read");
  }
}

// Opened while it was there: the kernel answers the read with an error.
TEST_F(ReadFileTest, AnErrorWhileReadingIsNoException) {
  EXPECT_EQ(ReadFile("/proc/self/mem").status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace amparo
