#include "common/crypto/blind_index.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "gmock/gmock.h"

namespace amparo::crypto {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

constexpr char kOldKey[] = "2013:0000000000000000000000000000000000000000000000000000000000000001\n";
constexpr char kNewKey[] = "2014:0000000000000000000000000000000000000000000000000000000000000002\n";

BlindIndex IndexOf(const std::string& keys) {
  return BlindIndex(*KeyRing::Parse(keys, "keys"));
}

TEST(BlindIndexTest, TheSameTermHasTheSameTokenInItsSpace) {
  const BlindIndex index = IndexOf(kNewKey);
  EXPECT_EQ(index.Tokens("cebu", {"w:maria"}), index.Tokens("cebu", {"w:maria"}));
  EXPECT_NE(index.Tokens("cebu", {"w:maria"}), index.Tokens("cebu", {"w:mario"}));
  EXPECT_NE(index.Tokens("cebu", {"w:maria"}), index.Tokens("la-paz", {"w:maria"}));
  // No space and term run into those of another pair.
  EXPECT_NE(index.Tokens("ab", {"c"}), index.Tokens("a", {"bc"}));
}

TEST(BlindIndexTest, ATokenIsTheBeginningOfAnHmac) {
  // printf '\x00\x00\x00\x04cebuw:maria' | openssl dgst -sha256 -mac HMAC -macopt hexkey:00...02: another
  // implementation must find what this one wrote, so the bytes that are hashed never change.
  const std::vector<int64_t> tokens = IndexOf(kNewKey).Tokens("cebu", {"w:maria"});
  ASSERT_THAT(tokens, SizeIs(1));
  EXPECT_EQ(static_cast<uint64_t>(tokens[0]), 0xc646eef4719ca8f3);
}

TEST(BlindIndexTest, TokensAreInOrderAndEachOnce) {
  const std::vector<int64_t> tokens = IndexOf(kNewKey).Tokens("cebu", {"b", "a", "b", "c"});
  EXPECT_THAT(tokens, SizeIs(3));
  EXPECT_TRUE(std::is_sorted(tokens.begin(), tokens.end()));
}

TEST(BlindIndexTest, ATokenDoesNotDependOnThoseMadeBesideIt) {
  const BlindIndex index = IndexOf(kNewKey);
  const std::vector<std::string> terms = {"a", std::string(200, 'x'), "", "w:maria"};
  std::vector<int64_t> alone;
  for (const std::string& term : terms) alone.push_back(index.Tokens("cebu", {term}).front());
  std::sort(alone.begin(), alone.end());
  EXPECT_EQ(index.Tokens("cebu", terms), alone);
  EXPECT_THAT(index.Tokens("cebu", {}), SizeIs(0));
}

TEST(BlindIndexTest, WithoutTheKeyATokenSaysNothing) {
  EXPECT_NE(IndexOf(kNewKey).Tokens("cebu", {"a"}), IndexOf(kOldKey).Tokens("cebu", {"a"}));
}

TEST(BlindIndexTest, ASearchAsksUnderFormerKeysToo) {
  const BlindIndex both = IndexOf(std::string(kNewKey) + kOldKey);
  EXPECT_EQ(both.current_id(), "2014");
  const auto all = both.TokensOfAllKeys("cebu", {"a", "b"});
  ASSERT_THAT(all, SizeIs(2));
  EXPECT_EQ(all[0], IndexOf(kNewKey).Tokens("cebu", {"a", "b"}));
  EXPECT_EQ(all[1], IndexOf(kOldKey).Tokens("cebu", {"a", "b"}));
  EXPECT_EQ(both.Tokens("cebu", {"a"}), IndexOf(kNewKey).Tokens("cebu", {"a"}));
}

TEST(BlindIndexTest, AFingerprintIsAnHmacUnderAKeyOfItsOwn) {
  // key=$(printf 'amparo fingerprints' | openssl dgst -sha256 -mac HMAC -macopt hexkey:00...02 -r | cut -c1-64)
  // printf maria | openssl dgst -sha256 -mac HMAC -macopt hexkey:$key: what was kept must be known for ever.
  const std::vector<std::string> fingerprints = IndexOf(kNewKey).Fingerprints("maria");
  ASSERT_THAT(fingerprints, SizeIs(1));
  EXPECT_EQ(absl::BytesToHexString(fingerprints[0]),
            "243946d90f7e357da367d77f745f17067ab8ad2b26cd1366ccb618f3220191f3");
}

TEST(BlindIndexTest, ATextIsKnownUnderFormerKeysToo) {
  const auto all = IndexOf(std::string(kNewKey) + kOldKey).Fingerprints("maria");
  EXPECT_THAT(
      all, ElementsAre(IndexOf(kNewKey).Fingerprints("maria").front(), IndexOf(kOldKey).Fingerprints("maria").front()));
  EXPECT_NE(all[0], all[1]);
  EXPECT_NE(all[0], IndexOf(kNewKey).Fingerprints("mario").front());
}

TEST(BlindIndexTest, AHundredThousandTermsDoNotMeet) {
  const BlindIndex index = IndexOf(kNewKey);
  std::vector<std::string> terms;
  for (int i = 0; i < 100'000; ++i) terms.push_back("g:" + std::to_string(i));
  EXPECT_THAT(index.Tokens("cebu", terms), SizeIs(terms.size()));
}

}  // namespace
}  // namespace amparo::crypto
