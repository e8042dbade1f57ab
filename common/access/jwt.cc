#include "common/access/jwt.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "common/access/strict_json.h"
#include "common/base/base64url.h"
#include "common/base/status_macros.h"
#include "common/base/strings.h"
#include "common/errors/errors.h"

namespace amparo::access {
namespace {

constexpr std::size_t kMostSubjectChars = 100;
// The end of the year 9999.
constexpr double kMostSeconds = 253'402'300'799;

absl::Status RefuseToken(std::string_view reason, std::string_view why) {
  return errors::Make(absl::StatusCode::kUnauthenticated, reason, StrCat("the caller's token ", why));
}

absl::Status MalformedToken(std::string_view why) {
  return RefuseToken("TOKEN_MALFORMED", why);
}

// The three parts of a token, and what is signed: the first two and the dot between.
struct TokenParts {
  std::string_view header;
  std::string_view claims;
  std::string_view signature;
  std::string_view signed_text;
};

std::optional<TokenParts> PartsOf(std::string_view token) {
  const std::size_t first = token.find('.');
  if (first == std::string_view::npos) return std::nullopt;
  const std::size_t second = token.find('.', first + 1);
  if (second == std::string_view::npos || token.find('.', second + 1) != std::string_view::npos) return std::nullopt;
  return TokenParts{token.substr(0, first), token.substr(first + 1, second - first - 1), token.substr(second + 1),
                    token.substr(0, second)};
}

// The object that a part is the base64url of; null for anything else.
Json ObjectOf(std::string_view part) {
  const std::optional<std::string> text = Base64UrlDecode(part);
  return text ? ParseObject(*text) : Json();
}

bool IsTokenType(const Json& header) {
  if (!header.contains("typ")) return true;
  const std::string* type = StringIn(header, "typ");
  return type != nullptr && (absl::EqualsIgnoreCase(*type, "JWT") || absl::EqualsIgnoreCase(*type, "at+jwt"));
}

// A key as a header names it.
struct NamedKey {
  std::string id;
  const TokenKey* key = nullptr;
};

// The key to check by. A key, or the address of one, that the token brings itself is not looked at.
absl::StatusOr<NamedKey> KeyFor(std::string_view part, const Jwks& keys) {
  const Json header = ObjectOf(part);
  if (!header.is_object()) return MalformedToken("has a header that is no JSON object in base64url");
  // Extensions that must be understood, or that change what is signed: none is.
  if (header.contains("crit") || header.contains("b64")) return MalformedToken("has a header that asks for extensions");
  if (!IsTokenType(header)) return MalformedToken("is of another type than JWT");
  const bool known_algorithm =
      Says(header, "alg", NameOf(TokenAlgorithm::kEdDsa)) || Says(header, "alg", NameOf(TokenAlgorithm::kEs256));
  if (!known_algorithm) return RefuseToken("TOKEN_ALGORITHM", "is not signed by EdDSA or ES256");
  const std::string* id = StringIn(header, "kid");
  if (id == nullptr) return RefuseToken("TOKEN_KEY", "does not name its key");
  const TokenKey* key = keys.Find(*id);
  if (key == nullptr) return RefuseToken("TOKEN_KEY", "names a key that is not trusted");
  if (!Says(header, "alg", NameOf(key->algorithm()))) {
    return RefuseToken("TOKEN_ALGORITHM", "names a key that signs by another algorithm");
  }
  return NamedKey{*id, key};
}

bool IsFor(const Json& claims, std::string_view audience) {
  if (Says(claims, "aud", audience)) return true;
  const auto list = claims.find("aud");
  if (list == claims.end() || !list->is_array()) return false;
  const auto is_text = [](const Json& one) { return one.is_string(); };
  const auto is_ours = [audience](const Json& one) { return one.get_ref<const std::string&>() == audience; };
  return std::all_of(list->begin(), list->end(), is_text) && std::any_of(list->begin(), list->end(), is_ours);
}

bool IsSubject(std::string_view text) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
  };
  return !text.empty() && text.size() <= kMostSubjectChars && std::all_of(text.begin(), text.end(), allowed);
}

// A NumericDate to the microsecond; nothing unless it is a number from 1970 to 9999.
std::optional<absl::Time> DateIn(const Json& claims, const char* name) {
  const auto found = claims.find(name);
  if (found == claims.end() || !found->is_number()) return std::nullopt;
  const double seconds = found->get<double>();
  if (!(seconds >= 0 && seconds <= kMostSeconds)) return std::nullopt;
  double whole = 0;
  const double fraction = std::modf(seconds, &whole);
  return absl::FromUnixSeconds(static_cast<int64_t>(whole)) + absl::Microseconds(std::llround(fraction * 1e6));
}

absl::StatusOr<TokenClaims> ReadClaims(std::string_view part, const NamedKey& signer, const TokenRules& rules) {
  const Json claims = ObjectOf(part);
  if (!claims.is_object()) return MalformedToken("has claims that are no JSON object in base64url");
  if (!Says(claims, "iss", rules.issuer)) return RefuseToken("TOKEN_ISSUER", "is from another issuer");
  if (!IsFor(claims, rules.audience)) return RefuseToken("TOKEN_AUDIENCE", "is for others");
  const std::string* subject = StringIn(claims, "sub");
  if (subject == nullptr || !IsSubject(*subject)) {
    return RefuseToken("TOKEN_SUBJECT", "must have a sub of 1 to 100 of a-z, 0-9, dot, dash and underscore");
  }
  const std::optional<absl::Time> issued = DateIn(claims, "iat");
  const std::optional<absl::Time> expires = DateIn(claims, "exp");
  const std::optional<absl::Time> starts = claims.contains("nbf") ? DateIn(claims, "nbf") : issued;
  if (!issued || !expires || !starts) return MalformedToken("must have iat and exp, and numbers as dates");
  const absl::Duration lifetime = *expires - *issued;
  if (lifetime <= absl::ZeroDuration() || lifetime > rules.max_lifetime) {
    return RefuseToken("TOKEN_LIFETIME", "is made for longer than a token may be good, or for no time");
  }
  TokenClaims read;
  read.subject = *subject;
  read.key_id = signer.id;
  read.key = signer.key->bytes();
  read.start_time = std::max(*issued, *starts);
  read.expire_time = *expires;
  return read;
}

}  // namespace

absl::StatusOr<TokenClaims> ReadToken(std::string_view token, const Jwks& keys, const TokenRules& rules) {
  if (token.size() > kMostTokenBytes) return MalformedToken("is longer than 8 KiB");
  const std::optional<TokenParts> parts = PartsOf(token);
  if (!parts) return MalformedToken("is not three parts with dots between");
  AMPARO_ASSIGN_OR_RETURN(const NamedKey signer, KeyFor(parts->header, keys));
  const std::optional<std::string> signature = Base64UrlDecode(parts->signature);
  if (!signature) return MalformedToken("has a signature that is not in base64url");
  if (!signer.key->Verifies(parts->signed_text, *signature)) {
    return RefuseToken("TOKEN_SIGNATURE", "was not signed by the key that it names");
  }
  return ReadClaims(parts->claims, signer, rules);
}

absl::Status CheckTimes(const TokenClaims& claims, absl::Time now) {
  if (now >= claims.expire_time) return RefuseToken(errors::kTokenExpired, "has expired");
  if (now + kTokenClockSkew < claims.start_time) return RefuseToken("TOKEN_NOT_YET", "is not good yet");
  return absl::OkStatus();
}

}  // namespace amparo::access
