// What requests and imports are known by when they come again: under the key that is written with, and former ones.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/base/sha256.h"
#include "common/crypto/blind_index.h"
#include "services/case/store/acts.h"
#include "services/case/store/import_statements.h"

namespace amparo::cases {
namespace {

constexpr char kFormerKey[] = "2013:0000000000000000000000000000000000000000000000000000000000000001\n";
constexpr char kCurrentKey[] = "2014:0000000000000000000000000000000000000000000000000000000000000002\n";

crypto::BlindIndex IndexUnder(const std::string& keys) {
  return crypto::BlindIndex(*crypto::KeyRing::Parse(keys, "keys"));
}

ActStamp StampWithDigest(const std::string& text) {
  return {"cebu", "spiffe://amparo/intake", "a.B/C", "trace", Uuid::V7(absl::UnixEpoch()), Sha256Of(text)};
}

TEST(FingerprintTest, ARequestIsKeptUnderTheCurrentKeyAndKnownUnderFormerOnes) {
  const crypto::BlindIndex both = IndexUnder(std::string(kCurrentKey) + kFormerKey);
  const ActStamp stamp = StampWithDigest("Maria Santos");
  const idempotency::Request before = RequestOf(IndexUnder(kFormerKey), stamp);
  const idempotency::Request now = RequestOf(both, stamp);
  EXPECT_NE(before.fingerprint, stamp.digest);
  EXPECT_NE(now.fingerprint, before.fingerprint);
  EXPECT_EQ(now.fingerprint, RequestOf(IndexUnder(kCurrentKey), stamp).fingerprint);
  EXPECT_TRUE(idempotency::Replay(now, before.fingerprint, "the answer").ok());
  EXPECT_FALSE(idempotency::Replay(RequestOf(both, StampWithDigest("Luz")), before.fingerprint, "the answer").ok());
}

TEST(FingerprintTest, WhoeverDoesNotRepeatARequestLeavesNothingOfIt) {
  ActStamp stamp = StampWithDigest("Maria Santos");
  stamp.request_id.reset();
  EXPECT_EQ(RequestOf(IndexUnder(kCurrentKey), stamp).fingerprint, "");
}

TEST(FingerprintTest, AnImportIsKnownUnderFormerKeysAndBelievedWhenItWasForgotten) {
  const crypto::BlindIndex both = IndexUnder(std::string(kCurrentKey) + kFormerKey);
  const std::string digest = Sha256Of("Maria Santos");
  EXPECT_TRUE(IsSameImport(both, IndexUnder(kFormerKey).Fingerprints(digest).front(), digest));
  EXPECT_TRUE(IsSameImport(both, both.Fingerprints(digest).front(), digest));
  EXPECT_TRUE(IsSameImport(both, "", digest));
  EXPECT_FALSE(IsSameImport(both, digest, digest)) << "a plain digest was never written";
  EXPECT_FALSE(IsSameImport(both, both.Fingerprints(Sha256Of("Luz")).front(), digest));
}

}  // namespace
}  // namespace amparo::cases
