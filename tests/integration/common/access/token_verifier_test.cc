#include "common/access/token_verifier.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "common/base/strings.h"
#include "common/errors/errors.h"
#include "common/testing/eventually.h"
#include "common/testing/fake_clock.h"
#include "common/testing/temp_folder.h"
#include "common/testing/tokens.h"

namespace amparo::access {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::TokenIssuer;

class TokenVerifierTest : public ::testing::Test {
 protected:
  TokenVerifierTest() {
    config_.set_jwks_file(folder_.File("people.json"));
    config_.set_issuer(std::string(TokenIssuer::kIssuer));
    config_.set_audience(std::string(TokenIssuer::kAudience));
    config_.mutable_max_lifetime()->set_seconds(3600);
  }

  // Puts this in the place of the file, at once.
  void PutFile(std::string_view text) const {
    const std::string draft = folder_.File("draft");
    std::ofstream(draft, std::ios::binary) << text;
    std::filesystem::rename(draft, config_.jwks_file());
  }

  // A file with the keys of these.
  static std::string KeysOf(const std::vector<const TokenIssuer*>& issuers) {
    std::string text;
    for (const TokenIssuer* issuer : issuers) StrAppend(&text, text.empty() ? R"({"keys":[)" : ",", issuer->Jwk());
    return text + "]}";
  }

  absl::StatusOr<std::unique_ptr<TokenVerifier>> TryStart() {
    return TokenVerifier::Start(config_, clock_, [this](const absl::Status& problem) {
      const std::lock_guard lock(mutex_);
      problems_.push_back(std::string(problem.message()));
    });
  }

  void StartWith(std::string_view keys) {
    PutFile(keys);
    auto started = TryStart();
    ASSERT_TRUE(started.ok()) << started.status();
    verifier_ = *std::move(started);
  }

  // Has the file be this, and looked at.
  void Take(std::string_view text) {
    PutFile(text);
    verifier_->Look();
  }

  // The reason for which a token is refused; empty when it is good.
  std::string Refusal(std::string_view token) { return errors::Reason(verifier_->Verify(token).status()); }

  std::vector<std::string> problems() {
    const std::lock_guard lock(mutex_);
    return problems_;
  }

  testing::TempFolder folder_;
  testing::FakeClock clock_;
  config::v1::People config_;
  const TokenIssuer ours_{"ours"};
  const TokenIssuer next_{"next", TokenIssuer::Algorithm::kEs256};
  std::mutex mutex_;
  std::vector<std::string> problems_;
  // Goes first: it tells of problems.
  std::unique_ptr<TokenVerifier> verifier_;
};

TEST_F(TokenVerifierTest, TokensOfEachKeyAreGood) {
  StartWith(KeysOf({&ours_, &next_}));
  for (const TokenIssuer* issuer : {&ours_, &next_}) {
    const std::string token = issuer->Token("a.reyes", clock_.Now());
    // The second time it is known.
    for (int i = 0; i < 2; ++i) {
      const auto claims = verifier_->Verify(token);
      ASSERT_TRUE(claims.ok()) << claims.status();
      EXPECT_EQ(claims->subject, "a.reyes");
      EXPECT_EQ(claims->expire_time, clock_.Now() + absl::Minutes(30));
      EXPECT_TRUE(verifier_->Trusts(*claims));
    }
    EXPECT_EQ(Refusal(token + "A"), "TOKEN_SIGNATURE");
    EXPECT_EQ(Refusal(token + "="), "TOKEN_MALFORMED");
  }
  EXPECT_EQ(Refusal(TokenIssuer("ours").Token("a.reyes", clock_.Now())), "TOKEN_SIGNATURE");
  EXPECT_EQ(Refusal(TokenIssuer("theirs").Token("a.reyes", clock_.Now())), "TOKEN_KEY");
  EXPECT_EQ(Refusal(""), "TOKEN_MALFORMED");
  EXPECT_THAT(problems(), IsEmpty());
}

TEST_F(TokenVerifierTest, TheRulesAreThoseOfTheConfiguration) {
  config_.set_audience("other");
  StartWith(ours_.Jwks());
  EXPECT_EQ(Refusal(ours_.Token("a.reyes", clock_.Now())), "TOKEN_AUDIENCE");
  config_.set_audience(std::string(TokenIssuer::kAudience));
  config_.set_issuer("other");
  StartWith(ours_.Jwks());
  EXPECT_EQ(Refusal(ours_.Token("a.reyes", clock_.Now())), "TOKEN_ISSUER");
  config_.set_issuer(std::string(TokenIssuer::kIssuer));
  config_.mutable_max_lifetime()->set_seconds(60);
  StartWith(ours_.Jwks());
  EXPECT_EQ(Refusal(ours_.Token("a.reyes", clock_.Now())), "TOKEN_LIFETIME");
  EXPECT_EQ(Refusal(ours_.Token("a.reyes", clock_.Now(), absl::Seconds(60))), "");
}

TEST_F(TokenVerifierTest, ThereMustBeKeysToBeginWith) {
  const auto expect = [this](absl::StatusCode code) {
    const absl::Status status = TryStart().status();
    EXPECT_EQ(status.code(), code) << status;
    EXPECT_THAT(std::string(status.message()), HasSubstr(config_.jwks_file()));
  };
  expect(absl::StatusCode::kNotFound);
  for (const std::string& text : {std::string(), std::string("{}"), std::string((1 << 20) + 1, ' ')}) {
    PutFile(text);
    expect(absl::StatusCode::kInvalidArgument);
  }
  PutFile(ours_.Jwks());
  EXPECT_TRUE(TryStart().ok());
  config_.clear_audience();
  expect(absl::StatusCode::kInvalidArgument);
  config_.set_audience("amparo");
  config_.clear_issuer();
  expect(absl::StatusCode::kInvalidArgument);
  config_.set_issuer("https://people.test");
  config_.set_jwks_file(folder_.File("."));
  expect(absl::StatusCode::kNotFound);
}

TEST_F(TokenVerifierTest, AKeyThatIsGoneIsTrustedNoMore) {
  StartWith(KeysOf({&ours_, &next_}));
  const std::string token = ours_.Token("a.reyes", clock_.Now());
  const std::string other = next_.Token("a.reyes", clock_.Now());
  const auto claims = verifier_->Verify(token);
  ASSERT_TRUE(claims.ok()) << claims.status();
  ASSERT_EQ(Refusal(other), "");
  Take(next_.Jwks());
  EXPECT_EQ(Refusal(token), "TOKEN_KEY");
  EXPECT_FALSE(verifier_->Trusts(*claims));
  EXPECT_EQ(Refusal(other), "");
  Take(KeysOf({&next_, &ours_}));
  EXPECT_EQ(Refusal(token), "");
  EXPECT_TRUE(verifier_->Trusts(*claims));
}

TEST_F(TokenVerifierTest, AnIdThatIsGivenToAnotherKeyIsThatKeys) {
  StartWith(ours_.Jwks());
  const std::string token = ours_.Token("a.reyes", clock_.Now());
  const auto claims = verifier_->Verify(token);
  ASSERT_TRUE(claims.ok()) << claims.status();
  const TokenIssuer heir("ours");
  Take(heir.Jwks());
  EXPECT_EQ(Refusal(token), "TOKEN_SIGNATURE");
  EXPECT_FALSE(verifier_->Trusts(*claims));
  EXPECT_EQ(Refusal(heir.Token("a.reyes", clock_.Now())), "");
}

TEST_F(TokenVerifierTest, TheFileIsLookedAtEverySecond) {
  StartWith(ours_.Jwks());
  const std::string token = next_.Token("a.reyes", clock_.Now());
  ASSERT_EQ(Refusal(token), "TOKEN_KEY");
  PutFile(KeysOf({&ours_, &next_}));
  EXPECT_TRUE(testing::Eventually([&] { return Refusal(token).empty(); }));
  PutFile("{");
  EXPECT_TRUE(testing::Eventually([&] { return !problems().empty(); }));
  EXPECT_EQ(Refusal(token), "");
  PutFile(ours_.Jwks());
  EXPECT_TRUE(testing::Eventually([&] { return Refusal(token) == "TOKEN_KEY"; }));
}

TEST_F(TokenVerifierTest, AWrongFileIsToldOfOnceAndLeavesTheKeys) {
  StartWith(ours_.Jwks());
  const std::string token = ours_.Token("a.reyes", clock_.Now());
  const auto claims = verifier_->Verify(token);
  ASSERT_TRUE(claims.ok()) << claims.status();
  const auto still_good = [&] {
    EXPECT_EQ(Refusal(token), "");
    EXPECT_EQ(Refusal(ours_.Token("b.santos", clock_.Now())), "");
    EXPECT_TRUE(verifier_->Trusts(*claims));
  };
  for (int i = 0; i < 3; ++i) Take("{");
  still_good();
  for (int i = 0; i < 3; ++i) Take(R"({"keys":[]})");
  still_good();
  std::filesystem::remove(config_.jwks_file());
  for (int i = 0; i < 3; ++i) verifier_->Look();
  still_good();
  Take(std::string((1 << 20) + 1, ' '));
  still_good();
  Take("{");
  EXPECT_THAT(problems(),
              ElementsAre(HasSubstr("must be a JSON object"), HasSubstr("has no key"), HasSubstr("cannot be read"),
                          HasSubstr("larger than 1 MiB"), HasSubstr("must be a JSON object")));
  Take(ours_.Jwks());
  still_good();
  EXPECT_EQ(problems().size(), 5u);
}

TEST_F(TokenVerifierTest, NobodyNeedsToBeTold) {
  PutFile(ours_.Jwks());
  auto started = TokenVerifier::Start(config_, clock_, {});
  ASSERT_TRUE(started.ok()) << started.status();
  verifier_ = *std::move(started);
  Take("{");
  EXPECT_EQ(Refusal(ours_.Token("a.reyes", clock_.Now())), "");
}

TEST_F(TokenVerifierTest, AKnownTokenEndsWhenItSays) {
  StartWith(ours_.Jwks());
  const absl::Time start = clock_.Now();
  const std::string token = ours_.Token("a.reyes", start);
  ASSERT_EQ(Refusal(token), "");
  clock_.Set(start + absl::Minutes(30) - absl::Microseconds(1));
  EXPECT_EQ(Refusal(token), "");
  clock_.Set(start + absl::Minutes(30));
  EXPECT_EQ(Refusal(token), "TOKEN_EXPIRED");
  clock_.Set(start - absl::Seconds(60));
  EXPECT_EQ(Refusal(token), "");
  clock_.Set(start - absl::Seconds(61));
  EXPECT_EQ(Refusal(token), "TOKEN_NOT_YET");
}

TEST_F(TokenVerifierTest, MoreTokensThanAreRememberedAreGood) {
  StartWith(ours_.Jwks());
  std::vector<std::string> tokens;
  for (int i = 0; i < 5000; ++i) tokens.push_back(ours_.Token(StrCat("person-", i), clock_.Now()));
  for (const std::string& token : tokens) ASSERT_EQ(Refusal(token), "");
  for (int i = 0; i < 5000; ++i) {
    const auto claims = verifier_->Verify(tokens[static_cast<std::size_t>(i)]);
    ASSERT_TRUE(claims.ok()) << claims.status();
    ASSERT_EQ(claims->subject, StrCat("person-", i));
  }
}

TEST_F(TokenVerifierTest, ManyVerifyWhileKeysChange) {
  StartWith(KeysOf({&ours_, &next_}));
  const std::string stays = ours_.Token("a.reyes", clock_.Now());
  const std::string comes = next_.Token("a.reyes", clock_.Now());
  const auto stays_claims = verifier_->Verify(stays);
  ASSERT_TRUE(stays_claims.ok()) << stays_claims.status();
  std::atomic<bool> over{false};
  std::atomic<int> wrong{0};
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      while (!over) {
        if (!Refusal(stays).empty() || !verifier_->Trusts(*stays_claims)) ++wrong;
        const std::string refusal = Refusal(comes);
        if (!refusal.empty() && refusal != "TOKEN_KEY") ++wrong;
        if (Refusal(stays + "A") != "TOKEN_SIGNATURE") ++wrong;
      }
    });
  }
  for (int i = 0; i < 100; ++i) {
    Take(ours_.Jwks());
    EXPECT_EQ(Refusal(comes), "TOKEN_KEY") << i;
    Take("{");
    EXPECT_EQ(Refusal(comes), "TOKEN_KEY") << i;
    Take(KeysOf({&ours_, &next_}));
    EXPECT_EQ(Refusal(comes), "") << i;
  }
  over = true;
  threads.clear();
  EXPECT_EQ(wrong.load(), 0);
}

}  // namespace
}  // namespace amparo::access
