#include "common/crypto/ed25519.h"

#include <sys/stat.h>

#include <fstream>

#include "absl/strings/escaping.h"
#include "common/testing/temp_folder.h"
#include "gtest/gtest.h"

namespace amparo::crypto {
namespace {

// RFC 8032, section 7.1, the second test: the key in PKCS #8 and as a public key, the text "\x72", the signature.
constexpr char kPrivatePem[] =
    "-----BEGIN PRIVATE KEY-----\n"
    "MC4CAQAwBQYDK2VwBCIEIEzNCJso/5banbbDRuwRTg9bijGfNaumJNqM9u1PuKb7\n"
    "-----END PRIVATE KEY-----\n";
constexpr char kPublicPem[] =
    "-----BEGIN PUBLIC KEY-----\n"
    "MCowBQYDK2VwAyEAPUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=\n"
    "-----END PUBLIC KEY-----\n";
constexpr char kSignatureHex[] =
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb0"
    "0d"
    "291612bb0c00";

class KeyFileOf {
 public:
  explicit KeyFileOf(const std::string& text, mode_t mode = 0600) {
    std::ofstream(path()) << text;
    chmod(path().c_str(), mode);
  }
  std::string path() const { return folder_.File("key.pem"); }

 private:
  testing::TempFolder folder_;
};

TEST(Ed25519Test, SignsAsTheStandardSays) {
  const auto key = SigningKey::Load(KeyFileOf(kPrivatePem).path());
  ASSERT_TRUE(key.ok()) << key.status();
  EXPECT_EQ(absl::BytesToHexString(*key->Sign("\x72")), kSignatureHex);
}

TEST(Ed25519Test, APublicKeyVerifiesWhatItsPrivateKeySignedAndNothingElse) {
  const auto key = VerifyingKey::Parse(kPublicPem, "test");
  ASSERT_TRUE(key.ok()) << key.status();
  std::string signature = absl::HexStringToBytes(kSignatureHex);
  EXPECT_TRUE(key->Verifies("\x72", signature));
  EXPECT_FALSE(key->Verifies("\x73", signature));
  EXPECT_FALSE(key->Verifies("\x72", signature.substr(1)));
  EXPECT_FALSE(key->Verifies("\x72", ""));
  signature[0] = static_cast<char>(signature[0] ^ 1);
  EXPECT_FALSE(key->Verifies("\x72", signature));
}

TEST(Ed25519Test, BothHalvesHaveOneId) {
  const auto secret = SigningKey::Load(KeyFileOf(kPrivatePem).path());
  const auto open = VerifyingKey::Parse(kPublicPem, "test");
  ASSERT_TRUE(secret.ok() && open.ok());
  EXPECT_EQ(secret->verifying().id(), open->id());
  EXPECT_EQ(open->id().size(), 16u);
  EXPECT_EQ(secret->verifying().Pem(), kPublicPem);
  EXPECT_NE(SigningKey::Generate()->verifying().id(), SigningKey::Generate()->verifying().id());
}

TEST(Ed25519Test, AKeyThatOthersMayReadIsNoSecret) {
  const KeyFileOf file(kPrivatePem, 0640);
  EXPECT_EQ(SigningKey::Load(file.path()).status().code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(SigningKey::Load(file.path() + ".gone").status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(VerifyingKey::Load(file.path() + ".gone").status().code(), absl::StatusCode::kNotFound);
}

TEST(Ed25519Test, WhatIsNoKeyIsRefused) {
  EXPECT_EQ(SigningKey::Load(KeyFileOf("secret").path()).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(SigningKey::Load(KeyFileOf(kPublicPem).path()).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(VerifyingKey::Parse(kPrivatePem, "test").status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace amparo::crypto
