#include "common/crypto/key_ring.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace amparo::crypto {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const std::string kHex(64, 'a');
constexpr char kBase64[] = "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=";

TEST(KeyRingTest, ReadsHexAndBase64AndSkipsCommentsAndEmptyLines) {
  const auto ring =
      KeyRing::Parse("# rotated in November\n\n  b : " + std::string(kBase64) + "  \r\na:" + kHex, "keys");
  ASSERT_TRUE(ring.ok()) << ring.status();
  EXPECT_EQ(ring->current_id(), "b");
  ASSERT_NE(ring->Find("a"), nullptr);
  EXPECT_EQ(ring->Find("a")->view(), std::string(32, '\xaa'));
  EXPECT_EQ(ring->Find("b")->view()[31], '\x20');
  EXPECT_EQ(ring->Find("c"), nullptr);
}

struct Wrong {
  std::string text;
  std::string message;
};

class WrongKeyFileTest : public ::testing::TestWithParam<Wrong> {};

TEST_P(WrongKeyFileTest, IsRefusedByLineWithoutItsText) {
  const absl::Status status = KeyRing::Parse(GetParam().text, "keys").status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr(GetParam().message));
  EXPECT_THAT(std::string(status.message()), Not(HasSubstr("secret")));
}

INSTANTIATE_TEST_SUITE_P(All, WrongKeyFileTest,
                         ::testing::Values(Wrong{"", "holds no key"}, Wrong{"# nothing\n", "holds no key"},
                                           Wrong{"secret", "keys:1:"}, Wrong{"\n:" + kHex, "keys:2:"},
                                           Wrong{"a:secret", "keys:1: the key must be 32 bytes"},
                                           Wrong{"a:" + kHex + "aa", "keys:1: the key must be 32 bytes"},
                                           Wrong{"a b:" + kHex, "keys:1:"},
                                           Wrong{"a:" + kHex + "\na:" + kHex, "keys:2: the id a is there twice"}));

class KeyFileTest : public ::testing::Test {
 protected:
  KeyFileTest() {
    const int file = mkstemp(path_);
    close(file);
  }
  ~KeyFileTest() override { std::remove(path_); }

  char path_[32] = "/tmp/key_ring_test_XXXXXX";
};

TEST_F(KeyFileTest, IsLoadedWhenOnlyItsOwnerMayReadIt) {
  std::ofstream(path_) << "a:" << kHex << "\n";
  const auto ring = KeyRing::Load(path_);
  ASSERT_TRUE(ring.ok()) << ring.status();
  EXPECT_EQ(ring->current_id(), "a");
}

TEST_F(KeyFileTest, IsRefusedWhenOthersMayReadIt) {
  std::ofstream(path_) << "a:" << kHex << "\n";
  ASSERT_EQ(chmod(path_, 0640), 0);
  EXPECT_EQ(KeyRing::Load(path_).status().code(), absl::StatusCode::kPermissionDenied);
}

TEST_F(KeyFileTest, IsNamedWhenItIsNotThere) {
  const absl::Status status = KeyRing::Load("/nowhere/keys").status();
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(status.message()), HasSubstr("/nowhere/keys"));
}

}  // namespace
}  // namespace amparo::crypto
