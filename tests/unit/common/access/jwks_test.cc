#include "common/access/jwks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_replace.h"
#include "common/base/base64url.h"
#include "common/base/strings.h"
#include "common/testing/tokens.h"

namespace amparo::access {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// RFC 8037, appendix A.4, and RFC 7515, appendix A.3; the ids are ours.
constexpr char kEdKey[] =
    R"({"kty":"OKP","crv":"Ed25519","kid":"ed","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})";
constexpr char kEdText[] = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc";
constexpr char kEdSignature[] =
    "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";
constexpr char kEcKey[] = R"({"kty":"EC","crv":"P-256","kid":"ec","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",)"
                          R"("y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"})";
constexpr char kEcText[] =
    "eyJhbGciOiJFUzI1NiJ9."
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
constexpr char kEcSignature[] =
    "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
constexpr char kRsaKey[] = R"({"kty":"RSA","kid":"rsa","n":"AQAB","e":"AQAB"})";

std::string FileOf(const std::vector<std::string>& keys) {
  std::string text;
  for (const std::string& key : keys) StrAppend(&text, text.empty() ? R"({"keys":[)" : ",", key);
  return text + "]}";
}

std::string Replaced(std::string_view text, std::string_view from, std::string_view to) {
  return absl::StrReplaceAll(ToAbsl(text), {{ToAbsl(from), ToAbsl(to)}});
}

// The key with another member.
std::string With(std::string_view key, std::string_view member) {
  return StrCat(key.substr(0, key.size() - 1), ",", member, "}");
}

// Why the file is refused; empty when it is taken.
std::string Problem(const std::string& text) {
  const absl::StatusOr<Jwks> keys = Jwks::Parse(text, "people.json");
  if (keys.ok()) return "";
  EXPECT_EQ(keys.status().code(), absl::StatusCode::kInvalidArgument);
  return std::string(keys.status().message());
}

void ExpectVerifies(const char* key, std::string_view id, std::string_view text, std::string_view encoded) {
  const absl::StatusOr<Jwks> keys = Jwks::Parse(FileOf({key}), "people.json");
  ASSERT_TRUE(keys.ok()) << keys.status();
  const TokenKey* found = keys->Find(id);
  ASSERT_NE(found, nullptr);
  std::string signature = Base64UrlDecode(encoded).value_or("");
  EXPECT_TRUE(found->Verifies(text, signature));
  EXPECT_FALSE(found->Verifies(StrCat(text, "A"), signature));
  EXPECT_FALSE(found->Verifies("", signature));
  EXPECT_FALSE(found->Verifies(text, ""));
  EXPECT_FALSE(found->Verifies(text, signature.substr(1)));
  EXPECT_FALSE(found->Verifies(text, signature + '\0'));
  EXPECT_FALSE(found->Verifies(text, std::string(64, '\0')));
  EXPECT_FALSE(found->Verifies(text, std::string(64, '\xFF')));
  for (char& byte : signature) {
    byte = static_cast<char>(byte ^ 1);
    EXPECT_FALSE(found->Verifies(text, signature));
    byte = static_cast<char>(byte ^ 1);
  }
}

TEST(TokenKeyTest, VerifiesTheExampleOfRfc8037) {
  ExpectVerifies(kEdKey, "ed", kEdText, kEdSignature);
}

TEST(TokenKeyTest, VerifiesTheExampleOfRfc7515) {
  ExpectVerifies(kEcKey, "ec", kEcText, kEcSignature);
}

TEST(JwksTest, FindsKeysByTheirExactIds) {
  const absl::StatusOr<Jwks> keys = Jwks::Parse(FileOf({kEdKey, kEcKey}), "people.json");
  ASSERT_TRUE(keys.ok()) << keys.status();
  EXPECT_EQ(keys->size(), 2u);
  ASSERT_NE(keys->Find("ed"), nullptr);
  ASSERT_NE(keys->Find("ec"), nullptr);
  EXPECT_EQ(keys->Find("ed")->algorithm(), TokenAlgorithm::kEdDsa);
  EXPECT_EQ(keys->Find("ec")->algorithm(), TokenAlgorithm::kEs256);
  EXPECT_EQ(keys->Find("ed")->bytes().size(), 32u);
  EXPECT_EQ(keys->Find("ec")->bytes().size(), 64u);
  for (const std::string_view id : {"", "ED", "ed ", "e", "rsa"}) EXPECT_EQ(keys->Find(id), nullptr) << id;
}

TEST(JwksTest, PassesOverKeysOfOtherKinds) {
  const std::vector<std::string> others = {kRsaKey,
                                           R"({"kty":"OKP","crv":"X25519","x":"AA"})",
                                           R"({"kty":"EC","crv":"P-384","kid":"ed"})",
                                           R"({"kty":"what comes later"})",
                                           With(kEdKey, R"("use":"enc")"),
                                           With(kEcKey, R"("use":["sig"])")};
  std::vector<std::string> all = others;
  all.push_back(kEdKey);
  const absl::StatusOr<Jwks> keys = Jwks::Parse(FileOf(all), "people.json");
  ASSERT_TRUE(keys.ok()) << keys.status();
  EXPECT_EQ(keys->size(), 1u);
  EXPECT_EQ(keys->Find("rsa"), nullptr);
  EXPECT_THAT(Problem(FileOf(others)), HasSubstr("has no key"));
}

TEST(JwksTest, TakesWhatSaysThatItVerifies) {
  EXPECT_EQ(Problem(FileOf({With(kEdKey, R"("use":"sig","alg":"EdDSA","key_ops":["sign","verify"])")})), "");
  EXPECT_EQ(Problem(FileOf({With(kEcKey, R"("use":"sig","alg":"ES256","x5c":["AA"],"later":{"a":[]})")})), "");
  EXPECT_EQ(Problem(R"({"comment":"two kinds","keys":[)" + std::string(kEdKey) + "," + kEcKey + "]}"), "");
}

TEST(JwksTest, AWrongKeyMakesTheWholeFileWrong) {
  const std::pair<std::string, std::string> table[] = {
      {"7", "must be an object"},
      {R"({"crv":"Ed25519","kid":"a"})", "must have a kty"},
      {Replaced(kEdKey, R"("crv":"Ed25519",)", ""), "must have a crv"},
      {Replaced(kEdKey, R"("kid":"ed",)", ""), "must have a kid"},
      {Replaced(kEdKey, R"("ed")", "7"), "must have a kid"},
      {Replaced(kEdKey, R"("ed")", R"("")"), "must have a kid"},
      {Replaced(kEdKey, R"("ed")", R"("a\u0000b")"), "must have a kid"},
      {Replaced(kEdKey, R"("ed")", "\"" + std::string(201, 'k') + "\""), "must have a kid"},
      {Replaced(kEdKey, R"("ed")", R"("ec")"), "has the kid of another"},
      {Replaced(kEdKey, "11qY", ""), "must have an x of 32 bytes"},
      {Replaced(kEdKey, "HURo", "HURoAAAA"), "must have an x of 32 bytes"},
      {Replaced(kEdKey, "HURo", "HURo="), "must have an x of 32 bytes"},
      {Replaced(kEdKey, "HURo", "HURp"), "must have an x of 32 bytes"},
      {Replaced(kEdKey, "VS_7", "VS/7"), "must have an x of 32 bytes"},
      {With(kEdKey, R"("key_ops":["sign"])"), "has key_ops without verify"},
      {With(kEdKey, R"("key_ops":"verify")"), "has key_ops without verify"},
      {With(kEdKey, R"("key_ops":[])"), "has key_ops without verify"},
      {With(kEdKey, R"("alg":"ES256")"), "has an alg other than EdDSA"},
      {With(kEdKey, R"("d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A")"), "is a private key"},
      {With(kRsaKey, R"("d":"AQAB")"), "is a private key"},
  };
  for (const auto& [key, rule] : table) {
    const std::string problem = Problem(FileOf({kEcKey, key}));
    EXPECT_THAT(problem, HasSubstr("people.json: keys[1] " + rule)) << key;
    EXPECT_THAT(problem, Not(HasSubstr("yWQHOg7hcvPapiMlrwIaaPcHU"))) << "a file is not repeated";
  }
}

TEST(JwksTest, AKeyOfP256IsAPointOfIt) {
  const std::pair<std::string, std::string> table[] = {
      {Replaced(kEcKey, "x_FEzRu9", "x_FEzRu8"), "is no point of its curve"},
      {Replaced(kEcKey, "f83OJ3D2", "f83OJ3D3"), "is no point of its curve"},
      {StrCat(R"({"kty":"EC","crv":"P-256","kid":"nought","x":")", std::string(43, 'A'), R"(","y":")",
              std::string(43, 'A'), R"("})"),
       "is no point of its curve"},
      {Replaced(kEcKey, R"("y":)", R"("z":)"), "must have a y of 32 bytes"},
      {Replaced(kEcKey, "x_FE", ""), "must have a y of 32 bytes"},
      {With(kEcKey, R"("alg":"EdDSA")"), "has an alg other than ES256"},
  };
  for (const auto& [key, rule] : table)
    EXPECT_THAT(Problem(FileOf({kEdKey, key})), HasSubstr("keys[1] " + rule)) << key;
}

TEST(JwksTest, AFileIsAnObjectWithKeys) {
  for (const char* text : {"", "{}", "[]", "null", R"({"keys":{}})", R"({"keys":null})", R"({"keys":[],"keys":[]})",
                           "{\"keys\":[", kEdKey}) {
    EXPECT_THAT(Problem(text), HasSubstr("people.json must be a JSON object with an array of keys")) << text;
  }
  EXPECT_THAT(Problem(R"({"keys":[]})"), HasSubstr("has no key"));
  EXPECT_THAT(Problem(FileOf({With(kEdKey, R"("kid":"ed")")})), HasSubstr("must be a JSON object"));
}

TEST(JwksTest, AFileIsBounded) {
  EXPECT_EQ(Problem(FileOf({Replaced(kEdKey, R"("ed")", "\"" + std::string(200, 'k') + "\"")})), "");
  std::vector<std::string> keys(Jwks::kMostKeys - 1, kRsaKey);
  keys.push_back(kEdKey);
  EXPECT_EQ(Problem(FileOf(keys)), "");
  keys.push_back(kRsaKey);
  EXPECT_THAT(Problem(FileOf(keys)), HasSubstr("more than 100 keys"));
  const std::string file = FileOf({kEdKey});
  EXPECT_EQ(Problem(file + std::string(Jwks::kMostBytes - file.size(), ' ')), "");
  EXPECT_THAT(Problem(file + std::string(Jwks::kMostBytes - file.size() + 1, ' ')), HasSubstr("larger than 1 MiB"));
}

TEST(JwksTest, TakesTheKeysOfTheIssuersOfTests) {
  for (const auto algorithm : {testing::TokenIssuer::Algorithm::kEdDsa, testing::TokenIssuer::Algorithm::kEs256}) {
    // Of many, since a coordinate may begin with noughts.
    for (int i = 0; i < 300; ++i) EXPECT_EQ(Problem(testing::TokenIssuer("k", algorithm).Jwks()), "");
  }
}

}  // namespace
}  // namespace amparo::access
