#include "common/testing/people.h"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <utility>

#include "common/base/check.h"
#include "common/base/identity_names.h"
#include "common/base/strings.h"

namespace amparo::testing {
namespace {

// Longer than any test.
constexpr std::chrono::hours kFresh(24);
constexpr char kKeys[] = "people.json";

// Puts `text` in the place of the file, at once.
void PutFile(const std::string& path, const std::string& text) {
  const std::string draft = path + ".new";
  std::ofstream(draft) << text;
  std::filesystem::rename(draft, path);
}

std::unique_ptr<access::TokenVerifier> VerifierOf(const std::string& file, const TokenIssuer& issuer,
                                                  const Clock& clock) {
  PutFile(file, issuer.Jwks());
  config::v1::People config;
  config.set_jwks_file(file);
  config.set_issuer(std::string(TokenIssuer::kIssuer));
  config.set_audience(std::string(TokenIssuer::kAudience));
  config.mutable_max_lifetime()->set_seconds(3600);
  auto verifier = access::TokenVerifier::Start(config, clock, {});
  AMPARO_CHECK(verifier.ok(), "a test may make its verifier of tokens");
  return *std::move(verifier);
}

}  // namespace

config::v1::Principal TestPeople::FrontDesk() {
  config::v1::Principal principal;
  principal.set_identity(StrCat(kIdentityPrefix, kFrontDesk));
  principal.set_speaks_for_people(true);
  return principal;
}

TestPeople::TestPeople(const Clock& clock)
    : clock_(clock), verifier_(VerifierOf(folder_.File(kKeys), issuer_, clock)), people_(*verifier_, board_, clock) {
  board_.Replace({});
  board_.Prove(BootClock::now() + kFresh);
}

std::string TestPeople::Give(std::string_view subject, access::Role role, std::string_view office, absl::Time end) {
  access::Grant grant;
  grant.name = StrCat("offices/", office, "/grants/", ++given_);
  grant.version = 1;
  grant.principal = StrCat(kPeoplePrefix, subject);
  grant.office = std::string(office);
  grant.role = role;
  grant.start = clock_.Now();
  grant.end = end;
  given_grants_[grant.name] = grant;
  board_.Apply({grant});
  return grant.name;
}

void TestPeople::Revoke(const std::string& name) {
  access::Grant& grant = given_grants_.at(name);
  ++grant.version;
  grant.revoked = true;
  board_.Apply({grant});
}

void TestPeople::Forget() {
  board_.Forget();
}

void TestPeople::WithdrawKey() {
  PutFile(folder_.File(kKeys), TokenIssuer("another-key").Jwks());
  verifier_->Look();
}

std::string TestPeople::Token(std::string_view subject, absl::Duration lifetime) const {
  return issuer_.Token(subject, clock_.Now(), lifetime);
}

void TestPeople::Show(grpc::ClientContext& context, std::string_view token) {
  context.AddMetadata("authorization", StrCat("Bearer ", token));
}

}  // namespace amparo::testing
