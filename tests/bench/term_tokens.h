// The tokens of a blind index for many people and cases: those that crypto::BlindIndex makes, each made once, since the
// words of names, their sounds and their pieces, and the words of narratives come again and again.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "common/crypto/blind_index.h"

namespace amparo::bench {

// Not safe for several threads at once.
class TermTokens {
 public:
  // `index` must outlive it.
  explicit TermTokens(const crypto::BlindIndex& index) : index_(index) {}

  // As BlindIndex::Tokens.
  std::vector<int64_t> Of(const std::string& office, const std::vector<std::string>& terms);

  // The id of the key that they are made under.
  const std::string& key_id() const { return index_.current_id(); }

 private:
  const crypto::BlindIndex& index_;
  absl::flat_hash_map<std::string, absl::flat_hash_map<std::string, int64_t>> known_;  // by office
};

}  // namespace amparo::bench
