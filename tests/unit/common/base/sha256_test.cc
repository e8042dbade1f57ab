#include "common/base/sha256.h"

#include <string>

#include "absl/strings/escaping.h"
#include "gtest/gtest.h"

namespace amparo {
namespace {

// FIPS 180-2's examples.
TEST(Sha256, IsTheDigestThatTheStandardGives) {
  EXPECT_EQ(absl::BytesToHexString(Sha256Of("abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(absl::BytesToHexString(Sha256Of("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Sha256, PiecesMakeTheSameAsTheWhole) {
  const std::string text(10'000, 'x');
  Sha256 digest;
  for (std::size_t from = 0; from < text.size(); from += 777) digest.Update(text.substr(from, 777));
  EXPECT_EQ(digest.Finish(), Sha256Of(text));
}

}  // namespace
}  // namespace amparo
