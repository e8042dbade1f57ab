#include "common/access/jwt.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "absl/strings/str_replace.h"
#include "common/base/base64url.h"
#include "common/base/strings.h"
#include "common/errors/errors.h"
#include "common/testing/tokens.h"

namespace amparo::access {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing::TokenIssuer;

constexpr int64_t kNowSeconds = 1'415'001'600;
constexpr char kEdHeader[] = R"({"alg":"EdDSA","typ":"JWT","kid":"ed"})";
constexpr char kEcHeader[] = R"({"alg":"ES256","typ":"JWT","kid":"ec"})";

// The claims of a good token with these in the place of its own; an empty text takes one away.
std::string ClaimsWith(const std::map<std::string, std::string>& changes = {}) {
  std::map<std::string, std::string> members = {{"iss", StrCat("\"", TokenIssuer::kIssuer, "\"")},
                                                {"aud", StrCat("\"", TokenIssuer::kAudience, "\"")},
                                                {"sub", "\"a.reyes\""},
                                                {"iat", StrCat(kNowSeconds)},
                                                {"exp", StrCat(kNowSeconds + 1800)}};
  for (const auto& [name, json] : changes) members[name] = json;
  std::string text;
  for (const auto& [name, json] : members) {
    if (!json.empty()) StrAppend(&text, text.empty() ? "{" : ",", "\"", name, "\":", json);
  }
  return text + "}";
}

// An ASN.1 INTEGER of less than 128 bytes.
std::string DerInteger(std::string_view number) {
  while (number.size() > 1 && number.front() == '\0') number.remove_prefix(1);
  std::string bytes(number);
  if (static_cast<unsigned char>(bytes.front()) >= 0x80) bytes.insert(bytes.begin(), '\0');
  return std::string("\x02") + static_cast<char>(bytes.size()) + bytes;
}

class JwtTest : public ::testing::Test {
 protected:
  JwtTest() {
    auto keys = Jwks::Parse(StrCat("{\"keys\":[", ed_.Jwk(), ",", ec_.Jwk(), "]}"), "people.json");
    EXPECT_TRUE(keys.ok()) << keys.status();
    keys_ = std::make_unique<Jwks>(*std::move(keys));
  }

  absl::StatusOr<TokenClaims> Read(std::string_view token) const { return ReadToken(token, *keys_, rules_); }

  // The reason for which a token is refused now; empty when it is good.
  std::string Refusal(std::string_view token) const {
    const auto claims = Read(token);
    const absl::Status status = claims.ok() ? CheckTimes(*claims, now_) : claims.status();
    if (status.ok()) return "";
    EXPECT_EQ(status.code(), absl::StatusCode::kUnauthenticated);
    return errors::Reason(status);
  }
  // The same of a token with these claims, or with this header, of our key.
  std::string RefusalOf(const std::string& claims) const { return Refusal(ed_.Sign(kEdHeader, claims)); }
  std::string RefusalWith(const std::map<std::string, std::string>& changes) const {
    return RefusalOf(ClaimsWith(changes));
  }
  std::string RefusalOfHeader(std::string_view header) const { return Refusal(ed_.Sign(header, ClaimsWith())); }

  const absl::Time now_ = absl::FromUnixSeconds(kNowSeconds);
  const TokenIssuer ed_{"ed"};
  const TokenIssuer ec_{"ec", TokenIssuer::Algorithm::kEs256};
  const TokenRules rules_{std::string(TokenIssuer::kIssuer), std::string(TokenIssuer::kAudience), absl::Hours(1)};
  std::unique_ptr<Jwks> keys_;
};

TEST_F(JwtTest, AGoodTokenSaysWhoShowsItAndForHowLong) {
  for (const auto& [issuer, header, id] : {std::tuple(&ed_, kEdHeader, "ed"), std::tuple(&ec_, kEcHeader, "ec")}) {
    const auto claims = Read(issuer->Sign(header, ClaimsWith()));
    ASSERT_TRUE(claims.ok()) << claims.status();
    EXPECT_EQ(claims->subject, "a.reyes");
    EXPECT_EQ(claims->key_id, id);
    EXPECT_EQ(claims->key, keys_->Find(id)->bytes());
    EXPECT_EQ(claims->start_time, now_);
    EXPECT_EQ(claims->expire_time, now_ + absl::Minutes(30));
    EXPECT_EQ(Refusal(issuer->Token("a.reyes", now_)), "");
  }
}

TEST_F(JwtTest, EveryLetterOfATokenCounts) {
  for (const std::string& token : {ed_.Token("a.reyes", now_), ec_.Token("a.reyes", now_)}) {
    ASSERT_EQ(Refusal(token), "");
    for (std::size_t i = 0; i < token.size(); ++i) {
      for (const char letter : {'A', 'B', '_', '.', '=', '\0', '\x80'}) {
        std::string changed = token;
        changed[i] = letter;
        if (changed == token) continue;
        EXPECT_NE(Refusal(changed), "") << i << " " << letter;
      }
      EXPECT_NE(Refusal(token.substr(0, i)), "") << i;
    }
    EXPECT_NE(Refusal(token + "A"), "");
  }
}

TEST_F(JwtTest, ATokenIsThreePartsInBase64Url) {
  const std::string token = ed_.Token("a.reyes", now_);
  const std::string signature = token.substr(token.rfind('.') + 1);
  const std::vector<std::string> table = {
      "",
      ".",
      "..",
      "...",
      token + ".",
      "." + token,
      token + "." + signature,
      "a.b",
      token + "=",
      token + "==",
      " " + token,
      token + "\n",
      token + '\0',
      absl::StrReplaceAll(token, {{".", ".."}}),
      "null.e.",
      "e30.e30",
      "e30.e30.e30.e30",
      "{}.{}." + signature,
      std::string(kMostTokenBytes + 1, 'A'),
  };
  for (const std::string& text : table) EXPECT_EQ(Refusal(text), "TOKEN_MALFORMED") << text;
}

TEST_F(JwtTest, ATokenIsAtMostEightKibibytes) {
  bool longest = false;
  for (std::size_t more = 5700; more < 6100; ++more) {
    const std::string token = ed_.Sign(kEdHeader, ClaimsWith({{"more", "\"" + std::string(more, 'm') + "\""}}));
    longest = longest || (token.size() > kMostTokenBytes - 3 && token.size() <= kMostTokenBytes);
    EXPECT_EQ(Refusal(token), token.size() <= kMostTokenBytes ? "" : "TOKEN_MALFORMED") << token.size();
  }
  EXPECT_TRUE(longest);
}

TEST_F(JwtTest, AHeaderIsOneThatIsUnderstood) {
  EXPECT_EQ(RefusalOfHeader(R"({"alg":"EdDSA","kid":"ed"})"), "");
  EXPECT_EQ(RefusalOfHeader(R"({"alg":"EdDSA","kid":"ed","typ":"at+jwt"})"), "");
  EXPECT_EQ(RefusalOfHeader(R"({"alg":"EdDSA","kid":"ed","typ":"jwt","cty":"x","nested":{"a":[1]}})"), "");
  for (const char* header : {"", "null", "[]", "\"EdDSA\"", "{", R"({"alg":"EdDSA","kid":"ed","typ":"JOSE"})",
                             R"({"alg":"EdDSA","kid":"ed","typ":7})", R"({"alg":"EdDSA","kid":"ed","crit":["exp"]})",
                             R"({"alg":"EdDSA","kid":"ed","crit":[]})", R"({"alg":"EdDSA","kid":"ed","b64":true})",
                             R"({"alg":"EdDSA","kid":"ed","b64":false})", R"({"alg":"none","alg":"EdDSA","kid":"ed"})",
                             R"({"alg":"EdDSA","kid":"ec","kid":"ed"})"}) {
    EXPECT_EQ(RefusalOfHeader(header), "TOKEN_MALFORMED") << header;
  }
  EXPECT_EQ(RefusalOfHeader(std::string(kEdHeader) + '\0'), "TOKEN_MALFORMED");
}

TEST_F(JwtTest, TheKeyDecidesTheAlgorithm) {
  for (const char* algorithm : {"\"none\"", "\"None\"", "\"HS256\"", "\"RS256\"", "\"ES384\"", "\"Ed25519\"",
                                "\"eddsa\"", "\"\"", "null", "[\"EdDSA\"]", "\"ES256\""}) {
    EXPECT_EQ(RefusalOfHeader(StrCat(R"({"kid":"ed","alg":)", algorithm, "}")), "TOKEN_ALGORITHM") << algorithm;
  }
  EXPECT_EQ(RefusalOfHeader(R"({"kid":"ed"})"), "TOKEN_ALGORITHM");
  EXPECT_EQ(Refusal(ec_.Sign(R"({"alg":"EdDSA","kid":"ec"})", ClaimsWith())), "TOKEN_ALGORITHM");
  const std::string unsigned_text =
      StrCat(Base64UrlEncode(R"({"alg":"none","kid":"ed"})"), ".", Base64UrlEncode(ClaimsWith()), ".");
  EXPECT_EQ(Refusal(unsigned_text), "TOKEN_ALGORITHM");
}

TEST_F(JwtTest, TheKeyIsOneThatIsTrusted) {
  for (const char* id : {"\"other\"", "\"ED\"", "\"\"", "7", "null", "[\"ed\"]"}) {
    EXPECT_EQ(RefusalOfHeader(StrCat(R"({"alg":"EdDSA","kid":)", id, "}")), "TOKEN_KEY") << id;
  }
  EXPECT_EQ(RefusalOfHeader(R"({"alg":"EdDSA"})"), "TOKEN_KEY");
  // A key of the token's own is nobody's.
  const TokenIssuer stranger("ed");
  EXPECT_EQ(Refusal(stranger.Token("a.reyes", now_)), "TOKEN_SIGNATURE");
  EXPECT_EQ(Refusal(stranger.Sign(StrCat(R"({"alg":"EdDSA","kid":"ed","jwk":)", stranger.Jwk(), "}"), ClaimsWith())),
            "TOKEN_SIGNATURE");
}

TEST_F(JwtTest, ASignatureHasOneForm) {
  const std::string token = ec_.Token("a.reyes", now_);
  const std::string text = token.substr(0, token.rfind('.') + 1);
  const std::string raw = Base64UrlDecode(token.substr(text.size())).value_or("");
  ASSERT_EQ(raw.size(), 64u);
  const std::string numbers = DerInteger(raw.substr(0, 32)) + DerInteger(raw.substr(32));
  const std::string der = std::string("\x30") + static_cast<char>(numbers.size()) + numbers;
  EXPECT_EQ(Refusal(text + Base64UrlEncode(raw)), "");
  for (const std::string& other : {der, std::string(), raw.substr(0, 63), raw + '\0', '\0' + raw, raw + raw,
                                   std::string(64, '\0'), raw.substr(32) + raw.substr(0, 32)}) {
    EXPECT_EQ(Refusal(text + Base64UrlEncode(other)), "TOKEN_SIGNATURE");
  }
  EXPECT_EQ(Refusal(text + Base64UrlEncode(raw) + "=="), "TOKEN_MALFORMED");
  // The same bits in another text.
  std::string odd = token;
  odd.back() = static_cast<char>(odd.back() + 1);
  EXPECT_EQ(Refusal(odd), "TOKEN_MALFORMED");
}

TEST_F(JwtTest, ClaimsAreReadOnlyWhenTheyAreSigned) {
  const TokenIssuer stranger("ed");
  EXPECT_EQ(Refusal(stranger.Sign(kEdHeader, "{")), "TOKEN_SIGNATURE");
  EXPECT_EQ(RefusalOf("{"), "TOKEN_MALFORMED");
  EXPECT_EQ(RefusalOf(""), "TOKEN_MALFORMED");
  EXPECT_EQ(RefusalOf("[]"), "TOKEN_MALFORMED");
}

TEST_F(JwtTest, ClaimsHaveOneMeaning) {
  const std::string claims = ClaimsWith();
  const std::string open = claims.substr(0, claims.size() - 1);
  EXPECT_EQ(RefusalOf(open + R"(,"roles":["x"],"more":{"a":{"b":[]}}})"), "");
  EXPECT_EQ(RefusalOf(open + R"(,"sub":"b.santos"})"), "TOKEN_MALFORMED");
  EXPECT_EQ(RefusalOf(open + R"(,"\u0073ub":"b.santos"})"), "TOKEN_MALFORMED");
  EXPECT_EQ(RefusalOf(claims + '\0'), "TOKEN_MALFORMED");
  EXPECT_EQ(RefusalOf(claims + '\0' + claims), "TOKEN_MALFORMED");
  EXPECT_EQ(RefusalOf(claims + claims), "TOKEN_MALFORMED");
  EXPECT_EQ(RefusalWith({{"more", std::string(15, '[') + std::string(15, ']')}}), "");
  EXPECT_EQ(RefusalWith({{"more", std::string(16, '[') + std::string(16, ']')}}), "TOKEN_MALFORMED");
  EXPECT_EQ(RefusalWith({{"more", std::string(2000, '[') + std::string(2000, ']')}}), "TOKEN_MALFORMED");
}

TEST_F(JwtTest, IsFromTheIssuer) {
  for (const char* issuer : {"", "\"\"", "\"https://people.test/\"", "\"HTTPS://people.test\"", "7", "null",
                             "[\"https://people.test\"]", "\"https://people.test\\u0000\""}) {
    EXPECT_EQ(RefusalWith({{"iss", issuer}}), "TOKEN_ISSUER") << issuer;
  }
}

TEST_F(JwtTest, IsForUs) {
  for (const char* audience : {R"(["amparo"])", R"(["other","amparo"])"}) {
    EXPECT_EQ(RefusalWith({{"aud", audience}}), "") << audience;
  }
  for (const char* audience : {"", R"("")", R"("other")", R"("Amparo")", R"("amparo ")", "[]", R"(["other"])",
                               R"(["amparo",7])", R"([["amparo"]])", R"({"amparo":"amparo"})", "7", "null"}) {
    EXPECT_EQ(RefusalWith({{"aud", audience}}), "TOKEN_AUDIENCE") << audience;
  }
}

TEST_F(JwtTest, TheSubjectIsAName) {
  for (const std::string& subject : {std::string("a"), std::string("0-9._z"), std::string(100, 's')}) {
    EXPECT_EQ(RefusalWith({{"sub", "\"" + subject + "\""}}), "") << subject;
  }
  for (const std::string& subject :
       {std::string(), std::string("A.reyes"), std::string("a/reyes"), std::string("../a"), std::string("a reyes"),
        std::string("a.reyes\\n"), std::string("a\\u0000"), std::string("a@b"), std::string("a*"), std::string("ñ"),
        std::string("a%2freyes"), std::string(101, 's')}) {
    EXPECT_EQ(RefusalWith({{"sub", "\"" + subject + "\""}}), "TOKEN_SUBJECT") << subject;
  }
  for (const char* other : {"", "7", "null", R"(["a.reyes"])"}) {
    EXPECT_EQ(RefusalWith({{"sub", other}}), "TOKEN_SUBJECT") << other;
  }
}

TEST_F(JwtTest, EndsWhenItSays) {
  const auto times = [](int64_t issued, int64_t expires) {
    return std::map<std::string, std::string>{{"iat", StrCat(kNowSeconds + issued)},
                                              {"exp", StrCat(kNowSeconds + expires)}};
  };
  EXPECT_EQ(RefusalWith(times(-60, 1)), "");
  EXPECT_EQ(RefusalWith(times(-60, 0)), "TOKEN_EXPIRED");
  EXPECT_EQ(RefusalWith(times(-60, -1)), "TOKEN_EXPIRED");
  EXPECT_EQ(RefusalWith(times(-3600, 0)), "TOKEN_EXPIRED");
  EXPECT_EQ(RefusalWith({{"exp", StrCat(kNowSeconds, ".000001")}, {"iat", StrCat(kNowSeconds - 60)}}), "");
}

TEST_F(JwtTest, MayBeginAMinuteFromNow) {
  EXPECT_EQ(RefusalWith({{"nbf", StrCat(kNowSeconds - 600)}}), "");
  EXPECT_EQ(RefusalWith({{"nbf", StrCat(kNowSeconds + 60)}}), "");
  EXPECT_EQ(RefusalWith({{"nbf", StrCat(kNowSeconds + 61)}}), "TOKEN_NOT_YET");
  EXPECT_EQ(RefusalWith({{"iat", StrCat(kNowSeconds + 60)}}), "");
  EXPECT_EQ(RefusalWith({{"iat", StrCat(kNowSeconds + 61)}}), "TOKEN_NOT_YET");
  EXPECT_EQ(RefusalWith({{"iat", StrCat(kNowSeconds + 61)}, {"nbf", StrCat(kNowSeconds - 600)}}), "TOKEN_NOT_YET");
  EXPECT_EQ(RefusalWith({{"iat", StrCat(2 * kNowSeconds)}, {"exp", StrCat(2 * kNowSeconds + 60)}}), "TOKEN_NOT_YET");
}

TEST_F(JwtTest, IsMadeForNoLongerThanTokensMayBe) {
  EXPECT_EQ(RefusalWith({{"exp", StrCat(kNowSeconds + 3600)}}), "");
  EXPECT_EQ(RefusalWith({{"exp", StrCat(kNowSeconds + 3600, ".000001")}}), "TOKEN_LIFETIME");
  EXPECT_EQ(RefusalWith({{"exp", StrCat(kNowSeconds + 3601)}}), "TOKEN_LIFETIME");
  EXPECT_EQ(RefusalWith({{"exp", "253402300799"}}), "TOKEN_LIFETIME");
  EXPECT_EQ(RefusalWith({{"exp", StrCat(kNowSeconds)}}), "TOKEN_LIFETIME");
  EXPECT_EQ(RefusalWith({{"exp", StrCat(kNowSeconds - 1)}}), "TOKEN_LIFETIME");
  // An early "nbf" does not make it longer, a late one not shorter.
  EXPECT_EQ(RefusalWith({{"nbf", "0"}}), "");
  EXPECT_EQ(RefusalWith({{"iat", StrCat(kNowSeconds - 3600)}, {"nbf", StrCat(kNowSeconds)}}), "TOKEN_LIFETIME");
  // Whatever the moment is, the longest lifetime is not too long by what a number of JSON cannot say.
  for (int micros = 0; micros < 1'000'000; micros += 4'321) {
    const absl::Time moment = now_ + absl::Microseconds(micros);
    const auto claims = Read(ed_.Token("a.reyes", moment, absl::Hours(1)));
    ASSERT_TRUE(claims.ok()) << claims.status();
    EXPECT_EQ(claims->start_time, moment);
    EXPECT_EQ(claims->expire_time, moment + absl::Hours(1));
  }
}

TEST_F(JwtTest, ADateIsANumberOfOurTimes) {
  for (const char* date :
       {"", "null", "true", "\"1415001600\"", "[1415001600]", "-1", "-0.5", "1e300", "1e400", "-1e300", "253402300800",
        "18446744073709551615", "99999999999999999999999", "NaN", "Infinity"}) {
    EXPECT_EQ(RefusalWith({{"exp", date}}), "TOKEN_MALFORMED") << date;
    EXPECT_EQ(RefusalWith({{"iat", date}}), "TOKEN_MALFORMED") << date;
    if (*date == '\0') continue;
    EXPECT_EQ(RefusalWith({{"nbf", date}}), "TOKEN_MALFORMED") << date;
  }
  EXPECT_EQ(RefusalWith({{"exp", "1.4150034e9"}}), "");
  EXPECT_EQ(RefusalWith({{"exp", "1415003400.5"}}), "");
}

TEST_F(JwtTest, ARefusalRepeatsNothingOfTheToken) {
  for (const std::string& claims :
       {ClaimsWith({{"sub", "\"SECRET\""}}), ClaimsWith({{"iss", "\"SECRET\""}}), ClaimsWith({{"aud", "\"SECRET\""}}),
        ClaimsWith({{"exp", "\"SECRET\""}}), std::string("SECRET")}) {
    const auto refused = Read(ed_.Sign(kEdHeader, claims));
    ASSERT_FALSE(refused.ok());
    EXPECT_THAT(refused.status().ToString(), Not(HasSubstr("SECRET")));
  }
  for (const char* header : {R"({"alg":"SECRET","kid":"ed"})", R"({"alg":"EdDSA","kid":"SECRET"})", "SECRET"}) {
    const auto refused = Read(ed_.Sign(header, ClaimsWith()));
    ASSERT_FALSE(refused.ok());
    EXPECT_THAT(refused.status().ToString(), Not(HasSubstr("SECRET")));
  }
}

}  // namespace
}  // namespace amparo::access
