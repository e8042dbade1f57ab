// Tokens of people, and the files of keys that they are checked by. The keys are made anew at each run: what is found
// is the same under each.
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "common/access/jwks.h"
#include "common/access/jwt.h"
#include "common/base/check.h"
#include "common/base/strings.h"
#include "common/errors/errors.h"
#include "common/testing/tokens.h"
#include "tests/fuzz/fuzz.h"

namespace amparo::fuzz {
namespace {

using access::Jwks;
using access::TokenClaims;
using testing::TokenIssuer;

constexpr char kTokenHeader[] = R"({"alg":"EdDSA","typ":"JWT","kid":"ed"})";
constexpr char kTokenClaims[] =
    R"({"iss":"https://people.test","aud":["amparo","other"],"sub":"a.reyes","iat":1415001600,"exp":1415003400.5})";
constexpr char kMoreClaims[] =
    R"({"iss":"https://people.test","aud":"amparo","sub":"0_-","iat":0,"nbf":10,"exp":3600,"more":{"a":[{"b":null}]}})";
constexpr char kWeakHeader[] = R"({"alg":"none","kid":"ed"})";

// Two issuers and what they signed.
struct Issuers {
  Issuers() {
    const std::string text = StrCat("{\"keys\":[", ed.Jwk(), ",", ec.Jwk(), "]}");
    absl::StatusOr<Jwks> read = Jwks::Parse(text, "people.json");
    AMPARO_CHECK(read.ok(), "the keys of issuers are read");
    keys = *std::move(read);
    file = text;
    const absl::Time now = absl::FromUnixSeconds(1'415'001'600);
    tokens = {ed.Token("a.reyes", now), ec.Token("b.santos", now), ed.Sign(kTokenHeader, kTokenClaims)};
  }

  const TokenIssuer ed{"ed"};
  const TokenIssuer ec{"ec", TokenIssuer::Algorithm::kEs256};
  std::string file;
  std::optional<Jwks> keys;
  std::vector<std::string> tokens;
};

const Issuers& TheIssuers() {
  static const Issuers issuers;
  return issuers;
}

std::optional<TokenClaims> ClaimsOf(std::string_view token, const Jwks& keys) {
  // The rule that is broken and no more.
  constexpr std::size_t kLongestRefusal = 120;
  static const access::TokenRules rules = {std::string(TokenIssuer::kIssuer), std::string(TokenIssuer::kAudience),
                                           absl::Hours(1)};
  absl::StatusOr<TokenClaims> claims = access::ReadToken(token, keys, rules);
  if (claims.ok()) return *std::move(claims);
  Require(absl::IsUnauthenticated(claims.status()) && errors::Reason(claims.status()).starts_with("TOKEN_"),
          "a token that is refused is refused with a reason");
  Require(claims.status().message().size() <= kLongestRefusal, "a refusal does not repeat the token");
  return std::nullopt;
}

void RequireSound(const TokenClaims& claims) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
  };
  Require(!claims.subject.empty() && claims.subject.size() <= 100 &&
              std::all_of(claims.subject.begin(), claims.subject.end(), allowed),
          "a subject is a part of a name");
  const access::TokenKey* key = TheIssuers().keys->Find(claims.key_id);
  Require(key != nullptr && key->bytes() == claims.key, "a token that is taken was signed by a key that is trusted");
  Require(claims.expire_time > absl::UnixEpoch() && claims.expire_time <= absl::FromUnixSeconds(253'402'300'799),
          "a token ends");
  Require(!access::CheckTimes(claims, claims.expire_time).ok(), "a token that has ended is not good");
}

bool RunToken(std::string_view bytes) {
  const std::vector<std::string>& made = TheIssuers().tokens;
  const std::optional<TokenClaims> claims = ClaimsOf(bytes, *TheIssuers().keys);
  Require(claims.has_value() == (std::find(made.begin(), made.end(), bytes) != made.end()),
          "a token is good when it was signed, byte for byte");
  if (claims) RequireSound(*claims);
  return claims.has_value();
}

// Claims that somebody with a key has signed.
bool RunTokenClaims(std::string_view bytes) {
  const std::optional<TokenClaims> claims = ClaimsOf(TheIssuers().ed.Sign(kTokenHeader, bytes), *TheIssuers().keys);
  if (claims) RequireSound(*claims);
  return claims.has_value();
}

// A header of theirs.
bool RunTokenHeader(std::string_view bytes) {
  const std::optional<TokenClaims> claims = ClaimsOf(TheIssuers().ed.Sign(bytes, kTokenClaims), *TheIssuers().keys);
  if (!claims) return false;
  RequireSound(*claims);
  Require(claims->key_id == "ed", "a token is taken by the key that signed it");
  return true;
}

bool RunJwks(std::string_view bytes) {
  constexpr std::size_t kLongestProblem = 200;
  const absl::StatusOr<Jwks> keys = Jwks::Parse(bytes, "people.json");
  if (!keys.ok()) {
    Require(absl::IsInvalidArgument(keys.status()) && absl::StartsWith(keys.status().message(), "people.json"),
            "a file of keys that is none is told by its name");
    Require(keys.status().message().size() <= kLongestProblem, "an error does not repeat the file");
    return false;
  }
  Require(keys->size() >= 1 && keys->size() <= Jwks::kMostKeys, "a file that is taken has keys, and not too many");
  Require(keys->Find("") == nullptr, "a key has an id");
  for (const std::string& token : TheIssuers().tokens) {
    const std::optional<TokenClaims> claims = ClaimsOf(token, *keys);
    if (claims) RequireSound(*claims);
  }
  return true;
}

}  // namespace

std::vector<Target> PeopleTargets() {
  const Issuers& issuers = TheIssuers();
  // RFC 8037, appendix A.2, with its private half in the words.
  const std::string published =
      R"({"keys":[{"kty":"RSA","n":"AQAB","e":"AQAB"},{"kty":"OKP","crv":"Ed25519","use":"sig","kid":"a",)"
      R"("key_ops":["verify"],"x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]})";
  return {
      {"token",
       issuers.tokens,
       {".", "..", "=", "e30", "eyJhbGciOiJub25lIiwia2lkIjoiZWQifQ", "A", "_",
        issuers.ed.Sign(kWeakHeader, kTokenClaims)},
       RunToken},
      {"token_claims",
       {kTokenClaims, kMoreClaims},
       {"\"sub\":\"x\",", "\"aud\":[],", "\"exp\":1e9,", "\"nbf\":0.5,", "null", "[", "]", "{", "}", "1e400", "-0",
        "253402300800", "\\u0000", "\\ud800", "[[[[[[[[[[[[[[[["},
       RunTokenClaims},
      {"token_header",
       {kTokenHeader, R"({"kid":"ed","alg":"EdDSA"})"},
       {"none", "ES256", "HS256", "\"crit\":[\"b64\"],", "\"b64\":false,", "\"alg\":\"EdDSA\",", "\"kid\":\"ec\",",
        "ec", "at+jwt", "\"jwk\":{},", "null"},
       RunTokenHeader},
      {"jwks",
       {issuers.file, published},
       {"\"d\":\"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A\",", "\"use\":\"enc\",", "\"kid\":\"ed\",", "{}", ",{},",
        "[", "]", "P-256", "X25519", "RSA", "\"alg\":\"ES256\",", "null"},
       RunJwks},
  };
}

}  // namespace amparo::fuzz
