#include "tests/bench/term_tokens.h"

#include <algorithm>

namespace amparo::bench {

std::vector<int64_t> TermTokens::Of(const std::string& office, const std::vector<std::string>& terms) {
  absl::flat_hash_map<std::string, int64_t>& known = known_[office];
  std::vector<int64_t> tokens;
  tokens.reserve(terms.size());
  for (const std::string& term : terms) {
    // A telephone number is one person's: nobody asks for it again.
    if (term.starts_with("c:")) {
      tokens.push_back(index_.Tokens(office, {term}).front());
      continue;
    }
    const auto [at, is_new] = known.try_emplace(term);
    if (is_new) at->second = index_.Tokens(office, {term}).front();
    tokens.push_back(at->second);
  }
  std::sort(tokens.begin(), tokens.end());
  tokens.erase(std::unique(tokens.begin(), tokens.end()), tokens.end());
  return tokens;
}

}  // namespace amparo::bench
