#include "common/access/token_verifier.h"

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <optional>
#include <stop_token>
#include <system_error>
#include <thread>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "common/base/file.h"
#include "common/base/sha256.h"
#include "common/base/status_macros.h"
#include "common/base/strings.h"
#include "common/config/config.h"

namespace amparo::access {
namespace {

constexpr std::chrono::seconds kLookEvery(1);
constexpr std::size_t kMostKnownTokens = 4096;

// The text of the file of keys, of which no more is read than such a file may hold.
absl::StatusOr<std::string> ReadKeys(const std::string& path) {
  std::error_code error;
  const std::uintmax_t size = std::filesystem::file_size(path, error);
  // Also of what is no file: a pipe would be waited for.
  if (error) return absl::NotFoundError(StrCat(path, ": cannot be read"));
  if (size > Jwks::kMostBytes) return absl::InvalidArgumentError(StrCat(path, " is larger than 1 MiB"));
  return ReadFile(path);
}

// The claims of tokens whose signatures were checked, by the digests of the tokens: who reads this memory has nothing
// to show. Holds the latest, not more than kMostKnownTokens.
class KnownTokens {
 public:
  std::optional<TokenClaims> Find(const std::string& digest) {
    if (const auto recent = recent_.find(digest); recent != recent_.end()) return recent->second;
    const auto older = older_.find(digest);
    if (older == older_.end()) return std::nullopt;
    TokenClaims claims = std::move(older->second);
    older_.erase(older);
    Put(digest, claims);
    return claims;
  }

  void Put(const std::string& digest, TokenClaims claims) {
    // Those that nobody has shown since the last time go.
    if (recent_.size() >= kMostKnownTokens / 2) older_ = std::exchange(recent_, {});
    recent_.insert_or_assign(digest, std::move(claims));
  }

  void Clear() {
    recent_.clear();
    older_.clear();
  }

 private:
  using Claims = absl::flat_hash_map<std::string, TokenClaims>;

  Claims recent_;
  Claims older_;
};

}  // namespace

class TokenVerifier::Impl {
 public:
  Impl(const config::v1::People& config, const Clock& clock, std::function<void(const absl::Status&)> on_problem)
      : path_(config.jwks_file()),
        rules_{config.issuer(), config.audience(), config::ToDuration(config.max_lifetime())},
        clock_(clock),
        on_problem_(std::move(on_problem)) {}

  // Reads the keys for the first time; not OK when there are none.
  absl::Status Begin() {
    const std::lock_guard looking(looking_);
    AMPARO_RETURN_IF_ERROR(TakeNew());
    watcher_ = std::jthread([this](const std::stop_token& stop) { Watch(stop); });
    return absl::OkStatus();
  }

  void Look() {
    const std::lock_guard looking(looking_);
    const absl::Status taken = TakeNew();
    if (!taken.ok() && on_problem_) on_problem_(taken);
  }

  absl::StatusOr<TokenClaims> Verify(std::string_view token) {
    const std::string digest = Sha256Of(token);
    std::shared_ptr<const Jwks> keys;
    std::optional<TokenClaims> claims;
    {
      const std::lock_guard lock(mutex_);
      keys = keys_;
      claims = known_.Find(digest);
    }
    const bool known = claims.has_value();
    if (!known) {
      AMPARO_ASSIGN_OR_RETURN(claims, ReadToken(token, *keys, rules_));
    }
    AMPARO_RETURN_IF_ERROR(CheckTimes(*claims, clock_.Now()));
    if (!known) {
      const std::lock_guard lock(mutex_);
      // What was checked by keys that are not trusted any more is not to be known.
      if (keys_ == keys) known_.Put(digest, *claims);
    }
    return *std::move(claims);
  }

  bool Trusts(const TokenClaims& claims) const {
    std::unique_lock lock(mutex_);
    const std::shared_ptr<const Jwks> keys = keys_;
    lock.unlock();
    const TokenKey* key = keys->Find(claims.key_id);
    return key != nullptr && key->bytes() == claims.key;
  }

 private:
  // Takes the keys of a file that is another than at the last look. OK also when there is nothing new, so that a file
  // that is wrong is told of once.
  absl::Status TakeNew() {
    const absl::StatusOr<std::string> text = ReadKeys(path_);
    std::string seen = text.ok() ? Sha256Of(*text) : std::string(text.status().message());
    if (seen == seen_) return absl::OkStatus();
    seen_ = std::move(seen);
    AMPARO_RETURN_IF_ERROR(text.status());
    AMPARO_ASSIGN_OR_RETURN(Jwks keys, Jwks::Parse(*text, path_));
    auto fresh = std::make_shared<const Jwks>(std::move(keys));
    const std::lock_guard lock(mutex_);
    keys_.swap(fresh);
    known_.Clear();
    return absl::OkStatus();
  }

  void Watch(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      {
        std::unique_lock lock(waiting_);
        changed_.wait_for(lock, stop, kLookEvery, [] { return false; });
      }
      if (!stop.stop_requested()) Look();
    }
  }

  const std::string path_;
  const TokenRules rules_;
  const Clock& clock_;
  const std::function<void(const absl::Status&)> on_problem_;

  // One look at a time.
  std::mutex looking_;
  // The digest of the file, or why it could not be read, at the last look.
  std::string seen_;

  mutable std::mutex mutex_;
  std::shared_ptr<const Jwks> keys_;
  // By `keys_`.
  KnownTokens known_;

  std::mutex waiting_;
  // Only an end comes before the time.
  std::condition_variable_any changed_;
  // Goes first: it uses the others.
  std::jthread watcher_;
};

TokenVerifier::TokenVerifier(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

TokenVerifier::~TokenVerifier() = default;

absl::StatusOr<std::unique_ptr<TokenVerifier>> TokenVerifier::Start(
    const config::v1::People& config, const Clock& clock, std::function<void(const absl::Status&)> on_problem) {
  // An empty rule would be kept by a token that says nothing.
  if (config.issuer().empty() || config.audience().empty()) {
    return absl::InvalidArgumentError(StrCat(config.jwks_file(), ": needs an issuer and an audience"));
  }
  auto impl = std::make_unique<Impl>(config, clock, std::move(on_problem));
  AMPARO_RETURN_IF_ERROR(impl->Begin());
  return std::unique_ptr<TokenVerifier>(new TokenVerifier(std::move(impl)));
}

absl::StatusOr<TokenClaims> TokenVerifier::Verify(std::string_view token) {
  return impl_->Verify(token);
}

bool TokenVerifier::Trusts(const TokenClaims& claims) const {
  return impl_->Trusts(claims);
}

void TokenVerifier::Look() {
  impl_->Look();
}

}  // namespace amparo::access
