// Files with the token of a person: what is one, and that nothing of it is told.
#include "services/cli/token_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "services/cli/failure.h"

namespace amparo::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class TokenFileTest : public ::testing::Test {
 protected:
  ~TokenFileTest() override { std::filesystem::remove(path_); }

  std::string Kept(const std::string& bytes) {
    std::ofstream(path_, std::ios::binary) << bytes;
    return ReadToken(path_);
  }

  // What is said of a file that holds no token.
  std::string Complaint(const std::string& bytes) {
    try {
      Kept(bytes);
      return "";
    } catch (const Failure& failure) {
      EXPECT_EQ(failure.code(), kUsage);
      return failure.what();
    }
  }

  const std::string path_ = ::testing::TempDir() + "token_file_" + std::to_string(getpid());
  const std::string longest_ = std::string(8 << 10, 'x');
};

TEST_F(TokenFileTest, ATokenStandsAloneOrOnALine) {
  EXPECT_EQ(Kept("a.b-_.c"), "a.b-_.c");
  EXPECT_EQ(Kept("a.b.c\n"), "a.b.c");
  EXPECT_EQ(Kept("a.b.c\r\n"), "a.b.c");
  EXPECT_EQ(Kept(longest_), longest_);
  EXPECT_EQ(Kept(longest_ + "\r\n"), longest_);
}

TEST_F(TokenFileTest, WhatHoldsNoTokenIsNamedAndNotTold) {
  EXPECT_THAT(Complaint(""), AllOf(HasSubstr(path_), HasSubstr("is empty")));
  EXPECT_THAT(Complaint("\n"), HasSubstr("is empty"));
  for (const std::string& longer : {longest_ + "x", longest_ + "x\r\n", longest_ + longest_}) {
    EXPECT_THAT(Complaint(longer), AllOf(HasSubstr(path_), HasSubstr("larger than 8 KiB")));
  }
  for (const char* other :
       {"secret\n\n", " secret", "secret secret\n", "secret\tx", "se\ncret", "secret\x7f", "secr\xc3\xa9t"}) {
    EXPECT_THAT(Complaint(other), AllOf(HasSubstr(path_), HasSubstr("one token"), Not(HasSubstr("secret"))));
  }
  EXPECT_THAT(Complaint(std::string("secret\0x", 8)), HasSubstr("one token"));
}

TEST_F(TokenFileTest, WhatCannotBeReadIsNamed) {
  for (const char* path : {"/nowhere/at-all", "/tmp"}) {
    try {
      ReadToken(path);
      ADD_FAILURE() << path;
    } catch (const Failure& failure) {
      EXPECT_EQ(failure.code(), kUsage);
      EXPECT_EQ(std::string(failure.what()), std::string("the token file ") + path + " cannot be read");
    }
  }
}

}  // namespace
}  // namespace amparo::cli
